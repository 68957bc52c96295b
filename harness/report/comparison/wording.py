"""A comparison put into words, for every reporter: outcome, significance, differences."""

from collections.abc import Iterable, Iterator, Sequence

from harness.compare.results import (
    Comparison,
    ComparisonOutcome,
    FindingChange,
    MetricChange,
    RowChange,
    SignatureDifference,
)
from harness.core.values import Finding
from harness.report.html.row_groups import place_of
from harness.report.shared import labels
from harness.report.shared.entries import FOLDED, Entry, entries, is_minor
from harness.report.shared.faults import fault_of

OUTCOMES = {
    ComparisonOutcome.WORSE: "worse",
    ComparisonOutcome.BETTER: "better",
    ComparisonOutcome.SAME: "the same",
    ComparisonOutcome.OTHER: "different, and neither better nor worse",
}
MINOR_CHANGES = "and minor, all kinds"
_PLACES = 4  # of rows with the fault of the one that is shown
_SETTINGS = 6  # that differ in the making
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


def row_words(row: RowChange, *, minor: bool = False) -> str:
    """Why a row is better or worse: its findings, else its scores.

    What is minor is only counted, unless `minor` wants it in full.
    """
    parts = [f"now: {words}" for words in _found_words(row.gained, minor=minor)]
    parts += [f"no longer: {words}" for words in _found_words(row.lost, minor=minor)]
    if not parts:
        parts = [f"{name} {value:+.3g}" for name, value in row.scores.items() if value]
    folded = 0 if minor else sum(is_minor(each) for each in (*row.gained, *row.lost))
    words = "; ".join(parts) or "other words"
    return f"{words} ({labels.minor_words(folded)})" if folded else words


def _found_words(findings: tuple[Finding, ...], *, minor: bool) -> Iterator[str]:
    """Findings about the same words as one, with what else was found there behind it."""
    for entry in entries(findings):
        if minor or not entry.is_minor:
            also = "; ".join(each.message for each in entry.others(minor=minor))
            yield entry.finding.message + (f" (also: {also})" if also else "")


def row_lead(row: RowChange, *, minor: bool = False) -> str:
    """Why a row is better or worse, by its worst finding; the others are counted.

    `minor` wants all in full, as `row_words` gives them.
    """
    if minor:
        return row_words(row, minor=True)
    worse = row.change is not ComparisonOutcome.BETTER
    sides = [("now", row.gained), ("no longer", row.lost)]
    (lead, first), (other, second) = sides if worse else sides[::-1]
    shown = list(_found_words(_worst_first(first), minor=False))
    rest = list(_found_words(second, minor=False))
    if not shown:
        return row_words(row)
    counts = [f"{len(shown) - 1} more"] if len(shown) > 1 else []
    counts += [f"{len(rest)} {other}"] if rest else []
    folded = sum(is_minor(each) for each in (*row.gained, *row.lost))
    counts += [labels.minor_words(folded)] if folded else []
    return f"{lead}: {shown[0]}" + (f" ({', '.join(counts)})" if counts else "")


def _worst_first(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: -each.severity.rank))


def by_fault(rows: Iterable[RowChange]) -> list[list[RowChange]]:
    """Rows with the same worst new (or gone) fault together, in the order of the first of each."""
    groups: dict[object, list[RowChange]] = {}
    for row in rows:
        worse = row.change is not ComparisonOutcome.BETTER
        findings, side = (
            (row.gained, row.pair.candidate) if worse else (row.lost, row.pair.baseline)
        )
        shown = [each for each in _worst_first(findings) if not is_minor(each)]
        # Without a finding above minor, each row stands for itself.
        fault = fault_of(Entry(shown[0]), side.texts) if shown else len(groups)
        groups.setdefault(fault, []).append(row)
    return list(groups.values())


def again_words(rows: Sequence[RowChange]) -> str:
    """`the same in 12 more: sentence 5, sentence 9, …`."""
    places = [place_of(row.pair.baseline) for row in rows[:_PLACES]]
    more = ["…"] if len(rows) > _PLACES else []
    return f"the same in {len(rows):,} more: {', '.join([*places, *more])}"


def making(
    differences: Sequence[SignatureDifference], *, everything: bool = False
) -> tuple[tuple[SignatureDifference, ...], int]:
    """What differs in the making that says something, and how many more settings do.

    Of another engine only its name is told: none of its settings was there before.
    """
    if everything:
        return tuple(differences), 0
    others = {each.part for each in differences if each.field == "name"}
    telling = [each for each in differences if each.field == "name" or each.part not in others]
    shown = tuple(telling[:_SETTINGS])
    return shown, len(telling) - len(shown)


def changed_findings(
    comparison: Comparison, *, minor: bool
) -> tuple[tuple[FindingChange, ...], tuple[int, int, int] | None]:
    """Kinds of findings that came or went, and what is minor: gained, lost and kept in all.

    None where nothing minor changed, and where `minor` wants it kind by kind.
    """
    changes = [change for change in comparison.findings if change.gained or change.lost]
    if minor:
        return tuple(changes), None
    folded = [each for each in changes if each.severity is FOLDED]
    sums = [sum(n) for n in zip(*((c.gained, c.lost, c.kept) for c in folded), strict=True)]
    shown = tuple(each for each in changes if each.severity is not FOLDED)
    return shown, (sums[0], sums[1], sums[2]) if folded else None
