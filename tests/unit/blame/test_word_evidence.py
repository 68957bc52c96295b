"""Evidence word by word: what a pivot has of them, by wordnets and by likelihoods."""

import pytest
from support import bead, exchanged

from harness.blame.sense_evidence import counterparts, word_senses
from harness.blame.word_likelihoods import word_likelihoods
from harness.core.values import (
    BeadText,
    Issue,
    Span,
    StopLikelihood,
    WordScore,
    WordScores,
)
from harness.text.data.senses import senses


def hops(texts: BeadText, issue: Issue) -> list[int]:
    return [hop for clue in word_senses(texts, issue) for hop in clue.hops]


# ── wordnets ────────────────────────────────────────────────────────────────────────────────────

WRONG_ON_THE_WAY_BACK = bead("She wore rings.", "Llevaba anillos.", "She wore shoes.")
WRONG_ON_THE_WAY_OUT = bead("The queen wore rings.", "La reina llevaba zapatos.", "She wore shoes.")


def test_a_word_that_the_pivot_still_has_was_lost_on_the_way_back() -> None:
    assert hops(WRONG_ON_THE_WAY_BACK, exchanged(WRONG_ON_THE_WAY_BACK, "rings", "shoes")) == [2]


def test_a_word_that_the_pivot_exchanged_was_lost_on_the_way_out() -> None:
    assert hops(WRONG_ON_THE_WAY_OUT, exchanged(WRONG_ON_THE_WAY_OUT, "rings", "shoes")) == [1]


def test_forms_of_words_are_looked_up_by_their_base() -> None:
    issue = exchanged(WRONG_ON_THE_WAY_OUT, "rings", "shoes")
    assert counterparts(WRONG_ON_THE_WAY_OUT, issue, 0, 1) == ([], ["rings"])
    assert counterparts(WRONG_ON_THE_WAY_OUT, issue, 2, 1) == (["shoes"], [])


def test_evidence_of_wordnets_names_the_words() -> None:
    issue = exchanged(WRONG_ON_THE_WAY_OUT, "rings", "shoes")
    (clue,) = word_senses(WRONG_ON_THE_WAY_OUT, issue)
    assert "“shoes”" in clue.text
    assert "none for “rings”" in clue.text


def test_what_no_wordnet_has_is_no_evidence() -> None:
    texts = bead("She met Velmora.", "Vio a Vermora.", "She met Vermora.")
    assert hops(texts, exchanged(texts, "Velmora", "Vermora")) == []
    german = bead("She wrote a novel.", "Sie schrieb einen Roman.", "She wrote a tale.", pivot="de")
    assert hops(german, exchanged(german, "novel", "tale")) == []


def test_the_same_line_is_the_same_sense_in_every_language() -> None:
    for words in (("dog", "perro", "cachorro"), ("milk", "leche", "leite")):
        english, *others = (
            senses(tag)[word] for tag, word in zip(("en", "es", "pt-BR"), words, strict=True)
        )
        assert all(english & other for other in others)
    assert not senses("en")["dog"] & senses("es")["leche"]
    assert senses("xx") == {}


# ── likelihoods of words ────────────────────────────────────────────────────────────────────────


def scored(text: str, end: int, **log_probabilities: float) -> StopLikelihood:
    """Given the text after hop 1."""
    words = tuple(
        WordScore(Span(text.index(word), text.index(word) + len(word)), value)
        for word, value in log_probabilities.items()
    )
    return StopLikelihood(1, end, WordScores(words, -1.0))


@pytest.mark.parametrize(("value", "expected"), [(-25.0, [1]), (-0.1, [2])])
def test_a_word_that_the_pivot_can_hardly_mean_was_lost_on_the_way_out(
    value: float, expected: list[int]
) -> None:
    texts = bead("She drank water.", "…", "She drank milk.")
    issue = exchanged(texts, "water", "milk")
    likelihoods = [
        scored(texts.source.text, 0, water=value),
        scored("She drank milk.", 2, milk=-0.5),
    ]
    (clue,) = word_likelihoods(texts, issue, likelihoods)
    assert list(clue.hops) == expected
    assert f"{value:.1f}" in clue.text


def test_words_without_likelihoods_give_no_evidence() -> None:
    texts = bead("She drank water.", "…", "She drank milk.")
    other = [scored(texts.source.text, 0, drank=-25.0)]
    assert list(word_likelihoods(texts, exchanged(texts, "water", "milk"), other)) == []
    assert list(word_likelihoods(texts, exchanged(texts, "water", "milk"), ())) == []
