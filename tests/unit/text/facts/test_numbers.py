"""Numbers are values: each expected value is arithmetic, or what a reader would say."""

import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.data.language import language_data
from harness.text.facts.numbers import Number, NumberKind, Written, agree, numbers_in, read_digits


def stated(text: str, language: str) -> list[Fraction]:
    """Values of all numbers but hints."""
    numbers = numbers_in(text, language_data(language))
    return [number.value for number in numbers if number.written is not Written.HINT]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "1,234.5", ["1234.5"]),
        ("es", "1.234,5", ["1234.5"]),
        ("en", "1.234,5", ["1234.5"]),  # one mark of each kind is plain in every language
        ("es", "1.234", ["1234"]),
        ("en", "1.234", ["1.234"]),
        ("en", "18,10", ["18.10"]),
        ("en", "2.200.112", ["2200112"]),
        ("fr", "10\u202f000,5", ["10000.5"]),
        ("es", "10 000 soldados", ["10000"]),
        ("de", "1’234’567", ["1234567"]),
        ("en", "12,34,567", ["1234567"]),  # grouped as in India
        ("en", "€204.72", ["204.72"]),
        ("en", "2½ hours, ½ a day, 1/2 of it", ["2.5", "0.5", "0.5"]),
        ("en", "-5 degrees, minus 7", ["-5", "-7"]),
        ("es", "menos 6 grados, al menos 6 meses, por lo menos 20", ["-6", "6", "20"]),
        ("pt", "Custou menos 2 euros, a menos 6 graus, menos 12 na serra", ["2", "-6", "-12"]),
        ("es", "Vinieron menos 30 personas, a menos 4 grados, menos 7.", ["30", "-4", "-7"]),
        ("fr", "Il y a moins 3 voitures, et moins 5 degrés", ["3", "-5"]),
        ("pt", "menos 6 graus, pelo menos 6 meses, ao menos 20", ["-6", "6", "20"]),
        ("en", "from 1991-2019", ["1991", "2019"]),
        ("xx", "٣٤ and ५", ["34", "5"]),
        ("en", "twelve, twenty-one and a hundred and five", ["12", "21", "105"]),
        ("en", "two and a half thousand", ["2500"]),
        ("en", "2 and a half hours, one and a half", ["2.5", "1.5"]),
        ("es", "dos millones y medio, tres y media", ["2500000", "3.5"]),
        ("pt", "dois milhões e meio", ["2500000"]),
        ("en", "two hundred and a half, 3 and a quarter million", ["200.5", "3250000"]),
        ("es", "5 mil millones y medio", ["5000500000"]),
        ("en", "half past nine, a quarter to two", [str(9 * 3600 + 30 * 60), str(3600 + 45 * 60)]),
        ("es", "doce, treinta y uno, mil millones de euros", ["12", "31", "1000000000"]),
        ("pt", "doze, vinte e um, três milhões", ["12", "21", "3000000"]),
        ("en", "2.5 million, 5bn, two dozen", ["2500000", "5000000000", "24"]),
        ("es", "2,5 millones, 5 mil millones, dos billones", ["2500000", "5e9", "2e12"]),
        ("en", "nineteen eighty-four", ["1984"]),
        ("en", "COVID-19, five-year-old", ["19", "5"]),
        ("en", "MP3, B2B, H1N1, A320", []),
        ("en", "one of them, a second, both, thousands of people, zero", []),
        ("es", "uno, un segundo, el cuarto, miles de personas", []),
        ("en", "", []),
    ],
)
def test_values(language: str, text: str, values: list[str]) -> None:
    assert stated(text, language) == [Fraction(value) for value in values]


def only(text: str, language: str = "en") -> Number:
    (number,) = numbers_in(text, language_data(language))
    return number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 p.m.", "15:00"),
        ("10:30", "10:30 a.m."),
        ("the 1990s", "the 90s"),
        ("3 pm", "3"),
        ("half past nine", "9:30"),
        ("quarter to 1", "12:45"),
        ("half past one", "13:30"),
        ("21st", "twenty-first"),
        ("12", "twelve"),
        ("1,000", "1000"),
    ],
)
def test_what_agrees(one: str, other: str) -> None:
    assert agree(only(one), only(other))
    assert agree(only(other), only(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.200.112", "2,200,12"),
        ("204.72", "04.72"),
        ("244890", "24,490"),
        ("10:30", "10:13"),
        ("1.5", "15"),
        ("5", "-5"),
        ("2.0.1", "2.0.2"),
        ("12", "thirteen"),
    ],
)
def test_what_does_not_agree(one: str, other: str) -> None:
    assert not agree(only(one), only(other))


def test_the_clock_in_spanish() -> None:
    assert agree(only("nueve y media", "es"), only("9:30"))
    assert agree(only("dos menos cuarto", "es"), only("1:45"))
    assert not agree(only("nueve y media", "es"), only("9:15"))


def test_the_first_number_of_a_range_may_share_the_multiplier() -> None:
    first, last = numbers_in("between €85 and €90 million", language_data("en"))
    assert agree(first, only("85 million"))
    assert agree(first, only("85"))
    assert not agree(first, only("85 thousand"))
    assert last.value == 90_000_000


def test_half_a_character_is_no_number_and_no_crash() -> None:
    assert Fraction(2) in stated("two \ud800 dogs and \udfff cats", "en")


@pytest.mark.parametrize("text", ["\U00011de0", "1\U00011de07 dogs", "\U00011de0:30"])
def test_digits_that_this_python_does_not_know_are_no_number_and_no_crash(text: str) -> None:
    if unicodedata.category("\U00011de0") != "Cn":
        pytest.skip("this Python knows them")
    assert numbers_in(text, language_data("en")) == ()


def test_broken_grouping_is_a_label_and_no_value() -> None:
    assert only("2,200,12").measure is NumberKind.LABEL
    assert agree(only("2,200,12"), only("2,200,12"))


@given(st.integers(0, 10**12), st.integers(0, 999))
def test_digits_grouped_by_a_language_are_read_back_by_it(whole: int, part: int) -> None:
    english = f"{whole:,}.{part:03}"
    spanish = english.translate(str.maketrans(",.", ".,"))
    value = Fraction(f"{whole}.{part:03}")
    assert read_digits(english, language_data("en").numbers) == value
    assert read_digits(spanish, language_data("es").numbers) == value


@given(st.text(max_size=40) | st.text("0123456789.,:/-½²٣ '’smpa", max_size=20))
def test_spans_are_the_numbers_own_words_and_never_overlap(text: str) -> None:
    for language in ("en", "es", "und"):
        end = 0
        for number in numbers_in(text, language_data(language)):
            assert number.span.of(text) == number.text
            assert end <= number.span.start < number.span.end
            end = number.span.end
