"""Pieces put together are the text again, whatever is said of it."""

from hypothesis import example, given
from hypothesis import strategies as st

from harness.core.values import Severity, Span
from harness.report.html.text_runs import Edit, Highlight, cut, plain
from harness.text.pairs.word_diff import DiffKind

ODD = "a\u0301\u202e\u2066x\u200d👩\u200d👧\ufe0f\x00\r\n\t\u00a0<script>]]></style>\"'&\ud800é"
TEXTS = st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters()), max_size=40)
PLACES = st.integers(0, 45)
SPANS = st.tuples(PLACES, PLACES).map(lambda pair: Span(min(pair), max(pair)))
KINDS = st.sampled_from([kind for kind in DiffKind if kind is not DiffKind.EQUAL])
EDITS = st.lists(st.builds(Edit, SPANS, KINDS, st.sampled_from("AB")), max_size=4)
MARKS = st.lists(
    st.builds(Highlight, SPANS, st.sampled_from([1, 2]), st.just(Severity.MINOR)),
    max_size=4,
)


@given(TEXTS, EDITS, MARKS)
@example(ODD, [], [])
def test_pieces_rebuild_the_text(text: str, edits: list[Edit], marks: list[Highlight]) -> None:
    inside = [edit for edit in edits if edit.span.end <= len(text)]
    assert "".join(piece.text for piece in cut(text, inside, marks, "AB")) == text


@given(TEXTS, MARKS)
def test_a_finding_covers_exactly_its_words(text: str, marks: list[Highlight]) -> None:
    covered = {1: "", 2: ""}
    for piece in cut(text, (), marks):
        for number in piece.findings:
            covered[number] += piece.text
    for number, words in covered.items():
        inside = {
            place
            for mark in marks
            if mark.number == number
            for place in range(mark.span.start, min(mark.span.end, len(text)))
        }
        assert words == "".join(text[place] for place in sorted(inside))


def test_a_finding_ends_once_at_each_of_its_places() -> None:
    mark = Highlight(Span(2, 8), 1, Severity.MAJOR)
    pieces = cut("It is not so.", [Edit(Span(3, 5), DiffKind.DELETED, "A")], [mark], "A")
    assert sum(len(piece.closing) for piece in pieces) == 1
    assert [piece.text for piece in pieces if piece.closing] == [" no"]


def test_a_place_between_two_letters_is_shown_there() -> None:
    before, place, after = cut("ab", (), [Highlight(Span(1, 1), 1, Severity.MINOR)])
    assert (before.findings, after.findings) == ((), ())
    assert (place.text, place.findings) == ("", (1,))


def test_a_place_at_either_end_is_shown() -> None:
    for text, at in (("", 0), ("ab", 0), ("ab", 2), ("ab", 99)):
        pieces = cut(text, (), [Highlight(Span(at, at), 1, Severity.MINOR)])
        assert [piece.findings for piece in pieces if not piece.text] == [(1,)], (text, at)


def test_the_strongest_edit_gives_the_look_and_only_some_runs_are_named() -> None:
    edits = [
        Edit(Span(0, 3), DiffKind.COSMETIC, "A"),
        Edit(Span(0, 3), DiffKind.DELETED, "B"),
        Edit(Span(4, 7), DiffKind.DELETED, "B"),
    ]
    one, _, two = cut("one two", edits, (), "AB")
    assert (one.kind, one.runs) == ("deleted", ())
    assert (two.kind, two.runs) == ("deleted", ("B",))


def test_invisible_characters_are_named_and_nothing_else_is() -> None:
    pieces = plain("a\u202eb\u00a0c\nd\x01")
    named = [(piece.text, piece.invisible.label) for piece in pieces if piece.invisible]
    assert named == [("\u202e", "RLO"), ("\u00a0", "NBSP"), ("\x01", "U+0001")]
    assert not any(piece.invisible.mark for piece in pieces if piece.invisible)


def test_a_mark_of_direction_goes_on_directing_the_signs_beside_it() -> None:
    (mark,) = [piece.invisible for piece in plain("إلى \u200e-5") if piece.invisible]
    assert (mark.label, mark.mark) == ("LRM", "\u200e")


def test_words_that_one_run_lost_do_not_seem_lost_in_all() -> None:
    """A lost more than B; where only A's loss goes on, the letter says so."""
    a = Edit(Span(0, 10), DiffKind.DELETED, "A")
    b = Edit(Span(0, 5), DiffKind.DELETED, "B")
    both, only_a, kept = cut("alphabeta gamma", (a, b), runs=("A", "B"))
    assert (both.text, both.runs) == ("alpha", ())
    assert (only_a.text, only_a.runs) == ("beta ", ("A",))
    assert (kept.text, kept.runs) == ("gamma", ())
    early, late, _ = cut("alphabeta gamma", (a, Edit(Span(5, 10), b.kind, "B")), runs=("A", "B"))
    assert (early.runs, late.runs) == (("A",), ())


def test_words_that_stand_for_a_finding_are_no_words_of_it() -> None:
    own = Highlight(Span(0, 3), 1, Severity.MAJOR)
    linked = Highlight(Span(4, 7), 2, Severity.MINOR, linked=True)
    one, _, two = cut("one two", (), [own, linked])
    assert (one.findings, one.linked, one.severity) == ((1,), (), "major")
    assert (two.findings, two.linked, two.severity) == ((), (2,), "minor")
    assert (one.closing, two.closing) == ((1,), ())


def test_a_moved_stretch_is_named_on_every_piece_and_has_one_arrow() -> None:
    edit = Edit(Span(0, 7), DiffKind.MOVED, "A", 1)
    mark = Highlight(Span(0, 3), 1, Severity.MAJOR)
    pieces = cut("one two three", [edit], [mark], "A")
    assert [(piece.text, piece.move, piece.arrow) for piece in pieces] == [
        ("one", "A-1", True),
        (" two", "A-1", False),
        (" three", "", False),
    ]
