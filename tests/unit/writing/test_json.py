"""JSON that any UTF-8 file can hold."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.writing.json import json_stream, json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(VALUES, st.booleans())
def test_any_value_comes_back(value: object, ascii_only: bool) -> None:
    text = json_text(value, ascii_only=ascii_only)
    assert json.loads(text.encode("utf-8")) == value
    assert text.isascii() or not ascii_only


def test_half_a_character_is_escaped() -> None:
    assert json_text("é\ud800") == '"é\\ud800"'


def test_no_number_that_json_has_not() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        json_text(math.inf)


@given(st.dictionaries(st.text(max_size=3), VALUES), st.lists(VALUES, max_size=3), st.booleans())
def test_a_stream_is_what_the_whole_would_be(
    head: dict[str, object], items: list[object], ascii_only: bool
) -> None:
    head.pop("items", None)
    pieces = ((json_text(item, ascii_only=ascii_only),) for item in items)
    text = "".join(json_stream(head, "items", pieces, ascii_only=ascii_only))
    assert json.loads(text) == head | {"items": items}
    assert [*json.loads(text)][-1] == "items"


def test_streams_nest_and_take_one_item_at_a_time() -> None:
    made: list[int] = []

    def items() -> object:
        for number in range(3):
            made.append(number)
            yield (str(number),)

    stream = json_stream({}, "outer", [json_stream({"a": 1}, "inner", items())])
    for piece in stream:
        if piece == "0":
            break
    assert made == [0], "the rest is not made before its turn"
    assert json.loads("".join(json_stream({}, "a", [json_stream({}, "b", [])]))) == {
        "a": [{"b": []}]
    }
