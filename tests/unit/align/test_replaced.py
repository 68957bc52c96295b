import pytest

from harness.align.replaced import with_replaced
from harness.align.sides import read_side
from harness.align.signals import Texts
from harness.core.values import Bead, Span


def texts(count: int) -> Texts:
    sides = (read_side([f"{name} {i}" for i in range(count)]) for name in ("Ours", "Theirs"))
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
    found = list(with_replaced(beads, texts(many + 2)))
    assert [(bead.source, bead.target) for bead in found] == [
        (Span(i, i + 1), Span(i, i + 1)) for i in range(many + 2)
    ]
    assert [bead.score for bead in found[1:-1]] == [pytest.approx(0.1)] * many


def test_a_longer_passage_is_another_one() -> None:
    beads = [pair(0), *gap(range(1, 4)), pair(4)]
    assert list(with_replaced(beads, texts(5))) == beads


def test_more_added_than_dropped_says_not_which_of_them_it_was() -> None:
    beads = [pair(0), *gap(range(1, 2), more_added=1)]
    assert list(with_replaced(beads, texts(3))) == beads
