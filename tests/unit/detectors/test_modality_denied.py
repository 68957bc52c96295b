"""What is forbidden, and what need not be."""

import pytest
from support import bead, graded

from harness.core.values import Finding, Severity
from harness.detectors.modality import Modality


def detect(source: str, back: str, language: str) -> list[Finding]:
    return graded(Modality().detect(bead(source, back, language=language)))


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Visitors must not feed the geese.", "Visitors cannot feed the geese."),
        ("en", "You can't park here.", "You mustn't park here."),
        ("en", "Children may not enter alone.", "Children must not enter alone."),
        ("es", "No debes abrir la válvula.", "No puedes abrir la válvula."),
        ("pt", "Não pode abrir a válvula.", "Não deve abrir a válvula."),
        ("en", "You don't have to wait.", "You don't need to wait."),
    ],
)
def test_two_ways_to_forbid_or_to_free_are_one(language: str, source: str, back: str) -> None:
    assert detect(source, back, language) == []


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Visitors must not feed the geese.", "Visitors don't have to feed the geese."),
        ("en", "You needn't sign the form.", "You mustn't sign the form."),
        ("es", "No debes abrir la válvula.", "No tienes que abrir la válvula."),
        ("pt", "Não deve abrir a válvula.", "Não precisa abrir a válvula."),
        ("en", "You must open the valve.", "You can open the valve."),
        ("en", "You must not open the valve.", "You can open the valve."),
    ],
)
def test_what_is_forbidden_is_not_what_need_not_be(language: str, source: str, back: str) -> None:
    (finding,) = detect(source, back, language)
    assert finding.severity is Severity.CRITICAL
    assert finding.kind.startswith("modality.exchanged")


def test_each_saying_is_compared_with_its_own() -> None:
    source = "You must not smoke, and you don't have to pay."
    assert detect(source, "You don't have to pay, and you must not smoke.", "en") == []
