"""The laws of every reporter."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

from harness.core.protocols import Reporter
from harness.core.values import (
    BeadText,
    Category,
    Direction,
    Finding,
    Leg,
    LocalText,
    Mark,
    MeasuredRow,
    MetricCard,
    Route,
    Row,
    Run,
    RunIdentity,
    RunTotals,
    Score,
    Segment,
    Severity,
    Signature,
    Span,
    Unmeasured,
)
from harness.testing.texts import HOSTILE

_CARD = MetricCard("chrf", "chrF", Signature("chrf", (("version", "1"),)), 0.0, 100.0, True)
_OWN = Category("custom/of-a-plug-in")


class ReporterContract:
    """What a reporter promises. Provide a fixture `reporter`.

    Override `check_form` for a format that needs a reader of its own: it is given a whole report
    over hostile texts, and raises where these have become markup.
    """

    def check_form(self, suffix: str, report: str) -> None:
        """Reads a report back, as far as its suffix says how."""
        if suffix in (".json", ".sarif"):
            json.loads(report)
        elif suffix in (".xml", ".tmx"):
            ET.fromstring(report)  # noqa: S314  (what we have just written)
        elif suffix in (".html", ".md"):
            assert "<script>alert" not in report, "text became markup"

    def test_the_same_runs_give_the_same_bytes(self, reporter: Reporter) -> None:
        runs = [run_of(["One came.", "Two went."])]
        first = "".join(reporter.render(runs)).encode("utf-8")
        "".join(reporter.render([run_of(["Something else."])]))
        assert "".join(reporter.render(runs)).encode("utf-8") == first
        assert first

    def test_hostile_text_stays_text(self, reporter: Reporter) -> None:
        report = "".join(reporter.render([run_of(HOSTILE)]))
        self.check_form(reporter.suffix, report)

    def test_a_run_without_rows_has_a_report(self, reporter: Reporter) -> None:
        self.check_form(reporter.suffix, "".join(reporter.render([run_of([])])))

    def test_several_runs_of_one_text_have_one_report(self, reporter: Reporter) -> None:
        runs = [run_of(["One came."]), run_of(["One came."], pivot="pt")]
        self.check_form(reporter.suffix, "".join(reporter.render(runs)))

    def test_it_is_given_piece_by_piece(self, reporter: Reporter) -> None:
        pieces = reporter.render([run_of(["A sentence."])])
        assert isinstance(pieces, Iterator)
        few, many = (
            len(list(reporter.render([run_of([f"Sentence {n}." for n in range(count)])])))
            for count in (1, 600)
        )
        assert many > few, "a report of many rows is one piece: it was held whole"

    def test_the_suffix_is_one(self, reporter: Reporter) -> None:
        assert reporter.suffix.startswith(".")
        assert reporter.suffix == reporter.suffix.lower()


def run_of(sources: Sequence[str], pivot: str = "es") -> Run:
    """A small run in which each text lost its first letter; the last row was not measured."""
    rows: list[Row] = [_row(number, text, pivot) for number, text in enumerate(sources)]
    if len(rows) > 1 and isinstance(last := rows[-1], MeasuredRow):
        rows[-1] = Unmeasured(last.segments[0], last.texts.stops[:1], 1, "too long")
    measured = sum(isinstance(row, MeasuredRow) for row in rows)
    legs = (Leg(Direction("en", pivot), "argos"), Leg(Direction(pivot, "en"), "argos"))
    identity = RunIdentity(
        doc_id="text.en.txt",
        text_digest="0" * 64,
        route=Route(legs),
        segmenter=Signature("lines"),
        engines=(Signature("argos"), Signature("argos")),
        metrics=(_CARD,),
        detectors=(Signature("letters"),),
    )
    found = {_OWN.value: {Severity.MAJOR.value: measured}} if measured else {}
    scores = {"chrf": 50.0} if measured else {}
    totals = RunTotals(len(rows), measured, len(rows) - measured, found, scores)
    return Run(identity, {}, ("Something was not measured.",), totals, tuple(rows))


def _row(number: int, text: str, pivot: str) -> MeasuredRow:
    segment = Segment(f"segment-{number}", "text.en.txt", number, text)
    stops = (LocalText("en", text), LocalText(pivot, text.upper()), LocalText("en", text[1:]))
    found = Finding(
        "letters", _OWN, Severity.MAJOR, f"“{text}” is shorter.", (Mark(0, Span(0, 1)),)
    )
    return replace(
        MeasuredRow((segment,), BeadText(stops)),
        scores={"chrf": Score(50.0, (1, 2))},
        findings=(found,),
    )
