"""The damaged texts that the one-language weights are fitted to."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import script

known = script("training/weights/known_alignments.py")
PAIRS = [(f"Sentence number {i} of the text.", f"The text's sentence {i}.") for i in range(60)]


@given(seed=st.integers(0, 10**6))
def test_the_gold_of_a_damaged_text_holds_every_sentence(seed: int) -> None:
    document = known._damaged("some", PAIRS, 0.5, random.Random(seed), 1.0)
    assert {i for left, _ in document.gold for i in left} == set(range(len(document.source)))
    assert {j for _, right in document.gold for j in right} == set(range(len(document.target)))


def test_what_is_not_damaged_stands_face_to_face() -> None:
    document = known._damaged("some", PAIRS, 0.0, random.Random(1), 1.0)
    assert document.gold == [([i], [i]) for i in range(51)]
    assert document.target == [back for _, back in PAIRS[:51]]


@pytest.mark.parametrize("seed", range(5))
def test_an_opening_is_the_beginning_of_both(seed: int) -> None:
    for (source, back), (first, returned) in zip(
        PAIRS, known._openings(PAIRS, random.Random(seed)), strict=True
    ):
        assert source.startswith(first)
        assert back.startswith(returned)
        assert 1 <= len(first.split()) <= known.LONGEST_STRING
        assert returned
