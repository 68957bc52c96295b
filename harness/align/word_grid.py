"""Belief in links between words: one number for each cell, a source word and a target word.

The grids of many pairs of texts can stand in one, so that all is computed at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.int64]

# Words either side of the diagonal that are looked at: a sentence of 10,000 words costs 10,000
# times a band, not 10,000 squared. In sentences shorter than this nothing is out of reach.
_REACH = 40
_BY_PLACE = 3.0  # steepness over the whole length: the other end is exp(3) times less likely
_BY_NEIGHBOUR = 0.8  # steepness a word, once neighbours are linked
_UNLINKED = 1.0  # belief in no link; the next two are belief in a link, all else unknown
_ANYWHERE = 10.0  # over all places together
_EXPECTED = 0.7  # at the place where the neighbours' links lead


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells that are looked at: a source word each in `rows`, a target word in `columns`.

    Sorted by row, then by column. `height` and `width` count the words.
    """

    rows: Places
    columns: Places
    height: int
    width: int

    def __len__(self) -> int:
        return len(self.rows)

    def blocks(self, height: int) -> Iterator[tuple[slice, slice, slice]]:
        """Rows, columns and cells of `height` rows at a time. No cell, no blocks."""
        for start in range(0, self.height if len(self) else 0, height):
            first, last = np.searchsorted(self.rows, (start, start + height))
            columns = self.columns[first:last]
            yield (
                slice(start, start + height),
                slice(int(columns.min()), int(columns.max()) + 1),
                slice(int(first), int(last)),
            )


def within_reach(height: int, width: int) -> Cells:
    """The cells of `height` source and `width` target words that may be linked; neither is 0."""
    middle = np.arange(height) * width // height
    first = np.maximum(middle - _REACH, 0)
    count = np.minimum(middle + _REACH + 1, width) - first
    ends = np.cumsum(count)
    columns = np.arange(ends[-1]) + np.repeat(first - (ends - count), count)
    return Cells(np.repeat(np.arange(height), count), columns, height, width)


def side_by_side(parts: Sequence[Cells]) -> Cells:
    """The cells of many pairs of texts, as those of one: the next words' places go on."""
    down = list(accumulate((part.height for part in parts), initial=0))
    across = list(accumulate((part.width for part in parts), initial=0))
    return Cells(
        np.concatenate([part.rows + at for part, at in zip(parts, down, strict=False)]),
        np.concatenate([part.columns + at for part, at in zip(parts, across, strict=False)]),
        down[-1],
        across[-1],
    )


def by_place(cells: Cells) -> Array:
    """A prior that words keep their relative place, for the cells of one pair of texts."""
    height, width = cells.height, cells.width
    within = 2 * _REACH + 1
    most = _ANYWHERE / np.sqrt(min(height, within) * min(width, within))
    away = np.abs((cells.rows + 0.5) / height - (cells.columns + 0.5) / width)
    placed: Array = most * np.exp(-_BY_PLACE * away)
    return placed


def by_neighbours(cells: Cells, anchors: Places) -> Array:
    """A prior that words keep their distance to the nearest words that are linked.

    `anchors` are cells, by their numbers, whose links are held for sure; the texts' starts and ends
    correspond in any case.
    """
    rows = np.concatenate(([-1], cells.rows[anchors], [cells.height]))
    columns = np.concatenate(([-1], cells.columns[anchors], [cells.width]))
    turned = np.lexsort((rows, columns))
    off = np.minimum(
        _distance(cells.rows, cells.columns, rows, columns, cells.height),
        _distance(cells.columns, cells.rows, columns[turned], rows[turned], cells.width),
    )
    placed: Array = _EXPECTED * np.exp(-_BY_NEIGHBOUR * off)
    return placed


def _distance(here: Places, there: Places, held: Places, across: Places, count: int) -> Places:
    """How far `there` is from where the other side goes on from the anchors around `here`.

    `held` and `across` are the anchors' places, sorted. An anchor of a place itself is none for it:
    a link must be borne out by others.
    """
    places = np.arange(count)
    before = np.searchsorted(held, places) - 1
    after = np.searchsorted(held, places + 1)
    on = across[before] + places - held[before]
    back = across[after] + places - held[after]
    return np.minimum(np.abs(there - on[here]), np.abs(there - back[here]))


def shares(cells: Cells, belief: Array) -> Array:
    """What each cell holds of its row and of its column, in [0, 1): the belief in its link.

    The geometric mean of both, so that a link must be the best for both words. Every row and
    column has a share for "no link", which takes most where nothing is known.
    """
    rows = _UNLINKED + totals(cells.rows, belief, cells.height)
    columns = _UNLINKED + totals(cells.columns, belief, cells.width)
    shared: Array = belief / np.sqrt(rows[cells.rows] * columns[cells.columns])
    return shared


def totals(places: Places, values: Array, count: int) -> Array:
    """The sum of the `values` at each of `count` places."""
    return np.asarray(np.bincount(places, values, count), float)
