import numpy as np
import pytest

from harness.align.bead_features import Texts
from harness.align.crossing_links import with_reordering
from harness.align.lattice import SHAPES, Array, blank
from harness.align.prepared import prepare
from harness.core.values import Bead, Span

ODDS = 6.0  # of what the judge below says for two sentences against two nulls


def judge(_: Texts, source: Span, target: Span) -> Array:
    """Whatever is asked about is alike."""
    scores = blank(len(source), len(target))
    for shape, value in (((1, 1), ODDS), ((1, 0), 0.0), ((0, 1), 0.0)):
        scores[SHAPES.index(shape)] = value
    return np.asarray(scores)


def moves(dropped: str, added: str, far: int, *, same: bool) -> list[tuple[int, int]]:
    """What is said to have moved of a text whose first sentence is lost, and one stands later."""
    beads = [
        Bead(Span(0, 1), Span(0, 0), 1.0),
        *(Bead(Span(i + 1, i + 2), Span(i, i + 1), 1.0) for i in range(far)),
        Bead(Span(far + 1, far + 1), Span(far, far + 1), 1.0),
    ]
    rest = [f"Word{i} went by." for i in range(far)]
    sides = prepare([dropped, *rest]), prepare([*rest, added])
    found = with_reordering(beads, Texts(*sides, growth=1.0, same_language=same), judge)
    return [(bead.source.start, bead.target.start) for bead in found if bead.moved]


@pytest.mark.parametrize(("far", "moved"), [(1, True), (20, True), (300, False), (3000, False)])
def test_the_farther_apart_two_sentences_are_the_surer_it_must_be(far: int, moved: bool) -> None:
    assert moves("The goose hissed.", "Der Ganter zischte.", far, same=False) == (
        [(0, far)] if moved else []
    )


def test_sentences_of_one_language_without_a_word_in_common_are_two() -> None:
    assert moves("The goose hissed.", "Rain fell again.", 3, same=True) == []
    assert moves("The goose hissed.", "The goose was hissing.", 3, same=True) == [(0, 3)]


def test_words_that_all_sentences_have_are_no_words_in_common() -> None:
    assert (
        moves("Nobody fed the goose, it went by.", "A fiddler bowed, went by.", 9, same=True) == []
    )
