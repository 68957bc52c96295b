"""Our count of TER's edits against sacreBLEU's, the oracle."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.lib_ter import translation_edit_rate
from sacrebleu.metrics.ter import TER as SacrebleuTER  # noqa: N811

from harness.metrics.edit_rate import edits
from harness.metrics.surface import TER

WORDS = st.lists(st.sampled_from("abcde"), max_size=14)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_any_two_texts_have_as_many_edits_as_sacrebleu_counts(
    one: list[str], other: list[str]
) -> None:
    assert edits(one, other) == translation_edit_rate(one, other)[0]


@st.composite
def moved(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Texts with stretches that changed places, as in translations that order words otherwise."""
    text = draw(st.lists(st.sampled_from("abcdefghijkl"), min_size=4, max_size=24))
    other = list(text)
    for _ in range(draw(st.integers(1, 4))):
        start, length = draw(st.integers(0, len(other) - 1)), draw(st.integers(1, 6))
        run, other = other[start : start + length], other[:start] + other[start + length :]
        place = draw(st.integers(0, len(other)))
        other[place:place] = run
    return text, other


@settings(deadline=None)
@given(moved())
def test_shifts_are_found_as_sacrebleu_finds_them(pair: tuple[list[str], list[str]]) -> None:
    assert edits(*pair) == translation_edit_rate(*pair)[0]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("most", "vocabulary"), [(60, 40), (90, 400), (70, 3)])
def test_long_texts_leave_the_beam_where_sacrebleu_leaves_it(
    seed: int, most: int, vocabulary: int
) -> None:
    draw = random.Random(seed)
    one, other = (
        [str(draw.randrange(vocabulary)) for _ in range(draw.randint(1, most))] for _ in "ab"
    )
    assert edits(one, other) == translation_edit_rate(one, other)[0]


def test_a_moved_beginning_beyond_the_beam_costs_what_sacrebleu_says() -> None:
    words = [f"w{place}" for place in range(64)]
    turned = [*words[32:], *words[:32]]
    assert edits(words, turned) == translation_edit_rate(words, turned)[0]


@pytest.mark.parametrize(
    ("reference", "hypothesis"),
    [
        ("", ""),
        ("", "Something came."),
        ("Nothing came.", ""),
        ("The Ferry left  early. ", "the ferry\tleft early."),
        ("On Monday the ferry left early.", "The ferry left early on Monday."),
    ],
)
def test_the_metric_scores_as_sacrebleu_does(reference: str, hypothesis: str) -> None:
    (score,) = TER().measure([(reference, hypothesis)])
    assert score.value == round(SacrebleuTER().sentence_score(hypothesis, [reference]).score, 6)
