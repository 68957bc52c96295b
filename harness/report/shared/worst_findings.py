"""The worst of a run, found in one pass without holding the run: what is minor is left out."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from harness.core.values import Category, Finding, MeasuredRow, Run, Unmeasured
from harness.report.html.row_groups import place_of, weight
from harness.report.shared.entries import FOLDED, Entry, entries
from harness.report.shared.faults import Fault, FaultTally, Leaders, fault_of


@dataclass(frozen=True, slots=True)
class Worst:
    """An entry and the row where it stands.

    The fault was found in `rows` rows; `others` are the places of some of them.
    """

    entry: Entry
    row: MeasuredRow
    rows: int = 1
    others: tuple[str, ...] = ()

    @property
    def finding(self) -> Finding:
        """The one that leads the entry."""
        return self.entry.finding

    @property
    def place(self) -> str:
        """Which sentence of the source, counted from 1, and of which unit."""
        return _place(self.row)

    @property
    def again(self) -> str:
        """Where else: `in 47 rows, also in sentence 4, sentence 6, …`; empty where nowhere."""
        if self.rows < 2:
            return ""
        more = ["…"] if self.rows > len(self.others) + 1 else []
        return f"in {self.rows:,} rows, also in {', '.join([*self.others, *more])}"


def _place(row: MeasuredRow) -> str:
    return place_of(row) or "added"


def worst_findings(run: Run, count: int, *, minor: bool = False) -> tuple[Worst, ...]:
    """The `count` worst faults, each once: by severity, then by the number of rows that have it.

    Of equally frequent ones, that in the worse row comes first, as on the page. Findings about the
    same words are one, and entries of one category in one row stand for each other: only the first
    of them is shown, so that one bad sentence does not hide all others. `minor` also gives minor
    ones, where there is nothing worse.
    """
    return _over(run, count, minor=minor, one_each=False).worst


@dataclass(frozen=True, slots=True)
class Look:
    """What one pass over a run's rows shows: its worst faults, and the rows above minor."""

    worst: tuple[Worst, ...]
    steady: int  # measured rows without a finding above minor
    more: int  # rows whose own worst fault is none of those in `worst`


def look_over(run: Run, count: int, *, minor: bool = False) -> Look:
    """The `count` rows that matter most, ranked as on the page, and how many need no look.

    A row stands only for the fault that tells most of it, and for all rows that have that fault.
    """
    return _over(run, count, minor=minor, one_each=True)


def _over(run: Run, count: int, *, minor: bool, one_each: bool) -> Look:
    tally: FaultTally[str] = FaultTally()
    leaders: Leaders[Worst] = Leaders(count)
    leads: Counter[Hashable] = Counter()  # rows by the fault that they stand for
    steady = 0
    for order, row in enumerate(run.rows):
        if not isinstance(row, MeasuredRow):
            continue
        steady += row.severity in (None, FOLDED)
        faults = list(_faults(row, minor=minor))
        tally.take((fault for fault, _ in faults), _place(row))
        leading = _leading(faults)
        leads.update(fault for fault, _ in leading[:1])
        for place, (one, entry) in enumerate(leading[:1] if one_each else leading):
            rows, badness = tally.of(one).rows, entry.finding.severity.rank
            rank = (*weight([[row]]), order, place)
            leaders.offer(one, badness, rows, rank, Worst(entry, row))
    made = []
    for fault, worst in leaders.found():
        repeats = tally.of(fault)
        made.append(replace(worst, rows=repeats.rows, others=repeats.besides(worst.place)))
        leads.pop(fault, None)
    return Look(tuple(made), steady, leads.total())


def _faults(row: MeasuredRow, *, minor: bool) -> Iterator[tuple[Fault, Entry]]:
    """What is wrong with a row, the most telling first."""
    found = [entry for entry in entries(row.findings) if minor or not entry.is_minor]
    found.sort(key=lambda entry: (entry.finding.severity.rank, entry.is_plain), reverse=True)
    return ((fault_of(entry, row.texts), entry) for entry in found)


def _leading(faults: Sequence[tuple[Fault, Entry]]) -> list[tuple[Fault, Entry]]:
    """The first of each category."""
    leading: dict[Category, tuple[Fault, Entry]] = {}
    for fault, entry in faults:
        leading.setdefault(entry.finding.category, (fault, entry))
    return list(leading.values())


def every_finding(run: Run) -> tuple[Worst, ...]:
    """All entries of a run, minor ones too, the worst first, else in order of the text."""
    found = [
        Worst(entry, row)
        for row in run.rows
        if isinstance(row, MeasuredRow)
        for entry in entries(row.findings)
    ]
    return tuple(sorted(found, key=lambda worst: -worst.finding.severity.rank))


def first_unmeasured(run: Run, count: int) -> tuple[Unmeasured, ...]:
    """The first `count` rows that could not be measured."""
    if not run.totals.unmeasured:
        return ()
    return tuple(islice((row for row in run.rows if isinstance(row, Unmeasured)), count))
