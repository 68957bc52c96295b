"""The worst of a run, found in one pass without holding the run: what is minor is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from harness.core.values import Finding, MeasuredRow, Run, Unmeasured
from harness.report.html.row_groups import place_of
from harness.report.shared.entries import Entry, entries


@dataclass(frozen=True, slots=True)
class Worst:
    """An entry and the row where it stands."""

    entry: Entry
    row: MeasuredRow

    @property
    def finding(self) -> Finding:
        """The one that leads the entry."""
        return self.entry.finding

    @property
    def place(self) -> str:
        """Which sentence of the source, counted from 1, and of which unit."""
        return place_of(self.row) or "added"


def worst_findings(run: Run, count: int, *, minor: bool = False) -> tuple[Worst, ...]:
    """The `count` worst findings by severity, in order of the text where they are equally bad.

    Findings about the same words are one, and entries of one category in one row stand for each
    other: only the first of them is given, so that one bad sentence does not hide all others.
    `minor` also gives minor ones, where there is nothing worse.
    """
    found = enumerate(_candidates(run, minor=minor))
    ordered = nsmallest(count, found, key=lambda pair: (-pair[1].finding.severity.rank, pair[0]))
    return tuple(worst for _, worst in ordered)


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


def _candidates(run: Run, *, minor: bool) -> Iterator[Worst]:
    for row in run.rows:
        if not isinstance(row, MeasuredRow):
            continue
        seen = set()
        for entry in entries(row.findings):
            if entry.is_minor and not minor:
                break  # they come worst first
            if entry.finding.category not in seen:
                seen.add(entry.finding.category)
                yield Worst(entry, row)
