from collections.abc import Sequence
from math import inf

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import whole_plane

from harness.align import chain as chain_module
from harness.align.chain import cheapest_chain, guided
from harness.core.values import Span

lengths = st.lists(st.integers(1, 9), max_size=5)


def length_cost(source: Sequence[int], target: Sequence[int]) -> int:
    """The bead's difference in length, and 4 for each segment beyond two."""
    return abs(sum(source) - sum(target)) + 4 * abs(len(source) + len(target) - 2)


def cheapest(a: Sequence[int], b: Sequence[int]) -> float:
    """Every chain of beads, tried in full: slow, short, and obviously right."""
    if not a and not b:
        return 0
    return min(
        (
            length_cost(a[:i], b[:j]) + cheapest(a[i:], b[j:])
            for i, j in ((0, 1), (1, 0), (1, 1), (1, 2), (1, 3), (2, 1), (3, 1))
            if i <= len(a) and j <= len(b)
        ),
        default=inf,
    )


@given(lengths, lengths)
@example([9], [3, 3, 3])
@example([3, 3, 3], [9])
@example([9], [4, 5])
@example([4, 5], [9])
def test_no_chain_of_beads_is_cheaper(source: list[int], target: list[int]) -> None:
    def cost(a: Span, b: Span) -> int:
        return length_cost(source[a.start : a.end], target[b.start : b.end])

    chain = cheapest_chain(whole_plane(len(source), len(target)), cost)
    assert chain.cost == cheapest(source, target)
    assert chain.cost == sum(cost(a, b) for a, b in chain.beads)


@given(st.integers(0, 30), st.integers(0, 30), st.data())
def test_every_corridor_leads_home(m: int, n: int, data: st.DataObject) -> None:
    places = st.lists(st.integers(0, max(0, min(m, n) - 1)), unique=True, max_size=min(m, n))
    rows, columns = sorted(data.draw(places)), sorted(data.draw(places))
    corridor = guided(list(zip(rows, columns, strict=False)), m, n)
    chain = cheapest_chain(corridor, lambda a, b: 1)
    assert chain.cost == len(chain.beads)
    assert sum(len(a) for a, _ in chain.beads) == m
    assert sum(len(b) for _, b in chain.beads) == n


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_narrow_corridor_leads_home_too(m: int, n: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chain_module, "_LARGEST_BLOCK", 20)
        corridor = guided([], m, n)
    chain = cheapest_chain(corridor, lambda a, b: 1)
    assert sum(len(a) for a, _ in chain.beads) == m
    assert sum(len(b) for _, b in chain.beads) == n


def test_a_long_corridor_stays_narrow() -> None:
    places = sum(map(len, guided([], 5_000, 5_000)))
    assert places < 200_000


@given(st.integers(1, 20))
def test_anchors_narrow_the_corridor_and_never_force(size: int) -> None:
    corridor = guided([(i, i) for i in range(size)], size, size)
    assert all(len(columns) <= 3 + 2 * 2 for columns in corridor)

    def three_off(a: Span, b: Span) -> int:
        """Free only where each sentence corresponds to the third after the anchor's."""
        one_to_one = len(a) == len(b) == 1
        return 0 if one_to_one and b.start == a.start + 3 else len(a) + len(b)

    # Three nulls lead there and three lead back; staying on the anchors costs 2 for each.
    assert cheapest_chain(corridor, three_off).cost == min(2 * 3, 2 * size)


def test_of_equal_chains_the_dropped_comes_before_the_added() -> None:
    def only_nulls(a: Span, b: Span) -> int:
        return 1 if not len(a) or not len(b) else 9

    chain = cheapest_chain(whole_plane(1, 1), only_nulls)
    assert chain.beads == ((Span(0, 1), Span(0, 0)), (Span(1, 1), Span(0, 1)))


def test_a_corridor_without_a_way_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no chain"):
        cheapest_chain([range(1), range(5, 6)], lambda a, b: 1)
