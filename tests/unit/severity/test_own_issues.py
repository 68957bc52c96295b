"""What the paraphrase model reports itself, beside the detectors."""

from dataclasses import replace

import pytest

from harness.core.values import (
    BeadText,
    Category,
    DriftChances,
    Issue,
    LocalText,
    Mark,
    ParaphraseScore,
    Severity,
    Span,
    WordDrift,
)
from harness.severity.grades import usual_grades
from harness.severity.own_issues import KINDS, LEARNT_WORDS, OTHER, SURE_WORD, own_issues

BEAD = BeadText(
    (LocalText("en", "The old bridge is not open."), LocalText("en", "The old bridge is closed."))
)
WORDS = Issue("content.lost.plain", Category.OMISSION, "“open” did not come back.")
LIGHT = Issue("content.lost", Category.OMISSION, "“open” did not come back.")
NUMBER = Issue("numbers.changed", Category.NUMBER, "75 came back as 57.")
QUIET = DriftChances(0.1, 0.1, 0.0)


def paraphrase_score(same: float, kind: str = "omission", sureness: float = 0.9) -> ParaphraseScore:
    kinds = {name: sureness if name == kind else 0.01 for name in KINDS}
    return ParaphraseScore(same, kinds, QUIET)


def reported(
    bead: BeadText, issues: list[Issue], score: ParaphraseScore | None
) -> tuple[Issue, ...]:
    return own_issues(bead, issues, score, usual_grades())


def test_without_a_reading_nothing_is_reported() -> None:
    assert reported(BEAD, [WORDS, NUMBER], None) == ()
    assert reported(BEAD, [], replace(paraphrase_score(0.0), row=None)) == ()


# ── the texts as a whole ────────────────────────────────────────────────────────────────────────


def test_the_model_s_own_issue_marks_the_words_that_differ() -> None:
    (found,) = reported(BEAD, [], paraphrase_score(OTHER, "antonym"))
    assert (found.detector, found.category) == ("paraphrase-model", Category.ANTONYM)
    assert usual_grades().of(found.kind) is Severity.MAJOR
    assert [span.of(BEAD.source.text).strip() for span in found.spans(0)] == ["not open"]
    assert [span.of(BEAD.back_translation.text).strip() for span in found.spans(1)] == ["closed"]


def test_a_denial_that_came_back_as_the_opposite_is_none() -> None:
    assert reported(BEAD, [], paraphrase_score(0.0, "negation")) == ()
    assert reported(BEAD, [], drifting((0, Span(18, 21)))) == ()
    lost = BeadText((BEAD.source, LocalText("en", "The old bridge is open.")))
    (found,) = reported(lost, [], paraphrase_score(0.0, "negation"))
    assert found.category is Category.NEGATION
    (found,) = reported(lost, [], drifting((0, Span(18, 21))))
    assert found.kind == "paraphrase-model.words"


@pytest.mark.parametrize("kind", ["negation", "number"])
def test_a_kind_for_which_there_are_no_words_is_not_named(kind: str) -> None:
    bead = BeadText((LocalText("en", "Rain fell."), LocalText("en", "It snowed at dusk.")))
    (found,) = reported(bead, [], paraphrase_score(OTHER, kind))
    assert found.category is Category.MISTRANSLATION


def test_a_kind_that_the_model_does_not_know_is_a_mistranslation() -> None:
    (found,) = reported(BEAD, [], paraphrase_score(OTHER, sureness=0.05))
    assert found.category is Category.MISTRANSLATION


def test_nothing_is_added_to_a_finding_of_its_kind_or_to_a_fact() -> None:
    assert reported(BEAD, [LIGHT], paraphrase_score(OTHER)) == ()
    assert reported(BEAD, [NUMBER], paraphrase_score(OTHER, "antonym")) == ()
    assert reported(BEAD, [WORDS], paraphrase_score(OTHER, sureness=0.0)) == ()


def test_another_kind_is_named_beside_a_finding_about_wording_alone() -> None:
    (own,) = reported(BEAD, [WORDS], paraphrase_score(OTHER, "antonym"))
    assert own.category is Category.ANTONYM


def test_where_the_model_is_not_sure_it_says_nothing() -> None:
    assert reported(BEAD, [], paraphrase_score(OTHER + 0.01)) == ()


# ── words ───────────────────────────────────────────────────────────────────────────────────────

CAPTIVES = BeadText(
    (
        LocalText("en", "The hostages left on Monday."),
        LocalText("en", "The refugees left on Monday."),
    )
)
HOSTAGES, REFUGEES, MONDAY = Span(4, 12), Span(4, 12), Span(21, 27)


def drifting(*words: tuple[int, Span], major: float = SURE_WORD) -> ParaphraseScore:
    chances = DriftChances(0.9, major, 0.1)
    drifts = tuple(WordDrift(end, span, chances) for end, span in words)
    return replace(paraphrase_score(0.5), words=drifts)


def test_words_that_no_detector_marked_are_reported_with_what_stands_for_them() -> None:
    (found,) = reported(CAPTIVES, [], drifting((0, HOSTAGES)))
    assert found.kind == "paraphrase-model.words"
    assert (found.spans(0), found.spans(1)) == ((HOSTAGES,), (REFUGEES,))
    assert found.message.startswith("“hostages” came back as “refugees”")
    assert usual_grades().of(found.kind) is Severity.MAJOR


@pytest.mark.parametrize(("stop", "span"), [(0, HOSTAGES), (1, REFUGEES)])
def test_words_that_a_detector_marked_are_not_reported_again(stop: int, span: Span) -> None:
    marked = Issue("content.changed", Category.WORD, "Another word.", (Mark(stop, span),))
    assert reported(CAPTIVES, [marked], drifting((stop, span))) == ()


def test_a_word_that_is_the_same_on_both_sides_is_not_reported() -> None:
    assert reported(CAPTIVES, [], drifting((0, MONDAY))) == ()


@pytest.mark.parametrize(("back", "found"), [("Come at 20h.", 0), ("Come at 21h.", 1)])
def test_one_time_in_two_writings_is_no_other_words(back: str, found: int) -> None:
    texts = BeadText((LocalText("en", "Come at 8 p.m."), LocalText("en", back)))
    assert len(reported(texts, [], drifting((0, Span(8, 14))))) == found
    morning = replace(texts, stops=(LocalText("en", "Come at 8 a.m."), texts.stops[1]))
    assert len(reported(morning, [], drifting((0, Span(8, 14))))) == 1


def test_a_word_that_is_not_sure_is_not_reported() -> None:
    assert reported(CAPTIVES, [], drifting((0, HOSTAGES), major=SURE_WORD - 0.01)) == ()


def test_a_word_without_a_counterpart_was_lost_or_added() -> None:
    longer, shorter = LocalText("en", "The old bridge fell."), LocalText("en", "The bridge fell.")
    (lost,) = reported(BeadText((longer, shorter)), [], drifting((0, Span(4, 7))))
    (added,) = reported(BeadText((shorter, longer)), [], drifting((1, Span(4, 7))))
    assert (lost.category, added.category) == (Category.OMISSION, Category.ADDITION)


def test_words_are_reported_only_in_languages_in_which_they_were_taught() -> None:
    bead = BeadText(tuple(LocalText("de", stop.text) for stop in CAPTIVES.stops))
    assert reported(bead, [], drifting((0, HOSTAGES))) == ()


@pytest.mark.parametrize("kind", sorted(LEARNT_WORDS))
def test_where_it_was_not_taught_it_takes_no_other_wording_for_a_loss(kind: str) -> None:
    bead = BeadText(tuple(LocalText("ru", stop.text) for stop in CAPTIVES.stops))
    (found,) = reported(bead, [], paraphrase_score(0.0, kind))
    assert usual_grades().of(found.kind) is Severity.MINOR
    (taught,) = reported(CAPTIVES, [], paraphrase_score(0.0, kind))
    assert usual_grades().of(taught.kind) is Severity.MAJOR


def test_where_it_was_not_taught_it_still_knows_names() -> None:
    bead = BeadText(tuple(LocalText("ru", stop.text) for stop in CAPTIVES.stops))
    (found,) = reported(bead, [], paraphrase_score(0.0, "entity"))
    assert usual_grades().of(found.kind) is Severity.MAJOR
