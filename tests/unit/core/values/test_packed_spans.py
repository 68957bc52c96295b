"""Many spans of one text, packed."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.values import Document, PackedSpans, Segmentation, Signature, Span

SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(100, 2**32 - 1)).map(lambda x: Span(*x)))


@given(SPANS)
def test_packed_spans_are_the_tuple_of_them(spans: list[Span]) -> None:
    packed = PackedSpans(iter(spans))
    assert packed == tuple(spans)
    assert tuple(spans) == packed
    assert packed == PackedSpans(spans)
    assert hash(packed) == hash(tuple(spans))
    assert len(packed) == len(spans)
    assert list(packed) == [packed[place] for place in range(len(packed))] == spans
    assert packed[-2:] == tuple(spans[-2:])
    assert list(reversed(packed)) == spans[::-1]


def test_a_place_beyond_the_end_is_an_error() -> None:
    with pytest.raises(IndexError):
        _ = PackedSpans([Span(0, 1)])[1]


def test_other_spans_are_not_equal() -> None:
    assert PackedSpans([Span(0, 1)]) != (Span(0, 2),)
    assert PackedSpans([Span(0, 1)]) != [Span(0, 1)]


def test_segments_of_a_long_text_are_not_kept() -> None:
    count = 5000
    text = "\n".join(f"Line {number}." for number in range(count))
    starts = [0, *(place + 1 for place, letter in enumerate(text) if letter == "\n")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    spans = PackedSpans(map(Span, starts, ends))
    cut = Segmentation(
        Document.of_text(text, doc_id="t", language="en", origin="t"), (spans,), Signature("cut")
    )
    del starts, ends
    tracemalloc.start()
    seen = sum(1 for _ in cut.in_order())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seen == count
    assert most < 120 * count  # hashes, sorted; whole segments are 400 bytes each


def test_a_repeated_line_counts_its_occurrences() -> None:
    text = "One.\nTwo.\nOne.\nOne."
    spans = PackedSpans([Span(0, 4), Span(5, 9), Span(10, 14), Span(15, 19)])
    cut = Segmentation(
        Document.of_text(text, doc_id="t", language="en", origin="t"), (spans,), Signature("cut")
    )
    ids = [each.segment_id for each in cut.in_order()]
    assert len(set(ids)) == 4
    assert cut.segments() == tuple(cut.in_order())
