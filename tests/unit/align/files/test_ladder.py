import pytest
from hypothesis import given
from unit.align.alignment_samples import bitext, laid_out

from harness.align.files import ladder
from harness.align.order import in_source_order
from harness.core.errors import ReadError
from harness.core.values import Alignment, Bead, Span


def read(text: str, source_count: int = 3, target_count: int = 3) -> Alignment:
    return ladder.read(text, "a.ladder", source_count, target_count)


def test_a_ladder_looks_as_vecalign_writes_it() -> None:
    beads = (
        Bead(Span(0, 2), Span(0, 1), 0.875),
        Bead(Span(2, 3), Span(1, 1), 0.9),
        Bead(Span(3, 3), Span(1, 2), 0.7),
        Bead(Span(3, 4), Span(2, 3)),
    )
    written = "".join(ladder.write(bitext(Alignment(beads, 4, 3))))
    assert written == "[0, 1]:[0]:0.125000\n[2]:[]:0.000000\n[]:[1]:0.000000\n[3]:[2]\n"


@given(laid_out(crossing=True))
def test_what_was_written_is_read(made) -> None:
    alignment = in_source_order(*made)
    counts = alignment.source_count, alignment.target_count
    again = read("".join(ladder.write(bitext(alignment))), *counts)
    assert [(b.source, b.target, b.moved) for b in again] == [
        (b.source, b.target, b.moved) for b in alignment
    ]
    assert all(bead.score is None for bead in again)  # costs are no scores


@pytest.mark.parametrize(
    "text",
    [
        "[0]:[0]:0.1\n[1]:[1]:0.2\n[2]:[2]:0.3\n",
        "\ufeff[0]:[0]\r\n\r\n [1] : [1] : 1.7\r\n[2]:[2]:\r\n",
        "[2]:[2]\n[0]:[0]:1e-3\n[1]:[1]:inf",
    ],
)
def test_ladders_of_other_hands_are_read(text: str) -> None:
    assert [(b.source.start, b.target.start) for b in read(text)] == [(0, 0), (1, 1), (2, 2)]


def test_a_crossing_bead_has_moved() -> None:
    assert [b.moved for b in read("[0]:[2]\n[1]:[0]\n[2]:[1]")] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[0]:[0]\n[1]:[1]", "a.ladder: source sentence 2 of 3 is in no line", "[2]:[]"),
        ("", "a.ladder: source sentence 0 of 3 is in no line, nor are 2 others", "[0]:[]"),
        ("[0, 1, 2]:[0, 1]", "a.ladder: target sentence 2 of 3 is in no line", "[]:[2]"),
        ("[0]:[0]\n[1, 2]:[1, 2, 3]", "a.ladder:2: there is no target sentence 3", "--segmenter"),
        ("[0]:[0]\n\n[0, 1, 2]:[1, 2]", "a.ladder:3: source sentence 0 is in line 1 too", "one of"),
        ("[0, 0, 1, 2]:[0, 1, 2]", "a.ladder:1: source sentence 0 is in line 1 too", "one of"),
        ("[0, 2]:[0]\n[1]:[1, 2]", "a.ladder:1: sentences [0, 2] do not follow", "neighbours"),
        ("[0, 1, 2]:[0, 1, 2]\n[]:[]", "a.ladder:2: empty on both sides", "leave"),
        ("[0]:[0]:cheap", "a.ladder:1: not a bead", "[0, 1]:[2]:0.123"),
        ("0:0:0.1", "a.ladder:1: not a bead", "[0, 1]:[2]:0.123"),
        ("[-1]:[0]", "a.ladder:1: not a bead", "[0, 1]:[2]:0.123"),
        ("[0 1]:[0]", "a.ladder:1: not a list of positions", "commas"),
        ("[0,]:[0]", "a.ladder:1: not a list of positions", "commas"),
        ("[" + "9" * 5000 + "]:[0]", "a.ladder:1: not a list of positions", "commas"),
        ("The cat sat.", "a.ladder:1: not a bead", "[0, 1]:[2]:0.123"),
    ],
)
def test_a_wrong_ladder_is_named_by_file_and_line(text: str, message: str, hint: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(text)
    assert str(caught.value).startswith(message)
    assert hint in caught.value.hint


def test_a_ladder_is_known_by_its_bytes() -> None:
    one, other = (ladder.Ladder(data, "a") for data in (b"[0]:[0]", b"[0]:[0]\n"))
    assert (
        one(["a"], ["b"]) == other(["a"], ["b"]) == Alignment((Bead(Span(0, 1), Span(0, 1)),), 1, 1)
    )
    assert one.signature != other.signature
    with pytest.raises(ReadError, match=r"x\.txt:1: not a bead"):
        ladder.Ladder(b"\xff\xfe\x00", "x.txt")(["a"], ["b"])
