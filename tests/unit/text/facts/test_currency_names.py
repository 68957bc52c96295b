"""The currency after a number is found as one pattern of all currencies' names would find it."""

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.core.values import Span
from harness.text.data.language import language_data
from harness.text.facts import money
from harness.text.facts.money import _ACCENTS, _currency_after, _currency_words

LANGUAGES = ("en", "es", "pt", "de", "fr")
PATTERNS: dict[str, regex.Pattern[str]] = {}


def pattern(tag: str) -> regex.Pattern[str]:
    """What the module means, at a tenth of a second a language."""
    if tag not in PATTERNS:
        words = sorted(_currency_words(language_data(tag)).by_word, key=len, reverse=True)
        names = "|".join(
            "".join(_ACCENTS.get(letter, regex.escape(letter)) for letter in word) for word in words
        )
        PATTERNS[tag] = regex.compile(
            rf"(?:[\s\u00a0\-]*(?P<unit>{money._ANY_SIGN})"
            rf"|[\s\u00a0\-]*(?P<unit>{money._ANY_CODE})\b"
            rf"|[\s\-]+(?:de\s+)?(?P<unit>(?i:{names}))(?![\p{{L}}\p{{M}}\p{{Nd}}]))"
        )
    return PATTERNS[tag]


@st.composite
def after_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A language, and a text that begins where a number ended."""
    tag = draw(st.sampled_from(LANGUAGES))
    names = st.sampled_from(sorted(_currency_words(language_data(tag)).by_word))
    piece = st.one_of(
        names,
        names.map(str.title),
        names.map(lambda name: name.replace("o", "ó").replace("a", "à")),
        names.map(lambda name: name[: len(name) // 2 + 1]),
        st.sampled_from(["de", "de ", "$", "US$", "€", "EUR", "EURO", "x", "7", ".", "İ", "ſ"]),
    )
    gap = st.sampled_from(["", " ", "  ", "-", "\u00a0", " - ", "\n"])
    return tag, "".join(draw(st.lists(st.one_of(piece, gap), min_size=1, max_size=6)))


@settings(max_examples=600)
@given(after_numbers())
def test_a_currency_stands_where_the_pattern_finds_it(drawn: tuple[str, str]) -> None:
    tag, text = drawn
    match = pattern(tag).match(text)
    assert _currency_after(text, 0, _currency_words(language_data(tag)), language_data(tag)) == (
        Span(*match.span("unit")) if match else None
    )


@given(st.text("US$R€EURx. \n\u00a0-", max_size=14))
def test_a_sign_before_a_number_is_found_in_the_last_characters(text: str) -> None:
    start = max(len(text) - money._WIDEST_SIGN, 0)
    here, everywhere = (money._before(()).search(text, at, len(text)) for at in (start, 0))
    assert (here and here.span()) == (everywhere and everywhere.span())
