"""What is found in a bead does not depend on how a user grades it."""

from support import bead

from harness.core.values import BeadText, Category, DriftChances, Issue, ParaphraseScore, Signature
from harness.run.measurement import measure
from harness.run.measures import MeasuringSet
from harness.severity.grades import usual_grades


class Differ:
    """A paraphrase model that is sure of another meaning, and names no kind of change."""

    signature = Signature("differ")

    def read(self, pairs: list[tuple[str, str]], languages: list[str]) -> list[ParaphraseScore]:
        row = DriftChances(0.9, 0.5, 0.1)
        return [ParaphraseScore(0.01, {"omission": 0.1}, row) for _ in pairs]


class Lost:
    signature = Signature("numbers")

    def detect(self, texts: BeadText) -> list[Issue]:
        return [Issue("numbers.lost", Category.NUMBER, "“75” is lost.")]


def _kinds(**overruled: str) -> list[str]:
    grades = usual_grades().overruled_by(overruled)
    measures = MeasuringSet((), (Lost(),), paraphrase_model=Differ(), grades=grades)
    (row,) = measure([((), bead("He sold 75.", "Vendió.", "He sold."))], measures)
    return [finding.kind for finding in row.findings]


def test_a_user_who_overrules_a_grade_gets_the_same_findings() -> None:
    assert _kinds() == ["numbers.lost"]  # severe: the model need not say it again
    assert _kinds(numbers="minor") == ["numbers.lost"]
