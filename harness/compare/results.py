"""What a comparison holds: plain values for reporters and gates, computed before either sees them.

The baseline is what was; the candidate is what came. Differences are candidate less baseline.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from harness.core.one_line import one_line
from harness.core.values import Category, Finding, Locus, MeasuredRow, MetricCard, Severity
from harness.statistics.decisions import ALPHA
from harness.statistics.paired import PairedResult


class ComparisonOutcome(Enum):
    """What became of something, from the candidate's side."""

    WORSE = "worse"
    BETTER = "better"
    SAME = "same"
    OTHER = "other"  # differs, without being better or worse by any measure


@dataclass(frozen=True, slots=True)
class SignatureDifference:
    """One setting that is not the same in both runs. None: that run has no such setting."""

    part: str  # "engine 1 (en→es)", "segmenter", "detector numbers", …
    field: str
    baseline: str | None
    candidate: str | None

    def __str__(self) -> str:
        """One line: the setting, and its two values."""
        was, now = (one_line(each or "–") for each in (self.baseline, self.candidate))
        return f"{self.part}, {self.field}: {was} → {now}"


@dataclass(frozen=True, slots=True)
class RowPair:
    """The same source segments in both runs."""

    document: str
    baseline: MeasuredRow
    candidate: MeasuredRow

    @property
    def row_id(self) -> str:
        return self.baseline.row_id

    @property
    def source(self) -> str:
        return self.baseline.texts.source.text

    @property
    def position(self) -> int:
        """Of the first segment in its document, counted from 0."""
        return self.baseline.segments[0].position

    @property
    def is_changed(self) -> bool:
        """Whether any stop after the source reads otherwise."""
        return [text.text for text in self.baseline.texts.stops] != [
            text.text for text in self.candidate.texts.stops
        ]


@dataclass(frozen=True, slots=True)
class UnmeasuredPair:
    """Segments that at least one run could not measure, and why. Never a pass."""

    row_id: str
    source: str
    baseline: str | None  # the reason, None where that run did measure it
    candidate: str | None


@dataclass(frozen=True, slots=True)
class MetricChange:
    """One metric over all pairs. `p` is corrected for how many metrics were tested.

    `against` names what the metric compares with: "source" (round trip) or "reference".
    """

    card: MetricCard
    against: str
    result: PairedResult
    p: float
    wins: int
    ties: int
    losses: int
    sign_p: float

    def __str__(self) -> str:
        """One line: both values, and whether they differ by more than chance."""
        digits, own = self.card.digits, self.result
        values = f"{own.baseline:.{digits}f} → {own.candidate:.{digits}f}"
        same = self.change is ComparisonOutcome.SAME
        end = "no significant change" if same else self.change.value
        return f"{self.card.signature.name}: {values}, {end} (p = {self.p:.3f})"

    @property
    def change(self) -> ComparisonOutcome:
        """Better or worse at the 5 % level, else the same."""
        if self.p >= ALPHA or not self.result.difference:
            return ComparisonOutcome.SAME
        rose = self.result.difference > 0
        return (
            ComparisonOutcome.BETTER
            if rose == self.card.higher_is_better
            else ComparisonOutcome.WORSE
        )


@dataclass(frozen=True, slots=True)
class FindingChange:
    """Findings of one kind, severity and locus: how many came, went and stayed."""

    category: Category
    severity: Severity
    locus: Locus
    gained: int
    lost: int
    kept: int


@dataclass(frozen=True, slots=True)
class RowChange:
    """A pair whose texts or findings differ, with what came and went.

    `penalty` is the change of the weighted findings; `scores` are differences by metric.
    """

    pair: RowPair
    change: ComparisonOutcome
    gained: tuple[Finding, ...]
    lost: tuple[Finding, ...]
    penalty: int
    scores: Mapping[str, float]

    def __str__(self) -> str:
        """One line: what became of the row, and its text in both runs."""
        source = one_line(self.pair.source)
        ends = (self.pair.baseline.texts, self.pair.candidate.texts)
        was, now = (one_line(texts.back_translation.text) for texts in ends)
        return f"{self.change.value}: “{source}”: “{was}” → “{now}”"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A part of the material, and how both runs fare in it, by one measure."""

    group: str  # "length", "corpus", "finding", "word frequency"
    name: str
    size: int
    measure: str
    baseline: float
    candidate: float

    @property
    def difference(self) -> float:
        return self.candidate - self.baseline


@dataclass(frozen=True, slots=True)
class OverProduced:
    """Words that one run writes clearly more often than the other, at one stop of the route."""

    stop: int
    words: str
    baseline: int
    candidate: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that `harness compare` knows of two runs. `rows` stand worst first."""

    baseline: str
    candidate: str
    documents: tuple[str, ...]
    stops: tuple[str, ...]
    pairs: int
    identical: int
    unmeasured: tuple[UnmeasuredPair, ...]
    only_baseline: int
    only_candidate: int
    differences: tuple[SignatureDifference, ...]
    metrics: tuple[MetricChange, ...]
    findings: tuple[FindingChange, ...]
    rows: tuple[RowChange, ...]
    buckets: tuple[Bucket, ...]
    ngrams: tuple[OverProduced, ...]
    caveats: tuple[str, ...]

    @property
    def change(self) -> ComparisonOutcome:
        """The whole in one word. Worse in one measure is worse, whatever the others show."""
        changes = {metric.change for metric in self.metrics}
        if ComparisonOutcome.WORSE in changes:
            return ComparisonOutcome.WORSE
        if ComparisonOutcome.BETTER in changes:
            return ComparisonOutcome.BETTER
        return ComparisonOutcome.OTHER if self.rows else ComparisonOutcome.SAME

    def of(self, change: ComparisonOutcome) -> tuple[RowChange, ...]:
        """The rows that became so, the most changed first."""
        rows = tuple(row for row in self.rows if row.change is change)
        return rows[::-1] if change is ComparisonOutcome.BETTER else rows
