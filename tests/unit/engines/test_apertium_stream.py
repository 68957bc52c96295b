"""Apertium's stream format, where no program is needed to know what is right."""

import pytest
from hypothesis import given
from support import texts

from harness.core.values import Direction
from harness.engines.apertium_mode import direction_of
from harness.engines.apertium_stream import deformat, marked_words, reformat


@given(texts)
def test_text_comes_back_from_the_stream(text: str) -> None:
    assert reformat(deformat(text)) == text.replace("\0", "")


# What `apertium eng-spa` and `apertium -u eng-spa` print (Apertium 3.8.3, eng-spa 0.8.1), but for
# the line with `@casa`, which is put together by hand from one of theirs, and the empty one.
@pytest.mark.parametrize(
    ("marked", "plain", "words"),
    [
        ("*zorble", "zorble", ("zorble",)),
        ("*La estrella es aquí", "*La estrella es aquí", ()),  # the source was "*star is here"
        ("Un * *b", "Un * b", ("b",)),
        ("Me gustan #la etiqueta @y la casa", "Me gustan #la etiqueta @y la casa", ()),
        ("***zorble**", "**zorble**", ("zorble",)),
        ("zorble@mail.com", "zorble@mail.com", ()),
        ("*Zorble Es  no *zorble-*dorble", "Zorble Es  no zorble-dorble",
         ("Zorble", "zorble", "dorble")),
        ("[[*t:*b]]*x[[/]]", "[[t:b]]x[[/]]", ("t", "b", "x")),
        ("El gato @casa el #perro.", "El gato casa el perro.", ("casa", "perro")),
        ("*ألف 😀👍🏽 *é́ *x", "ألف 😀👍🏽 é́ x", ("ألف", "é́", "x")),
        ("", "", ()),
    ],
)  # fmt: skip
def test_marks_are_told_from_the_signs_of_the_source(
    marked: str, plain: str, words: tuple[str, ...]
) -> None:
    assert marked_words(marked, plain) == words


def test_marks_are_found_where_words_were_joined() -> None:
    assert marked_words("de el *zorble y *dorble", "del zorble y dorble") == ("zorble", "dorble")


@pytest.mark.parametrize(
    ("mode", "direction"),
    [
        ("eng-spa", Direction("en", "es")),
        ("spa-eng_US", Direction("es", "en-US")),
        ("es-pt_BR", Direction("es", "pt-BR")),
        ("pt-es", Direction("pt", "es")),
        ("ast-spa", Direction("ast", "es")),
        ("eng-spa-anmor", None),
        ("eng", None),
        ("eng-en", None),
        ("Eng-spa", None),
    ],
)
def test_a_mode_says_its_languages(mode: str, direction: Direction | None) -> None:
    assert direction_of(mode) == direction
