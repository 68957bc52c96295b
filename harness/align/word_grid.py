"""Belief in links between the words of two texts, as a grid with a row for each source word."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import exp, sqrt

from harness.align.word_features import WordFeatures

BeliefGrid = list[dict[int, float]]  # row by source position; only cells that are worth keeping
Belief = Callable[[WordFeatures, WordFeatures], float]  # factor: 1 says nothing

# Words either side of the diagonal that are looked at: a sentence of 10,000 words costs 10,000
# times a band, not 10,000 squared. In sentences shorter than this nothing is out of reach.
_REACH = 40
_BY_PLACE = 3.0  # steepness over the whole length: the other end is exp(3) times less likely
_BY_NEIGHBOUR = 0.8  # steepness a word, once neighbours are linked
_UNLINKED = 1.0  # belief in no link; the next two are belief in a link, all else unknown
_ANYWHERE = 10.0  # over all places together
_EXPECTED = 0.7  # at the place where the neighbours' links lead


def strengths(
    source: Sequence[WordFeatures], target: Sequence[WordFeatures], belief: Belief
) -> BeliefGrid:
    """Belief in each link that is within reach, wherever the two words stand."""
    height, width = len(source), len(target)
    return [
        {j: belief(word, target[j]) for j in _in_reach(i, height, width)}
        for i, word in enumerate(source)
    ]


def by_place(grid: BeliefGrid, width: int) -> BeliefGrid:
    """Belief times a prior that words keep their relative place."""
    within = 2 * _REACH + 1
    most = _ANYWHERE / sqrt(min(len(grid), within) * min(width, within))
    there = [(j + 0.5) / width for j in range(width)]
    placed = []
    for i, row in enumerate(grid):
        here = (i + 0.5) / len(grid)
        placed.append(
            {j: value * most * exp(-_BY_PLACE * abs(here - there[j])) for j, value in row.items()}
        )
    return placed


def by_neighbours(grid: BeliefGrid, width: int, anchors: Sequence[tuple[int, int]]) -> BeliefGrid:
    """Belief times a prior that words keep their distance to the nearest words that are linked.

    `anchors` are links held for sure; the texts' starts and ends correspond in any case.
    """
    held = sorted([(-1, -1), *anchors, (len(grid), width)])
    flipped = sorted((j, i) for i, j in held)
    back = [_expected(j, flipped) for j in range(width)]
    placed = []
    for i, row in enumerate(grid):
        before, after = _expected(i, held)
        off = {
            j: min(abs(j - before), abs(j - after), abs(i - back[j][0]), abs(i - back[j][1]))
            for j in row
        }
        placed.append(
            {j: value * _EXPECTED * exp(-_BY_NEIGHBOUR * off[j]) for j, value in row.items()}
        )
    return placed


def shares(grid: BeliefGrid, width: int) -> BeliefGrid:
    """What each cell holds of its row and of its column, in [0, 1): the belief in its link.

    The geometric mean of both, so that a link must be the best for both words. Every row and
    column has a share for "no link", which takes most where nothing is known.
    """
    columns = [_UNLINKED] * width
    for row in grid:
        for j, value in row.items():
            columns[j] += value
    shared = []
    for row in grid:
        whole = _UNLINKED + sum(row.values())
        shared.append({j: value / sqrt(whole * columns[j]) for j, value in row.items()})
    return shared


def _in_reach(i: int, height: int, width: int) -> range:
    middle = (i * width) // height
    return range(max(0, middle - _REACH), min(width, middle + _REACH + 1))


def _expected(place: int, anchors: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the other side goes on from the nearest anchors before and after `place`.

    An anchor of `place` itself is none for it: a link must be borne out by others.
    """
    before, across = anchors[bisect_left(anchors, (place,)) - 1]
    after, beyond = anchors[bisect_left(anchors, (place + 1,))]
    return across + place - before, beyond + place - after
