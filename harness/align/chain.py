"""The cheapest chain of beads from the start of two texts to their ends.

Knows nothing of language: what a bead costs is the caller's business.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from harness.core.values import Span

# How many segments a bead may hold on either side. Of chains that cost the same, the one wins whose
# last bead stands first here: what was dropped comes before what was added.
SHAPES = ((1, 1), (0, 1), (1, 0), (2, 1), (1, 2), (3, 1), (1, 3))

# What it costs that these source segments became those target segments. A whole number, never
# negative: sums of fractions would make equal chains differ in the last bit.
BeadCost = Callable[[Span, Span], int]

# The places a chain may pass: for 0 … n source segments used, how many target segments may be used.
Corridor = Sequence[range]


@dataclass(frozen=True, slots=True)
class Chain:
    """Beads in order, as ranges of positions on both sides, and their cost together."""

    beads: tuple[tuple[Span, Span], ...]
    cost: int


def cheapest_chain(corridor: Corridor, cost: BeadCost) -> Chain:
    """The cheapest chain of beads inside the corridor, by dynamic programming.

    The chain leads from (0, 0) to the last column of the last row. Time and memory grow with the
    number of places in the corridor. `cost` is asked only where a bead could still be part of a
    cheaper chain than one already known.

    Raises:
        ValueError: no chain leads through the corridor.
    """
    reached: list[list[float]] = [[inf] * len(columns) for columns in corridor]
    shapes: list[list[tuple[int, int] | None]] = [[None] * len(columns) for columns in corridor]
    reached[0][corridor[0].index(0)] = 0
    for row, columns in enumerate(corridor):
        for place, column in enumerate(columns):
            best, chosen = reached[row][place], shapes[row][place]
            for shape in SHAPES:
                so_far = _at(corridor, reached, row - shape[0], column - shape[1])
                if so_far >= best:
                    continue
                here = so_far + cost(Span(row - shape[0], row), Span(column - shape[1], column))
                if here < best:
                    best, chosen = here, shape
            reached[row][place], shapes[row][place] = best, chosen
    if not isinstance(reached[-1][-1], int):
        raise ValueError("no chain of beads leads through the corridor")
    return Chain(tuple(_walked_back(corridor, shapes)), reached[-1][-1])


def _at(corridor: Corridor, reached: Sequence[Sequence[float]], row: int, column: int) -> float:
    if row < 0 or column not in corridor[row]:
        return inf
    return reached[row][column - corridor[row].start]


def _walked_back(
    corridor: Corridor, shapes: Sequence[Sequence[tuple[int, int] | None]]
) -> list[tuple[Span, Span]]:
    row, column = len(corridor) - 1, corridor[-1][-1]
    beads = []
    while shape := shapes[row][column - corridor[row].start]:
        beads.append((Span(row - shape[0], row), Span(column - shape[1], column)))
        row, column = row - shape[0], column - shape[1]
    return beads[::-1]


# ── corridors ───────────────────────────────────────────────────────────────────────────────────

_MARGIN = 2  # columns beside the guide: what a bead of three can hold beyond an anchor
_LARGEST_BLOCK = 100_000  # places; a larger block between anchors is searched along its diagonal


def guided(anchors: Sequence[tuple[int, int]], source_count: int, target_count: int) -> Corridor:
    """The corridor along pairs of segments that surely correspond, rising on both sides.

    Between two anchors everything is allowed, and two columns to either side, so that an anchor
    guides and never forces. A stretch without anchors that is too large to search in full is
    searched along its diagonal only.
    """
    steps = [(0, 0)]
    for i, j in anchors:
        steps += [(i, j), (i + 1, j + 1)]
    steps.append((source_count, target_count))
    lowest = [target_count] * (source_count + 1)
    highest = [0] * (source_count + 1)
    for (top, left), (bottom, right) in pairwise(steps):
        for row in range(top, bottom + 1):
            start, end = _block_row(row, (top, bottom), (left, right))
            lowest[row] = max(0, min(lowest[row], start - _MARGIN))
            highest[row] = min(target_count, max(highest[row], end + _MARGIN))
    return [range(low, high + 1) for low, high in zip(lowest, highest, strict=True)]


def _block_row(row: int, rows: tuple[int, int], columns: tuple[int, int]) -> tuple[int, int]:
    """The first and last column that a block allows in one of its rows."""
    (top, bottom), (left, right) = rows, columns
    height, width = bottom - top, right - left
    if (height + 1) * (width + 1) <= _LARGEST_BLOCK:
        return left, right
    slope = width / height if height else 0.0
    reach = max(_LARGEST_BLOCK / (2 * height) if height else width, slope, 1.0)
    middle = left + (row - top) * slope
    return max(left, int(middle - reach)), min(right, int(middle + reach) + 1)
