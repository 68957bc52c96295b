"""What the repetition detector reports, and what it must not."""

import pytest
from support import bead, graded

from harness.core.values import BeadText, Category, Finding, LocalText, Severity
from harness.detectors.repetition import Repetition


def detect(source: str, *others: str) -> list[Finding]:
    return graded(Repetition().detect(bead(source, *others)))


@pytest.mark.parametrize(
    ("back", "severity"),
    [
        ("He is enrolled enrolled enrolled.", Severity.CRITICAL),
        ("He is at the school at the school.", Severity.MAJOR),
        ("He is enrolled enrolled.", Severity.MINOR),
        ("He is ababababab.", Severity.CRITICAL),
    ],
)
def test_a_repetition_in_the_return(back: str, severity: Severity) -> None:
    (finding,) = detect("He is enrolled.", back)
    assert (finding.category, finding.severity) == (Category.REPETITION, severity)


def test_a_doubled_word_that_is_the_whole_text_is_major() -> None:
    (finding,) = detect("Welcome!", "Welcome welcome!")
    assert finding.severity is Severity.MAJOR


def test_a_colour_in_letters_is_no_loop() -> None:
    assert detect("Use #00FF00.", "Use #FFFFFFFF.") == []


def test_a_loop_on_the_pivot_is_marked_there() -> None:
    pivot = "Está matriculado matriculado matriculado."
    (finding,) = detect("He is enrolled.", pivot, "He is enrolled.")
    (span,) = finding.spans(1)
    assert span.of(pivot) == "matriculado matriculado matriculado"
    assert "after hop 1" in finding.message


def test_unjoined_pieces_are_garbage() -> None:
    (finding,) = detect("Let's go.", "Vamos.", "mainstre@@ mainstre@@ mainstre@@ mainstre@@ go")
    assert (finding.category, finding.severity) == (Category.REPETITION, Severity.CRITICAL)
    (finding,) = detect("Let's go.", "Vamos.", "mainstre@@ go")
    assert (finding.category, finding.severity) == (Category.GARBLED, Severity.CRITICAL)


def test_what_the_source_repeats_may_be_repeated() -> None:
    almost = "It is almost almost done."
    assert detect(almost, "Está quase quase pronto.", almost) == []


def test_what_the_source_repeats_excuses_no_other_repetition() -> None:
    (finding,) = detect("He was far far away, and enrolled.", "He was far away, enrolled enrolled.")
    assert dict(finding.evidence)["unit"] == "enrolled"
    (finding,) = detect("No, no, no! He went.", "No, no, no! He went went went.")
    assert finding.severity is Severity.CRITICAL


def test_quase_quase_is_a_word_of_portuguese() -> None:
    stops = (
        LocalText("en", "It is almost done."),
        LocalText("pt", "Está quase quase pronto."),
        LocalText("en", "It is almost done."),
    )
    assert list(Repetition().detect(BeadText(stops))) == []


@pytest.mark.parametrize(
    "back", ["He had had enough.", "It was very very cold.", "In the city, city officials met."]
)
def test_doubles_of_the_language_are_silent(back: str) -> None:
    assert detect("Something else.", back) == []
