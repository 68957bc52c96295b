"""Which findings are held against a translation, and which are kept apart as the way back's."""

from collections.abc import Sequence

import pytest

from harness.core.values import (
    UNKNOWN,
    BeadText,
    Category,
    DriftChances,
    Finding,
    LocalText,
    Locus,
    MeasuredRow,
    ParaphraseScore,
    Severity,
    Signature,
)
from harness.review.confirmation import MEANING, confirmed
from harness.review.units import of_way_back
from harness.severity.grades import usual_grades

FORWARD, BACKWARD = Locus.at(1, 2), Locus.at(2, 2)
TEXTS = BeadText(
    (LocalText("en", "It is open."), LocalText("es", "Está abierto."), LocalText("en", "Open."))
)


class Reader:
    """Says the same of every pair: how likely a reader is misled."""

    signature = Signature("reader", ())

    def __init__(self, chance: float) -> None:
        self.chance = chance

    def read(
        self, pairs: Sequence[tuple[str, str]], languages: Sequence[str]
    ) -> Sequence[ParaphraseScore]:
        assert set(pairs) == {("It is open.", "Está abierto.")}
        return [_score(self.chance) for _ in pairs]


def _score(chance: float) -> ParaphraseScore:
    return ParaphraseScore(0.5, {}, DriftChances(1.0, 1.0, chance))


def finding(severity: str, locus: Locus, kind: str = "content.lost") -> Finding:
    detector = kind.partition(".")[0]
    return Finding(detector, Category.WORD, Severity(severity), "It.", locus=locus, kind=kind)


def judged(chance: float | None, *findings: Finding) -> list[str]:
    row = MeasuredRow((), TEXTS, findings=findings)
    model = None if chance is None else Reader(chance)
    (made,) = confirmed([row], model, usual_grades())
    return ["apart" if of_way_back(each) else each.severity.value for each in made.findings]


@pytest.mark.parametrize(
    ("chance", "severity", "locus", "verdict"),
    [
        (0.9, "major", FORWARD, "major"),
        (0.4, "major", FORWARD, "apart"),
        (0.4, "critical", FORWARD, "critical"),
        (0.2, "critical", FORWARD, "apart"),
        (0.55, "critical", BACKWARD, "apart"),
        (0.7, "major", UNKNOWN, "major"),
        (0.5, "critical", UNKNOWN, "apart"),
        (0.5, "minor", FORWARD, "apart"),
        (None, "critical", FORWARD, "critical"),
        (None, "major", FORWARD, "apart"),
    ],
)
def test_a_finding_is_held_where_the_model_confirms_it(
    chance: float | None, severity: str, locus: Locus, verdict: str
) -> None:
    assert judged(chance, finding(severity, locus)) == [verdict]


def test_denials_need_little_of_the_model() -> None:
    lost, added = (finding("critical", FORWARD, f"negation.{how}") for how in ("lost", "added"))
    assert judged(0.01, lost) == ["critical"]
    assert judged(0.3, added) == ["apart"]
    assert judged(0.37, added) == ["critical"]


@pytest.mark.parametrize(
    ("kind", "home", "held"),
    [
        ("antonyms.exchanged.alone", "Close it.", True),
        ("negation.added", "It is not open at all times.", True),
        ("negation.added", "They close it on some days.", False),
        ("content.replaced", "It is opened at all times.", False),
    ],
)
def test_an_opposite_in_a_way_back_that_is_literal_needs_no_model(
    kind: str, home: str, *, held: bool
) -> None:
    texts = (("en", "It is open at all times."), ("es", "Está abierto."), ("en", home))
    bead = BeadText(tuple(LocalText(*each) for each in texts))
    row = MeasuredRow((), bead, findings=(finding("critical", FORWARD, kind),))
    unsure = type("Unsure", (Reader,), {"read": lambda *_: [_score(0.0)]})(0.0)
    (made,) = confirmed([row], unsure, usual_grades())
    assert of_way_back(made.findings[0]) is not held


def test_names_and_unknown_words_are_the_engines_unless_the_model_is_sure() -> None:
    assert judged(0.5, finding("critical", FORWARD, "names.lost")) == ["apart"]
    assert judged(0.7, finding("major", FORWARD, "names.changed")) == ["major"]
    strange = finding("major", FORWARD, "untranslated.strange")
    assert judged(0.55, strange) == ["apart"]


def test_what_nobody_located_is_kept_apart_beside_what_somebody_did() -> None:
    assert judged(0.7, finding("major", FORWARD), finding("major", UNKNOWN)) == ["major", "apart"]


def test_the_checks_need_no_confirmation() -> None:
    assert judged(0.0, finding("minor", FORWARD, "translation.names.lost")) == ["minor"]


def test_the_model_alone_speaks_up_only_where_it_is_sure() -> None:
    (row,) = confirmed([MeasuredRow((), TEXTS)], Reader(0.7), usual_grades())
    assert [(each.kind, each.severity) for each in row.findings] == [(MEANING, Severity.MAJOR)]
    assert judged(0.5) == []
    assert judged(0.9, finding("major", FORWARD)) == ["major"]


def test_what_is_kept_apart_says_why() -> None:
    row = MeasuredRow((), TEXTS, findings=(finding("critical", BACKWARD),))
    (made,) = confirmed([row], Reader(0.0), usual_grades())
    (adjustment,) = made.findings[0].adjustments
    assert adjustment.was is Severity.CRITICAL
    assert adjustment.why == "the way back made it"
