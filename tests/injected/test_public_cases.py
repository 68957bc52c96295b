"""Strings from public bug reports, and what a reader expects of each (docs name the reports)."""

import pytest
from support import graded

from harness.core.protocols import Detector
from harness.core.values import BeadText, Category, Finding, LocalText, Severity
from harness.detectors.names import Names
from harness.detectors.negation import Negation
from harness.detectors.numbers import Numbers
from harness.detectors.repetition import Repetition
from harness.detectors.sentences import Sentences
from harness.detectors.untranslated import Untranslated

DETECTORS: tuple[Detector, ...] = (
    Names(),
    Negation(),
    Numbers(),
    Repetition(),
    Sentences(),
    Untranslated(),
)


def detect(*stops: LocalText) -> list[Finding]:
    return graded(found for detector in DETECTORS for found in detector.detect(BeadText(stops)))


def test_a_loop_of_unjoined_pieces() -> None:  # argos-translate #522
    loop = "mainstre@@ " * 20 + "mainstre@@"
    findings = detect(LocalText("es", "Vamos"), LocalText("en", loop), LocalText("es", "Vamos"))
    assert {(f.category, f.severity) for f in findings if f.spans(1)} >= {
        (Category.REPETITION, Severity.CRITICAL)
    }


def test_a_dropped_greeting() -> None:  # argos-translate #409
    source = "¡Hola, Mundo! ¿Cómo estás?"
    findings = detect(
        LocalText("es", source), LocalText("en", "How are you?"), LocalText("es", "¿Cómo estás?")
    )
    (dropped,) = [f for f in findings if f.category is Category.OMISSION_SENTENCE]
    assert [span.of(source) for span in dropped.spans(0)] == ["¡Hola, Mundo!"]


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("Version 2.200.112 was shipped.", "Version 2,200,12 was shipped."),  # mozilla #1388
        ("The total is €204.72.", "The total is €04.72."),  # mozilla #870
        ("The code is 244890.", "The code is 24,490."),  # firefox-translations #534
    ],
)
def test_lost_digits_are_critical(source: str, back: str) -> None:
    findings = detect(LocalText("en", source), LocalText("en", back))
    assert (Category.NUMBER, Severity.CRITICAL) in {(f.category, f.severity) for f in findings}


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "There were twelve.", "There were 12."),
        ("en", "It weighs 1,234.5 kg.", "It weighs 1234.5 kg."),
        ("es", "Pesa 1.234,5 kg.", "Pesa 1234,5 kg."),
        ("en", "He did it instantly.", "He did it immediately."),
        ("en", "The boy is chasing the tall man.", "The child is pursuing the big man."),
        ("pt", "Está quase quase pronto.", "Está quase quase pronto."),  # LibreTranslate #566
    ],
)
def test_harmless_changes_are_quiet(language: str, source: str, back: str) -> None:
    assert detect(LocalText(language, source), LocalText(language, back)) == []


def test_a_number_of_another_locale_on_the_pivot_is_quiet() -> None:
    english, spanish = "It weighs 1,234.5 kg here.", "Pesa 1.234,5 kg aquí."
    assert (
        detect(LocalText("en", english), LocalText("es", spanish), LocalText("en", english)) == []
    )


def test_a_single_not_in_a_long_paragraph() -> None:
    paragraph = (
        "The licence may be renewed every year. Holders must tell the office when they move, and "
        "the office will send a new card within ten days. A holder who does not pay the fee in "
        "time is asked to pay it with a surcharge. The office is not liable for cards lost in the "
        "post. Cards of the old kind remain valid until the end of the year, and holders need not "
        "exchange them before that day."
    )
    damaged = paragraph.replace("is not liable", "is liable")
    findings = detect(LocalText("en", paragraph), LocalText("en", damaged))
    (lost,) = [f for f in findings if f.category is Category.NEGATION]
    assert lost.severity is Severity.CRITICAL
    assert lost.spans(0)[0].start == paragraph.index("not liable")


def test_an_unknown_word_of_a_chain() -> None:  # apertium-apy #44
    findings = detect(
        LocalText("en", "The zorp sleeps."),
        LocalText("es", "El zorp duerme.", unknown=("zorp",)),
        LocalText("en", "The zorp sleeps.", unknown=("**zorp",)),
    )
    unknown = [f for f in findings if f.category is Category.UNKNOWN_WORD]
    assert [dict(f.evidence)["word"] for f in unknown] == ["zorp", "zorp"]
    assert [dict(f.evidence)["hop"] for f in unknown] == ["1", "2"]
