"""What the paraphrase model changes in severities, and what it reports itself."""

import pytest

from harness.core.values import (
    BeadText,
    Category,
    Finding,
    Issue,
    LocalText,
    ParaphraseScore,
    Severity,
)
from harness.severity.by_paraphrase import KINDS, OTHER, SAME, SURE, own_issue
from harness.severity.grades import usual_grades
from harness.severity.grading import graded

BEAD = BeadText(
    (LocalText("en", "The old bridge is not open."), LocalText("en", "The old bridge is closed."))
)
WORDS = Issue("content.lost.plain", Category.OMISSION, "“open” did not come back.")
LIGHT = Issue("content.lost", Category.OMISSION, "“open” did not come back.")
NUMBER = Issue("numbers.changed", Category.NUMBER, "75 came back as 57.")
DENIAL = Issue("negation.lost", Category.NEGATION, "“not” did not come back.")


def adjudicated(
    bead: BeadText, issues: list[Issue], read: ParaphraseScore | None
) -> tuple[Finding, ...]:
    """As measuring does it: the reader's own issue is found, then all are graded."""
    own = own_issue(bead, issues, read, usual_grades())
    return graded(bead, [*issues, own] if own else issues, usual_grades(), read)


def plainly(*issues: Issue) -> tuple[Finding, ...]:
    return usual_grades().grade(issues)


def paraphrase_score(same: float, kind: str = "omission", sureness: float = 0.9) -> ParaphraseScore:
    return ParaphraseScore(same, {name: sureness if name == kind else 0.01 for name in KINDS})


def test_without_a_reading_nothing_changes() -> None:
    assert adjudicated(BEAD, [WORDS, NUMBER], None) == plainly(WORDS, NUMBER)


def test_words_are_minor_where_the_model_finds_they_say_the_same() -> None:
    (found,) = adjudicated(BEAD, [WORDS], paraphrase_score(SAME))
    assert found.severity is Severity.MINOR
    (adjustment,) = found.adjustments
    changed = (adjustment.by, adjustment.was, adjustment.became)
    assert changed == ("paraphrase-model", Severity.MAJOR, Severity.MINOR)
    assert f"{SAME:.3f}" in adjustment.why
    assert found.before("paraphrase-model") == plainly(WORDS)[0]


@pytest.mark.parametrize("same", [0.0, SAME, 1.0])
def test_facts_stand_whatever_the_model_finds(same: float) -> None:
    assert plainly(NUMBER)[0] in adjudicated(BEAD, [NUMBER], paraphrase_score(same))


def test_a_denial_is_given_up_only_where_the_model_is_sure() -> None:
    assert adjudicated(BEAD, [DENIAL], paraphrase_score(SURE - 0.01)) == plainly(DENIAL)
    (found,) = adjudicated(BEAD, [DENIAL], paraphrase_score(SURE))
    assert found.severity is Severity.MINOR


def test_the_model_s_own_issue_is_major_and_marks_the_words_that_differ() -> None:
    (found,) = adjudicated(BEAD, [], paraphrase_score(OTHER, "antonym"))
    assert (found.detector, found.category) == ("paraphrase-model", Category.ANTONYM)
    assert found.severity is Severity.MAJOR
    assert [span.of(BEAD.source.text).strip() for span in found.spans(0)] == ["not open"]
    assert [span.of(BEAD.back_translation.text).strip() for span in found.spans(1)] == ["closed"]


@pytest.mark.parametrize("kind", ["negation", "number"])
def test_a_kind_for_which_there_are_no_words_is_not_named(kind: str) -> None:
    bead = BeadText((LocalText("en", "Rain fell."), LocalText("en", "It snowed at dusk.")))
    (found,) = adjudicated(bead, [], paraphrase_score(OTHER, kind))
    assert found.category is Category.MISTRANSLATION


def test_a_kind_that_the_model_does_not_know_is_a_mistranslation() -> None:
    (found,) = adjudicated(BEAD, [], paraphrase_score(OTHER, sureness=0.05))
    assert found.category is Category.MISTRANSLATION


def test_the_model_raises_a_finding_of_its_kind_and_adds_nothing_to_a_heavy_one() -> None:
    (raised,) = adjudicated(BEAD, [LIGHT], paraphrase_score(OTHER))
    assert raised.severity is Severity.MAJOR
    assert adjudicated(BEAD, [NUMBER], paraphrase_score(OTHER)) == plainly(NUMBER)


def test_the_model_names_another_kind_beside_a_finding_about_wording_alone() -> None:
    found, own = adjudicated(BEAD, [WORDS], paraphrase_score(OTHER, "antonym"))
    assert (found, own.category) == (plainly(WORDS)[0], Category.ANTONYM)
    assert adjudicated(BEAD, [NUMBER], paraphrase_score(OTHER, "antonym")) == plainly(NUMBER)
    assert adjudicated(BEAD, [WORDS], paraphrase_score(OTHER, sureness=0.0)) == plainly(WORDS)


def test_in_between_the_detectors_are_left_alone() -> None:
    assert adjudicated(BEAD, [WORDS, DENIAL], paraphrase_score((SAME + OTHER) / 2)) == plainly(
        WORDS, DENIAL
    )
