"""Codes taken out of a text and put back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.values import CodeKind
from harness.formats.inline import Coded, Mark, carried, coded, raw

B, E = Mark(CodeKind.OPEN, "<b>", "b"), Mark(CodeKind.CLOSE, "</b>", "b")
I, J = Mark(CodeKind.OPEN, "<i>", "i"), Mark(CodeKind.CLOSE, "</i>", "i")  # noqa: E741
DOT = Mark(CodeKind.ALONE, "<x/>")
pieces = st.lists(st.one_of(st.text("ab é日本.", max_size=5), st.sampled_from([B, E, I, J, DOT])))


@given(pieces)
def test_text_and_codes_rebuild_what_was_read(given: list[str | Mark]) -> None:
    whole = "".join(each if isinstance(each, str) else each.raw for each in given)
    assert raw(coded(given), str) == whole


@given(pieces, st.text("ab é日本.", max_size=12))
def test_carried_codes_are_all_there_in_their_order_within_the_text(
    given: list[str | Mark], text: str
) -> None:
    old = coded(given)
    new = carried(old, text)
    assert new.text == text
    assert [code.raw for code in new.codes] == [code.raw for code in old.codes]
    places = [code.at for code in new.codes]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


def test_a_closing_code_knows_its_opening_one() -> None:
    made = coded([B, "a", I, "b", E, "c", J, E])
    assert [code.pair for code in made.codes] == ["1", "2", "1", "2", None]


def pressed(*given: str | Mark) -> Coded:
    return coded(given)


@pytest.mark.parametrize(
    ("old", "text", "expected"),
    [
        (pressed("Press ", B, "OK", E, "."), "Pulse OK.", "Pulse <b>OK</b>."),
        (pressed(B, "Press OK.", E), "Pulse Aceptar.", "<b>Pulse Aceptar.</b>"),
        (pressed("Take ", B, "no more", E, "."), "Tome no más.", "Tome <b>no más.</b>"),
        (pressed("one two ", B, "three", E, " four"), "uno dos tres cuatro",
         "uno dos <b>tres</b> cuatro"),
        (pressed("one", DOT, " two"), "uno dos", "uno<x/> dos"),
        (pressed("one ", DOT, "two"), "uno dos", "uno <x/>dos"),
        (pressed("今日", B, "は", E, "雨"), "今晩は雪", "今晩<b>は</b>雪"),
        (pressed(B, "all", E), "", "<b></b>"),
    ],
)  # fmt: skip
def test_codes_stand_where_their_words_stand(old: Coded, text: str, expected: str) -> None:
    assert raw(carried(old, text), str) == expected
