"""From p-values to decisions: many comparisons, wins and losses, samples that are too small."""

from collections.abc import Sequence
from math import comb

from harness.statistics.paired import smallest_p

ALPHA = 0.05
FEW = 30  # clusters below which percentiles of a bootstrap are known to be too narrow


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p-values, in the same order: together they keep the chance of any false alarm.

    Holm (1979): the smallest is multiplied by their number, the next by one less, and so on, never
    falling below an earlier one and never above 1. Needs no independence.
    """
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = highest
    return tuple(adjusted)


def sign_test(wins: int, losses: int) -> float:
    """Probability of so uneven a count, either way, if both were as likely. Ties do not count."""
    total, fewer = wins + losses, min(wins, losses)
    tail = sum(comb(total, count) for count in range(fewer + 1))
    p: float = 2 * tail / 2**total
    return min(1.0, p)


def chance_of_growth(more: int, fewer: int) -> float:
    """Probability that at least `more` of all fall on one side, if both were as likely.

    The sign test, one-sided. Ties do not count.
    """
    total = more + fewer
    p: float = sum(comb(total, count) for count in range(more, total + 1)) / 2**total
    return p


def too_few(clusters: int, differing: int, alpha: float = ALPHA) -> str | None:
    """Why a sample cannot carry a decision at level `alpha`; None where it can."""
    least = smallest_p(differing)
    if differing and least > alpha:
        return (
            f"the two differ in {differing} of {clusters}: with so few, chance alone explains any"
            f" difference (p cannot fall below {least:.2g})"
        )
    if clusters < FEW:
        return f"{clusters} is too small a sample: intervals are narrower than they should be"
    return None
