"""The few rows that matter most, one for each fault, with their texts side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harness.core.values import (
    BeadText,
    Category,
    LocalText,
    MeasuredRow,
    Row,
    Span,
    Unmeasured,
)
from harness.report.html.excerpts import excerpt
from harness.report.html.row_groups import badness, is_remarkable, source_of
from harness.report.html.text_runs import Highlight, plain
from harness.report.html.view import Cell, WorstRow
from harness.report.shared import labels
from harness.report.shared.entries import Entry, entries
from harness.report.shared.faults import FaultTally, Leaders, fault_of

_SHOWN = 10
_MOST_RUNS = 3  # beside each other; of more, only the one with the fault is shown
# Whether these are faults is seen only by reading: a number that changed is seen at once.
_WORDINGS = frozenset({Category.WORD, Category.GENERALISATION, Category.MISTRANSLATION})
_LONGEST = 170  # code points of a text: three lines of a column


@dataclass(frozen=True, slots=True)
class _Complaint:
    """What is wrong with one row of one run; without an entry it could not be measured."""

    letter: str
    row: Row
    worst: str
    entry: Entry | None = None

    @property
    def telling(self) -> tuple[int, bool]:
        """Sort key: of equally bad ones, a fact tells more at a glance than another word."""
        plain = self.entry is None or self.entry.finding.category not in _WORDINGS
        return badness(self.worst), plain

    @property
    def fault(self) -> object:
        """What it has in common with other rows."""
        if self.entry is None or isinstance(self.row, Unmeasured):
            return self.row.reason if isinstance(self.row, Unmeasured) else ""
        return fault_of(self.entry, self.row.texts)


@dataclass(frozen=True, slots=True)
class _Found:
    rows: Sequence[Sequence[Row]]
    complaint: _Complaint
    anchor: str
    position: str


class WorstRows:
    """Takes groups of rows one after the other; keeps the worst, and how often each fault comes.

    One row stands for all that have its fault, so that one word in fifty rows does not hide the
    rest. Runs count together: a fault of two of them in one group is one row.
    """

    def __init__(self, letters: Sequence[str]) -> None:
        self._letters = tuple(letters)
        self._tally: FaultTally[tuple[str, str]] = FaultTally()
        self._leaders: Leaders[_Found] = Leaders(_SHOWN)

    def take(
        self, rows: Sequence[Sequence[Row]], rank: tuple[int, ...], anchor: str, where: str
    ) -> None:
        """The next group; the smaller its `rank`, the earlier it comes among equally bad ones."""
        complaints = list(self._complaints(rows))
        if not complaints:
            return
        faults = [each.fault for each in complaints]
        self._tally.take(faults, (anchor, where))
        worst = max(range(len(complaints)), key=lambda at: complaints[at].telling)
        leading, fault = complaints[worst], faults[worst]
        found = _Found(rows, leading, anchor, where)
        count = self._tally.of(fault).rows
        self._leaders.offer(fault, badness(leading.worst), count, rank, found)

    def found(self) -> tuple[WorstRow, ...]:
        """The rows to be shown, the worst first."""
        made = []
        for fault, found in self._leaders.found():
            repeats = self._tally.of(fault)
            row = self._row(found)
            others = repeats.besides((found.anchor, found.position))
            made.append(replace(row, rows=repeats.rows, others=others))
        return tuple(made)

    def _complaints(self, rows: Sequence[Sequence[Row]]) -> Iterator[_Complaint]:
        for letter, of_run in zip(self._letters, rows, strict=True):
            for row in of_run:
                if isinstance(row, Unmeasured):
                    yield _Complaint(letter, row, labels.UNMEASURED)
                    continue
                for entry in entries(row.findings):
                    if is_remarkable(worst := entry.finding.severity.value):
                        yield _Complaint(letter, row, worst, entry)

    def _row(self, found: _Found) -> WorstRow:
        complaint = found.complaint
        row, entry = complaint.row, complaint.entry
        said = _said(row, entry)
        return WorstRow(
            anchor=found.anchor,
            position=found.position,
            worst=complaint.worst,
            run=complaint.letter,
            category=said[0],
            message=plain(said[1]),
            locus=said[2],
            source=_source(complaint),
            returns=tuple(self._returns(found)),
        )

    def _returns(self, found: _Found) -> Iterator[tuple[str, Cell]]:
        """What came back, of the run with the fault and of others that can stand beside it."""
        own = found.complaint
        for letter, of_run in zip(self._letters, found.rows, strict=True):
            if letter == own.letter:
                yield letter, _returned(own.row, own.entry)
            elif len(self._letters) <= _MOST_RUNS and len(of_run) == 1 == len(_own(found)):
                yield letter, _returned(of_run[0], None)


def _own(found: _Found) -> Sequence[Row]:
    """The rows of the run with the fault."""
    return next(of_run for of_run in found.rows if found.complaint.row in of_run)


def _said(row: Row, entry: Entry | None) -> tuple[str, str, str]:
    """Category, sentence and hop."""
    if isinstance(row, Unmeasured):
        return f"hop {row.hop} failed", row.reason, ""
    if entry is None:
        raise ValueError("a measured row without a finding has nothing to say")
    finding = entry.finding
    hop = labels.locus_words(finding.locus) if row.texts.pivots else ""
    return labels.category_words(finding.category), finding.message, hop


def _source(complaint: _Complaint) -> Cell:
    local = source_of(complaint.row)
    spans = _spans(complaint.row, complaint.entry, 0)
    note = "nothing in the source: this was added"
    lit = tuple(_highlights(complaint.row, complaint.entry, 0))
    return _cell(labels.Column.SOURCE, local, lit, spans, note)


def _returned(row: Row, entry: Entry | None) -> Cell:
    column = labels.Column.BACK_TRANSLATION
    if isinstance(row, Unmeasured):
        language = row.texts[0].language if row.texts else "und"
        return Cell(column, language, labels.language_name(language), (), "not measured")
    last = len(row.texts.stops) - 1
    spans = _spans(row, entry, last)
    lit = tuple(_highlights(row, entry, last))
    return _cell(column, row.texts.back_translation, lit, spans, "nothing came back")


def _spans(row: Row, entry: Entry | None, stop: int) -> tuple[Span, ...]:
    """Where to look in the text of a stop: at the words, or where they would stand if they came."""
    if entry is None or isinstance(row, Unmeasured):
        return ()
    return entry.spans(stop) or _about(entry, row.texts, stop)


def _about(entry: Entry, texts: BeadText, stop: int) -> tuple[Span, ...]:
    """An empty place as far into the text as the words are in that of the other end."""
    length = len(texts.stops[stop].text)
    other = texts.stops[0 if stop else -1].text
    spans = entry.spans(0 if stop else len(texts.stops) - 1)
    if not spans or not other:
        return ()
    place = min(length, round(length * spans[0].start / len(other)))
    return (Span(place, place),)


def _cell(
    column: labels.Column,
    local: LocalText,
    lit: Sequence[Highlight],
    focus: Sequence[Span],
    note: str,
) -> Cell:
    here = focus[0] if focus else next((each.span for each in lit), Span(0, 0))
    if here.end > len(local.text):  # a faulty detector must not cost the user the report
        here = Span(0, 0)
    pieces = excerpt(local.text, lit, here, _LONGEST) if local.text else ()
    name = labels.language_name(local.language)
    return Cell(column, local.language, name, pieces, "" if local.text.strip() else note)


def _highlights(row: Row, leading: Entry | None, stop: int) -> Iterator[Highlight]:
    """The words of all that is above minor; those that the sentence speaks of are number 1."""
    if isinstance(row, MeasuredRow):
        for entry in entries(row.findings):
            for span in () if entry.is_minor else entry.spans(stop):
                yield Highlight(span, 1 if entry == leading else 2, entry.finding.severity)
