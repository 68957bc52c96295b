"""What `harness diff` prints: passages with something above minor; the others are counted."""

from collections.abc import Sequence
from dataclasses import replace

from harness.cli.diff import _text
from harness.core.values import (
    BeadText,
    Category,
    Finding,
    LocalText,
    Mark,
    MeasuredRow,
    Score,
    Segment,
    Severity,
    Span,
    Unmeasured,
)

BEFORE, AFTER = "It is cold today.", "It is warm now."
COLD = (Mark(0, Span(6, 10)), Mark(1, Span(6, 10)))
TODAY = (Mark(0, Span(11, 16)), Mark(1, Span(11, 14)))


def _finding(severity: Severity, marks: tuple[Mark, ...], message: str) -> Finding:
    return Finding("content", Category.WORD, severity, message, marks)


def _row(*findings: Finding, after: str = AFTER) -> MeasuredRow:
    texts = BeadText((LocalText("en", BEFORE), LocalText("en", after)))
    return MeasuredRow((), texts, {}, findings)


def _lines(rows: Sequence[MeasuredRow | Unmeasured], *, everything: bool = False) -> list[str]:
    return "".join(_text(list(rows), everything=everything, coloured=False)).splitlines()


OPPOSITE = _finding(Severity.CRITICAL, COLD, "“cold” came back as “warm”.")
OTHER_WORD = _finding(Severity.MINOR, COLD, "Another word.")
LATER = _finding(Severity.MINOR, TODAY, "“today” came back as “now”.")


def test_what_is_minor_is_counted_below_what_is_worse() -> None:
    assert _lines([_row(LATER, OTHER_WORD, OPPOSITE)]) == [
        "@@ 1",
        "It is [-cold today-]{+warm now+}.",
        "  critical  “cold” came back as “warm”.  [accuracy/mistranslation/word]",
        "  and 1 minor",
        "1 of 1 passages differ; findings: 1 critical, 2 minor",
    ]


def test_what_is_too_long_is_named_and_counted() -> None:
    segment = Segment("id", "a.txt", 0, "boat " * 3_000)
    lost = Unmeasured(segment, (), 1, "the second text has 3,000 words\x1b[31m")
    first, text, why, *rest = _lines([lost, _row(after=BEFORE)], everything=False)
    assert first == "@@ 1  not measured"
    assert len(text) < 100
    assert why == "  the second text has 3,000 words"
    assert rest == ["0 of 1 passages differ; findings: none; 1 passage could not be measured"]


def test_passages_with_nothing_above_minor_are_counted() -> None:
    rows = [_row(LATER), _row(), _row(after=BEFORE), _row(OPPOSITE)]
    assert [line.split("  ")[0] for line in _lines(rows)] == [
        "@@ 4",
        "It is [-cold today-]{+warm now+}.",
        "",
        "and 2 that differ in nothing above minor (--all shows them)",
        "3 of 4 passages differ; findings: 1 critical, 1 minor",
    ]


def test_everything_is_shown_when_asked_for() -> None:
    rows = [_row(LATER, OTHER_WORD, OPPOSITE), _row(after=BEFORE)]
    lines = _lines(rows, everything=True)
    assert [line.strip().partition("  ")[0] for line in lines[2:5]] == [
        "critical",
        "also minor",
        "minor",
    ]
    assert "@@ 2" in lines
    assert not any("--all" in line for line in lines)


def test_the_adequacy_of_a_passage_is_said_in_a_word() -> None:
    scored = replace(
        _row(OPPOSITE), scores={"adequacy": Score(0.12, (1,)), "chrf": Score(50, (1,))}
    )
    assert _lines([scored])[0] == "@@ 1  adequacy 0.12 broken, chrf 50"
