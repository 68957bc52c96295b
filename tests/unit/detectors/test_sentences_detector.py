"""What the sentences detector reports, and what it must not."""

import pytest
from support import bead, graded

from harness.core.values import Category, Finding, Severity
from harness.detectors.sentences import Sentences


def detect(source: str, *others: str, language: str = "en") -> list[Finding]:
    return graded(Sentences().detect(bead(source, *others, language=language)))


def test_an_empty_return_loses_every_sentence() -> None:
    (finding,) = detect("The whole town was flooded.", "")
    assert (finding.category, finding.severity) == (Category.OMISSION_SENTENCE, Severity.CRITICAL)
    (finding,) = detect("The whole town was flooded.", ".")
    assert finding.category is Category.OMISSION_SENTENCE


def test_an_empty_source_had_none() -> None:
    (finding,) = detect("", "The whole town was flooded.")
    assert (finding.category, finding.severity) == (Category.ADDITION_SENTENCE, Severity.CRITICAL)
    assert finding.spans(1)


def test_a_dropped_greeting() -> None:
    source = "¡Hola, Mundo! ¿Cómo estás?"
    (finding,) = detect(source, "How are you?", "¿Cómo estás?", language="es")
    assert (finding.category, finding.severity) == (Category.OMISSION_SENTENCE, Severity.MAJOR)
    assert [span.of(source) for span in finding.spans(0)] == ["¡Hola, Mundo!"]


def test_one_of_three_is_dropped_or_added() -> None:
    three = "The river rose quickly. Farmers moved their cattle uphill. Nobody was hurt."
    two = "The river rose quickly. Nobody was hurt."
    (finding,) = detect(three, two)
    (span,) = finding.spans(0)
    assert span.of(three) == "Farmers moved their cattle uphill."
    assert finding.severity is Severity.CRITICAL
    (finding,) = detect(two, three)
    assert finding.category is Category.ADDITION_SENTENCE


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("It rained. We stayed at home.", "We stayed at home because it rained."),
        ("The boy ran away. His mother wept.", "The child fled, and his mum cried."),
        ("Come in! Sit down.", "Come in and sit down."),
        ("It rained all day.", "All day it was raining. It did."),
        ("", ""),
        ("...", ""),
    ],
)
def test_merged_and_paraphrased_sentences_are_silent(source: str, back: str) -> None:
    assert detect(source, back) == []
