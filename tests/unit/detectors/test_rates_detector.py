"""How often: what is another rate, and what is the same in other words."""

import pytest
from support import graded

from harness.core.values import BeadText, Category, LocalText, Severity
from harness.detectors.numbers import Numbers
from harness.detectors.rates import Rates


def text(language: str, source: str, back: str) -> BeadText:
    return BeadText((LocalText(language, source), LocalText(language, back)))


@pytest.mark.parametrize(
    ("language", "source", "back", "severity"),
    [
        ("en", "Rinse it three times a day.", "Rinse it every three days.", Severity.CRITICAL),
        ("en", "The ferry sails once a week.", "The ferry sails once a month.", Severity.CRITICAL),
        ("en", "Water it every other day.", "Water it every day.", Severity.CRITICAL),
        ("en", "Give it every 6 hours.", "Give it for 6 hours.", Severity.MAJOR),
        ("en", "Rest for 6 hours.", "Rest every 6 hours.", Severity.MAJOR),
        ("es", "Se toma cada 8 horas.", "Se toma durante 8 horas.", Severity.MAJOR),
        ("es", "Hay tren dos veces al día.", "Hay tren cada dos días.", Severity.CRITICAL),
        ("pt", "Tome duas vezes por semana.", "Tome a cada duas semanas.", Severity.CRITICAL),
    ],
)
def test_another_rate(language: str, source: str, back: str, severity: Severity) -> None:
    (finding,) = graded(Rates().detect(text(language, source, back)))
    assert (finding.category, finding.severity) == (Category.QUANTIFIER, severity)
    assert [mark.stop for mark in finding.marks] in ([0], [1], [0, 1])


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Rinse it twice a day.", "Rinse it two times daily."),
        ("en", "Rinse it twice a day.", "Rinse it every 12 hours."),
        ("en", "We meet every week.", "We meet once a week."),
        ("en", "We read the daily paper.", "We read the paper."),
        ("es", "Se toma cada 6 horas.", "Se toma cuatro veces al día."),
        ("pt", "Tome uma vez ao dia.", "Tome todos os dias."),
        ("fr", "Deux fois par jour.", "Tous les deux jours."),  # no data, nothing said
    ],
)
def test_the_same_rate_in_other_words(language: str, source: str, back: str) -> None:
    bead = text(language, source, back)
    assert list(Rates().detect(bead)) == []
    if language != "fr":
        assert list(Numbers().detect(bead)) == []
