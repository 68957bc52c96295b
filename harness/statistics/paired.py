"""Two systems over the same segments: is the one better, by how much, and how sure is that?

Scores are functions of summed statistics (BLEU, chrF, TER, means), so that a resample costs a sum
and one score, and the difference tested is that of whole-corpus scores, not of means of sentence
scores.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harness.core import interruption
from harness.statistics.draws import DrawCounts, every_exchange, exchanges, resamples

Combine = Callable[[tuple[int, ...]], float]  # summed statistics -> score

TRIALS = 2_000  # of each test; p-values are then right to about ±0.01 near 0.05
SEED = 12345
CONFIDENCE = 0.95

_SAME = 1e-9  # differences of scores below this are rounding


@dataclass(frozen=True, slots=True)
class PairedResult:
    """The result of a paired comparison; `difference` is candidate less baseline.

    Attributes:
        low, high: ends of the interval that holds the true difference with 95 % confidence
            (percentiles of the paired bootstrap).
        p: how probable so large a difference is, either way, if the two were the same system
            (approximate randomisation; exact where few clusters differ). In (0, 1].
        p_bootstrap: the same question put to the paired bootstrap in the manner of Koehn (2004),
            Moses and sacreBLEU, which look at one tail only: for the record, not for decisions.
        smallest_p: what `p` would be, had every cluster that differs moved the same way. Where it
            is above the level of the test, there are too few of them to say anything.
        clusters: how many independent units there are.
        differing: in how many of them the two differ.
    """

    baseline: float
    candidate: float
    difference: float
    low: float
    high: float
    p: float
    p_bootstrap: float
    smallest_p: float
    clusters: int
    differing: int


def compare_paired(
    baseline: Sequence[tuple[int, ...]],
    candidate: Sequence[tuple[int, ...]],
    combine: Combine,
    clusters: Sequence[Hashable] | None = None,
    *,
    trials: int = TRIALS,
    seed: int = SEED,
) -> PairedResult:
    """Compare two systems by the statistics of each segment, in the same order for both.

    Args:
        clusters: what each segment belongs to. Segments of one cluster change sides together and
            are drawn together, because they are not independent (one document, one text repeated).
            None: each segment stands alone.

    Raises:
        ValueError: no segments, or sequences of different lengths.

    Sources: Riezler and Maxwell (2005) for the randomisation, Koehn (2004) for the bootstrap,
    Graham, Mathur and Baldwin (2014) for how the two compare. Blind to what was not drawn: other
    texts may show other differences.
    """
    if not baseline or not len(baseline) == len(candidate):
        raise ValueError(f"{len(baseline)} segments cannot be paired with {len(candidate)}")
    groups = range(len(baseline)) if clusters is None else clusters
    sides = _Sides(_summed(baseline, groups), _summed(candidate, groups), combine)
    first, second = sides.score(sides.left.sum(0)), sides.score(sides.right.sum(0))
    differing = int(sides.changed.sum())
    drawn = _differences(sides, trials, seed)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return PairedResult(
        baseline=first,
        candidate=second,
        difference=second - first,
        low=float(low),
        high=float(high),
        p=_randomised(sides, second - first, trials, seed),
        p_bootstrap=_bootstrapped(drawn, second - first),
        smallest_p=smallest_p(differing),
        clusters=len(sides.left),
        differing=differing,
    )


def smallest_p(differing: int) -> float:
    """The least that `p` can be when only so many clusters differ."""
    return min(1.0, 2.0 ** (1 - min(differing, 60)))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both systems' statistics, a row for each cluster, and how a sum of rows is scored."""

    left: DrawCounts
    right: DrawCounts
    combine: Combine

    @property
    def changed(self) -> NDArray[np.bool_]:
        changed: NDArray[np.bool_] = (self.left != self.right).any(axis=1)
        return changed

    def score(self, row: NDArray[np.float64]) -> float:
        return self.combine(tuple(int(number) for number in row))


def _summed(statistics: Sequence[tuple[int, ...]], groups: Sequence[Hashable]) -> DrawCounts:
    """One row of summed statistics for each cluster, in order of first appearance."""
    if len(groups) != len(statistics):
        raise ValueError(f"{len(groups)} cluster names for {len(statistics)} segments")
    numbers: dict[Hashable, int] = {}
    places = [numbers.setdefault(group, len(numbers)) for group in groups]
    sums = np.zeros((len(numbers), len(statistics[0])))
    np.add.at(sums, places, np.asarray(statistics, dtype=np.float64))
    return sums


def _randomised(sides: _Sides, observed: float, trials: int, seed: int) -> float:
    """Share of exchanges that make a difference at least as large.

    As large counts, not only larger: where scores are few and discrete, most exchanges tie. The
    observed order is one of the possible ones, so that p is never 0.
    """
    moves = (sides.right - sides.left)[sides.changed]
    total_left, total_right = sides.left.sum(0), sides.right.sum(0)

    def extreme(masks: DrawCounts) -> int:
        interruption.check()
        differences = (
            sides.score(total_right - shift) - sides.score(total_left + shift)
            for shift in masks @ moves
        )
        return sum(abs(difference) >= abs(observed) - _SAME for difference in differences)

    every = every_exchange(len(moves))
    if every is not None:
        return extreme(every) / len(every)
    hits = sum(extreme(masks) for masks in exchanges(len(moves), trials, seed))
    return (hits + 1) / (trials + 1)


def _differences(sides: _Sides, trials: int, seed: int) -> NDArray[np.float64]:
    """The difference in each resample of full size."""
    if not sides.changed.any():
        return np.zeros(1)
    return np.asarray(
        [
            sides.score(other) - sides.score(one)
            for counts in resamples(len(sides.left), trials, seed)
            for one, other in zip(counts @ sides.left, counts @ sides.right, strict=True)
        ]
    )


def _bootstrapped(drawn: NDArray[np.float64], observed: float) -> float:
    sizes = np.abs(drawn)
    hits = int((sizes - sizes.mean() >= abs(observed) - _SAME).sum())
    return (hits + 1) / (len(drawn) + 1) if len(drawn) > 1 else 1.0
