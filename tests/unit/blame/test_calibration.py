"""What differences and testimonies are worth: more for larger ones, never certainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.blame.calibration import Calibration, calibrated, located

SCALE = Calibration("test", "So it is", unit=2.0, source=1.5, back=0.5)
numbers = st.floats(-1e6, 1e6)


@given(numbers, numbers)
def test_a_larger_difference_is_believed_no_less(one: float, other: float) -> None:
    smaller, larger = sorted((abs(one), abs(other)))
    for sign in (1, -1):
        assert 0.5 <= SCALE.trust(sign * smaller) <= SCALE.trust(sign * larger) < 0.99


def test_each_sign_has_a_weight_of_its_own() -> None:
    assert SCALE.trust(2.0) == pytest.approx(2**1.5 / (1 + 2**1.5))  # log-odds 1.5 log 2
    assert SCALE.trust(-2.0) == pytest.approx(2**0.5 / (1 + 2**0.5))


def test_a_difference_accuses_the_hop_by_its_sign_and_a_small_one_none() -> None:
    behind, against = SCALE.evidence([9.0]), SCALE.evidence([-9.0])
    assert behind is not None
    assert against is not None
    assert (list(behind.hops), list(against.hops)) == ([2], [1])
    assert SCALE.evidence([0.01]) is None
    assert SCALE.evidence([0.0]) is None


@given(st.floats(0.5, 0.95))
def test_testimony_beside_other_evidence_never_counts_more_than_alone(trust: float) -> None:
    for company in ("", "lone "):
        for kind in ("witness of facts", "witness of wording"):
            for verdict in ("same", "without"):
                assert 0.5 <= calibrated(trust, company + kind, verdict) <= trust


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=4))
def test_what_pivots_show_is_laid_at_hops_and_never_beyond_doubt(log_odds: list[float]) -> None:
    clue = located("test", log_odds, "So it is.")
    if clue is None:
        return
    assert 0.5 < clue.trust < 0.99
    assert set(clue.hops) < set(range(1, len(log_odds) + 2))


def test_a_change_is_laid_at_the_hop_after_the_last_pivot_without_it() -> None:
    found = {
        odds: clue and list(clue.hops)
        for odds in ((-3.0, 3.0), (3.0, 3.0), (-3.0, -3.0), (-3.0, 0.0), (0.0, 0.0))
        if (clue := located("test", odds, "")) or not any(odds)
    }
    assert found == {
        (-3.0, 3.0): [2],
        (3.0, 3.0): [1],
        (-3.0, -3.0): [3],
        (-3.0, 0.0): [2, 3],  # the second pivot does not say
        (0.0, 0.0): None,
    }
