"""Cells and beliefs of word links: numpy against the definitions, written out word by word."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.align.word_grid import by_neighbours, shares, side_by_side, within_reach

LENGTHS = st.integers(1, 100)


@given(LENGTHS, LENGTHS)
def test_cells_lie_within_forty_words_of_the_diagonal_in_order(height: int, width: int) -> None:
    cells = within_reach(height, width)
    expected = [
        (i, j) for i in range(height) for j in range(width) if abs(i * width // height - j) <= 40
    ]
    assert list(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True)) == expected


@given(LENGTHS, LENGTHS, st.integers(1, 50))
def test_blocks_hold_every_cell_once(height: int, width: int, most: int) -> None:
    cells = within_reach(height, width)
    blocks = list(cells.blocks(most))
    assert all(one[2].stop == other[2].start for one, other in pairwise(blocks))
    assert (blocks[0][2].start, blocks[-1][2].stop) == (0, len(cells))
    for rows, columns, part in blocks:
        assert (rows.start <= cells.rows[part]).all()
        assert (cells.rows[part] < rows.stop).all()
        assert (columns.start <= cells.columns[part]).all()
        assert (cells.columns[part] < columns.stop).all()


@given(st.lists(st.tuples(LENGTHS, LENGTHS), min_size=1, max_size=4), st.integers(0, 99))
def test_shares_of_pairs_side_by_side_are_those_of_each(
    sizes: list[tuple[int, int]], seed: int
) -> None:
    parts = [within_reach(*size) for size in sizes]
    rng = np.random.default_rng(seed)
    beliefs = [rng.random(len(part)) for part in parts]
    together = shares(side_by_side(parts), np.concatenate(beliefs))
    alone = [shares(part, belief) for part, belief in zip(parts, beliefs, strict=True)]
    assert np.allclose(together, np.concatenate(alone), rtol=0, atol=1e-12)


def expected_place(place: int, anchors: list[tuple[int, int]]) -> tuple[int, int]:
    before = max(anchor for anchor in anchors if anchor[0] < place)
    after = min(anchor for anchor in anchors if anchor[0] > place)
    return before[1] + place - before[0], after[1] + place - after[0]


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_the_prior_of_neighbours_is_as_defined(
    height: int, width: int, data: st.DataObject
) -> None:
    cells = within_reach(height, width)
    chosen = data.draw(st.sets(st.integers(0, len(cells) - 1)))
    anchors = np.array(sorted(chosen), int)
    found = by_neighbours(cells, anchors)
    held = [
        (-1, -1),
        (height, width),
        *((int(cells.rows[a]), int(cells.columns[a])) for a in chosen),
    ]
    turned = [(j, i) for i, j in held]
    for i, j, prior in zip(cells.rows.tolist(), cells.columns.tolist(), found, strict=True):
        places = expected_place(i, held), expected_place(j, turned)
        off = min(
            *(abs(j - place) for place in places[0]), *(abs(i - place) for place in places[1])
        )
        assert prior == pytest.approx(0.7 * np.exp(-0.8 * off))
