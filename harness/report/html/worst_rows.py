"""The few rows that matter most, one for each fault, with their texts side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harness.core.values import MeasuredRow, Row, Unmeasured
from harness.report.html.lit_cells import (
    return_cell,
    source_cell,
    translation_cell,
    untranslated_cell,
)
from harness.report.html.row_groups import badness, is_remarkable
from harness.report.html.text_runs import plain
from harness.report.html.view import Cell, WorstRow
from harness.report.shared import labels
from harness.report.shared.entries import Entry, entries
from harness.report.shared.faults import FaultTally, Leaders, fault_of

_SHOWN = 10
_MOST_RUNS = 3  # beside each other; of more, only the one with the fault is shown


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
        return badness(self.worst), self.entry is None or self.entry.is_plain

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
    rest. Runs count together: a fault of two of them in one group is one row. `reviewed`
    translations stand beside the source: they are what people look at.
    """

    def __init__(self, letters: Sequence[str], *, reviewed: bool = False) -> None:
        self._letters = tuple(letters)
        self._reviewed = reviewed
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
        made, row = self._as_of_a_run(found), found.complaint.row
        if not self._reviewed or not isinstance(row, Unmeasured) or row.hop > 1:
            return made
        return replace(made, category="no translation", source=untranslated_cell(row), returns=())

    def _as_of_a_run(self, found: _Found) -> WorstRow:
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
            locus="" if self._reviewed else said[2],  # only the translation is in question
            source=source_cell(row, entry),
            translation=self._translation(row, entry),
            returns=tuple(self._returns(found)),
        )

    def _translation(self, row: Row, entry: Entry | None) -> Cell | None:
        stops = row.texts.stops if isinstance(row, MeasuredRow) else row.texts
        return translation_cell(row, entry) if self._reviewed and len(stops) > 1 else None

    def _returns(self, found: _Found) -> Iterator[tuple[str, Cell]]:
        """What came back, of the run with the fault and of others that can stand beside it."""
        own = found.complaint
        for letter, of_run in zip(self._letters, found.rows, strict=True):
            if letter == own.letter:
                yield letter, return_cell(own.row, own.entry)
            elif len(self._letters) <= _MOST_RUNS and len(of_run) == 1 == len(_own(found)):
                yield letter, return_cell(of_run[0], None)


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
