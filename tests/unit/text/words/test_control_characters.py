import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.words.control_characters import RevealedPiece, reveal, strip_controls

ODD = st.sampled_from(
    ["\x1b", "\x1b[31m", "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\", "\x9b", "[", "m", "\x00",
     "\t", "\r\n", "\n", "\x85", "\u2028", "\u202e", "\u2066", "\u200b", "\u200c", "\u200d",
     "\ufeff", "\u00ad", "\u00a0", "\u202f", "\u3000", "\U000e0041", "\ud800", "\ufe0f", "a", "é",
     "e\u0301", "می", "क्", "👩", "💻", "❤", "🏽", " "]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(ODD, max_size=12).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=30),
)
BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(TEXTS)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    stripped = strip_controls(text)
    assert not {unicodedata.category(character) for character in stripped} & {"Cc", "Cs"}
    assert not set(stripped) & (BIDI_CONTROLS | set("\u200b\ufeff\u2060\u2028\u2029"))
    stripped.encode()


@given(TEXTS)
def test_stripping_twice_takes_no_more(text: str) -> None:
    assert strip_controls(strip_controls(text)) == strip_controls(text)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S"], max_codepoint=0x33F)))
def test_plain_text_is_left_alone(text: str) -> None:
    assert strip_controls(text) == text


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;your new title\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;never ended", "0;never ended"),
        ("\x1bPq#0;2\x1b\\after", "after"),
        ("\x1b(Bcharset", "charset"),
        ("back\x08\x08space", "backspace"),
        ("fine\rforged", "fine forged"),
        ("one\r\ntwo\tthree", "one two three"),
        ("abc\u202edef\u202c", "abcdef"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian "I want", one word with a non-joiner
        ("क्\u200dष", "क्\u200dष"),  # Hindi, a half form
        ("👩🏽\u200d💻", "👩🏽\u200d💻"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("end\u200d of", "end of"),
        ("a \u200cstart", "a start"),
        ("👩\u200d", "👩"),
        ("!\u200d💻", "!💻"),
        ("\u200d\u200d", ""),
        ("\U000e0049\U000e0067nore", "nore"),  # tags, used to hide text
        ("bad\ud800", "bad"),
        ("a\u00a0b", "a\u00a0b"),
    ],
)
def test_stripped(text: str, stripped: str) -> None:
    assert strip_controls(text) == stripped


@given(TEXTS)
def test_pieces_rebuild_the_text(text: str) -> None:
    pieces = reveal(text)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    assert all(len(piece.text) == 1 for piece in pieces if piece.name)


@given(TEXTS)
def test_what_a_terminal_must_not_get_a_report_names(text: str) -> None:
    for piece in reveal(text):
        if piece.name is None:
            assert strip_controls(piece.text).replace(" ", "") == (
                piece.text.replace("\n", "").replace(" ", "")
            )


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u00a0", "U+00A0 NO-BREAK SPACE"),
        ("\u202f", "U+202F NARROW NO-BREAK SPACE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\ufeff", "U+FEFF BYTE ORDER MARK"),
        ("\t", "U+0009 TAB"),
        ("\r", "U+000D CARRIAGE RETURN"),
        ("\x1b", "U+001B ESCAPE"),
        ("\x02", "U+0002 UNNAMED CHARACTER"),
        ("\ud800", "U+D800 UNNAMED CHARACTER"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
    ],
)
def test_invisible_characters_have_a_name(character: str, name: str) -> None:
    assert reveal(f"a{character} b") == (
        RevealedPiece("a"),
        RevealedPiece(character, name),
        RevealedPiece(" b"),
    )


@pytest.mark.parametrize(
    "text",
    ["plain text", "two\nlines", "می\u200cخواهم", "👩🏽\u200d💻", "❤\ufe0f", "e\u0301", "日本語"],
)
def test_visible_text_is_one_piece(text: str) -> None:
    assert reveal(text) == (RevealedPiece(text),)


def test_no_text_has_no_pieces() -> None:
    assert reveal("") == ()


def test_a_joiner_that_joins_nothing_is_named() -> None:
    assert [piece.name for piece in reveal("a\u200d ")] == [None, "U+200D ZERO WIDTH JOINER", None]
