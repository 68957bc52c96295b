"""The scores of one run against those of another, over the rows that both measured."""

from collections.abc import Mapping, Sequence

from harness.core.values import MeasuredRow, MetricCard, Row
from harness.report.html.view import ScoreContrast
from harness.report.shared import labels
from harness.statistics.decisions import too_few
from harness.statistics.paired import PairedResult, compare_paired

_UNIT = 1_000_000  # means of scores are counted in millionths, as statistics are whole numbers
_TRIALS = 1000  # enough for three digits of p; a report is made more often than a decision
_UNLIKELY = 0.05


class ScoreContrasts:
    """Takes groups of rows one after the other; says of every metric whether its mean changed.

    Only metrics that both runs have under the same signature are compared, by paired approximate
    randomisation over groups of rows. `totals` are the scores of both runs as a whole, by the
    metric's name: what is shown as their values, as everywhere else. A mean of rows is another
    number (chrF of a text is not the mean of its sentences'), and is only shown as the difference
    of a row. Blind to which difference matters: `harness compare` decides.
    """

    def __init__(
        self,
        base: Sequence[MetricCard],
        other: Sequence[MetricCard],
        totals: tuple[Mapping[str, float], Mapping[str, float]] = ({}, {}),
    ) -> None:
        self._totals = totals
        known = {card.signature for card in other}
        self._cards = [card for card in base if card.signature in known]
        self._pairs: list[list[tuple[int, int]]] = [[] for _ in self._cards]

    def take(self, base: Sequence[Row], other: Sequence[Row]) -> None:
        """The rows of both runs that speak of the same source."""
        for card, pairs in zip(self._cards, self._pairs, strict=True):
            before, after = _mean(base, card), _mean(other, card)
            if before is not None and after is not None:
                pairs.append((before, after))

    def found(self) -> tuple[ScoreContrast, ...]:
        """Every metric that both runs measured somewhere, in the order in which it is shown."""
        return tuple(
            _contrast(card, pairs, self._whole(card))
            for card, pairs in zip(self._cards, self._pairs, strict=True)
            if pairs
        )

    def _whole(self, card: MetricCard) -> tuple[float, float] | None:
        """The scores of both runs as a whole; None where one of them has none."""
        before, after = (scores.get(card.name) for scores in self._totals)
        return None if before is None or after is None else (before, after)


def _mean(rows: Sequence[Row], card: MetricCard) -> int | None:
    """In millionths; None where no row has the score."""
    found = [
        row.scores[card.name].value
        for row in rows
        if isinstance(row, MeasuredRow) and card.name in row.scores
    ]
    return round(_UNIT * sum(found) / len(found)) if found else None


def _contrast(
    card: MetricCard, pairs: Sequence[tuple[int, int]], whole: tuple[float, float] | None
) -> ScoreContrast:
    before, after = ([(pair[side], 1) for pair in pairs] for side in (0, 1))
    result = compare_paired(before, after, lambda sums: sums[0] / sums[1] / _UNIT, trials=_TRIALS)
    one, other = whole or (result.baseline, result.candidate)
    digits = card.digits
    return ScoreContrast(
        title=card.title,
        before=labels.score_words(one, card),
        after=labels.score_words(other, card),
        difference=f"{other - one:+.{digits}f}",
        row_difference=f"{result.difference:+.{digits}f}",
        interval=f"{result.low:+.{digits}f} to {result.high:+.{digits}f}",
        words=_difference_words(card, result),
    )


def _difference_words(card: MetricCard, result: PairedResult) -> str:
    """What the difference is worth, in words."""
    if not result.differing:
        return "no difference"
    if doubt := too_few(result.clusters, result.differing):
        return doubt
    p_text = "p < 0.001" if result.p < 0.001 else f"p = {result.p:.3f}"
    if result.p >= _UNLIKELY:
        return f"may well be chance ({p_text})"
    better = (result.difference > 0) == card.higher_is_better
    return f"{'better' if better else 'worse'}, unlikely to be chance ({p_text})"
