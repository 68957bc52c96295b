"""The picture of lost facts: a band as broad as what is left, and ribbons for what changed."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.html.fact_river import HEIGHT, STEP, blamed, river


@given(st.lists(st.integers(0, 60), min_size=1, max_size=7), st.integers(1, 60))
def test_every_hop_has_a_band_and_every_change_a_ribbon(later: list[int], first: int) -> None:
    kept = [first, *later]
    drawn = river(kept)
    kinds = [ribbon.kind for ribbon in drawn.ribbons]
    assert kinds.count("left") == len(kept) - 1
    # No stop is drawn broader than the first, so a change above that is not seen.
    seen = [min(count, first) for count in kept]
    changes = [b - a for a, b in pairwise(seen)]
    assert kinds.count("lost") == sum(change < 0 for change in changes)
    assert kinds.count("back") == sum(change > 0 for change in changes)
    for ribbon in drawn.ribbons:
        x_and_y = [float(each) for each in re.findall(r"-?[\d.]+", ribbon.path)]
        assert all(0 <= each <= max(HEIGHT, STEP * len(kept)) for each in x_and_y)


def test_the_band_is_as_broad_as_what_is_left() -> None:
    bands = [ribbon.path for ribbon in river([10, 5, 5]).ribbons if ribbon.kind == "left"]
    assert bands == ["M50 0H150V22H50Z", "M150 0H250V22H150Z"]


def test_ribbons_say_what_they_mean() -> None:
    words = [ribbon.words for ribbon in river([10, 7, 9]).ribbons if ribbon.words]
    assert words == ["3 facts lost in hop 1", "2 facts there again after hop 2"]


def test_what_is_put_down_to_a_hop_comes_most_frequent_first() -> None:
    number, name = "accuracy/mistranslation/number", "accuracy/mistranslation/entity"
    loci = {
        (number, "hop 2"): 3,
        (name, "hop 2"): 12,
        ("accuracy/omission", "hop 2"): 1,
        ("accuracy/addition", "hop 2"): 1,
        (name, "hop 1"): 99,
    }
    assert blamed(2, 3, loci) == "name 12, number 3, addition 1, …"
    assert blamed(1, 2, {(number, "forward"): 1}) == "number 1"
    assert blamed(3, 3, loci) == ""


def test_without_facts_there_is_no_picture() -> None:
    with pytest.raises(ValueError, match="without facts"):
        river([0, 0])
