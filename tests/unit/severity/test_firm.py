"""Plain facts: no model of whole texts grades them milder, in short texts least of all."""

import pytest
from support import bead

from harness.core.protocols import Detector
from harness.core.values import DriftChances, ParaphraseScore, Severity
from harness.detectors.antonyms import Antonyms
from harness.detectors.exchanged_names import ExchangedNames
from harness.detectors.modality import Modality
from harness.detectors.numbers import Numbers
from harness.detectors.quantifier import Quantifier
from harness.severity.grades import usual_grades
from harness.severity.grading import graded

NOTHING = DriftChances(0.02, 0.01, 0.0)
SAME = ParaphraseScore(0.97, {"omission": 0.01, "number": 0.01}, NOTHING)


@pytest.mark.parametrize(
    ("detector", "source", "back", "severity"),
    [
        (Antonyms(), "Put a drop in the left ear.", "Put a drop in the right ear.", "critical"),
        (Antonyms(), "The lump is benign.", "The lump is malignant.", "critical"),
        (Quantifier(), "Wait at least an hour.", "Wait at most an hour.", "critical"),
        (Modality(), "You may be asked to pay.", "You will be asked to pay.", "major"),
        (Numbers(), "Bring 14 chairs.", "Bring chairs.", "critical"),
        (ExchangedNames(), "The cat chased the rat.", "The rat chased the cat.", "critical"),
    ],
)
def test_what_is_all_that_differs_stays_as_bad(
    detector: Detector, source: str, back: str, severity: str
) -> None:
    text = bead(source, back)
    findings = graded(text, detector.detect(text), usual_grades(), SAME)
    assert max(finding.severity for finding in findings) is Severity(severity)


def test_the_same_among_other_changes_may_be_lowered() -> None:
    text = bead("The tall trees lose their leaves.", "Their high trees gain such foliage.")
    issues = Antonyms().detect(text)
    assert issues
    findings = graded(text, issues, usual_grades(), SAME)
    assert {finding.severity for finding in findings} == {Severity.MINOR}


def test_a_kind_is_firm_as_its_beginning_is() -> None:
    grades = usual_grades()
    assert grades.is_firm("numbers.lost.words")
    assert not grades.is_firm("numbers")
    assert grades.overruled_by({"numbers": "minor"}).is_firm("numbers.lost")
