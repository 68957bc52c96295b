"""One document that programs can read, with everything in it."""

import json
from typing import Any

import generated
import pytest
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

from harness.core.codec import Mismatch
from harness.core.record_lines import encode_row
from harness.core.values import (
    Category,
    MeasuredRow,
    Row,
    Run,
    RunIdentity,
    RunTotals,
    Severity,
    Unmeasured,
)
from harness.report.formats.json import NAMED, Json, row_data


def _refuse(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def _document(*runs: Any) -> Any:
    return json.loads("".join(Json().render(runs)), parse_constant=_refuse)


def test_runs_and_rows_are_all_there() -> None:
    document = _document(spanish(), portuguese())
    assert document["schema"] == 2
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
    assert isinstance(first, MeasuredRow)
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


# ── record and export say the same ──────────────────────────────────────────────────────────────


def _read_row(data: dict[str, Any]) -> Row:
    """The row that an exported one tells of, from its facts alone."""
    facts = dict(data)
    if facts.pop("kind") == "unmeasured":
        facts["texts"], facts["hop"] = facts.pop("reached"), facts.pop("failed_hop")
        (facts["segment"],) = facts.pop("segments")
        return NAMED.decode(Unmeasured, facts)
    source, others, back = (facts.pop(key) for key in ("source", "hypotheses", "back_translation"))
    del facts["moved"]
    return NAMED.decode(MeasuredRow, facts | {"texts": [source, *others, back]})


def _read_run(data: dict[str, Any]) -> Run:
    return Run(
        NAMED.decode(RunIdentity, data["identity"]),
        data["provenance"],
        tuple(data["caveats"]),
        NAMED.decode(RunTotals, data["totals"]),
        tuple(_read_row(row) for row in data["rows"]),
    )


@given(made=generated.runs)
def test_every_field_of_every_value_arrives(made: Run) -> None:
    (exported,) = _document(made)["runs"]
    assert _read_run(exported) == made
    assert exported["fingerprint"] == made.identity.fingerprint
    for row, told in zip(made.rows, exported["rows"], strict=True):
        assert told["row_id"] == encode_row(row)["row_id"]


def test_no_field_is_dropped() -> None:
    assert generated.dropped(NAMED) == set()


@given(row=generated.rows)
def test_nothing_is_left_out(row: Row) -> None:
    data = row_data(row)
    for key in data.keys() - {"row_id", "moved"}:
        with pytest.raises((Mismatch, KeyError)):
            _read_row({name: data[name] for name in data if name != key})


def test_what_a_record_leaves_out_is_spelt_out() -> None:
    identity = _document(spanish())["runs"][0]["identity"]
    assert (identity["attribution"], identity["likelihood_scorers"], identity["witnesses"]) == (
        None,
        [],
        [],
    )
    assert identity["engines"][0]["direction"] == ["en", "es"]
    row = _document(spanish())["runs"][0]["rows"][0]
    assert (
        row["source"]["unknown"] == row["returns"] == row["likelihoods"] == row["facts_kept"] == []
    )
    assert row["similarity_by_hop"] == {}
    assert row["scores"]["chrf"] == {"value": 58.21, "statistics": [1, 2]}
