"""Bins hold every score, end on round numbers, and say in words what they show."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.report.report_samples import CHRF, TER

from harness.report.html.distribution import distribution

finite = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.lists(finite, min_size=1, max_size=80))
def test_every_score_is_in_one_bin(values: list[float]) -> None:
    made = distribution(CHRF, values)
    assert sum(each.count for each in made.bins) == len(values)
    assert 1 <= len(made.bins) <= 20
    assert max(each.height for each in made.bins) == 1


def test_the_axis_does_not_go_beyond_the_scale() -> None:
    made = distribution(CHRF, [2.0, 51.0, 99.0, 100.0, 100.0])
    assert (made.low, made.high) == ("0", "100")
    assert [each.count for each in made.bins if each.count] == [1, 1, 3]


def test_the_worst_tenth_is_at_the_worse_end() -> None:
    tenths = [float(value) for value in range(1, 12)]  # deciles of 1 … 11 are 2 … 10, by hand
    assert (
        distribution(CHRF, tenths).alternative == "11 rows, median 6.0, the worst tenth below 2.0"
    )
    assert distribution(TER, tenths).alternative.endswith("the worst tenth above 10.0")


def test_scores_that_are_no_numbers_are_counted() -> None:
    assert "1 row without a score" in distribution(CHRF, [1.0, 2.0, math.nan]).alternative
    assert distribution(CHRF, [math.nan]).bins == ()
    with pytest.raises(ValueError, match="no scores"):
        distribution(CHRF, [])
