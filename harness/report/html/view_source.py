"""What the rows of a page are about: a run, two texts beside each other, or one text alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from harness.core.route_syntax import FILE
from harness.core.values import MetricCard, Row, Run, RunTotals


@dataclass(frozen=True, slots=True)
class Subject:
    """All that rows need to know of where they come from.

    `title` names it in a few words; `rows` can be iterated again and again. `reviewed` says that
    the second text of a row is a translation that existed before: the file's own.
    """

    title: str
    rows: Iterable[Row]
    totals: RunTotals
    metrics: tuple[MetricCard, ...] = ()
    reviewed: bool = False

    @classmethod
    def of_run(cls, run: Run, title: str) -> Self:
        """A recorded run."""
        identity = run.identity
        reviewed = identity.route.legs[0].engine == FILE
        return cls(title, run.rows, run.totals, identity.metrics, reviewed)
