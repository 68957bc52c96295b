import pytest

from harness.align.bead_features import Texts
from harness.align.null_pairs import with_null_pairs_joined
from harness.align.prepared import prepare
from harness.core.values import Bead, Span


def texts(count: int) -> Texts:
    sides = (prepare([f"{name} {i}" for i in range(count)]) for name in ("Ours", "Theirs"))
    return Texts(*sides, growth=1.0, same_language=True)


def pair(i: int) -> Bead:
    return Bead(Span(i, i + 1), Span(i, i + 1), 1.0)


def gap(places: range, *, more_added: int = 0) -> list[Bead]:
    """Sentences dropped, then as many added, and perhaps more."""
    start, end = places.start, places.stop
    dropped = [Bead(Span(i, i + 1), Span(start, start), 0.7) for i in places]
    added = [Bead(Span(end, end), Span(j, j + 1), 0.9) for j in range(start, end + more_added)]
    return [*dropped, *added]


@pytest.mark.parametrize("many", [1, 2])
def test_as_many_dropped_as_added_between_the_same_two_became_each_other(many: int) -> None:
    beads = [pair(0), *gap(range(1, 1 + many)), pair(1 + many)]
    found = list(with_null_pairs_joined(beads, texts(many + 2)))
    assert [(bead.source, bead.target) for bead in found] == [
        (Span(i, i + 1), Span(i, i + 1)) for i in range(many + 2)
    ]
    assert [bead.score for bead in found[1:-1]] == [pytest.approx(0.1)] * many


def test_a_longer_passage_is_another_one() -> None:
    beads = [pair(0), *gap(range(1, 4)), pair(4)]
    assert list(with_null_pairs_joined(beads, texts(5))) == beads


def test_more_added_than_dropped_says_not_which_of_them_it_was() -> None:
    beads = [pair(0), *gap(range(1, 2), more_added=1)]
    assert list(with_null_pairs_joined(beads, texts(3))) == beads


# ── a garbled sentence that was merged with its neighbour's return ──────────────────────────────


def read(source: list[str], target: list[str]) -> Texts:
    return Texts(prepare(source), prepare(target), growth=1.0, same_language=True)


def spans(beads: list[Bead]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [
        ((bead.source.start, bead.source.end), (bead.target.start, bead.target.end))
        for bead in beads
    ]


OURS = ["The door opened.", "Good evening, sir.", "You have three new letters."]
THEIRS = ["The door opened.", "Boa, xir.", "You got three new letters."]
PAIRS = [((i, i + 1), (i, i + 1)) for i in range(3)]


def mirrored(beads: list[Bead]) -> list[Bead]:
    return [Bead(bead.target, bead.source, bead.score, moved=bead.moved) for bead in beads]


@pytest.mark.parametrize("back", [False, True])
def test_a_stranger_merged_after_a_gap_fills_it(back: bool) -> None:
    texts = read(THEIRS, OURS) if back else read(OURS, THEIRS)
    beads = [pair(0), Bead(Span(1, 2), Span(1, 1), 0.8), Bead(Span(2, 3), Span(1, 3), 0.4)]
    found = list(with_null_pairs_joined(mirrored(beads) if back else beads, texts))
    assert spans(found) == PAIRS


@pytest.mark.parametrize("back", [False, True])
def test_a_stranger_merged_before_a_gap_fills_it(back: bool) -> None:
    ours, theirs = [OURS[2], OURS[1], OURS[0]], [THEIRS[2], THEIRS[1], THEIRS[0]]
    texts = read(theirs, ours) if back else read(ours, theirs)
    beads = [Bead(Span(0, 1), Span(0, 2), 0.4), Bead(Span(1, 2), Span(2, 2), 0.8), pair(2)]
    found = list(with_null_pairs_joined(mirrored(beads) if back else beads, texts))
    assert spans(found) == PAIRS


def test_a_dropped_sentence_beside_one_that_was_cut_stays_dropped() -> None:
    theirs = ["The door opened.", "You have.", "Three new letters."]
    beads = [pair(0), Bead(Span(1, 2), Span(1, 1), 0.8), Bead(Span(2, 3), Span(1, 3), 0.4)]
    assert list(with_null_pairs_joined(beads, read(OURS, theirs))) == beads


def test_a_bead_of_which_nothing_is_known_gives_up_nothing() -> None:
    theirs = ["The door opened.", "Boa, xir.", "Eis aqui."]
    beads = [pair(0), Bead(Span(1, 2), Span(1, 1), 0.8), Bead(Span(2, 3), Span(1, 3), 0.4)]
    assert list(with_null_pairs_joined(beads, read(OURS, theirs))) == beads


def test_a_stranger_that_would_not_fill_the_gap_stays_where_it_is() -> None:
    ours = ["The door opened.", "Good evening, sir.", "Come in, then.", OURS[2]]
    nulls = [Bead(Span(i, i + 1), Span(1, 1), 0.8) for i in (1, 2)]
    beads = [pair(0), *nulls, Bead(Span(3, 4), Span(1, 3), 0.4)]
    assert list(with_null_pairs_joined(beads, read(ours, THEIRS))) == beads


def test_a_stranger_of_a_bead_that_moved_fills_no_gap() -> None:
    beads = [
        pair(0), Bead(Span(1, 2), Span(1, 1), 0.8), Bead(Span(2, 3), Span(1, 3), 0.4, moved=True)
    ]  # fmt: skip
    assert list(with_null_pairs_joined(beads, read(OURS, THEIRS))) == beads
