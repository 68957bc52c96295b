"""Evidence word by word: what a pivot says of them, by a model, by wordnets and by likelihoods."""

from collections.abc import Sequence

import pytest
from support import bead

from harness.blame.hop_attribution import HopAttribution
from harness.blame.sense_evidence import counterparts, word_senses
from harness.blame.word_drift_evidence import WordDriftEvidence
from harness.blame.word_likelihoods import word_likelihoods
from harness.core.values import (
    BeadText,
    Category,
    DriftChances,
    Issue,
    LocalText,
    Mark,
    ParaphraseScore,
    Severity,
    Signature,
    Span,
    StopLikelihood,
    WordDrift,
    WordScore,
    WordScores,
)
from harness.text.data.senses import senses


def exchanged(texts: BeadText, source: str, back: str) -> Issue:
    """`source` came back as `back`; an empty one was lost, or came in."""
    ends = ((0, source), (len(texts.stops) - 1, back))
    marks = [
        Mark(stop, Span(start, start + len(word)))
        for stop, word in ends
        if word and (start := texts.stops[stop].text.index(word)) >= 0
    ]
    return Issue("test.word", Category.WORD, "another word", tuple(marks))


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


# ── the paraphrase model, word by word ──────────────────────────────────────────────────────────


class Marker:
    """Doubts every word of a text that it knows no translation of in the other."""

    signature = Signature("marker", (("version", "1"),))
    known = (("milk", "leche"), ("water", "agua"), ("glass", "vaso"))

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[ParaphraseScore]:
        self.asked += pairs
        return [ParaphraseScore(0.5, {}, None, tuple(self._doubts(*pair))) for pair in pairs]

    def _doubts(self, home: str, pivot: str) -> list[WordDrift]:
        return [
            WordDrift(
                0, Span(home.index(word), home.index(word) + len(word)), DriftChances(*[0.95] * 3)
            )
            for word, there in self.known
            if word in home and there not in pivot
        ]


def blamed(texts: BeadText, issue: Issue, marker: Marker) -> str:
    attribution = HopAttribution(words=WordDriftEvidence(marker))
    ((found,),) = attribution.attribute([(texts, [issue])])
    return str(found.locus)


@pytest.mark.parametrize(
    ("pivot", "locus"),
    [("Le dio un vaso de leche.", "forward"), ("Le dio un vaso de agua.", "backward")],
)
def test_whose_words_the_pivot_has_decides_the_hop(pivot: str, locus: str) -> None:
    texts = bead("She gave him a glass of water.", pivot, "She gave him a glass of milk.")
    assert blamed(texts, exchanged(texts, "water", "milk"), Marker()) == locus


def test_on_a_longer_route_the_hop_between_the_last_with_and_the_first_without_is_blamed() -> None:
    texts = BeadText(
        (
            LocalText("en", "She drank water."),
            LocalText("es", "Bebió agua."),
            LocalText("pt", "Bebeu leche."),
            LocalText("en", "She drank milk."),
        )
    )
    assert blamed(texts, exchanged(texts, "water", "milk"), Marker()) == "hop 2"


def test_a_bead_is_read_twice_a_pivot_whatever_the_number_of_its_issues() -> None:
    texts = bead("A glass of water.", "Un vaso de leche.", "A mug of milk.")
    issues = [exchanged(texts, "water", "milk"), exchanged(texts, "glass", "mug")]
    marker = Marker()
    HopAttribution(words=WordDriftEvidence(marker)).attribute([(texts, issues)])
    assert sorted(marker.asked) == sorted(
        [
            ("A glass of water.", "Un vaso de leche."),
            ("A mug of milk.", "Un vaso de leche."),
        ]
    )


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_model_is_not_asked_in_languages_it_was_not_measured_in(language: str) -> None:
    texts = bead("A glass of water.", "Ein Glas Milch.", "A glass of milk.", pivot=language)
    marker = Marker()
    assert blamed(texts, exchanged(texts, "water", "milk"), marker) == "unknown"
    assert marker.asked == []


def test_nothing_is_asked_of_minor_issues_of_texts_left_untranslated_or_where_facts_decide() -> (
    None
):
    source = "She gave the young man a glass of water and then she left the house."
    back = source.replace("water", "milk")
    left = bead(source, source, back)
    marker = Marker()
    attribution = HopAttribution(words=WordDriftEvidence(marker))
    attribution.attribute([(left, [exchanged(left, "water", "milk")])])
    fine = bead("A glass of water.", "Un vaso de leche.", "A glass of milk.")
    minor = [[Severity.MINOR]]
    attribution.attribute([(fine, [exchanged(fine, "water", "milk")])], severities=minor)
    number = bead("They sold 75 boats.", "Vendieron 75 barcos.", "They sold 57 boats.")
    attribution.attribute([(number, [exchanged(number, "75", "57")])])
    assert marker.asked == []


def test_the_identity_names_the_model_that_was_asked() -> None:
    plain, asking = HopAttribution(), HopAttribution(words=WordDriftEvidence(Marker()))
    assert ("words.version", "1") in asking.signature.fields
    assert ("words.version", "1") not in plain.signature.fields


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
