from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.align.alignment_samples import laid_out

from harness.align.order import in_source_order
from harness.core.values import Bead, Span


@given(laid_out(crossing=False))
def test_beads_in_line_stay_as_they_are(made) -> None:
    beads, *counts = made
    assert list(in_source_order(beads, *counts)) == beads


@given(laid_out(crossing=True), st.randoms(use_true_random=False))
def test_as_little_as_possible_has_moved(made, rng) -> None:
    beads, *counts = made
    rng.shuffle(beads)
    alignment = in_source_order(beads, *counts)  # Alignment checks its law
    pairs = [bead for bead in beads if not bead.is_null]
    stayed = sum(weight(bead) for bead in alignment if not bead.is_null and not bead.moved)
    assert stayed == max(
        sum(map(weight, chosen))
        for size in range(len(pairs) + 1)
        for chosen in combinations(sorted(pairs, key=lambda bead: bead.source), size)
        if all(a.target < b.target for a, b in pairwise(chosen))
    )
    assert {(b.source, b.target, b.score) for b in alignment if not b.is_null} == {
        (b.source, b.target, b.score) for b in pairs
    }


def weight(bead: Bead) -> int:
    return len(bead.source) + len(bead.target)


def test_one_sentence_that_passed_many_is_the_one_that_moved() -> None:
    beads = [Bead(Span(i, i + 1), Span((i + 3) % 4, (i + 3) % 4 + 1)) for i in range(4)]
    assert [bead.moved for bead in in_source_order(beads, 4, 4)] == [True, False, False, False]


@pytest.mark.parametrize(
    "beads",
    [
        [(0, 1, 0, 1)],
        [(0, 1, 0, 1), (0, 1, 0, 1), (1, 2, 1, 2)],
        [(0, 1, 0, 1), (1, 2, 0, 2)],
        [(0, 1, 0, 1), (1, 2, 0, 0), (1, 2, 0, 0), (2, 2, 1, 2)],
    ],
)
def test_a_sentence_left_out_or_doubled_is_refused(beads) -> None:
    with pytest.raises(ValueError, match=r"bead|Bead"):
        in_source_order([Bead(Span(a, b), Span(c, d)) for a, b, c, d in beads], 2, 2)
