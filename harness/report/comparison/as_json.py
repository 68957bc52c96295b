"""A comparison as plain data for programs.

Schema history: 1, the first; 2, findings as in the JSON of runs.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from harness.compare.results import Bucket, Comparison, FindingChange, MetricChange, RowChange
from harness.core.values import MeasuredRow
from harness.report.formats.json import NAMED
from harness.report.products import View
from harness.writing.json import json_text

SCHEMA = 2

Fields = dict[str, object]


class ComparisonJson:
    """One object a candidate, each on a line of its own. A view hides nothing from programs."""

    def render(
        self,
        comparisons: Sequence[Comparison],
        view: View,  # noqa: ARG002
    ) -> Iterator[str]:
        for comparison in comparisons:
            yield json_text(comparison_data(comparison)) + "\n"


def comparison_data(comparison: Comparison) -> Fields:
    """One comparison; what is not finite is null."""
    return {
        "schema": SCHEMA,
        "baseline": comparison.baseline,
        "candidate": comparison.candidate,
        "change": comparison.change.value,
        "documents": list(comparison.documents),
        "stops": list(comparison.stops),
        "pairs": comparison.pairs,
        "identical": comparison.identical,
        "unmeasured": [asdict(row) for row in comparison.unmeasured],
        "only_baseline": comparison.only_baseline,
        "only_candidate": comparison.only_candidate,
        "signature_differences": [asdict(difference) for difference in comparison.differences],
        "metrics": [_metric(metric) for metric in comparison.metrics],
        "findings": [_finding_change(change) for change in comparison.findings],
        "rows": [_row(row) for row in comparison.rows],
        "buckets": [_bucket(bucket) for bucket in comparison.buckets],
        "over_produced": [asdict(ngram) for ngram in comparison.ngrams],
        "caveats": list(comparison.caveats),
    }


def _metric(metric: MetricChange) -> Fields:
    return {
        "name": metric.card.name,
        "title": metric.card.title,
        "signature": str(metric.card.signature),
        "higher_is_better": metric.card.higher_is_better,
        "against": metric.against,
        "change": metric.change.value,
        **{name: _finite(value) for name, value in asdict(metric.result).items()},
        "p_corrected": metric.p,
        "wins": metric.wins,
        "ties": metric.ties,
        "losses": metric.losses,
        "p_sign_test": metric.sign_p,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _finding_change(change: FindingChange) -> Fields:
    return {
        "category": change.category.value,
        "severity": change.severity.value,
        "locus": str(change.locus),
        "gained": change.gained,
        "lost": change.lost,
        "kept": change.kept,
    }


def _row(row: RowChange) -> Fields:
    return {
        "row_id": row.pair.row_id,
        "document": row.pair.document,
        "position": row.pair.position,
        "change": row.change.value,
        "source": row.pair.source,
        "baseline": _texts(row.pair.baseline),
        "candidate": _texts(row.pair.candidate),
        "gained": [NAMED.encode(finding) for finding in row.gained],
        "lost": [NAMED.encode(finding) for finding in row.lost],
        "penalty": row.penalty,
        "scores": dict(row.scores),
    }


def _texts(row: MeasuredRow) -> list[str]:
    return [text.text for text in row.texts.stops[1:]]


def _bucket(bucket: Bucket) -> Fields:
    return {
        "group": bucket.group,
        "name": bucket.name,
        "size": bucket.size,
        "measure": bucket.measure,
        "baseline": _finite(bucket.baseline),
        "candidate": _finite(bucket.candidate),
    }
