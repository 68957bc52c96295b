"""What can be asked of a group of rows: which sentences, how bad, under which name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from harness.core.values import Finding, LocalText, MeasuredRow, Row, Segment, Severity, Unmeasured
from harness.report.shared.labels import CLEAN, UNMEASURED, WORST_FIRST

_FROM_BEST = (
    CLEAN,
    Severity.MINOR.value,
    Severity.MAJOR.value,
    UNMEASURED,
    Severity.CRITICAL.value,
)


class RowAnchors:
    """Names to link to, each given once; a name that comes again gets a number behind it."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def block(self, rows: Sequence[Sequence[Row]]) -> str:
        """A name for a group: its first row's, so that it survives edits elsewhere."""
        first = next(row for of_run in rows for row in of_run)
        return self._unique(f"row-{row_id(first)}")

    def finding(self, identity: str) -> str:
        """A name for a finding of that identity."""
        return self._unique(f"finding-{identity}")

    def _unique(self, name: str) -> str:
        times = self._given[name] = self._given.get(name, 0) + 1
        return name if times == 1 else f"{name}-{times}"


def worst_of(rows: Iterable[Row]) -> str:
    """The worst severity of the rows' findings, `UNMEASURED`, or `CLEAN`."""
    found = [CLEAN]
    for row in rows:
        if isinstance(row, Unmeasured):
            found.append(UNMEASURED)
        elif row.severity is not None:
            found.append(row.severity.value)
    return max(found, key=badness)


def badness(worst: str) -> int:
    """Rank of a row's worst: what could not be measured may hide anything short of critical."""
    return _FROM_BEST.index(worst)


def is_remarkable(worst: str) -> bool:
    """Whether a row of such a worst is worth a place in an overview: not for minor findings."""
    return worst not in (CLEAN, Severity.MINOR.value)


def weight(rows: Sequence[Sequence[Row]]) -> tuple[int, ...]:
    """Sort key, worst first: critical findings, what could not be measured, major, minor ones."""
    every = [row for of_run in rows for row in of_run]
    unmeasured = sum(isinstance(row, Unmeasured) for row in every)
    critical, *lesser = (
        sum(finding.severity is severity for row in every for finding in findings_of(row))
        for severity in WORST_FIRST
    )
    return tuple(-count for count in (critical, unmeasured, *lesser))


def above_minor(weights: tuple[int, ...]) -> tuple[int, ...]:
    """The part of a group's `weight` that minor findings have no say in."""
    return weights[:-1]


def findings_of(row: Row) -> tuple[Finding, ...]:
    """Its findings; none where nothing could be measured."""
    return row.findings if isinstance(row, MeasuredRow) else ()


def row_id(row: Row) -> str:
    """A row's identity, measured or not."""
    return row.row_id if isinstance(row, MeasuredRow) else row.segment.segment_id


def segment_count(row: Row) -> int:
    """How many sentences of the source a row speaks of."""
    return len(row.segments) if isinstance(row, MeasuredRow) else 1


def source_of(row: Row) -> LocalText:
    """The words a row started from; empty for an addition."""
    if isinstance(row, MeasuredRow):
        return replace(row.texts.source, unknown=())
    # BCP 47's word for a language that is not known.
    return replace(row.texts[0], unknown=()) if row.texts else LocalText("und", row.segment.text)


def first_words(row: Row) -> LocalText:
    """What users know a row by: its source, or what was added where there is none."""
    source = source_of(row)
    if isinstance(row, MeasuredRow) and not source.text:
        return row.texts.back_translation
    return source


def shortened(text: str, longest: int = 90) -> str:
    """The first words of a text, at most `longest` code points, cut between words if it can be."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    space = head.rfind(" ")
    return head[: space if space > longest // 2 else None].rstrip() + "…"


def segments_of(row: Row) -> tuple[Segment, ...]:
    """The segments of the source that a row speaks of; none for an addition."""
    return row.segments if isinstance(row, MeasuredRow) else (row.segment,)


def unit_of(row: Row) -> str:
    """The unit that a row's text comes from; nothing in plain text, and for an addition."""
    return next((each.unit_id for each in segments_of(row) if each.unit_id is not None), "")


def place_of(row: Row) -> str:
    """Where a row stands, for people: `sentence 3`, `sentence 3, unit menu|Open`."""
    segments = segments_of(row)
    if not segments:
        return ""
    unit = unit_of(row)
    return f"sentence {segments[0].position + 1}" + (
        f", unit {shortened(unit, 32)}" if unit else ""
    )


def position(rows: Sequence[Sequence[Row]]) -> str:
    """Which sentences of the source, counted from 1: `12`, `12–13`, `+` for an addition."""
    places = [
        segment.position + 1 for of_run in rows for row in of_run for segment in segments_of(row)
    ]
    if not places:
        return "+"
    first, last = min(places), max(places)
    return str(first) if first == last else f"{first}–{last}"
