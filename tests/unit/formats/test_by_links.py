"""Codes follow the words that they stood at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.values import CodeKind, InlineCode, Span
from harness.formats.by_links import by_links
from harness.formats.inline import Coded, Mark, coded, raw

B, E = Mark(CodeKind.OPEN, "<b>", "b"), Mark(CodeKind.CLOSE, "</b>", "b")
I, J = Mark(CodeKind.OPEN, "<i>", "i"), Mark(CodeKind.CLOSE, "</i>", "i")  # noqa: E741
DOT = Mark(CodeKind.ALONE, "<x/>")


def linked(old: str, new: str, words: str) -> list[tuple[Span, Span]]:
    """Links as `red=roja house=casa`: of the first place of each word."""
    pairs = []
    for pair in words.split():
        one, other = pair.split("=")
        at, there = old.index(one), new.index(other)
        pairs.append((Span(at, at + len(one)), Span(there, there + len(other))))
    return pairs


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        (["The ", B, "red", E, " ", I, "house", J, "."], "La casa roja.", "red=roja house=casa",
         "La <i>casa</i> <b>roja</b>."),
        (["The ", B, "red", E, " ", I, "house", J], "La casa roja", "red=roja house=casa",
         "La <i>casa</i> <b>roja</b>"),
        (["The ", B, "red ", I, "house", J, E, " burns."], "La casa roja arde.",
         "red=roja house=casa burns=arde", "La <b><i>casa</i> roja</b> arde."),
        ([B, "Warning:", E, " do not touch."], "Aviso: no tocar.", "touch=tocar",
         "<b>Aviso:</b> no tocar."),
        (["Press ", B, "Save", E, "."], "Pulse Guardar.", "Press=Pulse Save=Guardar",
         "Pulse <b>Guardar</b>."),
        (["See the ", B, "terms of use", E, " here."], "Vea los términos de uso aquí.",
         "See=Vea terms=términos here=aquí", "Vea los <b>términos de uso</b> aquí."),
        (["Twice.", DOT, "Then press."], "Dos veces. Luego pulse.", "Twice=Dos press=pulse",
         "Dos veces.<x/> Luego pulse."),
        (["the note", DOT, " of the law"], "la nota de la ley", "note=nota law=ley",
         "la nota<x/> de la ley"),
        ([B, "All of it.", E], "Todo.", "All=Todo", "<b>Todo.</b>"),
        (["Use ", B, "Paperwren", E, " now"], "Ahora use Paperwren", "now=Ahora Use=use",
         "Ahora use <b>Paperwren</b>"),
    ],
)  # fmt: skip
def test_codes_go_where_their_words_went(
    old: list[str | Mark], new: str, words: str, expected: str
) -> None:
    model = coded(old)
    placed = by_links(model.text, model.codes, new, linked(model.text, new, words))
    assert placed is not None
    assert raw(Coded(new, placed), str) == expected


def test_without_links_nothing_is_said() -> None:
    model = coded(["a ", B, "b", E])
    assert by_links(model.text, model.codes, "x y", ()) is None


def test_pairs_that_cross_and_codes_that_must_stay_are_left_to_others() -> None:
    links = [(Span(0, 1), Span(0, 1))]
    crossed = coded([B, "a", I, "b", E, "c", J])
    assert by_links(crossed.text, crossed.codes, "x", links) is None
    fixed = InlineCode(1, CodeKind.ALONE, "<x/>", may_move=False)
    assert by_links("ab", (fixed,), "x", links) is None


def test_a_protected_code_stands_where_its_text_is_again() -> None:
    code = InlineCode(2, CodeKind.PROTECTED, "&brand;", shown="Wren")
    links = [(Span(0, 1), Span(0, 1))]
    (placed,) = by_links("A Wren", (code,), "El pájaro Wren", links) or ()
    assert placed.at == 10
    assert by_links("A Wren", (code,), "El pájaro", links) == ()


_WORDS = st.lists(st.sampled_from(["a", "bb", "c.", "(d", "é", "日本", " "]), max_size=8)
_PIECES = st.recursive(
    _WORDS.map(" ".join).map(lambda text: [text]),
    lambda inner: st.one_of(
        st.tuples(st.just([DOT]), inner).map(lambda pair: [*pair[0], *pair[1]]),
        inner.map(lambda pieces: [B, *pieces, E]),
        st.tuples(inner, inner).map(lambda pair: [*pair[0], *pair[1]]),
        inner.map(lambda pieces: [I, *pieces, J]),
    ),
    max_leaves=6,
)


@given(_PIECES, _WORDS.map(" ".join), st.data())
def test_all_codes_are_there_and_well_nested(
    old: list[str | Mark], new: str, data: st.DataObject
) -> None:
    model = coded(old)

    def span(text: str) -> st.SearchStrategy[Span]:
        ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
        return ends.map(lambda pair: Span(min(pair), max(pair)))

    links = data.draw(st.lists(st.tuples(span(model.text), span(new)), min_size=1, max_size=5))
    placed = by_links(model.text, model.codes, new, links)
    if placed is None:
        return
    assert sorted(code.raw for code in placed) == sorted(code.raw for code in model.codes)
    places = [code.at for code in placed]
    assert places == sorted(places)
    assert all(0 <= place <= len(new) for place in places)
    still_open: list[str | None] = []
    for code in placed:
        if code.kind is CodeKind.OPEN:
            still_open.append(code.pair)
        elif code.kind is CodeKind.CLOSE:
            assert still_open.pop() == code.pair
    assert not still_open
