"""Names exchanged, words in another mouth, and the register: what is found, what stays quiet."""

import pytest
from support import graded

from harness.core.protocols import Detector
from harness.core.values import BeadText, Category, Finding, LocalText, Severity
from harness.detectors.attribution import Attribution
from harness.detectors.exchanged_names import ExchangedNames
from harness.detectors.register import Register


def found(detector: Detector, language: str, source: str, back: str) -> list[Finding]:
    return graded(
        detector.detect(BeadText((LocalText(language, source), LocalText(language, back))))
    )


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "In May Marwick sued Delbury.", "In May Delbury sued Marwick."),
        ("en", "We drove from Lima to Quito.", "We drove from Quito to Lima."),
        ("es", "En mayo Ramos venció a Ortega.", "En mayo Ortega venció a Ramos."),
        ("pt", "Em maio Ramos venceu Ortega.", "Em maio Ortega venceu Ramos."),
    ],
)
def test_exchanged_names(language: str, source: str, back: str) -> None:
    (finding,) = found(ExchangedNames(), language, source, back)
    assert finding.category is Category.ENTITY
    assert finding.severity is Severity.CRITICAL
    assert len(finding.spans(0)) == len(finding.spans(1)) == 2


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "The teacher thanked the pupil.", "The pupil thanked the teacher."),
        ("en", "A red door and a blue gate.", "A blue door and a red gate."),
        ("es", "El gato persigue al ratón.", "El ratón persigue al gato."),
        ("pt", "O médico chamou o juiz.", "O juiz chamou o médico."),
    ],
)
def test_other_words_that_changed_places(language: str, source: str, back: str) -> None:
    (finding,) = found(ExchangedNames(), language, source, back)
    assert finding.category is Category.WORD_ORDER
    assert finding.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("We keep cats and dogs.", "We keep dogs and cats."),
        ("The pupil was thanked by the teacher.", "The teacher thanked the pupil."),
        ("The teacher thanked the pupil.", "The pupil kindly thanked the teacher."),
    ],
)
def test_words_in_another_order_that_say_the_same(source: str, back: str) -> None:
    assert found(ExchangedNames(), "en", source, back) == []


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("In May Marwick sued Delbury.", "In May Delbury was sued by Marwick."),
        ("I saw Marwick and Delbury.", "I saw Delbury and Marwick."),
        ("In May Marwick sued Delbury.", "Marwick sued Delbury in May."),
        ("In May Marwick sued Delbury.", "In May Marwick sued Ortega."),
    ],
)
def test_names_in_their_places(source: str, back: str) -> None:
    assert not found(ExchangedNames(), "en", source, back)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        (
            "en",
            "The bridge is safe, said Marwick, while Delbury doubts it.",
            "The bridge is safe, said Delbury, while Marwick doubts it.",
        ),
        (
            "es",
            "El puente es seguro, dijo Ramos, aunque Ortega lo duda.",
            "El puente es seguro, dijo Ortega, aunque Ramos lo duda.",
        ),
    ],
)
def test_words_in_another_mouth(language: str, source: str, back: str) -> None:
    (finding,) = found(Attribution(), language, source, back)
    assert finding.category is Category.ATTRIBUTION
    assert finding.severity is Severity.MAJOR


@pytest.mark.parametrize(
    ("source", "back"),
    [
        (
            "The bridge is safe, said Marwick, while Delbury doubts it.",
            "The bridge is safe, Marwick said, while Delbury doubts it.",
        ),
        (
            "The bridge is safe, said Marwick, who works in Lima for Delbury.",
            "Marwick, who works for Delbury in Lima, said the bridge is safe.",
        ),
        # The name is lost: that is for another detector.
        ("The bridge is safe, said Marwick.", "The bridge is safe, said Ortega."),
        ("Then Ada Marwick said no to Delbury.", "Then Marwick said no to Delbury."),
    ],
)
def test_words_in_the_same_mouth(source: str, back: str) -> None:
    assert not found(Attribution(), "en", source, back)


@pytest.mark.parametrize(
    ("language", "source", "back", "count"),
    [
        ("es", "¿Cómo está usted hoy?", "¿Cómo estás tú hoy?", 1),
        ("es", "¿Cómo está usted hoy?", "¿Cómo está usted en este día?", 0),
        ("es", "¿Cómo está usted hoy?", "¿Cómo está hoy?", 0),
        ("pt", "O senhor tem tempo?", "Tu tens tempo?", 1),
        ("en", "Sir, the meeting is over.", "Hey, the meeting is over.", 1),
    ],
)
def test_register(language: str, source: str, back: str, count: int) -> None:
    findings = found(Register(), language, source, back)
    assert len(findings) == count
    for finding in findings:
        assert finding.category is Category.REGISTER
        assert finding.severity is Severity.MINOR
