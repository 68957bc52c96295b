"""Whether the judges find words improbable, and what that weighs."""

from dataclasses import replace

import pytest

from harness.core.values import (
    BeadText,
    Category,
    DriftChances,
    Finding,
    LocalText,
    Mark,
    ParaphraseScore,
    Severity,
    Span,
    StopLikelihood,
    WordDrift,
    WordScore,
    WordScores,
)
from harness.severity import by_readers
from harness.severity.by_likelihood import LOST, adjusted

BEAD = BeadText(
    (
        LocalText("en", "The portrayal is old."),
        LocalText("es", "El mapa es viejo."),
        LocalText("en", "The map is old."),
    )
)
PORTRAYAL, MAP = Span(4, 13), Span(4, 7)
WORD = Finding(
    "content",
    Category.WORD,
    Severity.MINOR,
    "“portrayal” came back as “map”.",
    (Mark(0, PORTRAYAL), Mark(2, MAP)),
)


def likelihoods_of(given: int, scored: int, **by_word: float) -> StopLikelihood:
    text = BEAD.stops[scored].text
    words = [
        WordScore(Span(text.index(word), text.index(word) + len(word)), score)
        for word, score in by_word.items()
    ]
    return StopLikelihood(given, scored, WordScores(tuple(words), -1.0))


def severity(finding: Finding, *likelihoods: StopLikelihood) -> Severity:
    (found,) = adjusted([finding], None, [None], likelihoods)
    assert (found.severity > finding.severity) == bool(found.adjustments)
    assert found.before("likelihood") == finding
    return found.severity


def test_a_word_of_the_source_that_the_pivot_lacks_is_major() -> None:
    assert severity(WORD, likelihoods_of(1, 0, portrayal=LOST)) is Severity.MAJOR
    assert severity(WORD, likelihoods_of(1, 0, portrayal=LOST + 0.1)) is Severity.MINOR


def test_other_words_and_words_of_other_texts_say_nothing() -> None:
    assert severity(WORD, likelihoods_of(1, 2, map=-30.0)) is Severity.MINOR
    assert severity(WORD, likelihoods_of(1, 0, portrayal=-1.0, old=-30.0)) is Severity.MINOR
    assert (
        severity(WORD, likelihoods_of(0, 1, mapa=-30.0), likelihoods_of(2, 1, mapa=-30.0))
        is Severity.MINOR
    )


@pytest.mark.parametrize("category", [Category.NUMBER, Category.MODALITY, Category.NEGATION])
def test_only_findings_about_content_words_are_raised(category: Category) -> None:
    fact = replace(WORD, category=category)
    assert severity(fact, likelihoods_of(1, 0, portrayal=-30.0)) is Severity.MINOR


@pytest.mark.parametrize("far", [-1.0, -14.0])
def test_beside_the_paraphrase_model_both_grade_the_finding_together(far: float) -> None:
    doubtful = DriftChances(0.6, 0.45, 0.05)
    words = (WordDrift(0, PORTRAYAL, doubtful), WordDrift(1, MAP, doubtful))
    read = ParaphraseScore(0.3, {}, doubtful, words)
    likelihoods = [likelihoods_of(1, 0, portrayal=far)]
    features = by_readers.features_of(BEAD, [WORD], read)
    before = by_readers.adjusted([WORD], read, features)
    (found,) = adjusted(before, read, features, likelihoods)
    assert found.severity is (Severity.MINOR if far > LOST else Severity.MAJOR)


def test_without_likelihoods_and_above_minor_nothing_changes() -> None:
    heavy = replace(WORD, severity=Severity.CRITICAL)
    assert adjusted([WORD, heavy], None, [None, None], ()) == (WORD, heavy)
    assert severity(heavy, likelihoods_of(1, 0, portrayal=-30.0)) is Severity.CRITICAL
