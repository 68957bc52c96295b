"""One name under several names in one text."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from support import graded

from harness.core.values import BeadText, Category, Finding, LocalText, Locus, MeasuredRow, Severity
from harness.detectors.name_consistency import NameConsistency
from harness.detectors.names import Names


def watched(rows: Iterable[tuple[str, str]]) -> list[list[Finding]]:
    """What the watch says of each row of one text, after the names were looked at."""
    watch, names, said = NameConsistency().new_state(), Names(), []
    for source, back in rows:
        bead = BeadText((LocalText("en", source), LocalText("en", back)))
        found = tuple(graded(names.detect(bead)))
        said.append(graded(watch(MeasuredRow((), bead, findings=found))))
    return said


ONE_PERSON = [
    ("Yesterday Mirela Dobre opened the mill.", "Yesterday Mirela Dobre opened the mill."),
    ("Then Dobre paid the miller.", "Then Dover paid the miller."),
    ("In spring Dobre sold it.", "In spring Dobrev sold it."),
]


def test_a_third_name_for_one_person_is_major_and_quotes_the_others() -> None:
    first, second, third = watched(ONE_PERSON)
    assert first == []
    (two,), (three,) = second, third
    assert (two.severity, three.severity) == (Severity.MINOR, Severity.MAJOR)
    assert three.category is Category.ENTITY
    assert three.message == (
        "The name “Dobre” came back as “Dobrev”, earlier in this text as “Dobre” and “Dover”."
    )
    assert dict(three.evidence)["forms"] == "3"
    assert [mark.stop for mark in three.marks] == [0, 1]


def test_each_form_is_told_once() -> None:
    rows = [*ONE_PERSON, *ONE_PERSON[1:], *ONE_PERSON[1:]]
    assert [len(found) for found in watched(rows)] == [0, 1, 1, 0, 0, 0, 0]


def test_a_name_that_is_always_the_same_other_name_is_consistent() -> None:
    rows = [
        ("Then Dobre paid the miller.", "Then Dover paid the miller."),
        ("In spring Dobre sold it.", "In spring Dover sold it."),
    ]
    assert watched(rows) == [[], []]


def test_two_texts_do_not_know_of_each_other() -> None:
    assert watched(ONE_PERSON[:1]) == [[]]
    assert watched(ONE_PERSON[1:2]) == [[]]


def test_it_is_put_down_to_the_hop_that_changed_the_name() -> None:
    bead = BeadText(tuple(LocalText("en", text) for text in ONE_PERSON[1]))
    (changed,) = graded(Names().detect(bead))
    locus = Locus("forward", 1, ("the pivot says Dover",), 0.9)
    located = replace(changed, locus=locus)
    watch = NameConsistency().new_state()
    watch(MeasuredRow((), BeadText((LocalText("en", ONE_PERSON[0][0]),) * 2)))
    (found,) = watch(MeasuredRow((), bead, findings=(located,)))
    assert found.locus == locus


@given(st.lists(st.sampled_from([source for source, _ in ONE_PERSON]), max_size=6))
def test_identical_returns_are_silent(texts: list[str]) -> None:
    assert not any(watched([(text, text) for text in texts]))
