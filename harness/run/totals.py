"""Rows added up to the totals of a run."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

from harness.core.protocols import Combiner
from harness.core.values import MeasuredRow, Row, RunTotals, Unmeasured


@dataclass(slots=True)
class RunTally:
    """Adds rows up to the totals of a run, without keeping them."""

    metrics: Sequence[Combiner]
    _rows: int = 0
    _unmeasured: int = 0
    _healed: int = 0
    _findings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _statistics: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Count one row."""
        self._rows += 1
        match row:
            case Unmeasured():
                self._unmeasured += 1
            case MeasuredRow():
                self._healed += len(row.healed)
                for finding in row.findings:
                    self._findings[finding.category.value][finding.severity.value] += 1
                for name, score in row.scores.items():
                    known = self._statistics.get(name, (0,) * len(score.statistics))
                    self._statistics[name] = tuple(map(add, known, score.statistics))

    def totals(self) -> RunTotals:
        """What has been added so far. A metric that measured no bead has no score."""
        return RunTotals(
            rows=self._rows,
            measured=self._rows - self._unmeasured,
            unmeasured=self._unmeasured,
            findings={name: dict(counts) for name, counts in sorted(self._findings.items())},
            scores=self._scores(),
            healed=self._healed,
        )

    def _scores(self) -> Mapping[str, float]:
        return {
            metric.card.name: metric.combine([self._statistics[metric.card.name]])
            for metric in self.metrics
            if metric.card.name in self._statistics
        }
