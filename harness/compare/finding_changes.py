"""Findings that came, went and stayed between two runs of the same rows."""

from collections import Counter
from collections.abc import Iterable, Sequence

from harness.compare.results import FindingChange, RowPair
from harness.core.values import (
    Category,
    Finding,
    Locus,
    MeasuredRow,
    MetricCard,
    Severity,
    Signature,
    Span,
)

# As in MQM's scoring; critical twice a major, so that no heap of minors outweighs it quickly.
WEIGHTS = {Severity.MINOR: 1, Severity.MAJOR: 5, Severity.CRITICAL: 10}

PENALTY = MetricCard(
    name="findings",
    title="Findings (weighted, per segment)",
    signature=Signature(
        "findings", tuple((severity.value, str(weight)) for severity, weight in WEIGHTS.items())
    ),
    lowest=0.0,
    highest=float("inf"),
    higher_is_better=False,
)

FindingKey = tuple[Category, Severity, tuple[Span, ...]]


def penalty(findings: Iterable[Finding]) -> int:
    """Weighted findings: minor 1, major 5, critical 10."""
    return sum(WEIGHTS[finding.severity] for finding in findings)


def mean_penalty(total: tuple[int, ...]) -> float:
    """From summed (penalty, segments) to the penalty of a segment."""
    return total[0] / total[1] if total[1] else 0.0


def split(
    pair: RowPair, detectors: frozenset[str] | None = None
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings gained, lost and kept. The same finding has kind, severity and source words alike.

    What words stand in the back-translation does not matter: "75 came back as 57" and "75 came
    back as 70" are one lost number. Only findings of `detectors` count; of all, if None.
    """
    if pair.baseline is pair.candidate:
        return (), (), tuple(_of(pair.baseline, detectors))
    left, right = (_of(row, detectors) for row in (pair.baseline, pair.candidate))
    gained, kept = _less(right, left)
    lost, _ = _less(left, right)
    return gained, lost, kept


def _of(row: MeasuredRow, detectors: frozenset[str] | None) -> list[Finding]:
    return [f for f in row.findings if detectors is None or f.detector in detectors]


def _less(
    findings: Iterable[Finding], others: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Those of `findings` that have no partner among `others`, and those that have one."""
    known = Counter(_key(finding) for finding in others)
    alone, matched = [], []
    for finding in findings:
        key = _key(finding)
        if known[key]:
            known[key] -= 1
            matched.append(finding)
        else:
            alone.append(finding)
    return tuple(alone), tuple(matched)


def _key(finding: Finding) -> FindingKey:
    return finding.category, finding.severity, finding.spans(0)


def finding_changes(
    splits: Sequence[tuple[Sequence[Finding], Sequence[Finding], Sequence[Finding]]],
) -> tuple[FindingChange, ...]:
    """Counts by kind, severity and locus; the most severe and most grown first."""
    counts: Counter[tuple[int, Category, Severity, Locus]] = Counter(
        (which, finding.category, finding.severity, _hop_only(finding.locus))
        for parts in splits
        for which, findings in enumerate(parts)
        for finding in findings
    )
    kinds = dict.fromkeys(key[1:] for key in counts)
    changes = [
        FindingChange(*kind, counts[0, *kind], counts[1, *kind], counts[2, *kind]) for kind in kinds
    ]
    return tuple(sorted(changes, key=_order))


def _hop_only(locus: Locus) -> Locus:
    """The hop alone: evidence and confidence differ from finding to finding."""
    return Locus(locus.name, locus.hop)


def _order(change: FindingChange) -> tuple[int, int, str, str]:
    growth = change.gained - change.lost
    return -change.severity.rank, -growth, change.category.value, str(change.locus)
