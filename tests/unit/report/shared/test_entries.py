"""Findings about the same words are one entry, none is lost, and minor ones are told apart."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.values import Category, Finding, Mark, Severity, Span
from harness.report.shared.entries import Entry, entries, grouped, same_words, split

MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
# The bridge closed | El puente cerró | The ship closed
Words = Sequence[tuple[int, int, int]]


def said(severity: Severity, words: Words, message: str = "") -> Finding:
    marks = tuple(Mark(stop, Span(start, end)) for stop, start, end in words)
    return Finding("content", Category.WORD, severity, message, marks)


NOUN = said(MAJOR, [(0, 4, 10), (2, 4, 8)], "noun")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ([(0, 4, 10), (2, 4, 8)], True),
        ([(0, 0, 10), (2, 0, 8)], True),  # around it
        ([(0, 5, 6)], True),  # in it, on one side
        ([(0, 8, 17), (2, 6, 15)], True),  # overlapping
        ([(0, 4, 10), (2, 9, 15)], False),  # another word on the other side
        ([(0, 11, 17)], False),
        ([(1, 4, 10)], False),  # no common stop
        ([], False),
        ([(0, 10, 11)], False),  # beside it
    ],
)
def test_the_same_words_by_hand(other: Words, same: bool) -> None:
    assert same_words(NOUN, said(MINOR, other)) is same
    assert same_words(said(MINOR, other), NOUN) is same


def test_places_between_letters_are_the_same_where_they_are_equal() -> None:
    one, there, elsewhere = (said(MINOR, [(2, at, at)]) for at in (4, 4, 5))
    assert same_words(one, there)
    assert not same_words(one, elsewhere)


def test_the_most_severe_leads_and_then_the_narrowest() -> None:
    wide = said(MAJOR, [(0, 0, 17), (2, 0, 15)], "wide")
    minor = said(MINOR, [(0, 4, 10)], "minor")
    assert entries([minor, wide, NOUN]) == (Entry(NOUN, (wide, minor)),)
    worse = said(CRITICAL, [(0, 0, 17)], "worse")
    assert entries([minor, NOUN, worse]) == (Entry(worse, (NOUN, minor)),)


def test_two_words_stay_two_entries_where_a_wider_finding_spans_both() -> None:
    verb = said(MAJOR, [(0, 11, 17)], "verb")
    wide = said(MAJOR, [(0, 0, 17)], "wide")
    assert entries([wide, verb, NOUN]) == (Entry(verb, (wide,)), Entry(NOUN))


def test_entries_come_worst_first_and_else_in_the_order_of_the_row() -> None:
    rows = [said(MINOR, [(0, 0, 3)]), said(MAJOR, [(0, 11, 17)]), NOUN, said(CRITICAL, [])]
    assert [entry.finding for entry in entries(rows)] == [rows[3], rows[1], rows[2], rows[0]]


def test_an_entry_marks_the_words_of_the_first_that_has_some() -> None:
    back = said(MINOR, [(0, 4, 10), (1, 3, 9), (2, 0, 8)])
    (entry,) = entries([back, NOUN])
    assert [entry.spans(stop) for stop in range(4)] == [
        (Span(4, 10),),
        (Span(3, 9),),
        (Span(4, 8),),
        (),
    ]


def test_minor_entries_are_folded_and_minor_evidence_is_left_out_unless_asked_for() -> None:
    also = said(MINOR, [(0, 4, 10)])
    alone = said(MINOR, [(0, 11, 17)])
    shown, folded = split(entries([alone, also, NOUN]))
    assert shown == (Entry(NOUN, (also,)),)
    assert folded == (Entry(alone),)
    assert shown[0].others(minor=False) == ()
    assert shown[0].others(minor=True) == (also,)


_SPANS = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(sorted).map(lambda p: Span(*p))
_MARKS = st.lists(st.builds(Mark, st.integers(0, 2), _SPANS), max_size=3).map(tuple)
_FINDINGS = st.builds(
    Finding,
    st.just("content"),
    st.just(Category.WORD),
    st.sampled_from(Severity),
    st.sampled_from(["a", "b"]),
    _MARKS,
)


@given(st.lists(_FINDINGS, max_size=8))
def test_no_finding_is_lost_and_no_two_entries_lead_with_the_same_words(
    found: list[Finding],
) -> None:
    groups = grouped(found)
    assert sorted(at for group in groups for at in group) == list(range(len(found)))
    made = entries(found)
    for number, entry in enumerate(made):
        assert all(same_words(entry.finding, other) for other in entry.also)
        assert all(entry.finding.severity >= other.severity for other in entry.also)
        assert not any(same_words(entry.finding, other.finding) for other in made[:number])
    ranks = [-entry.finding.severity.rank for entry in made]
    assert ranks == sorted(ranks)


@given(st.lists(_FINDINGS, max_size=6), _FINDINGS)
def test_what_is_minor_never_changes_what_leads_above_it(
    found: list[Finding], more: Finding
) -> None:
    leading = [entry.finding for entry in split(entries(found))[0]]
    if more.severity is MINOR:
        assert [entry.finding for entry in split(entries([*found, more]))[0]] == leading
