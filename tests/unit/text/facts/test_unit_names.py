"""The unit after a number is found as one pattern of all units' names would find it."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.core.values import Span
from harness.text.data.language import language_data
from harness.text.facts import quantities
from harness.text.facts.quantities import _ACCENTED, _names, _unit_after

LANGUAGES = ("en", "es", "pt", "de", "fr")
PATTERNS: dict[str, regex.Pattern[str]] = {}


def pattern(tag: str) -> regex.Pattern[str]:
    """What the module means, at half a second a language."""
    if tag not in PATTERNS:
        names = _names(language_data(tag))
        exact = "|".join(map(regex.escape, sorted(names.by_symbol, key=len, reverse=True)))
        words = "|".join(map(_loosely, sorted(names.by_word, key=len, reverse=True)))
        whole = r"(?![\p{L}\p{Nd}²³])"
        PATTERNS[tag] = regex.compile(
            r"[\s\-]*(?:(?:an?|de|d['’]|di)\s*\b)?"
            rf"(?P<unit>(?:{exact}){whole}|(?i:{words}){whole}|%)",
            regex.VERSION1,
        )
    return PATTERNS[tag]


def _loosely(word: str) -> str:
    return "".join(
        r"[\s\-]+"
        if letter == " "
        else f"[{_ACCENTED[letter]}]"
        if letter in _ACCENTED
        else regex.escape(letter)
        for letter in word
    )


@st.composite
def after_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A language, and a text that begins where a number ended."""
    tag = draw(st.sampled_from(LANGUAGES))
    names = _names(language_data(tag))
    written = [*sorted(names.by_symbol), *sorted(names.by_word)]
    piece = st.one_of(
        st.sampled_from(written),
        st.sampled_from(written).map(str.upper),
        st.sampled_from(written).map(lambda name: name.replace("o", "ó").replace("ss", "ß")),
        st.sampled_from(written).flatmap(lambda name: st.just(name[: len(name) // 2 + 1])),
        st.sampled_from(["an", "a", "de", "d'", "di", "%", "x", "²", "7", ".", "İ", "K", "ſ"]),
    )
    gap = st.sampled_from(["", " ", "  ", "-", "\u00a0", " - ", "\n"])
    return tag, "".join(draw(st.lists(st.one_of(piece, gap), min_size=1, max_size=6)))


@settings(max_examples=600)
@given(after_numbers())
def test_a_unit_stands_where_the_pattern_finds_it(drawn: tuple[str, str]) -> None:
    tag, text = drawn
    match = pattern(tag).match(text)
    assert _unit_after(text, 0, _names(language_data(tag))) == (
        Span(*match.span("unit")) if match else None
    )


def test_only_names_that_stand_in_the_text_are_compiled() -> None:
    names = _names(language_data("en")).words
    names._writings.cache_clear()
    assert quantities.quantities_in("It is 5 square  miles wide.", language_data("en")) == ()
    assert quantities.quantities_in("It is 5 Square Miles wide.", language_data("en"))
    assert names._writings.cache_info().currsize <= 2


@pytest.mark.parametrize("text", ["el 12 de julio", "o dia 3 de julho"])
def test_a_month_is_no_unit(text: str) -> None:
    assert quantities.quantities_in(text, language_data("es" if "julio" in text else "pt")) == ()


def test_a_joule_is_one_where_it_is_no_month() -> None:
    (found,) = quantities.quantities_in("unos 12 julios", language_data("es"))
    assert found.unit.name == "joule"


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("pt", "cerca de 300 toneladas", "tonne"),
        ("it", "3,2 tonnellate di olio", "tonne"),
        ("it", "3,2 quintali di olio", "quintal"),
        ("uk", "5 тонн зерна", "tonne"),
        ("ar", "2,750 كيلوجرامًا من التبغ", "kilogram"),
        ("zh", "重达346.5公斤的铁锚", "kilogram"),
        ("zh", "重达346.5斤的铁锚", "jin"),
        ("nl", "een oppervlakte van 68,5 dm²", "square-decimeter"),
        ("vi", "sức gió 117,5 km/giờ", "kilometer-per-hour"),
        ("pl", "plus 7,5 proc. premii", "percent"),
        ("es", "una finca de 62,5 ha, y más", "hectare"),
    ],
)
def test_units_as_people_write_them(language: str, text: str, unit: str) -> None:
    (found,) = quantities.quantities_in(text, language_data(language))
    assert found.unit.name == unit


def test_a_half_after_the_unit_is_part_of_the_quantity() -> None:
    english = language_data("en")
    texts = "It takes about 9.5 hours.", "It takes nine hours and a half."
    ((one, other),) = quantities.converted(*texts, english, english)
    assert one.number.value == other.number.value == 9.5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It opened in 2020 in Madrid."),
        ("es", "El 19 ha llovido."),
        ("es", "En 2020 a las 8"),
    ],
)
def test_a_common_word_is_no_unit(language: str, text: str) -> None:
    assert quantities.quantities_in(text, language_data(language)) == ()
