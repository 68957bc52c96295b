"""How a finding's own words decide how bad it is."""

from dataclasses import replace

import pytest

from harness.core.values import (
    BeadText,
    Category,
    DriftChances,
    Finding,
    Issue,
    LocalText,
    Mark,
    ParaphraseScore,
    Severity,
    Span,
    WordDrift,
)
from harness.severity import by_readers
from harness.severity.by_readers import (
    ALIKE,
    LIMIT,
    NAME,
    OTHER_WORD,
    REWORDED,
    SURE,
    UNSURE,
    finding_features,
)
from harness.severity.grades import usual_grades
from harness.severity.grading import graded, noticed

BEAD = BeadText(
    (
        LocalText("en", "The hostages left the old house on Monday."),
        LocalText("en", "The refugees left the old house on Monday."),
    )
)
HOSTAGES, REFUGEES, HOUSE = Span(4, 12), Span(4, 12), Span(26, 31)
WORD = Issue("content.lost", Category.WORD, "Another word.", (Mark(0, HOSTAGES), Mark(1, REFUGEES)))
NUMBER = Issue("numbers.changed", Category.NUMBER, "75 came back as 57.")
DENIAL = Issue("negation.lost", Category.NEGATION, "“not” did not come back.")
WORST, NONE = DriftChances(0.99, 0.98, 0.9), DriftChances(0.06, 0.01, 0.0)


def score(word: DriftChances, row: DriftChances, same: float = 0.5) -> ParaphraseScore:
    words = (WordDrift(0, HOSTAGES, word), WordDrift(1, REFUGEES, word))
    return ParaphraseScore(same, {"omission": 0.1}, row, words)


def only(issue: Issue, read: ParaphraseScore | None) -> Finding:
    (finding,) = graded(BEAD, [issue], usual_grades(), read)
    return finding


def test_another_word_is_as_bad_as_readers_find_the_words() -> None:
    assert only(WORD, score(NONE, NONE)).severity is Severity.MINOR
    assert only(WORD, score(WORST, WORST)).severity >= Severity.MAJOR


def test_the_words_of_another_finding_do_not_count() -> None:
    other = replace(WORD, marks=(Mark(0, HOUSE),))
    features = finding_features(BEAD, Finding.of(other, Severity.MINOR), score(WORST, NONE))
    quiet = finding_features(BEAD, Finding.of(other, Severity.MINOR), score(NONE, NONE))
    assert features == quiet


def test_an_adjustment_says_who_changed_it_and_why() -> None:
    found = only(WORD, score(WORST, WORST))
    (made,) = found.adjustments
    assert (made.by, made.was) == (NAME, Severity.MINOR)
    assert "readers would call it major with a probability of" in made.why
    assert found.before(NAME) == usual_grades().grade([WORD])[0]


@pytest.mark.parametrize("read", [score(NONE, NONE), score(WORST, WORST)])
def test_facts_are_never_lowered(read: ParaphraseScore) -> None:
    assert only(NUMBER, read) == usual_grades().grade([NUMBER])[0]


def test_a_denial_is_given_up_only_where_both_texts_surely_mean_the_same() -> None:
    assert only(DENIAL, score(NONE, NONE, SURE - 0.01)).severity is Severity.CRITICAL
    assert only(DENIAL, score(NONE, NONE, SURE)).severity is Severity.MINOR


def test_without_a_reading_of_words_nothing_changes() -> None:
    plain = usual_grades().grade([WORD, NUMBER])
    for score in (None, ParaphraseScore(0.0, {})):  # and of a record of before
        features = by_readers.features_of(BEAD, plain, score)
        assert features == [None, None]
        assert by_readers.adjusted(plain, score, features) == plain


def test_a_surer_word_is_never_less_likely_to_be_major() -> None:
    grades = [only(WORD, score(replace(NONE, major=m), NONE)).severity for m in (0.01, 0.5, 0.99)]
    assert grades == sorted(grades)


def in_language(language: str) -> BeadText:
    return BeadText(tuple(LocalText(language, stop.text) for stop in BEAD.stops))


@pytest.mark.parametrize(
    ("same", "expected"), [(ALIKE - 0.01, Severity.MAJOR), (ALIKE, Severity.MINOR)]
)
def test_in_a_language_without_labels_the_table_stands_unless_all_seems_the_same(
    same: float, expected: Severity
) -> None:
    lost = replace(WORD, kind="content.lost.plain", category=Category.OMISSION)
    read = score(NONE, NONE, same)
    (finding,) = graded(in_language("de-AT"), [lost], usual_grades(), read)
    assert finding.severity is expected
    (taught,) = graded(in_language("pt-BR"), [lost], usual_grades(), score(NONE, NONE, 0.4))
    assert taught.severity is Severity.MINOR


@pytest.mark.parametrize(
    ("differs", "expected"),
    [(OTHER_WORD, Severity.MAJOR), (OTHER_WORD - 0.01, Severity.MINOR)],
)
def test_in_a_language_without_labels_a_word_that_surely_differs_is_major(
    differs: float, expected: Severity
) -> None:
    word = DriftChances(differs, 0.2, 0.0)
    (finding,) = graded(in_language("ja"), [WORD], usual_grades(), score(word, NONE, 0.9))
    assert finding.severity is expected


@pytest.mark.parametrize(
    ("category", "kind", "major", "expected"),
    [
        (Category.WORD, "content.replaced.alone", UNSURE - 0.01, Severity.MINOR),
        (Category.WORD, "content.replaced.alone", UNSURE, Severity.MAJOR),
        # A word of no dictionary may be a name; of the CLDR's names nobody asks the model.
        (Category.ENTITY, "content.replaced.alone.name", UNSURE - 0.01, Severity.MINOR),
        (Category.ENTITY, "content.replaced.alone.name", UNSURE, Severity.MAJOR),
        (Category.ENTITY, "names.changed", UNSURE - 0.01, Severity.MAJOR),
        (Category.MODALITY, "modality.duty-lost", LIMIT, Severity.MAJOR),
        (Category.MODALITY, "modality.duty-lost", LIMIT - 0.01, Severity.MINOR),
    ],
)
def test_in_a_language_without_labels_words_are_what_the_model_says_of_them(
    category: Category, kind: str, major: float, expected: Severity
) -> None:
    said = (("source", "hostages"), ("back_translation", "refugees"))
    issue = replace(WORD, category=category, kind=kind, evidence=said)
    word = DriftChances(OTHER_WORD - 0.01, major, 0.0)
    (finding,) = graded(in_language("ja"), [issue], usual_grades(), score(word, NONE, ALIKE - 0.01))
    assert finding.severity is expected


def test_in_a_language_without_labels_two_names_that_hardly_differ_stay_major() -> None:
    said = (("source", "केलर"), ("back_translation", "कोलर"))
    name = replace(
        WORD, category=Category.ENTITY, kind="content.replaced.alone.name", evidence=said
    )
    (finding,) = graded(in_language("hi"), [name], usual_grades(), score(NONE, NONE, 0.99))
    assert finding.severity is Severity.MAJOR


@pytest.mark.parametrize(
    ("kind", "same", "expected"),
    [
        ("negation.lost", REWORDED - 0.01, Severity.CRITICAL),
        ("negation.lost", REWORDED, Severity.MINOR),  # other words may make up for it
        ("negation.lost.alone", 1.0, Severity.CRITICAL),
    ],
)
def test_in_a_language_without_labels_a_denial_is_given_up_only_among_other_changes(
    kind: str, same: float, expected: Severity
) -> None:
    denial = replace(DENIAL, kind=kind)
    (finding,) = graded(in_language("ja"), [denial], usual_grades(), score(NONE, NONE, same))
    assert finding.severity is expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("exchanged", Severity.MAJOR),
        ("limit-lost.alone", Severity.MAJOR),
        ("limit-lost.close", None),
    ],
)
def test_in_a_language_without_labels_all_for_some_stays_major(
    kind: str, expected: Severity | None
) -> None:
    issue = Issue(f"quantifier.{kind}", Category.QUANTIFIER, "“all” came back as “some”.")
    (finding,) = graded(in_language("ja"), [issue], usual_grades(), score(NONE, NONE, 0.9))
    assert finding.severity is (expected or Severity.MINOR)


# ── what nobody would notice ────────────────────────────────────────────────────────────────────

QUIET = DriftChances(0.005, 0.001, 0.0)


def left(issue: Issue, read: ParaphraseScore | None, bead: BeadText = BEAD) -> bool:
    return noticed(bead, [issue], usual_grades(), read) == (issue,)


def test_another_word_that_no_reader_would_notice_is_nothing_to_report() -> None:
    assert not left(WORD, score(QUIET, QUIET, same=0.99))
    assert left(WORD, score(DriftChances(0.6, 0.1, 0.0), DriftChances(0.6, 0.2, 0.0)))
    assert left(WORD, score(WORST, WORST))


@pytest.mark.parametrize("issue", [NUMBER, DENIAL])
def test_facts_are_reported_whatever_a_reader_would_notice(issue: Issue) -> None:
    assert left(issue, score(QUIET, QUIET, same=0.99))


def test_where_nobody_read_everything_is_reported() -> None:
    assert left(WORD, None)
    assert left(WORD, ParaphraseScore(0.99, {}))  # a record of before
    assert left(WORD, score(QUIET, QUIET, same=0.99), in_language("de"))
