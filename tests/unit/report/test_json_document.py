"""One document that programs can read, with everything in it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from unit.report.report_samples import (
    arabic,
    drift,
    empty,
    failed,
    finding,
    portuguese,
    run,
    spanish,
)

from harness.core.values import Category, Drift, Severity
from harness.report.json import Json


def _refuse(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def _document(*runs: Any) -> Any:
    return json.loads("".join(Json().render(runs)), parse_constant=_refuse)


def test_runs_and_rows_are_all_there() -> None:
    document = _document(spanish(), portuguese())
    assert document["schema"] == 1
    assert [len(each["rows"]) for each in document["runs"]] == [10, 8]
    assert [each["identity"]["route"] for each in document["runs"]] == ["en:es:en", "en:pt:en"]
    assert document["runs"][0]["totals"]["unmeasured"] == 1
    assert document["runs"][0]["fingerprint"] == spanish().identity.fingerprint


def test_a_row_tells_its_texts_findings_and_words() -> None:
    row = _document(arabic())["runs"][0]["rows"][0]
    assert [text["language"] for text in row["hypotheses"]] == ["en", "zh"]
    number = next(each for each in row["findings"] if each["category"].endswith("/number"))
    assert [mark["words"] for mark in number["marks"]] == ["12", "12", "12", "21"]
    assert number["locus"] == {
        "name": "backward",
        "hop": 3,
        "evidence": [],
        "confidence": None,
    }
    first = next(iter(arabic().rows))
    assert isinstance(first, Drift)
    assert [each["id"] for each in row["findings"]] == list(first.finding_ids())


def test_what_failed_is_no_drift() -> None:
    rows = _document(failed())["runs"][0]["rows"]
    assert [(row["kind"], row["failed_hop"]) for row in rows] == [("unmeasured", 1)] * 2
    assert all("scores" not in row for row in rows)


def test_a_scale_without_end_is_null() -> None:
    metrics = {each["name"]: each for each in _document(empty())["runs"][0]["identity"]["metrics"]}
    assert metrics["ter"]["highest"] is None
    assert metrics["chrf"]["highest"] == 100


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_comes_back(text: str) -> None:
    row = drift(0, ("en", "es", "en"), ("x", text, text))
    document = _document(run("en:es:en", "argos", [row]))
    assert document["runs"][0]["rows"][0]["back_translation"]["text"] == text
    "".join(Json().render([run("en:es:en", "argos", [row])])).encode("utf-8")


def test_marks_at_no_stop_do_not_cost_the_report() -> None:
    stops = ("a", "b", "c", "d")
    bad = finding(stops, Category.NUMBER, Severity.MINOR, "x", [(3, "d")])
    row = drift(0, ("en", "es", "en"), stops[:3], bad)
    (said,) = _document(run("en:es:en", "argos", [row]))["runs"][0]["rows"][0]["findings"]
    assert said["marks"] == [{"stop": 3, "start": 0, "end": 1, "words": None}]


def test_one_row_a_line() -> None:
    lines = "".join(Json().render([spanish()])).splitlines()
    assert sum(line.startswith('{"kind":') for line in lines) == 10


def test_a_row_that_moved_says_so() -> None:
    stops = ("a", "b", "a")
    moved = finding(stops, Category.SENTENCE_ORDER, Severity.MINOR, "Sentence 1 came back …")
    rows = [drift(0, ("en", "es", "en"), stops, moved), drift(1, ("en", "es", "en"), stops)]
    document = _document(run("en:es:en", "argos", rows))
    assert [row["moved"] for row in document["runs"][0]["rows"]] == [True, False]
