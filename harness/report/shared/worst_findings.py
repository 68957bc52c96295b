"""The worst of a run, found in one pass without holding the run."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from harness.core.values import Finding, MeasuredRow, Run, Unmeasured
from harness.report.html.row_groups import place_of


@dataclass(frozen=True, slots=True)
class Worst:
    """A finding and the row where it stands."""

    finding: Finding
    row: MeasuredRow

    @property
    def place(self) -> str:
        """Which sentence of the source, counted from 1, and of which unit."""
        return place_of(self.row) or "added"


def worst_findings(run: Run, count: int) -> tuple[Worst, ...]:
    """The `count` worst findings by severity, in order of the text where they are equally bad.

    Findings of one category in one row stand for each other: only the first of them is given, so
    that one bad sentence does not hide all others.
    """
    found = enumerate(_candidates(run))
    ordered = nsmallest(count, found, key=lambda pair: (-pair[1].finding.severity.rank, pair[0]))
    return tuple(worst for _, worst in ordered)


def first_unmeasured(run: Run, count: int) -> tuple[Unmeasured, ...]:
    """The first `count` rows that could not be measured."""
    if not run.totals.unmeasured:
        return ()
    return tuple(islice((row for row in run.rows if isinstance(row, Unmeasured)), count))


def _candidates(run: Run) -> Iterator[Worst]:
    for row in run.rows:
        if not isinstance(row, MeasuredRow):
            continue
        seen = set()
        for finding in sorted(row.findings, key=lambda finding: -finding.severity.rank):
            if finding.category not in seen:
                seen.add(finding.category)
                yield Worst(finding, row)
