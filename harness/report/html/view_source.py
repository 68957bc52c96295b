"""What the rows of a page are about: a run, two texts beside each other, or one text alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from harness.core.values import MetricCard, Row, Run, RunTotals


@dataclass(frozen=True, slots=True)
class Subject:
    """All that rows need to know of where they come from.

    `title` names it in a few words; `rows` can be iterated again and again.
    """

    title: str
    rows: Iterable[Row]
    totals: RunTotals
    metrics: tuple[MetricCard, ...] = ()

    @classmethod
    def of_run(cls, run: Run, title: str) -> Self:
        """A recorded run."""
        return cls(title, run.rows, run.totals, run.identity.metrics)
