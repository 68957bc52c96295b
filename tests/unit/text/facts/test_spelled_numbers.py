"""Numbers in words and by scales, in languages that text2num does not know."""

import tomllib
from fractions import Fraction
from itertools import chain
from pathlib import Path

import pytest

from harness.text.data.language import language_data, languages_with_data
from harness.text.data.scales import percent_names, scales
from harness.text.facts.numbers import Written, agree, numbers_in

LANGUAGES = Path(__file__).parents[4] / "langpacks" / "languages"


def _values(text: str, language: str) -> list[Fraction]:
    numbers = numbers_in(text, language_data(language))
    return [number.value for number in numbers if number.written is not Written.HINT]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("ru", "восемь тысяч пятьсот девяносто два рубля", [8592]),
        ("pl", "tysiąc sześćset osiemdziesiąt osób", [1680]),
        ("ca", "nou mil sis-cents trenta-nou", [9639]),
        ("cs", "dvě stě devadesát tři tisíc", [293_000]),
        ("sv", "fyrahundratrettiofem bilar", [435]),
        ("fi", "kuusikymmentäkahdeksan autoa", [68]),
        ("da", "tusind syvhundrede og tolv kroner", [1712]),
        ("ar", "مائتان وأربعة وخمسون كتابا", [254]),
        ("ar", "ثلاثة آلاف ومائة وإثنان", [3102]),
        ("he", "ארבעת אלפים תשע מאות שלושים", [4930]),
        ("fa", "پنج هزار و صد و شانزده", [5116]),
        ("hi", "आठ लाख नवासी हज़ार छह सौ पचहत्तर", [889_675]),
        ("id", "sembilan ribu sembilan ratus lima puluh dua", [9952]),
        ("el", "χίλια πεντακόσια δεκαοκτώ", [1518]),
        ("ko", "팔십이만 육천오백이십오", [826_525]),
        ("zh", "廿八", [28]),
        # Two numbers stay two: nothing fits below "two", and a comma or a word parts.
        ("ru", "двадцать, тридцать", [20, 30]),
        ("ru", "пять два", [5, 2]),
        ("fa", "پنج و شش", [5, 6]),
        ("da", "femten og tolv", [15, 12]),
        ("ru", "5 тысяч двести", [5000, 200]),
    ],
)
def test_numbers_of_several_words_are_one(language: str, text: str, values: list[int]) -> None:
    assert _values(text, language) == values


def test_a_scale_alone_is_no_number() -> None:
    assert _values("тысячи людей", "ru") == []
    assert _values("mii de miliarde", "ro") == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "a loss of $8.3M in May", 8_300_000),
        ("es", "8900\u00a0M", 8_900_000_000),
        ("ro", "35 de miliarde", 35 * 10**9),
        ("ca", "53 milers de milions", 53 * 10**9),
        ("hi", "2.1 अ॰", 2_100_000_000),
        ("cs", "7,8 mld. korun", 7_800_000_000),
        ("tr", "200\u00a0B", 200_000),
        ("he", "1.9B\u200f", 1_900_000_000),
    ],
)
def test_scales_of_the_cldr_count(language: str, text: str, value: int) -> None:
    assert _values(text, language) == [value]


def test_a_letter_after_a_plain_space_scales_nothing() -> None:
    assert _values("size 8 M", "en") == [8]


def test_a_scale_that_is_short_for_a_unit_too_only_may_scale() -> None:
    (number,) = numbers_in("τρέξαμε 18 εκ.", language_data("el"))
    assert (number.value, number.otherwise) == (18, 18 * 10**6)


def test_scales_are_empty_where_nothing_is_known() -> None:
    assert scales("und") == ({}, {})
    assert percent_names("und") == frozenset()


def test_the_hundred_of_per_cent_is_no_number() -> None:
    assert _values("el 58,3 per cent de la gent", "ca") == [Fraction("58.3")]
    assert _values("το 27,6 τοις εκατό", "el") == [Fraction("27.6")]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("zh", "气温为-15度", -15),
        ("ja", "残高は-2,540でした", -2540),
        ("zh", "见图-5", 5),
        ("zh", "八-9个", 9),
    ],
)
def test_minus_stands_at_a_sign_that_numbers_nothing(language: str, text: str, value: int) -> None:
    assert _values(text, language) == [value]


@pytest.mark.parametrize("language", languages_with_data())
def test_number_words_stand_as_they_are_made(language: str) -> None:
    """Folded, as `make_language.py` writes them: what is added by hand would be lost."""
    numbers = tomllib.loads((LANGUAGES / f"{language}.toml").read_text("utf-8"))["numbers"]
    words = [*numbers["multipliers"], *chain.from_iterable(numbers["spelled"].values())]
    assert [word for word in words if word != word.casefold()] == []


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [
        ("sv", "tre och en halv timme", "3,5 timmar"),
        ("ru", "пять с половиной часов", "5,5 часов"),
        ("el", "δύο και μισή ώρες", "2,5 ώρες"),
        ("fa", "ساعت ده و نیم", "ساعت ۱۰:۳۰"),
        ("he", "בשעה שמונה ורבע", "בשעה 8:15"),
        ("tr", "saat sekiz buçukta", "saat 08.30'da"),
        ("hi", "साढ़े छह बजे", "6:30 बजे"),
        ("ar", "الساعة الثامنة والربع", "الساعة 8:15"),
        ("sv", "halv åtta", "7.30"),
        ("it", "alle sette di sera", "alle 19.00"),
        ("en", "at 4.20 a.m.", "at 04:20"),
        ("fr", "à 17\u00a0h\u00a030", "à 17:30"),
        ("fr", "à 17\u202fh\u202f30", "à 17:30"),
        ("ca", "a tres quarts de vuit", "a les 7.45"),
        ("el", "στις επτά και τέταρτο το πρωί", "στις 7:15 το πρωί"),
        ("fa", "ساعت نه و نیم صبح", "ساعت ۹:۳۰ صبح"),
        ("fa", "۱۲ میلیون و ۵۰۰ هزار تومان", "۱۲٬۵۰۰٬۰۰۰ تومان"),
    ],
)
def test_a_part_in_words_is_part_of_the_number(language: str, text: str, other: str) -> None:
    (one,), (two,) = (
        [n for n in numbers_in(each, language_data(language)) if n.written is not Written.HINT]
        for each in (text, other)
    )
    assert agree(one, two)
    assert agree(two, one)


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("ko", "스물네 명", [24]),
        ("ko", "세 번", [3]),
        ("ko", "열두 살", [12]),
        ("ko", "세계 여러 분야", []),
        ("ja", "令和7年", [2025]),
        ("ja", "昭和64年", [1989]),
        ("zh", "二〇二五年", [2025]),
        ("zh", "十点二十分", [37_200]),
        ("zh", "下午三点一刻", [11_700]),
        ("zh", "三点建议", []),
        ("ru", "четырёх лет", [4]),
        ("uk", "дев’ять днів", [9]),
        ("tr", "14 bin 300 kavanoz", [14_300]),
        ("vi", "lúc 6 giờ rưỡi", [23_400]),
        ("ko", "2025.1.19", [2025, 1, 19]),
    ],
)
def test_numbers_in_the_ways_of_single_languages(
    language: str, text: str, values: list[int]
) -> None:
    assert _values(text, language) == values
