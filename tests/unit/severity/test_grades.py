"""The table of grades: the longest beginning wins, and what a user says goes before all of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ConfigError
from harness.core.values import Category, Finding, Issue, Severity
from harness.severity.grades import UNGRADED, Grades, usual_grades
from harness.severity.grading import signature

MINOR, MAJOR, CRITICAL = Severity
TABLE = Grades({"a.lost": CRITICAL, "a.lost.words": MAJOR, "b.lost": MINOR})
KINDS = st.sampled_from(["a", "a.lost", "a.lost.words", "a.lost.words.twice", "b.lost", "c.lost"])


@pytest.mark.parametrize(
    ("kind", "severity"),
    [
        ("a.lost", CRITICAL),
        ("a.lost.words", MAJOR),
        ("a.lost.words.twice", MAJOR),
        ("a.lost.otherwise", CRITICAL),
        ("a.lostwords", UNGRADED),
        ("c.lost", UNGRADED),
    ],
)
def test_a_kind_has_the_grade_of_its_longest_listed_beginning(
    kind: str, severity: Severity
) -> None:
    assert TABLE.of(kind) is severity


def test_what_a_user_says_of_a_beginning_goes_before_all_that_is_usual() -> None:
    mine = TABLE.overruled_by({"a": "minor", "a.lost.words": "critical"})
    assert [mine.of(kind) for kind in ("a.lost", "a.lost.words", "b.lost")] == [
        MINOR,
        CRITICAL,
        MINOR,
    ]


@given(KINDS, st.sampled_from(Severity))
def test_overruling_a_kind_changes_what_begins_with_it_and_nothing_else(
    kind: str, severity: Severity
) -> None:
    if kind not in TABLE.known:
        return
    mine = TABLE.overruled_by({kind: severity.value})
    for other in ("a.lost", "a.lost.words", "b.lost"):
        below = f"{other}.".startswith(f"{kind}.")
        assert mine.of(other) is (severity if below else TABLE.of(other))


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({"a.lsot": "minor"}, ["a.lsot", "a.lost"]),
        ({"a.lost": "bad"}, ["bad", "minor, major or critical"]),
        ({"a.lost": ["minor"]}, ["['minor']", "minor, major or critical"]),
        ({"a.lost": {"x": 1}}, ["{'x': 1}", "minor, major or critical"]),
    ],
)
def test_a_wrong_line_names_itself_and_what_is_near(
    said: dict[str, object], names: list[str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        TABLE.overruled_by(said)
    told = f"{caught.value} {caught.value.hint}"
    assert all(name in told for name in names)


def test_grades_of_a_detector_from_elsewhere() -> None:
    made = TABLE.joined_by("honorifics", {"minor": ["lost"], "major": ["lost.twice"]})
    assert [made.of(f"honorifics.{kind}") for kind in ("lost", "lost.twice", "added")] == [
        MINOR,
        MAJOR,
        UNGRADED,
    ]
    assert not made.lists("honorifics.added")
    for wrong in ({"bad": ["lost"]}, {"minor": ["lost"], "major": ["lost"]}):
        with pytest.raises(ConfigError, match="honorifics"):
            TABLE.joined_by("honorifics", wrong)


def test_grading_changes_nothing_but_the_severity() -> None:
    issue = Issue("a.lost.words", Category.NUMBER, "Twelve.", (), (("source", "twelve"),))
    (found,) = TABLE.grade([issue])
    assert found == Finding(
        *("a", Category.NUMBER, MAJOR, "Twelve."),
        evidence=(("source", "twelve"),),
        kind="a.lost.words",
    )


def test_adjustments_can_be_taken_back_one_after_the_other() -> None:
    (plain,) = TABLE.grade([Issue("a.lost", Category.WORD, "A word.")])
    once = plain.adjusted("paraphrase-model", MINOR, "it says the same")
    twice = once.adjusted("likelihood", MAJOR, "it is improbable")
    assert (twice.severity, len(twice.adjustments)) == (MAJOR, 2)
    assert twice.before("likelihood") == once
    assert twice.before("paraphrase-model") == plain
    assert plain.before("likelihood") == plain


def test_the_signature_knows_the_table_and_what_was_overruled() -> None:
    usual = usual_grades()
    mine = usual.overruled_by({"names": "minor"})
    assert signature(mine) != signature(usual)
    assert dict(signature(mine).fields)["overruled"] == "names minor"
    other = Grades({**usual.usual, "names.lost": MINOR})
    assert signature(other) != signature(usual)
