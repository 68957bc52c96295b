import unicodedata
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from harness.text.words.tokens import Token, TokenKind, rebuild, tokenize, words

ODD = st.sampled_from(
    ["don't", "l’eau", "well-known", "1,000.50", "1\u00a0000", "14:30", "…", "...", "नमस्ते",
     "می\u200cخواهم", "日本語", "ภาษาไทย", "👩🏽\u200d💻", "🇪🇸", "1\ufe0f\u20e3", "€", "e\u0301",
     "\u0301", "\u202e", "\u200b", "\u200d", "\x00", "\x1f", "\x85", "\u2028", "\ufeff", "\ud800",
     "²", "½", "Ⅷ", "៕", "_", "-", "'", " ", "\n", "\u00a0"]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(ODD, max_size=12).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=40),
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.text, token.kind.value) for token in tokenize(text)]


@given(TEXTS)
def test_tokens_and_gaps_rebuild_the_text(text: str) -> None:
    assert rebuild(text, tokenize(text)) == text


@given(TEXTS)
def test_a_token_is_what_its_span_covers(text: str) -> None:
    tokens = tokenize(text)
    assert all(token.text == token.span.of(text) != "" for token in tokens)
    assert all(left.span.end <= right.span.start for left, right in pairwise(tokens))


@given(TEXTS)
def test_white_space_and_nothing_else_lies_between_tokens(text: str) -> None:
    edges = [0, *(edge for token in tokenize(text) for edge in _edges(token)), len(text)]
    gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert not "".join(gaps).strip()


LATIN = st.lists(
    st.sampled_from(
        ["don't", "l’eau", "well-known", "1,000.50", "14:30", "…", "...", "--", "&#39;", "&amp;",
         "won&#39;t", "straße", "ªµº", "_", "'", "·", "€", "‘a’", "2nd", "A4", "x_1", " ", "\t",
         "\u00a0", "\u202f", "¿Qué?", "«", "\x1c", "ʯ", "ƻ", "ǀ", "#1", "*"]
    )
    | st.characters(max_codepoint=0x2AF),
    max_size=12,
).map("".join)  # fmt: skip


@given(LATIN)
def test_what_follows_in_another_script_changes_no_token_of_latin(text: str) -> None:
    assert tokenize(f"{text}\n日")[:-1] == tokenize(text)


def _edges(token: Token) -> tuple[int, int]:
    return token.span.start, token.span.end


@given(TEXTS)
def test_no_token_starts_or_ends_with_white_space(text: str) -> None:
    assert all(token.text == token.text.strip() for token in tokenize(text))


@given(TEXTS)
def test_a_number_has_a_digit_and_a_word_a_letter(text: str) -> None:
    for token in tokenize(text):
        made_of = {unicodedata.category(character)[0] for character in token.text}
        newer_than_python = unicodedata.category(token.text[0]) == "Cn"
        match token.kind:
            case TokenKind.NUMBER:
                assert "N" in made_of or newer_than_python
            case TokenKind.WORD:
                assert made_of & {"L", "N"} or "_" in token.text or newer_than_python


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't panic!", [("Don't", "word"), ("panic", "word"), ("!", "symbol")]),
        ("l’eau", [("l’eau", "word")]),
        ("a well-known e-mail", [("a", "word"), ("well-known", "word"), ("e-mail", "word")]),
        ("'quoted'", [("'", "symbol"), ("quoted", "word"), ("'", "symbol")]),
        ("€1,000.50.", [("€", "symbol"), ("1,000.50", "number"), (".", "symbol")]),
        ("1\u00a0000 km", [("1\u00a0000", "number"), ("km", "word")]),
        ("at 14:30", [("at", "word"), ("14:30", "number")]),
        ("-5", [("-", "symbol"), ("5", "number")]),
        ("COVID-19", [("COVID-19", "word")]),
        ("well...", [("well", "word"), ("...", "symbol")]),
        ("¿Qué?", [("¿", "symbol"), ("Qué", "word"), ("?", "symbol")]),
        ("cafe\u0301s", [("cafe\u0301s", "word")]),
        ("नमस्ते दुनिया", [("नमस्ते", "word"), ("दुनिया", "word")]),
        ("می\u200cخواهم", [("می\u200cخواهم", "word")]),
        ("បាទ។", [("បា", "word"), ("ទ", "word"), ("។", "symbol")]),
        ("日本語", [("日", "word"), ("本", "word"), ("語", "word")]),
        ("น้ำ", [("น้ำ", "word")]),
        ("a -- b", [("a", "word"), ("--", "symbol"), ("b", "word")]),
        ("１２３", [("１２３", "number")]),
        ("٣٫٥", [("٣٫٥", "number")]),
        ("❤\ufe0f", [("❤\ufe0f", "symbol")]),
        ("👩\u200d💻!", [("👩\u200d💻", "symbol"), ("!", "symbol")]),
        ("👩🏽\u200d💻", [("👩🏽\u200d💻", "symbol")]),
        ("🏴\U000e0067\U000e0062\U000e007f", [("🏴\U000e0067\U000e0062\U000e007f", "symbol")]),
        ("🇪🇸🇵🇹", [("🇪🇸", "symbol"), ("🇵🇹", "symbol")]),
        ("1\ufe0f\u20e3", [("1\ufe0f\u20e3", "symbol")]),
        (" \n\t", []),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ถ้าน้ำร้อนให้ดื่มช้า ๆ", "ຖ້ານ້ຳຮ້ອນ", "हिन्दी में नमस्ते", "한국어 문장", "がぎぐ日本語",
        "مَرْحَبًا بِالعَالَم", "שָׁלוֹם", "e\u0301te\u0301", "👩🏽\u200d💻🇪🇸❤\ufe0f1\ufe0f\u20e3",
    ],
)  # fmt: skip
def test_no_token_cuts_what_a_reader_takes_for_one_character(text: str) -> None:
    edges = {edge for token in tokenize(text) for edge in (token.span.start, token.span.end)}
    clusters = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    assert edges <= clusters


def test_words_leave_symbols_out_and_fold_case() -> None:
    assert words("“The STRASSE, Straße…” 42") == ("the", "strasse", "strasse", "42")
