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

# Between Spanish and Portuguese there are no translations by people, which would be asked first.
WRONG_ON_THE_WAY_BACK = bead(
    "Llevaba anillos.", "Usava anéis.", "Llevaba zapatos.", language="es", pivot="pt"
)
WRONG_ON_THE_WAY_OUT = bead(
    "Llevaba anillos.", "Usava sapatos.", "Llevaba zapatos.", language="es", pivot="pt"
)


def test_a_word_that_the_pivot_still_has_was_lost_on_the_way_back() -> None:
    issue = exchanged(WRONG_ON_THE_WAY_BACK, "anillos", "zapatos")
    assert hops(WRONG_ON_THE_WAY_BACK, issue) == [2]


def test_a_word_that_the_pivot_exchanged_was_lost_on_the_way_out() -> None:
    issue = exchanged(WRONG_ON_THE_WAY_OUT, "anillos", "zapatos")
    assert hops(WRONG_ON_THE_WAY_OUT, issue) == [1]


def test_forms_of_words_are_looked_up_by_their_base() -> None:
    issue = exchanged(WRONG_ON_THE_WAY_OUT, "anillos", "zapatos")
    assert counterparts(WRONG_ON_THE_WAY_OUT, issue, 0, 1) == ([], ["anillos"])
    assert counterparts(WRONG_ON_THE_WAY_OUT, issue, 2, 1) == (["zapatos"], [])


def test_evidence_of_wordnets_names_the_words() -> None:
    issue = exchanged(WRONG_ON_THE_WAY_OUT, "anillos", "zapatos")
    (clue,) = word_senses(WRONG_ON_THE_WAY_OUT, issue)
    assert "“zapatos”" in clue.text
    assert "none for “anillos”" in clue.text


def test_where_translations_by_people_know_a_word_a_gap_of_the_wordnets_says_nothing() -> None:
    english = bead("She wore rings.", "Llevaba zapatos.", "She wore shoes.")
    assert counterparts(english, exchanged(english, "rings", "shoes"), 0, 1) == ([], [])
    kept = bead("She wore rings.", "Llevaba anillos.", "She wore shoes.")
    assert counterparts(kept, exchanged(kept, "rings", "shoes"), 0, 1) == ([], [])


def test_what_no_wordnet_has_is_no_evidence() -> None:
    texts = bead("She met Velmora.", "Vio a Vermora.", "She met Vermora.")
    assert hops(texts, exchanged(texts, "Velmora", "Vermora")) == []
    german = bead("She wrote a novel.", "Sie schrieb einen Roman.", "She wrote a tale.", pivot="de")
    assert hops(german, exchanged(german, "novel", "tale")) == []


def test_the_same_line_is_the_same_sense_in_every_language() -> None:
    for words in (("dog", "perro", "cachorro"), ("milk", "leche", "leite")):
        english, *others = (
            set(senses(tag)[word]) for tag, word in zip(("en", "es", "pt-BR"), words, strict=True)
        )
        assert all(english & other for other in others)
    assert set(senses("en")["dog"]).isdisjoint(senses("es")["leche"])
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
    (clue,) = word_likelihoods(texts, issue, [scored(texts.source.text, 0, water=value)])
    assert list(clue.hops) == expected
    assert f"{value:.1f}" in clue.text


def test_words_without_likelihoods_give_no_evidence() -> None:
    texts = bead("She drank water.", "…", "She drank milk.")
    other = [
        scored(texts.source.text, 0, drank=-25.0),
        scored(texts.back_translation.text, 2, milk=-25.0),
    ]
    assert list(word_likelihoods(texts, exchanged(texts, "water", "milk"), other)) == []
    assert list(word_likelihoods(texts, exchanged(texts, "water", "milk"), ())) == []
