"""How a metric's scores lie: bins for a picture, and the same in words."""

import math
from collections.abc import Sequence
from statistics import quantiles

from harness.core.values import MetricCard
from harness.report.html.view import Bin, Distribution
from harness.report.shared import labels

_BINS = 20
_STEPS = (1, 2, 2.5, 5, 10)


def distribution(card: MetricCard, values: Sequence[float]) -> Distribution:
    """The scores of a run's rows in at most 20 bins of a round width, from lowest to highest.

    Numbers that are not finite (a metric that gave none) are left out; the words count them.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no scores, no distribution")
    finite = sorted(value for value in values if math.isfinite(value))
    missing = len(values) - len(finite)
    if not finite:
        return Distribution(card.title, "", "", (), f"{card.title}: no row has a score")
    width = _round_width(finite[-1] - finite[0])
    start = math.floor(finite[0] / width)
    # The highest score belongs to the bin that ends at it: no axis goes beyond a metric's scale.
    counts = [0] * max(math.ceil(finite[-1] / width) - start, 1)
    for value in finite:
        counts[min(math.floor(value / width) - start, len(counts) - 1)] += 1
    edges = [(start + place) * width for place in range(len(counts) + 1)]
    tallest = max(counts)
    bins = tuple(
        Bin(f"{low:.4g} to {high:.4g}: {labels.counted(count, 'row')}", count, count / tallest)
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    )
    return Distribution(
        card.title,
        f"{edges[0]:.4g}",
        f"{edges[-1]:.4g}",
        bins,
        _in_words(card, finite, missing),
    )


def _round_width(extent: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that cuts `extent` into `_BINS` at most."""
    if extent <= 0:
        return 1.0
    least = extent / (_BINS - 1)  # one bin more may be needed, as the first begins before
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))


def _in_words(card: MetricCard, finite: Sequence[float], missing: int) -> str:
    parts = [labels.counted(len(finite), "row")]
    if len(finite) > 1:
        tenths = quantiles(finite, n=10, method="inclusive")
        worst = tenths[0] if card.higher_is_better else tenths[-1]
        parts.append(f"median {labels.score_words(tenths[4], card)}")
        side = "below" if card.higher_is_better else "above"
        parts.append(f"the worst tenth {side} {labels.score_words(worst, card)}")
    if missing:
        parts.append(f"{labels.counted(missing, 'row')} without a score")
    return ", ".join(parts)
