import dataclasses
import inspect
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from support import bead, document, texts

from harness.core import values
from harness.core.fingerprint import fingerprint
from harness.core.values import (
    Alignment,
    Bead,
    Category,
    CodeKind,
    Direction,
    Document,
    Finding,
    InlineCode,
    Leg,
    Limit,
    Locus,
    Mark,
    MeasuredRow,
    Route,
    Segment,
    Segmentation,
    Severity,
    Signature,
    Span,
    Unit,
    Unmeasured,
)

SIGNATURE = Signature("test")


@given(st.integers(-3, 6), st.integers(-3, 6))
def test_a_span_runs_forward_from_zero(start: int, end: int) -> None:
    if 0 <= start <= end:
        assert len(Span(start, end)) == end - start
    else:
        with pytest.raises(ValueError, match="does not run forward"):
            Span(start, end)


def test_every_value_is_frozen() -> None:
    classes = [
        c for _, c in inspect.getmembers(values, inspect.isclass) if dataclasses.is_dataclass(c)
    ]
    assert len(classes) > 20
    for value in classes:
        assert value.__dataclass_params__.frozen, value.__name__
        assert "__slots__" in vars(value), value.__name__


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=8), st.integers(0, 3))
def test_gaps_and_segments_rebuild_the_text(pieces: list[tuple[int, int]], tail: int) -> None:
    text, spans = "", []
    for gap, size in pieces:
        text += " " * gap
        spans.append(Span(len(text), len(text) + size))
        text += "x" * size
    text += " " * tail
    made = Segmentation(document(text), (tuple(spans),), SIGNATURE)
    segments = [segment.text for segment in made.segments()]
    assert "".join(a + b for a, b in zip(made.gaps()[0], [*segments, ""], strict=True)) == text


@pytest.mark.parametrize("spans", [[(0, 2), (1, 3)], [(2, 3), (0, 1)], [(0, 9)], [(3, 4)]])
def test_segments_neither_overlap_nor_leave_the_text_nor_are_blank(spans) -> None:
    with pytest.raises(ValueError, match="segment"):
        Segmentation(document("abc "), (tuple(Span(*span) for span in spans),), SIGNATURE)


def lines(text: str) -> Segmentation:
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return Segmentation(document(text), (tuple(spans),), SIGNATURE)


def test_inserting_a_sentence_shifts_nobody_elses_identity() -> None:
    before = {s.text: s.segment_id for s in lines("One.\nTwo.\nThree.").segments()}
    after = {s.text: s.segment_id for s in lines("Zero.\nOne.\nNew.\nTwo.\nThree.").segments()}
    assert before.items() <= after.items()


def test_equal_sentences_have_identities_of_their_own() -> None:
    ids = [s.segment_id for s in lines("No.\nNo.\nNo.").segments()]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("legs", "complaint"),
    [
        (["en-es"], "at least two hops"),
        (["en-es", "pt-en"], "is not followed by"),
        (["en-es", "es-pt"], "does not come back"),
    ],
)
def test_hops_chain_and_come_home(legs: list[str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Route(tuple(Leg(Direction(*leg.split("-"))) for leg in legs))


def test_a_route_has_one_more_stop_than_hops() -> None:
    names = ("en", "pt", "es", "en")
    assert Route(tuple(Leg(Direction(a, b)) for a, b in pairwise(names))).stops == names


@pytest.mark.parametrize(
    "beads",
    [
        [(0, 1, 0, 1)],  # the end is missing
        [(0, 1, 0, 1), (0, 2, 1, 2)],  # twice the same segment
        [(0, 1, 0, 1), (1, 3, 1, 2)],  # beyond the end
        [(0, 1, 1, 2), (1, 2, 0, 1)],  # out of order
    ],
)
def test_every_segment_is_in_exactly_one_bead(beads) -> None:
    with pytest.raises(ValueError, match=r"bead|Bead"):
        Alignment(tuple(Bead(Span(a, b), Span(c, d)) for a, b, c, d in beads), 2, 2)


def test_a_moved_bead_stands_at_the_place_of_its_source() -> None:
    first, last = Bead(Span(0, 1), Span(1, 2)), Bead(Span(3, 4), Span(2, 2))
    moved = Bead(Span(1, 3), Span(0, 1), moved=True)
    assert list(Alignment((first, moved, last), 4, 2)) == [first, moved, last]
    with pytest.raises(ValueError, match="does not follow on"):
        Alignment((moved, first, last), 4, 2)


def test_what_is_in_line_did_not_move() -> None:
    with pytest.raises(ValueError, match="did not move"):
        Alignment((Bead(Span(0, 1), Span(0, 1)), Bead(Span(1, 2), Span(1, 2), moved=True)), 2, 2)
    dropped, added = Bead(Span(0, 1), Span(0, 0)), Bead(Span(2, 2), Span(1, 2))
    with pytest.raises(ValueError, match="did not move"):  # a null is nowhere: nothing crosses it
        Alignment((dropped, Bead(Span(1, 2), Span(0, 1), moved=True), added), 2, 2)


SIDES = ("source", "target")
spans = st.tuples(st.integers(0, 3), st.integers(0, 2)).map(lambda s: Span(s[0], s[0] + s[1]))


@st.composite
def laid_out(draw: st.DrawFn) -> list[Bead]:
    """Beads that cover both sides, in order of the source, some of them crossing."""
    sizes = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=5))
    sizes = [size for size in sizes if any(size)]
    starts, target = {}, 0
    for index in draw(st.permutations(range(len(sizes)))):
        starts[index] = target
        target += sizes[index][1]
    beads, source = [], 0
    for index, (height, width) in enumerate(sizes):
        places = Span(source, source + height), Span(starts[index], starts[index] + width)
        beads.append(Bead(*places, moved=bool(height and width) and draw(st.booleans())))
        source += height
    return beads


@st.composite
def any_beads(draw: st.DrawFn) -> list[Bead]:
    """Beads of every kind, lawful by chance."""
    pairs = draw(st.lists(st.tuples(spans, spans, st.booleans()), max_size=4))
    return [Bead(a, b, moved=m and len(a) * len(b) > 0) for a, b, m in pairs if len(a) + len(b)]


def lawful(beads: list[Bead], source_count: int, target_count: int) -> bool:
    """The law of an alignment, read off its words and not off its code."""
    for side, count in (("source", source_count), ("target", target_count)):
        places = [p for b in beads for p in range(getattr(b, side).start, getattr(b, side).end)]
        if sorted(places) != list(range(count)):
            return False
    pairs = [b for b in beads if len(b.source) and len(b.target)]
    ends = {0, source_count}, {0, target_count}
    for held in beads:
        for place, end in zip((held.source, held.target), ends, strict=True):
            end.update((place.start, place.end) if len(place) else ())
    for held in beads:
        if held.source.start not in ends[0] or held.target.start not in ends[1]:
            return False  # a null in the middle of another bead
        crossed = [b for b in pairs if (b.source < held.source) != (b.target < held.target)]
        if held.moved and not crossed:
            return False
    rising = [b for b in beads if not b.moved]
    return all(a.source.end <= b.source.start for a, b in pairwise(beads)) and all(
        a.target.end <= b.target.start for a, b in pairwise(rising)
    )


@given(st.one_of(laid_out(), any_beads()))
def test_an_alignment_is_built_exactly_when_it_is_lawful(beads: list[Bead]) -> None:
    counts = [max((getattr(b, side).end for b in beads), default=0) for side in SIDES]
    event("lawful" if lawful(beads, *counts) else "unlawful")
    if lawful(beads, *counts):
        assert Alignment(tuple(beads), *counts).beads == tuple(beads)
    else:
        with pytest.raises(ValueError, match=r"bead|Bead"):
            Alignment(tuple(beads), *counts)


@pytest.mark.parametrize(
    ("build", "complaint"),
    [
        (lambda: Bead(Span(1, 1), Span(2, 2)), "empty on both sides"),
        (lambda: Bead(Span(1, 2), Span(2, 2), moved=True), "cannot have moved"),
        (lambda: Bead(Span(0, 1), Span(0, 1), -0.1), "score lies in"),
        (lambda: Mark(-1, Span(0, 1)), "counted from 0"),
        (lambda: Unmeasured(Segment("i", "d", 0, "t"), (), 0, "why"), "counted from 1"),
        (lambda: Direction("en", "en"), "no direction leads"),
    ],
)
def test_a_value_cannot_be_built_wrong(build, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        build()


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_spans_overlap_where_they_share_a_place(ends: list[int]) -> None:
    a, b = Span(*sorted(ends[:2])), Span(*sorted(ends[2:]))
    places_a, places_b = set(range(a.start, a.end)), set(range(b.start, b.end))
    if places_a and places_b:
        assert a.overlaps(b) == bool(places_a & places_b)
        assert a.covers(b) == (places_b <= places_a)
    assert a.shifted(3).of("xyz" + "0123456789") == a.of("0123456789")


def test_severities_are_ordered() -> None:
    assert Severity.MINOR < Severity.MAJOR < Severity.CRITICAL
    assert max(Severity) is Severity.CRITICAL


def test_a_signature_prints_as_one_line_and_names_each_setting_once() -> None:
    signature = Signature("argos", (("model", "1.9"), ("beam", "4")))
    assert str(signature) == "argos|model:1.9|beam:4"
    with pytest.raises(ValueError, match="twice"):
        Signature("argos", (("beam", "4"), ("beam", "2")))


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1))
def test_an_identity_changes_with_any_setting(fields: dict[str, str]) -> None:
    signature = Signature("a", tuple(fields.items()))
    key = next(iter(fields))
    changed = Signature("a", tuple((fields | {key: fields[key] + "x"}).items()))
    assert signature.identity != changed.identity
    assert signature.identity == Signature("a", tuple(fields.items())).identity


def finding(start: int) -> Finding:
    marks = (Mark(0, Span(start, start + 1)),)
    return Finding("d", Category.NUMBER, Severity.MAJOR, "m", marks, (("lost", "7"),))


@given(texts)
def test_a_finding_keeps_its_id_when_its_sentence_moves(text: str) -> None:
    here = MeasuredRow(
        (Segment("id", "doc", 3, text),), bead("a", "b"), {}, (finding(0), finding(1))
    )
    there = dataclasses.replace(here, segments=(Segment("id", "doc", 9, text),))
    assert here.finding_ids() == there.finding_ids()
    assert len(set(here.finding_ids())) == 2


def test_a_locus_answers_to_its_name_and_to_its_hop() -> None:
    forward, third = Locus.at(1, 2), Locus.at(3, 4)
    assert (str(forward), str(third), str(Locus("unknown"))) == ("forward", "hop 3", "unknown")
    assert forward.answers("forward")
    assert forward.answers("hop 1")
    assert third.answers("hop 3")
    assert not third.answers("backward")
    assert not Locus("unknown").known


def test_a_confidence_is_a_share() -> None:
    with pytest.raises(ValueError, match="confidence"):
        Locus("forward", 1, confidence=1.5)


# ── units ───────────────────────────────────────────────────────────────────────────────────────


def units(*named: tuple[str, str], doc_id: str = "app.po") -> Document:
    return Document(doc_id, "en", tuple(Unit(key, text) for key, text in named), doc_id)


def whole(made: Document) -> tuple[Segment, ...]:
    spans = tuple((Span(0, len(unit.text)),) for unit in made.units)
    return Segmentation(made, spans, SIGNATURE).segments()


def test_segments_know_their_unit_and_plain_texts_do_not() -> None:
    first, second = whole(units(("ok", "Yes"), ("cancel", "No")))
    assert (first.unit_id, second.unit_id) == ("ok", "cancel")
    assert (first.position, second.position) == (0, 1)
    (plain,) = whole(document("Yes", "app.po"))
    assert plain.unit_id is None
    assert plain.segment_id not in (first.segment_id, second.segment_id)


def test_plain_text_keeps_the_ids_that_baselines_refer_to() -> None:
    made = Segmentation(document("It rains. It rains."), ((Span(0, 9), Span(10, 19)),), SIGNATURE)
    assert [each.segment_id for each in made.segments()] == [
        fingerprint(["text.txt", "It rains.", 0])[:16],
        fingerprint(["text.txt", "It rains.", 1])[:16],
    ]
    assert document("It rains.").text_digest == fingerprint("It rains.")


def test_moving_a_unit_changes_nobodys_id() -> None:
    there = whole(units(("a", "Open"), ("b", "Open"), ("c", "Shut")))
    moved = whole(units(("c", "Shut"), ("b", "Open"), ("a", "Open")))
    assert {s.unit_id: s.segment_id for s in there} == {s.unit_id: s.segment_id for s in moved}
    assert len({s.segment_id for s in there}) == 3


def test_the_digest_of_a_text_sees_where_units_end_and_their_names() -> None:
    made = [
        units(("a", "One"), ("b", "Two")),
        units(("a", "One\n\nTwo")),
        units(("a", "One"), ("c", "Two")),
    ]
    assert len({each.text for each in made}) == 1
    assert len({each.text_digest for each in made}) == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: units(("a", "One"), ("a", "Two")),
        lambda: Unit("", "One"),
        lambda: Unit("a", "One", codes=(InlineCode(4, CodeKind.ALONE, "<br/>"),)),
        lambda: Limit(0),
    ],
)
def test_units_that_cannot_be_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"unit|limit"):
        make()


def test_spans_stand_for_every_unit() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Segmentation(units(("a", "One"), ("b", "Two")), ((Span(0, 3),),), SIGNATURE)
