"""Reports name the unit that a row comes from, and stay what they are for plain text."""

import csv
import io
import json
from dataclasses import replace

from unit.report.report_samples import run, spanish

from harness.core.values import MeasuredRow, Run, Unmeasured
from harness.report.formats.csv import CsvReporter
from harness.report.formats.json import Json
from harness.report.formats.markdown import Markdown
from harness.report.html.reporter import Html
from harness.report.html.row_groups import place_of, unit_of
from harness.report.terminal.summary import summary

UNIT = "menu|<b>Open</b>\u202e"


def named() -> Run:
    """The sample with its rows taken from a file of units; the last one was not measured."""
    rows = []
    for row in (row for row in spanish().rows if isinstance(row, MeasuredRow)):
        segments = tuple(
            replace(each, unit_id=UNIT, context=(("msgctxt", "menu"),)) for each in row.segments
        )
        rows.append(replace(row, segments=segments))
    first = rows[0].segments[0]
    lost = Unmeasured(first, rows[0].texts.stops[:1], 1, "no translation")
    return run("en:es@file:en", "argos", [*rows, lost])


def test_a_place_names_the_unit_where_there_is_one() -> None:
    plain, of_unit = next(iter(spanish().rows)), next(iter(named().rows))
    assert place_of(plain) == "sentence 1"
    assert place_of(of_unit) == f"sentence 1, unit {UNIT}"
    assert (unit_of(plain), unit_of(of_unit)) == ("", UNIT)


def test_the_table_has_it_in_a_column() -> None:
    table = list(csv.DictReader(io.StringIO("".join(CsvReporter().render([named()])), newline="")))
    assert {row["unit_id"] for row in table if row["sentence"]} == {UNIT}
    assert table[0]["context"] == "msgctxt: menu"
    assert table[-1]["kind"] == "unmeasured"
    plain = list(
        csv.DictReader(io.StringIO("".join(CsvReporter().render([spanish()])), newline=""))
    )
    assert {row["unit_id"] for row in plain} == {""}


def test_the_document_for_programs_has_it() -> None:
    (only,) = json.loads("".join(Json().render([named()])))["runs"]
    (segment,) = only["rows"][0]["segments"]
    assert segment["unit_id"] == UNIT
    assert segment["context"] == [["msgctxt", "menu"]]


def test_the_page_has_it_beside_the_sentence_as_text() -> None:
    page = "".join(Html().render([named()]))
    assert 'class="unit"' in page
    assert "menu|&lt;b&gt;Open&lt;/b&gt;" in page
    assert "\u202e" not in page
    assert 'class="unit"' not in "".join(Html().render([spanish()]))


def test_the_terminal_and_the_comment_have_it_with_the_worst() -> None:
    said = summary([named()], width=100)
    assert "sentence 1, unit menu|<b>Open</b>" in said
    assert "\u202e" not in said
    comment = "".join(Markdown().render([named()]))
    assert "unit menu\\|&lt;b&gt;Open" in comment
    assert "<b>Open" not in comment
