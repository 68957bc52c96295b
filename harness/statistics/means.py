"""Means of scores that beads keep as whole numbers, so that they add up the same everywhere."""

from collections.abc import Iterable

MILLION = 1_000_000  # what a score of 1 is kept as


def mean_of_millionths(name: str, statistics: Iterable[tuple[int, ...]]) -> float:
    """From each bead's (sum in millionths, how many) to the mean, to six digits.

    Raises: ValueError without any bead; `name` says of what.
    """
    beads = list(statistics)
    if not beads:
        raise ValueError(f"{name} of no beads is not a number")
    return round(sum(total for total, _ in beads) / sum(n for _, n in beads) / MILLION, 6)
