import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.align.surface import SurfaceSimilarity
from harness.core.values import Span

WORDS = ("the", "dog", "barked", "at", "5", "cats", "*", "日本", "नमस्ते")
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1).map(" ".join), st.text(min_size=1, max_size=20)
)
SIDES = st.lists(TEXTS, min_size=1, max_size=4)
FIRST = Span(0, 1)


@given(SIDES, SIDES)
def test_similarity_has_bounds(source: list[str], target: list[str]) -> None:
    similarity = SurfaceSimilarity(source, target)
    for size in range(1, min(3, len(source)) + 1):
        assert 0 <= similarity(Span(0, size), FIRST) <= 1
    for size in range(1, min(3, len(target)) + 1):
        assert 0 <= similarity(FIRST, Span(0, size)) <= 1


@given(SIDES)
def test_a_sentence_is_like_itself(source: list[str]) -> None:
    similarity = SurfaceSimilarity(source, source)
    assert all(similarity(Span(i, i + 1), Span(i, i + 1)) == 1 for i in range(len(source)))


@given(SIDES, SIDES)
def test_both_ways_alike(source: list[str], target: list[str]) -> None:
    there, back = SurfaceSimilarity(source, target), SurfaceSimilarity(target, source)
    assert there(FIRST, FIRST) == back(FIRST, FIRST)


def test_sentences_without_a_common_letter_group_are_not_alike() -> None:
    assert SurfaceSimilarity(["The dog barked."], ["Mixing up music."])(FIRST, FIRST) == 0


def test_words_that_the_whole_text_repeats_say_little() -> None:
    source, target = "The captain said that Anna slept.", "The captain said that Boris ran."
    said = [f"The captain said that {word} {word}." for word in ("rain", "fire", "fog", "ice")]
    other = ["Nobody came.", "Yellow fields lay there.", "It rained.", "Quick foxes jump."]
    among_others = SurfaceSimilarity([source, *other], [target, *other])
    among_alike = SurfaceSimilarity([source, *said], [target, *said])
    assert among_alike(FIRST, FIRST) < 0.9 * among_others(FIRST, FIRST)


def test_a_merge_must_explain_every_sentence_in_it() -> None:
    source = ["The dog barked at the old gate.", "The cat slept on the warm roof."]
    both, first = " ".join(source), source[0]
    pair = Span(0, 2)
    assert SurfaceSimilarity(source, [both])(pair, FIRST) > 0.9
    assert SurfaceSimilarity(source, [first])(pair, FIRST) < 0.5
    assert SurfaceSimilarity([both], source)(FIRST, pair) > 0.9
    # The second sentence says nothing that the first does not say already.
    twice = [source[0], source[0]]
    assert SurfaceSimilarity(twice, [first])(pair, FIRST) < 0.5


def test_only_beads_with_one_sentence_on_a_side_can_be_judged() -> None:
    similarity = SurfaceSimilarity(["a", "b"], ["a", "b"])
    for source, target in ((Span(0, 2), Span(0, 2)), (Span(0, 0), FIRST), (FIRST, Span(1, 1))):
        with pytest.raises(ValueError, match="one sentence"):
            similarity(source, target)


def test_anchors_are_sentences_with_words_of_their_own() -> None:
    source = ["Yes.", "Paris is large.", "Yes.", "Oslo is cold.", "Yes."]
    target = ["Yes.", "Yes.", "Paris is very large.", "Oslo is cold.", "Yes."]
    assert SurfaceSimilarity(source, target).anchors() == [(1, 2), (3, 3)]


def test_anchors_rise() -> None:
    source = ["Anna went home.", "Bernard slept late.", "Clara sang loudly.", "David ate bread."]
    target = [source[3], *source[:3]]
    assert SurfaceSimilarity(source, target).anchors() == [(0, 1), (1, 2), (2, 3)]
