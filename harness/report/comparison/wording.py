"""A comparison put into words, for every reporter: outcome, significance, differences."""

from harness.compare.results import (
    Comparison,
    ComparisonOutcome,
    MetricChange,
    RowChange,
    SignatureDifference,
)
from harness.report.shared import labels

OUTCOMES = {
    ComparisonOutcome.WORSE: "worse",
    ComparisonOutcome.BETTER: "better",
    ComparisonOutcome.SAME: "the same",
    ComparisonOutcome.OTHER: "different, and neither better nor worse",
}
AGAINST = {"source": "round trip", "reference": "against references"}


def outcome_words(comparison: Comparison) -> str:
    """One sentence with what decided."""
    deciding = [
        metric.card.title for metric in comparison.metrics if metric.change is comparison.change
    ]
    sentence = f"{comparison.candidate} is {OUTCOMES[comparison.change]}"
    if comparison.change in (ComparisonOutcome.WORSE, ComparisonOutcome.BETTER):
        sentence += f" by {', '.join(deciding)}"
        if comparison.change is ComparisonOutcome.WORSE and _mixed(comparison):
            sentence += ", though better by another measure"
    return sentence


def _mixed(comparison: Comparison) -> bool:
    return any(metric.change is ComparisonOutcome.BETTER for metric in comparison.metrics)


def counts_words(comparison: Comparison) -> str:
    """How much was compared, and how much of it changed."""
    changed = comparison.pairs - comparison.identical
    compared = labels.counted(comparison.pairs, "segment")
    words = f"{compared} compared, {changed} changed"
    rows = [
        (change, len(comparison.of(change)))
        for change in (ComparisonOutcome.WORSE, ComparisonOutcome.BETTER)
    ]
    return words + "".join(f", {count} {change.value}" for change, count in rows if count)


def significance_words(metric: MetricChange) -> str:
    """The result of the test, in words."""
    if metric.result.differing == 0:
        return "no difference"
    if metric.change is ComparisonOutcome.SAME:
        return f"not significant (p = {p_words(metric.p)})"
    return f"{metric.change.value} (p = {p_words(metric.p)})"


def p_words(p: float) -> str:
    """A p-value that neither reaches 0 nor pretends to more digits than it has."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def difference_words(metric: MetricChange) -> str:
    """Difference and interval, in the metric's own digits."""
    digits = metric.card.digits
    result = metric.result
    return (
        f"{result.difference:+.{digits}f} ({result.low:+.{digits}f} to {result.high:+.{digits}f})"
    )


def metric_title(metric: MetricChange) -> str:
    """The metric's title, and what it compares with where that is not the source."""
    return metric.card.title + (", references" if metric.against == "reference" else "")


def signature_words(difference: SignatureDifference) -> str:
    """`engine 1 (en→es): beam 4 → 1`; what one side has not is called none."""
    before, after = (value or "none" for value in (difference.baseline, difference.candidate))
    return f"{difference.part}: {difference.field} {before} → {after}"


def row_words(row: RowChange) -> str:
    """Why a row is better or worse: its findings, else its scores."""
    parts = [f"now: {finding.message}" for finding in row.gained]
    parts += [f"no longer: {finding.message}" for finding in row.lost]
    if not parts:
        parts = [f"{name} {value:+.3g}" for name, value in row.scores.items() if value]
    return "; ".join(parts) or "other words"
