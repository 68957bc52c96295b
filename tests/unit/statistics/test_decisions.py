from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.statistics.decisions import chance_of_growth, holm, sign_test, too_few


def test_holm_as_worked_by_hand() -> None:
    # Sorted: .005 × 4, .01 × 3, .03 × 2, .04 × 1 (kept at .06).
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


@given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=9))
def test_holm_only_raises_never_reorders_and_is_milder_than_bonferroni(ps: list[float]) -> None:
    adjusted = holm(ps)
    for p, q in zip(ps, adjusted, strict=True):
        assert p <= q <= min(1.0, p * len(ps)) + 1e-12
    for i, j in product(range(len(ps)), repeat=2):
        assert ps[i] > ps[j] or adjusted[i] <= adjusted[j]


@pytest.mark.parametrize(("wins", "losses", "p"), [(0, 0, 1), (5, 0, 1 / 16), (8, 2, 112 / 1024)])
def test_sign_test(wins: int, losses: int, p: float) -> None:
    assert sign_test(wins, losses) == sign_test(losses, wins) == pytest.approx(p)


@pytest.mark.parametrize(("more", "fewer"), [(1, 0), (5, 0), (4, 1), (3, 6), (7, 5)])
def test_chance_of_growth_by_counting_every_order(more: int, fewer: int) -> None:
    orders = list(product((0, 1), repeat=more + fewer))
    assert chance_of_growth(more, fewer) == sum(sum(o) >= more for o in orders) / len(orders)


def test_small_samples_are_said_to_be_small() -> None:
    assert "p cannot fall below 0.12" in (too_few(500, 4) or "")
    assert "too small a sample" in (too_few(20, 20) or "")
    assert too_few(500, 0) is None
    assert too_few(500, 400) is None
