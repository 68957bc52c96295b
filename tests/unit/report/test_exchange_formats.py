"""CSV, JUnit, TMX and SARIF: every fact arrives, and hostile text stays text."""

import csv
import io
import json
from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from unit.report.report_samples import (
    HOSTILE,
    arabic,
    drift,
    failed,
    finding,
    portuguese,
    run,
    spanish,
)

from harness.core.protocols import Reporter
from harness.core.values import Category, MeasuredRow, Run, Severity
from harness.report.formats.csv import CsvReporter, unformulated
from harness.report.formats.junit import Junit
from harness.report.formats.sarif import Sarif
from harness.report.formats.tmx import Tmx

REPORTERS: list[Reporter] = [CsvReporter(), Junit(), Sarif(), Tmx()]
SETS = [[spanish()], [spanish(), portuguese()], [arabic()], [failed()]]
ODD = "a=+-@\t\u202e\x00\r\n\ud800<>&\"'é漢]"


def _written(reporter: Reporter, runs: list[Run]) -> str:
    return "".join(reporter.render(runs))


def _table(runs: list[Run]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_written(CsvReporter(), runs), newline="")))


def _said(text: str) -> Run:
    stops = (text, text, text)
    said = finding(stops, Category.NUMBER, Severity.MAJOR, text)
    return run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops, said)], [text])


@pytest.mark.parametrize("reporter", REPORTERS, ids=lambda each: each.suffix)
@pytest.mark.parametrize("runs", SETS)
def test_same_runs_same_text_that_utf_8_can_carry(reporter: Reporter, runs: list[Run]) -> None:
    text = _written(reporter, runs)
    assert text == _written(reporter, runs)
    assert text.encode("utf-8")


@pytest.mark.parametrize("runs", SETS)
def test_every_finding_is_in_every_format(runs: list[Run]) -> None:
    every = Counter(
        identity
        for each in runs
        for row in each.rows
        if isinstance(row, MeasuredRow)
        for identity in row.finding_ids()
    )
    assert Counter(line["finding_id"] for line in _table(runs) if line["finding_id"]) == every
    sarif = json.loads(_written(Sarif(), runs))
    results = [result for each in sarif["runs"] for result in each["results"]]
    prints = [result["partialFingerprints"]["harnessFinding/v1"] for result in results]
    unmeasured = sum(each.totals.unmeasured for each in runs)
    assert Counter(prints) >= every
    assert len(prints) == every.total() + unmeasured
    said = "".join(ElementTree.fromstring(_written(Junit(), runs)).itertext())
    assert all(said.count(f"[{identity}]") == count for identity, count in every.items())
    notes = ElementTree.fromstring(_written(Tmx(), runs)).iter("note")
    assert sum(1 for _ in notes) == every.total() + unmeasured


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=20))
@example("=1+1")
@example("  @SUM(1)")
@example("\t=1")
def test_no_cell_is_a_formula(text: str) -> None:
    shown = unformulated(text)
    assert not shown.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    kept = text.replace("\x00", "\ufffd")
    assert shown in (kept, f"'{kept}")


def test_a_table_holds_texts_numbers_and_failures() -> None:
    rows = _table([spanish()])
    assert len(rows) == 12, "ten rows, and two of them have a second finding"
    first = rows[0]
    assert first["source"].startswith("The population")
    assert first["locus"] == "forward"
    assert float(first["score_chrf"]) == 58.21
    (failure,) = [row for row in rows if row["kind"] == "unmeasured"]
    assert (failure["failed_hop"], failure["score_chrf"]) == ("2", "")
    assert failure["hypotheses"] == "Una frase se rompió."


# ── XML ─────────────────────────────────────────────────────────────────────────────────────────


def test_major_findings_fail_and_failures_are_errors() -> None:
    root = ElementTree.fromstring(_written(Junit(), [spanish()]))
    (suite,) = root.findall("testsuite")
    counts = {name: suite.attrib[name] for name in ("tests", "failures", "errors")}
    # By hand: rows 1, 2, 3, 4, 6, + and 7 have a finding of major or more; row 9 failed.
    assert counts == {"tests": "10", "failures": "7", "errors": "1"}
    cases = suite.findall("testcase")
    assert len({case.attrib["name"] for case in cases}) == len(cases) == 10
    assert sum(case.find("failure") is not None for case in cases) == 7
    assert [case.find("system-out") is not None for case in cases].count(True) == 1


def test_a_translation_memory_holds_every_stop() -> None:
    root = ElementTree.fromstring(_written(Tmx(), [arabic()]))
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    first = root.findall("body/tu")[0]
    assert [each.attrib[language] for each in first.findall("tuv")] == ["ar", "en", "zh", "ar"]
    row = next(iter(arabic().rows))
    assert isinstance(row, MeasuredRow)
    shown = [each.findtext("seg") for each in first.findall("tuv")]
    assert shown == [stop.text for stop in row.texts.stops]


@settings(max_examples=60)
@given(st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=20))
@example(HOSTILE)
@example("]]>")
def test_hostile_text_leaves_xml_and_json_whole(text: str) -> None:
    for reporter in (Junit(), Tmx()):
        written = _written(reporter, [_said(text)])
        ElementTree.fromstring(written.encode("utf-8"))
        assert not set(written) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00")
    sarif = _written(Sarif(), [_said(text)])
    assert sarif.isascii()
    assert json.loads(sarif)["runs"][0]["results"][0]["message"]["text"]


# ── SARIF ───────────────────────────────────────────────────────────────────────────────────────


def test_sarif_has_what_its_standard_requires() -> None:
    document = json.loads(_written(Sarif(), [spanish(), portuguese()]))
    assert document["version"] == "2.1.0"
    for each in document["runs"]:
        rules = [rule["id"] for rule in each["tool"]["driver"]["rules"]]
        assert len(set(rules)) == len(rules)
        for result in each["results"]:
            assert result["ruleId"] in rules
            assert result["level"] in {"error", "warning", "note"}
            assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
