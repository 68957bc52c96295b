"""The lattice against every chain there is, written down one by one."""

import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.align.lattice import LONGEST, SHAPES, Array, Lattice, blank

# Texts of few chains that hold every shape. Five against five would have many thousands.
small = st.integers(0, 4)
flat = st.integers(0, 2)
counts = st.one_of(
    st.tuples(small, small), st.tuples(st.just(LONGEST), flat), st.tuples(flat, st.just(LONGEST))
)

Chain = tuple[tuple[int, int, int], ...]  # shape, end of source, end of target


def every_chain(rows: int, columns: int, i: int = 0, j: int = 0) -> Iterator[Chain]:
    """All chains from (i, j) to the ends, by nothing but recursion."""
    if (i, j) == (rows, columns):
        yield ()
    for k, (a, b) in enumerate(SHAPES):
        if i + a <= rows and j + b <= columns:
            for rest in every_chain(rows, columns, i + a, j + b):
                yield ((k, i + a, j + b), *rest)


def worth(chain: Chain, scores: Array) -> float:
    return sum(float(scores[place]) for place in chain)


@st.composite
def lattices(draw: st.DrawFn) -> Array:
    rows, columns = draw(counts)
    seed = draw(st.integers(0, 2**32 - 1))
    scale = draw(st.sampled_from([0.1, 1.0, 30.0]))
    rng = np.random.default_rng(seed)
    return scale * rng.normal(size=(len(SHAPES), rows + 1, columns + 1))


@given(lattices())
def test_the_best_chain_is_the_best_of_all(scores: Array) -> None:
    chains = list(every_chain(scores.shape[1] - 1, scores.shape[2] - 1))
    found = tuple(Lattice(scores).best_chain())
    assert found in chains
    assert worth(found, scores) == pytest.approx(max(worth(each, scores) for each in chains))


@given(lattices())
def test_a_bead_is_as_likely_as_the_chains_that_hold_it(scores: Array) -> None:
    chains = list(every_chain(scores.shape[1] - 1, scores.shape[2] - 1))
    most = max(worth(each, scores) for each in chains)
    weights = [math.exp(worth(each, scores) - most) for each in chains]
    expected = np.zeros_like(scores)
    for chain, weight in zip(chains, weights, strict=True):
        for place in chain:
            expected[place] += weight / sum(weights)
    lattice = Lattice(scores)
    assert lattice.total() == pytest.approx(most + math.log(sum(weights)))
    assert lattice.likelihoods() == pytest.approx(expected, abs=1e-9)


def test_a_bead_that_nobody_scored_is_never_chosen() -> None:
    scores = blank(2, 2)
    for i, j in ((1, 1), (2, 2)):
        scores[SHAPES.index((1, 1)), i, j] = -5.0
    chain = Lattice(scores).best_chain()
    assert chain == [(SHAPES.index((1, 1)), 1, 1), (SHAPES.index((1, 1)), 2, 2)]
    assert Lattice(scores).likelihoods().sum() == pytest.approx(2.0)
