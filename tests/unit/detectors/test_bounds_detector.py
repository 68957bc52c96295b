"""By when, until when, from when: what became another bound, and what did not."""

import pytest
from support import bead, graded

from harness.core.values import Category, Severity
from harness.detectors.bounds import Bounds


@pytest.mark.parametrize(
    ("language", "source", "back", "severity"),
    [
        ("en", "The bridge was built by 1931.", "The bridge was built in 1931.", Severity.MAJOR),
        ("en", "Pay no later than Monday.", "Pay on Monday.", Severity.MAJOR),
        ("en", "The shop is shut until 14:30.", "The shop is shut from 14:30.", Severity.MAJOR),
        ("en", "Finish it by June.", "Finish it before June.", Severity.MINOR),
        ("es", "Está abierto hasta el lunes.", "Está abierto desde el lunes.", Severity.MAJOR),
        ("pt", "Está aberto até 1995.", "Está aberto desde 1995.", Severity.MAJOR),
    ],
)
def test_another_bound(language: str, source: str, back: str, severity: Severity) -> None:
    (finding,) = graded(Bounds().detect(bead(source, back, language=language)))
    assert (finding.category, finding.severity) == (Category.DATE_TIME, severity)
    assert [mark.stop for mark in finding.marks] == [0, 1]


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "It closed in May.", "It closed during May."),
        ("en", "It ran from 1990.", "It ran since 1990."),
        ("en", "In 1990 it ran, by 1995 it stood.", "By 1995 it stood; it ran in 1990."),
        ("en", "It was read by 1,500 people.", "It was read in 1,400 towns."),
        ("pt", "Pague até sexta-feira.", "Pague no máximo em sexta-feira."),
        ("fr", "Fermé jusqu'à lundi.", "Fermé dès lundi."),  # no data, nothing said
    ],
)
def test_no_other_bound(language: str, source: str, back: str) -> None:
    assert list(Bounds().detect(bead(source, back, language=language))) == []
