from harness.align.bead_features import Texts
from harness.align.crossed_beads import with_crossed_split
from harness.align.prepared import prepare
from harness.core.values import Bead, Span

OURS = ["The boat came late.", "Nobody lit the lamp.", "Snow lay on the roof."]


def parted(target: list[str]) -> list[tuple[int, int]]:
    texts = Texts(prepare(OURS), prepare(target), growth=1.0, same_language=True)
    whole = Bead(Span(0, 3), Span(0, 3), 0.6)
    return [(bead.source.start, bead.target.start) for bead in with_crossed_split([whole], texts)]


def test_sentences_that_changed_places_inside_a_bead_are_beads_that_cross() -> None:
    target = ["Late came the boat.", "On the roof lay snow.", "The lamp nobody lit."]
    assert parted(target) == [(0, 0), (1, 2), (2, 1)]


def test_sentences_in_their_order_stay_one_bead() -> None:
    assert parted(["Late came the boat.", "The lamp nobody lit.", "On the roof lay snow."]) == [
        (0, 0)
    ]


def test_sentences_that_say_something_else_stay_one_bead() -> None:
    assert parted(["Late came the boat.", "Two cats slept.", "We ate bread."]) == [(0, 0)]
