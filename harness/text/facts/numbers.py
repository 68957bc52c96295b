"""The numbers of a text as values, whatever their writing: "12" and "twelve" are one."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache
from math import prod

import regex
import text_to_num

from harness.core.values import Cover, Span
from harness.text.data.cldr import day_periods
from harness.text.data.language import LanguageData, NumberConventions
from harness.text.data.scales import percent_names, scales
from harness.text.facts.spelled_numbers import spelled_numbers


class Written(Enum):
    """How plainly a value is stated.

    A `HINT` is a word that may stand for a value and may not ("one", "both", "second", bare
    "thousands"): it can answer a number of the other text, and is never missed by itself.
    """

    DIGITS = "digits"
    WORDS = "words"
    HINT = "hint"


class NumberKind(Enum):
    """What a number's value counts."""

    AMOUNT = "amount"
    ORDINAL = "ordinal"
    TIME = "time"  # seconds since midnight
    DECADE = "decade"  # its first year
    LABEL = "label"  # digits that are no value: version numbers, broken grouping


@dataclass(frozen=True, slots=True)
class Number:
    """One number and where it stands. The `value` of a label is that of its digits alone.

    `otherwise` is what it may state as well: 85 million for the first number of "85 to 90 million".
    """

    text: str
    span: Span
    value: Fraction
    written: Written
    measure: NumberKind = NumberKind.AMOUNT
    otherwise: Fraction | None = None

    @property
    def digits(self) -> str:
        """The text's digits, or those of its value."""
        found = "".join(_ascii(character) for character in self.text if character.isdigit())
        return found or str(self.value)


def spelled_out(language: LanguageData) -> bool:
    """Whether numbers in words are read in this language."""
    habits = language.numbers
    return bool(habits.words or habits.spelled or habits.multipliers.keys() & _SCALES)


def agree(one: Number, other: Number) -> bool:
    """Whether two numbers state one value.

    "3 pm" agrees with "15:00" and with a bare "3", "9.15" with "9:15"; "the 90s" with "the 1990s".
    A label agrees only with its own writing.
    """
    measures = (one.measure, other.measure)
    if NumberKind.LABEL in measures:
        return one.measure is other.measure and one.text == other.text
    if NumberKind.TIME in measures:
        return _same_hour(one, other)
    if NumberKind.DECADE in measures:
        return one.value % 100 == other.value % 100
    if one.otherwise is None and other.otherwise is None:
        return one.value == other.value or _hour_in_words(one, other) or _hour_in_words(other, one)
    meanings = {other.value, other.otherwise} - {None}
    return one.value in meanings or one.otherwise in meanings


def stand_for_one(one: Number, other: Number) -> bool:
    """Whether two numbers agree, and times of day in the half of the day, too."""
    times = NumberKind.TIME in (one.measure, other.measure)
    return agree(one, other) and (not times or (seconds_of(one) - seconds_of(other)) % _DAY == 0)


@lru_cache(maxsize=64)  # several detectors ask for the same few texts of a bead
def numbers_in(text: str, language: LanguageData) -> tuple[Number, ...]:
    """The numbers of `text`, in order, read as `language` writes them.

    Digits of any script, grouped by marks, spaces or apostrophes; times; the fractions ½ and 1/2;
    number words where text2num knows the language; multipliers ("2.5 million", "mil millones"),
    parts ("two and a half") and the clock's idioms ("half past nine").

    Blind to Roman numerals, to units and currencies, to the percent sign, and to digits inside
    words that begin with a letter ("MP3"), which are names.
    """
    if not text.isascii() and (read := _with_ascii_digits(text)) != text:
        return tuple(
            replace(number, text=number.span.of(text)) for number in numbers_in(read, language)
        )
    habits = _with_scales(language)
    digits = [_phrased(number, text, habits) for number in _from_digits(text, habits)]
    digits = _counted_on([_of_day(number, text, language.tag) for number in digits], text, habits)
    spelled = list(_from_words(text, habits) if habits.words else _from_spelled(text, habits))
    spelled = _outside_percent(spelled, text, language.tag)
    words = _apart(_phrased(number, text, habits) for number in spelled)
    words = [_of_day(number, text, language.tag) for number in words]
    if habits.pair_years:
        words = _paired_years(words, text)
    words = _paired_ordinals(words, text)
    if habits.multipliers.keys() & _SCALES:
        digits = _summed(digits, text)
        digits += _outside(_summed(list(_from_signs(text)), text), digits)
        digits += _outside(list(_from_korean(text)), digits)
    taken = _outside(words, digits)
    hints = _outside(_hints(text, habits), [*digits, *taken])
    numbers = sorted([*digits, *taken, *hints], key=lambda number: number.span)
    return tuple(_ranges(numbers, text, habits))


@cache
def _with_scales(language: LanguageData) -> NumberConventions:
    """How the language writes numbers, with what the CLDR scales them by."""
    sure, perhaps = scales(language.tag)
    return replace(language.numbers, scales=sure, perhaps=perhaps)


# ── digits ──────────────────────────────────────────────────────────────────────────────────────

_NATIVE_DIGIT = regex.compile(r"[\p{Nd}--0-9]", regex.VERSION1)


def _with_ascii_digits(text: str) -> str:
    """The text with the digits of other scripts as those of ASCII; all stands where it stood."""

    def read(digit: regex.Match[str]) -> str:
        return _ascii(digit[0]) if _has_known_value(digit[0]) else digit[0]

    return str(_NATIVE_DIGIT.sub(read, text))


_SPACES = " \u00a0\u2009\u202f"
_APOSTROPHES = "'’"
_UNSEEN = "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\u00ad\ufeff]"
# A sign of Chinese or Japanese before a minus, but none that numbers things (图-5 is figure 5).
_NUMBERING = "〇零一二三四五六七八九十百千万亿億图圖表章節节条條卷件型号號組组題题頁页第"
_NOT_NUMBERED = rf"[[\p{{Han}}\p{{Hiragana}}]--[{_NUMBERING}]]"
_ONE_SPACE = "[\\ \u00a0\u202f]?"  # French printers set one that does not break: "17 h 30"
_HOUR_SIGN = r"(?: \s?[点點時时시]\s? )"  # of Chinese, Japanese and Korean
# "11 ч 40 мин", "9 год 15 хв" (a Russian "год" is a year), "7 giờ 30", Dutch "22u10".
_HOUR_WORD = (
    rf"(?: {_ONE_SPACE}(?: h | ч\.? | giờ ){_ONE_SPACE} | u (?= \p{{Nd}}{{2}} )"
    rf"| {_ONE_SPACE}(?: год\.? | час(?:а|ов)? | годин[аи]? ){_ONE_SPACE}"
    rf" (?= \p{{Nd}}{{1,2}}{_ONE_SPACE}(?: мин | хв ) ) )"
)
_MINUTE_WORD = rf"(?: \s?[分분] | {_ONE_SPACE}(?: мин(?:ут[аы]?)? | хв(?:илин[аи]?)? | phút )\b )"
_MONEY_LETTERS = r"(?: Rp | Rs | RM | kr )"  # "Rp250.000": signs that are letters
_DIGITS = regex.compile(
    rf"""
      (?: (?<! [\p{{Latin}}\p{{Cyrillic}}\p{{Greek}}_\p{{Nd}}] ) | (?<= \b{_MONEY_LETTERS} ) )
      (?<! \p{{Nd}} [.,] )
      (?P<minus> (?: (?<! [\p{{L}}\p{{Nd}}\p{{Pd}}.,)] {_UNSEEN}* ) | (?<= {_NOT_NUMBERED} ) )
        [-−] )?
      (?: (?P<hour> [012]?\p{{Nd}} ) (?: : | {_HOUR_WORD} | {_HOUR_SIGN} )
            (?P<minute> [0-5]?\p{{Nd}} ) (?: : (?P<second> [0-5]\p{{Nd}} ) )? (?! [\p{{Nd}}:] )
            {_MINUTE_WORD}?
            (?<! [:h]\ ?\p{{Nd}} )
        | (?P<half_hour> [012]?\p{{Nd}} ) (?: {_HOUR_SIGN} [半반] | \ giờ\ rưỡi )
        | (?P<plain> \p{{Nd}}{{1,3}} (?: [{_SPACES}] \p{{Nd}}{{3}} )+ (?! \p{{Nd}} )
            (?: [.,] \p{{Nd}}+ )?
        | \p{{Nd}}+ (?: [.,٫٬{_APOSTROPHES}] \p{{Nd}}+ )* )
          (?P<vulgar> \ ?[½⅓⅔¼¾] | (?<= (?<! \p{{Nd}} ) [123] ) / [234] (?! [\p{{Nd}}/] ) )?
        | (?P<alone> [½⅓⅔¼¾] )
      )
    """,
    regex.VERBOSE | regex.VERSION1,
)
_HALF_DAY_SECONDS = 12 * 3600
_DAY = 2 * _HALF_DAY_SECONDS
_HALF_DAY = regex.compile(r"\s?(?P<half>[ap])\.?\s?m\b\.?", regex.IGNORECASE)
_DECADE = regex.compile(r"['’]?s\b")
_ATTACHED = regex.compile(r"\.?(?P<mark>[\p{L}º°ª]{1,3})(?![\p{L}\p{Nd}])")
_MINUS_WORD = regex.compile(r"(?:(?P<before>\p{L}+)\s+)?(?P<word>\p{L}+)\s+$")
_TWO_WORDS = 100  # characters before a number that hold two words: further back is not searched


# "12.03.2021" is three numbers, and no broken grouping.
_DOTTED_DATE = regex.compile(
    r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:1\d|20)\d\d"
    r"|(?:1\d|20)\d\d\.(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])"
)
_RUN = regex.compile(r"\d+")


def _from_digits(text: str, habits: NumberConventions) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        if not all(map(_has_known_value, match.group())):
            continue
        if _DOTTED_DATE.fullmatch(match.group()):
            for part in _RUN.finditer(text, *match.span()):
                span, value = Span(*part.span()), Fraction(part.group())
                yield Number(part.group(), span, value, Written.DIGITS)
            continue
        number = _of_era(_read_match(match, habits), text)
        number = _with_suffix(number, text, habits)
        yield _negated(number, match, text, habits)


# The year before the first one of an era of Japan or Taiwan.
_ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "明治": 1867,
    "民國": 1911,
    "民国": 1911,
}
_ERA = regex.compile(rf"(?r)(?P<name>{'|'.join(_ERAS)})\s?$")


def _of_era(number: Number, text: str) -> Number:
    """The year that 令和7 is, with the name of its era: 2025."""
    era = _ERA.search(text, 0, number.span.start) if not text.isascii() else None
    if era is None or number.measure is not NumberKind.AMOUNT:
        return number
    span = Span(era.start(), number.span.end)
    return replace(number, text=span.of(text), span=span, value=number.value + _ERAS[era["name"]])


def _has_known_value(character: str) -> bool:
    """Whether Python knows the character: `regex` finds digits of later Unicode, too."""
    return unicodedata.category(character) != "Cn"


def _read_match(match: regex.Match[str], habits: NumberConventions) -> Number:
    span, text = Span(*match.span()), match.group()
    if match["half_hour"]:
        seconds = int(match["half_hour"]) * 3600 + 1800
        return Number(text, span, Fraction(seconds), Written.DIGITS, NumberKind.TIME)
    if match["hour"]:
        parts = [int(match[name] or 0) for name in ("hour", "minute", "second")]
        seconds = parts[0] * 3600 + parts[1] * 60 + parts[2]
        return Number(text, span, Fraction(seconds), Written.DIGITS, NumberKind.TIME)
    if match["alone"]:
        return Number(text, span, _numeric(text[-1]), Written.DIGITS)
    value = read_digits(match["plain"], habits)
    if value is not None and (elsewhere := _read_elsewhere(match["plain"], habits)):
        return Number(text, span, value, Written.DIGITS, otherwise=elsewhere)
    if value is None:
        bare = "".join(_ascii(character) for character in text if character.isdecimal())
        return Number(text, span, Fraction(bare), Written.DIGITS, NumberKind.LABEL)
    if vulgar := match["vulgar"]:
        value = value / int(vulgar[1:]) if vulgar[0] == "/" else value + _numeric(vulgar[-1])
    return Number(text, span, value, Written.DIGITS)


def read_digits(written: str, habits: NumberConventions) -> Fraction | None:
    """The value of digits with their marks, or None where they are no number of any writing.

    A single mark before three digits is what the language says it is: "1.234" is a bit more than
    one in English and more than a thousand in Spanish.
    """
    plain = "".join(_ascii(character) for character in written if character not in _SPACES)
    plain = plain.translate({ord("٫"): ".", ord("٬"): ",", ord("’"): "'"}).replace("'", ",")
    if any(mark in written for mark in _APOSTROPHES):
        habits = replace(habits, decimal=".", groups=",")  # an apostrophe groups in every language
    marks = [character for character in plain if character in ".,"]
    if not marks:
        return Fraction(plain)
    if len(set(marks)) == 2:
        return _grouped(plain, marks[0], marks[-1])
    if len(marks) > 1:
        return _grouped(plain, marks[0], "")
    return _one_mark(plain, marks[0], habits)


def _one_mark(plain: str, mark: str, habits: NumberConventions) -> Fraction | None:
    groups = habits.groups or ".,"
    if mark != habits.decimal and mark in groups:
        value = _grouped(plain, mark, "")
        if value is not None:
            return value
    return Fraction(plain.replace(mark, "."))


def _read_elsewhere(written: str, habits: NumberConventions) -> Fraction | None:
    """What digits say in other lands of the language: Spanish "3,000" is 3000 in Mexico."""
    marks = set(written) & set(".,")
    if len(marks) != 1 or not marks <= set(habits.regional_groups):
        return None
    return _grouped("".join(map(_ascii, written)), marks.pop(), "")


def _grouped(plain: str, group: str, decimal: str) -> Fraction | None:
    """The value where `group` parts the digits in threes (or as in India) before `decimal`."""
    whole, _, part = plain.partition(decimal) if decimal else (plain, "", "")
    first, *rest = whole.split(group)
    if (decimal and decimal in part) or group in part:
        return None
    if not 1 <= len(first) <= 3 or first == "0" or not rest or len(rest[-1]) != 3:
        return None
    inner = {len(digits) for digits in rest[:-1]}
    if inner and inner not in ({3}, {2}):
        return None
    return Fraction(f"{whole.replace(group, '')}.{part or 0}")


def _with_suffix(number: Number, text: str, habits: NumberConventions) -> Number:
    """The number together with what is attached to its last digit: "3 pm", "1990s", "21st"."""
    if number.measure is NumberKind.LABEL:
        return number
    end = number.span.end
    half = _HALF_DAY.match(text, end)
    dotted = _DOTTED_TIME.fullmatch(number.text) is not None
    if half and (number.measure is NumberKind.TIME or number.value in range(1, 13) or dotted):
        return _half_day(number, half, text)
    if number.value % 10 == 0 and (decade := _DECADE.match(text, end)):
        return _extended(replace(number, measure=NumberKind.DECADE), decade.end(), text)
    if number.value % 10 == 0 and number.value >= 2 * _TEN and habits.decades:
        before = text[max(number.span.start - _TWO_WORDS, 0) : number.span.start].casefold()
        if _decade_before(habits.decades).search(before):
            return replace(number, measure=NumberKind.DECADE)
    mark = _ATTACHED.match(text, end)
    if mark and mark["mark"].casefold() in habits.ordinal_marks:
        return _extended(replace(number, measure=NumberKind.ORDINAL), mark.end(), text)
    return number


@cache
def _decade_before(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(rf"\b({_any_of(phrases)})\s+['’]?$")


def _half_day(number: Number, half: regex.Match[str], text: str) -> Number:
    seconds = seconds_of(number) % _HALF_DAY_SECONDS
    if half["half"] in "pP":
        seconds += _HALF_DAY_SECONDS
    return _extended(replace(number, value=seconds, measure=NumberKind.TIME), half.end(), text)


def _negated(
    number: Number, match: regex.Match[str], text: str, habits: NumberConventions
) -> Number:
    minus = _minus_word(match, number.span.end, text, habits)
    if number.measure is NumberKind.LABEL or not (match["minus"] or minus):
        return number
    if minus:  # what is quoted shows the sign: "minus 2", not "2"
        span = Span(minus.start, number.span.end)
        number = replace(number, text=span.of(text), span=span)
    return replace(number, value=-number.value)


def _minus_word(
    match: regex.Match[str], end: int, text: str, habits: NumberConventions
) -> Span | None:
    words = _MINUS_WORD.search(text, max(0, match.start() - _TWO_WORDS), match.start())
    if words is None or words["word"].casefold() not in habits.minus:
        return None
    if (words["before"] or "").casefold() in habits.at_least or _fewer(text, end, habits):
        return None
    return Span(*words.span("word"))


def _fewer(text: str, end: int, habits: NumberConventions) -> bool:
    """Whether the number that ends here counts things: "menos 2 euros" is less, not below zero.

    Short words after it ("en", "na", "km") are taken for no things.
    """
    after = _COUNTED.match(text, end)
    return bool(habits.below_zero and after) and after["word"].casefold() not in habits.below_zero


def _extended(number: Number, end: int, text: str) -> Number:
    span = Span(number.span.start, end)
    return replace(number, text=span.of(text), span=span)


# ── words ───────────────────────────────────────────────────────────────────────────────────────

_PIECE = regex.compile(r"\p{L}[\p{L}\p{M}]*|\p{Nd}+|[^\s\p{L}\p{Nd}]")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:-\p{L}[\p{L}\p{M}]*)*")
_RANGE_EDGES = " \u00a0\u202f\t\n€$£¥₹"
_DASHES = frozenset("-–—")
_HUNDRED, _THOUSAND, _MILLION = 100, 1000, 10**6
_TEN = 10
_COUNTED = regex.compile(r"\s+(?P<word>\p{L}[\p{L}\p{M}]{3,})")
_NEXT_WORD = regex.compile(r"[\s\-]*(\p{L}[\p{L}\p{M}]*)")


# Numerals of Chinese, Japanese and Korean: digits, and what scales them.
_UNITS = dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_UNITS |= dict(zip("영일이삼사오육칠팔구", range(10), strict=True)) | {"两": 2, "兩": 2}
_TENS = {
    "廿": 20,
    "卅": 30,
    "丗": 30,
    "卌": 40,
    "十": 10,
    "百": 100,
    "千": 1000,
    "십": 10,
    "백": 100,
    "천": 1000,
}
_SCALES = {
    **{"万": 10**4, "萬": 10**4, "만": 10**4, "亿": 10**8, "億": 10**8, "억": 10**8},
    **{"兆": 10**12, "조": 10**12},
}
_HANGUL_SCALES = "만억조"
_SIGNS = "".join((*_UNITS, *_TENS, *_SCALES))
# Two signs at least, one of which scales: a single one is part of many other words. Any in
# ordinals.
_NUMERAL = regex.compile(
    rf"(?<! [{_SIGNS}] ) (?= [{_SIGNS}]* [十廿卅丗卌百千십백천万萬만亿億억] ) [{_SIGNS}]{{2,}}"
    rf"| (?<= 第 ) [{_SIGNS}]+"
    rf"| (?<! [{_SIGNS}] ) [〇零一二三四五六七八九]{{4}} (?= 年 )",
    regex.VERBOSE,
)
_SIGNED_TIME = regex.compile(
    r"(?<hour>[一二两兩三四五六七八九十]{1,3})[点點時时]"
    r"(?:钟|鐘|(?<half>半)|(?<quarters>[一三])刻|(?<minute>[〇零一二三四五六七八九十]{1,3})分?)"
)


def _from_signs(text: str) -> Iterator[Number]:
    """Numbers in the numerals of Chinese, Japanese and Korean: 三百五十, 삼백오십, 十点二十分."""
    times = []
    for match in _SIGNED_TIME.finditer(text):
        minutes = 30 if match["half"] else 15 * numeral_value(match["quarters"] or "")
        minutes += numeral_value(match["minute"] or "")
        value = Fraction(numeral_value(match["hour"]) * 3600 + minutes * 60)
        span = Span(*match.span())
        times.append(Number(match.group(), span, value, Written.WORDS, NumberKind.TIME))
    yield from times
    for match in _NUMERAL.finditer(text):
        span = Span(*match.span())
        if not any(time.span.overlaps(span) for time in times):
            value = Fraction(numeral_value(match.group()))
            yield Number(match.group(), span, value, Written.WORDS)


# What Koreans count things with, up to fifty or so, before what they count them by.
_KOREAN_TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50}
_KOREAN_ONES = {
    **{"하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "넷": 4, "네": 4, "넉": 4},
    **{"다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9},
}
_KOREAN_COUNTED = (
    "명 분 사람 번 시 시간 개 개월 달 살 마리 권 병 잔 대 장 채 가지 배 차례 곳 그루 켤레 송이"
)
_KOREAN = regex.compile(
    rf"(?<!\p{{Hangul}})(?=\p{{Hangul}})(?P<tens>{'|'.join(_KOREAN_TENS)})?"
    rf"(?P<ones>{'|'.join(_KOREAN_ONES)})?(?=\s?(?:{'|'.join(_KOREAN_COUNTED.split())}))"
)


def _from_korean(text: str) -> Iterator[Number]:
    """Numbers in Korean's own words: "스물네 명" are 24 people, "세 번" is three times."""
    for match in _KOREAN.finditer(text):
        value = _KOREAN_TENS.get(match["tens"], 0) + _KOREAN_ONES.get(match["ones"], 0)
        if value:
            writing = Written.HINT if value == 1 else Written.WORDS
            yield Number(match.group(), Span(*match.span()), Fraction(value), writing)


def numeral_value(numeral: str) -> int:
    """What a numeral in the signs of Chinese, Japanese or Korean says: 三百五十 is 350."""
    total = section = digit = 0
    for sign in numeral:
        if sign in _UNITS:
            digit = digit * 10 + _UNITS[sign]
        elif sign in _TENS:
            section, digit = section + (digit or 1) * _TENS[sign], 0
        else:
            total, section, digit = total + (section + digit or 1) * _SCALES[sign], 0, 0
    return total + section + digit


def _summed(numbers: list[Number], text: str) -> list[Number]:
    """Parts of one number as one: "1億2万" is 100,020,000, as is "일억 이만" with its gap."""
    joined: list[Number] = []
    for number in numbers:
        last = joined[-1] if joined else None
        if last and last.text[-1] in _SCALES and _continues(last, number, text):
            joined[-1] = replace(
                _extended(last, number.span.end, text), value=last.value + number.value
            )
        else:
            joined.append(number)
    return joined


def _continues(last: Number, number: Number, text: str) -> bool:
    between = text[last.span.end : number.span.start]
    if between.isspace():  # Korean parts its ten thousands so
        korean = last.text[-1] in _HANGUL_SCALES and number.written is not Written.HINT
        return korean and number.value < _SCALES[last.text[-1]]  # "3만 5천", "3만 5000"
    return between == ""


class _NumberPiece:
    """A word as text2num wants it. It joins words over a hyphen by itself, and not over a comma."""

    __slots__ = ("_match",)

    def __init__(self, match: regex.Match[str]) -> None:
        self._match = match

    @property
    def start(self) -> int:
        start: int = self._match.start()
        return start

    @property
    def end(self) -> int:
        end: int = self._match.end()
        return end

    def text(self) -> str:
        # The library is written in Rust, and panics at what is no character (a lone surrogate).
        text: str = self._match.group()
        return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")

    def nt_separated(self, _previous: "_NumberPiece") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def _from_words(text: str, habits: NumberConventions) -> Iterator[Number]:
    pieces = [_NumberPiece(match) for match in _PIECE.finditer(text)]
    for found in text_to_num.find_numbers(pieces, habits.words, threshold=0):
        span = Span(pieces[found.start].start, pieces[found.end - 1].end)
        written = span.of(text)
        yield Number(
            written,
            span,
            Fraction(found.value).limit_denominator(10**6),
            _writing_of(written, found.value, habits),
            NumberKind.ORDINAL if found.is_ordinal else NumberKind.AMOUNT,
            habits.loose.get(written.casefold()),
        )


def _from_spelled(text: str, habits: NumberConventions) -> Iterator[Number]:
    """Numbers in words, as the CLDR's rules write them."""
    if not habits.spelled:
        return
    for found in spelled_numbers(text, habits):
        written = found.span.of(text)
        writing = _writing_of(written, found.value, habits)
        yield Number(written, found.span, Fraction(found.value), writing)


def _outside_percent(words: Sequence[Number], text: str, tag: str) -> list[Number]:
    """Without the hundred of "per cent", where a language writes a percentage so."""
    names = [name for name in percent_names(tag) if " " in name]
    if not names or not words:
        return list(words)
    folded = text.casefold()
    spans = [
        Span(match.start(), match.end())
        for name in names
        for match in regex.finditer(regex.escape(name), folded)
    ]
    return [word for word in words if not any(span.covers(word.span) for span in spans)]


def _writing_of(written: str, value: float, habits: NumberConventions) -> Written:
    words = written.casefold().split()
    unsure = len(words) == 1 and (words[0] in habits.multipliers or words[0] in habits.ambiguous)
    return Written.HINT if value in (0, 1) or unsure else Written.WORDS


def _phrased(number: Number, text: str, habits: NumberConventions) -> Number:
    """The number together with the words around it that change its value."""
    if number.measure is not NumberKind.AMOUNT:
        return number
    if number.written is Written.HINT and number.value != 1:
        return _sure_by_part(number, text, habits)
    return _clocked(_scaled(number, text, habits), text, habits)


def _sure_by_part(number: Number, text: str, habits: NumberConventions) -> Number:
    """A word that may be a number, and is one where a part of one follows: Persian "ده و نیم"."""
    end, part = _with_part(number.span.end, text, habits)
    if not part:
        return number
    return replace(_extended(number, end, text), value=number.value + part, written=Written.WORDS)


def _scaled(number: Number, text: str, habits: NumberConventions) -> Number:
    """The number times the multipliers that follow it, with a part of itself or of the multiplier:
    "two and a half thousand", "dos millones y medio".
    """
    factor = habits.multipliers.get(number.text.casefold().split()[-1], 1)
    end, part = _with_part(number.span.end, text, habits)
    value = number.value + part * _divisible(factor)
    otherwise = number.otherwise  # "10,000 millones" may be ten or ten thousand of them
    while found := _multiplier_after(text, end, habits):
        factor, end = found
        value *= factor
        otherwise = otherwise and otherwise * factor
    if not part:
        end, part = _with_part(end, text, habits)
        value += part * _divisible(factor)
    if end == number.span.end:
        return _perhaps_scaled(number, text, habits)
    written = Written.WORDS if number.written is Written.HINT else number.written
    return replace(_extended(number, end, text), value=value, written=written, otherwise=otherwise)


def _perhaps_scaled(number: Number, text: str, habits: NumberConventions) -> Number:
    """The number, and what it may be with a scale that is short for something else as well."""
    match = habits.perhaps and _perhaps(tuple(habits.perhaps)).match(text, number.span.end)
    if not match:
        return number
    return replace(number, otherwise=number.value * habits.perhaps[match[1].casefold()])


@cache
def _perhaps(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(rf"\s?({'|'.join(map(regex.escape, phrases))})(?![\p{{L}}\p{{Nd}}])")


def _multiplier_after(text: str, at: int, habits: NumberConventions) -> tuple[int, int] | None:
    """What the multiplier that stands next is worth, and where it ends: a word, signs of a script
    without gaps (9亿人), or what the CLDR writes ("5 mld.", "35 de mii", "8M").
    """
    joined = _joined_multipliers(tuple(habits.multipliers))
    match = (joined and joined.match(text, at)) or _NEXT_WORD.match(text, at)
    if match and (factor := habits.multipliers.get(match[1].casefold())):
        return factor, match.end()
    if _PRICE.search(text, 0, at) and (match := _PRICE_SCALE.match(text, at)):
        return _PRICE_SCALES[match[1].casefold()], match.end()
    if habits.scales and (match := _scale_phrases(tuple(habits.scales)).match(text, at)):
        written = match["phrase"]
        key = written if written in habits.scales else _spaced(written)
        return habits.scales[key], match.end()
    return None


_PRICE = regex.compile(r"(?r)\p{Sc}\s?[\d.,]+$")
_PRICE_SCALE = regex.compile(r"\s?(bn|mn|[mbk])(?![\p{L}\p{Nd}])", regex.IGNORECASE)
_PRICE_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}  # "£125m"


@cache
def _scale_phrases(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    """Single letters, and others that hold a capital, stand as they are at the number or after a
    space that does not break; they have other meanings elsewhere (8 M may be a size).
    """
    as_written = [each for each in phrases if len(each) == 1 or each != each.casefold()]
    letters = "|".join(map(regex.escape, as_written))
    longer = sorted((each for each in phrases if each not in as_written), key=len, reverse=True)
    choices = [rf"[\u00a0\u202f]?(?P<phrase>{letters})"] if letters else []
    choices += [rf"\s?(?P<phrase>(?i:{_any_of(tuple(longer))}))"] if longer else []
    return regex.compile(rf"(?:{'|'.join(choices)})(?![\p{{L}}\p{{M}}\p{{Nd}}])")


@cache
def _joined_multipliers(words: tuple[str, ...]) -> regex.Pattern[str] | None:
    joined = sorted(filter(_UNSPACED.match, words), key=len, reverse=True)
    return regex.compile(rf"\s?({'|'.join(joined)})") if joined else None


_UNSPACED = regex.compile(r"[\p{Han}\p{Hangul}]")


def _divisible(factor: int) -> int:
    """What "and a half" halves: a million, but not a hundred or a thousand ("mil y medio")."""
    return factor if factor >= _MILLION else 1


def with_part(number: Number, end: int, text: str, language: LanguageData) -> tuple[Number, int]:
    """A number with the part that follows what it counts, and where that ends.

    "An hour and a half" is 1.5 hours; "an hour" suggests one.
    """
    after, part = _with_part(end, text, language.numbers)
    if not part or number.measure is not NumberKind.AMOUNT:
        return number, end
    return replace(number, value=number.value + part, written=Written.WORDS), after


def _with_part(end: int, text: str, habits: NumberConventions) -> tuple[int, Fraction]:
    """Where "and a half" ends if it stands at `end`, and what it adds."""
    if habits.fractions and (match := _phrase_after(tuple(habits.fractions)).match(text, end)):
        return match.end(), habits.fractions[_spaced(match[1])]
    return end, Fraction(0)


def _clocked(number: Number, text: str, habits: NumberConventions) -> Number:
    """The time of day where a phrase such as "half past" stands before an hour."""
    if not habits.clock or number.value not in range(1, 13):
        return number
    match = _phrase_before(tuple(habits.clock)).search(text, 0, number.span.start)
    if match is None:
        return number
    span = Span(match.start(1), number.span.end)
    value = number.value * 3600 + habits.clock[_spaced(match[1])] * 60
    return Number(span.of(text), span, value, Written.WORDS, NumberKind.TIME)


@cache
def _phrase_after(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(rf"\s+({_any_of(phrases)})\b", regex.IGNORECASE)


@cache
def _phrase_before(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(rf"(?r)\b({_any_of(phrases)})\s+$", regex.IGNORECASE)


def _of_day(number: Number, text: str, tag: str) -> Number:
    """The time that an hour is before a part of the day: "8.15 del vespre", "sette di sera"."""
    if number.measure is not NumberKind.AMOUNT or number.written is Written.HINT:
        return number
    hour = number.value.numerator // number.value.denominator
    parted = number.value.denominator in (2, 4) and number.written is Written.WORDS
    whole = number.value.denominator == 1 or parted  # "nine and a half in the morning"
    if not (whole and hour in range(1, 13)) and not _DOTTED_TIME.fullmatch(number.text):
        return number
    if not _parts_of_day(tag).match(text, number.span.end):
        return number
    return replace(number, value=seconds_of(number), measure=NumberKind.TIME)


_AND = ("", "و")


def _counted_on(numbers: list[Number], text: str, habits: NumberConventions) -> list[Number]:
    """Thousands in words and what follows them in digits as one: Turkish "14 bin 300"."""
    joined: list[Number] = []
    for number in numbers:
        last = joined[-1] if joined else None
        scale = _scale(last, habits) if last else 1
        gap = text[last.span.end : number.span.start] if last else ""
        follows = gap == " " and number.text.isdigit() and _THOUSAND > number.value >= _HUNDRED
        # Persian "12 million and 500 thousand".
        follows |= gap.strip() in _AND and scale >= _MILLION and _scale(number, habits) == _THOUSAND
        if last and follows and scale >= _THOUSAND:
            whole = replace(last, value=last.value + number.value)
            joined[-1] = _extended(whole, number.span.end, text)
        else:
            joined.append(number)
    return joined


@cache
def _parts_of_day(tag: str) -> regex.Pattern[str]:
    """What the CLDR calls parts of the day, after one or two short words: "de la tarda"."""
    names = tuple(sorted({name for _, name in day_periods(tag)}, key=len, reverse=True))
    if not names:
        return regex.compile(r"(?!)")
    gap = r"\s+(?:\p{L}{1,3}\s+){0,2}"
    return regex.compile(rf"{gap}(?:{_any_of(names)})(?!\p{{L}})", regex.IGNORECASE)


def _any_of(phrases: tuple[str, ...]) -> str:
    return "|".join(r"\s+".join(map(regex.escape, phrase.split())) for phrase in phrases)


def _spaced(phrase: str) -> str:
    return " ".join(phrase.casefold().split())


def _apart(numbers: Iterable[Number]) -> list[Number]:
    """Without those that the number before has taken in: the "thousand" of "two and a half …"."""
    kept: list[Number] = []
    for number in numbers:
        if kept and kept[-1].span.overlaps(number.span):
            if number.span.start == kept[-1].span.start and number.measure is NumberKind.TIME:
                kept[-1] = number  # Catalan "dos quarts de set"
            continue
        kept.append(number)
    return kept


def _ranges(numbers: Sequence[Number], text: str, habits: NumberConventions) -> Iterator[Number]:
    """In "85 to 90 million" the first number may share the multiplier of the second."""
    amounts = [number for number in numbers if number.written is not Written.HINT]
    nexts = dict(zip((number.span for number in amounts), amounts[1:], strict=False))
    for number in numbers:
        end = nexts.get(number.span)
        scale = _scale(end, habits) if end and _joins_next(number, end, text, habits) else 1
        shared = scale > 1 and number.measure is NumberKind.AMOUNT and _scale(number, habits) == 1
        yield replace(number, otherwise=number.value * scale) if shared else number


def joined(number: Number, end: Number, text: str, language: LanguageData) -> bool:
    """Whether two numbers are the ends of a range: "2 to 4", "2-4"."""
    return _joins_next(number, end, text, language.numbers)


def _joins_next(number: Number, end: Number, text: str, habits: NumberConventions) -> bool:
    between = text[number.span.end : end.span.start].casefold().strip(_RANGE_EDGES)
    return between in habits.joiners or between in _DASHES


def _scale(number: Number, habits: NumberConventions) -> int:
    return prod(habits.multipliers.get(word, 1) for word in number.text.casefold().split()[1:])


def _paired_years(numbers: list[Number], text: str) -> list[Number]:
    """ "nineteen eighty-four" as one number: two of two digits, with only a space between."""
    joined: list[Number] = []
    for number in numbers:
        last = joined[-1] if joined else None
        if last and _century(last) and _two_digits(number) and _touch(last, number, text):
            year = last.value * 100 + number.value
            joined[-1] = replace(_extended(last, number.span.end, text), value=year)
        else:
            joined.append(number)
    return joined


def _paired_ordinals(numbers: list[Number], text: str) -> list[Number]:
    """ "trigésimo sexto" as one number, also where only its last word agrees with the noun."""
    paired: list[Number] = []
    for number in numbers:
        last = paired[-1] if paired else None
        ordinals = last and {last.measure, number.measure} == {NumberKind.ORDINAL}
        if last and ordinals and _tens(last) and number.value < _TEN and _touch(last, number, text):
            whole = replace(last, value=last.value + number.value, written=Written.WORDS)
            paired[-1] = _extended(whole, number.span.end, text)
        else:
            paired.append(number)
    return paired


def _tens(number: Number) -> bool:
    return number.value >= 2 * _TEN and number.value % _TEN == 0


def _century(number: Number) -> bool:
    return 11 <= number.value <= 20


def _two_digits(number: Number) -> bool:
    return 10 <= number.value <= 99


def _touch(one: Number, other: Number, text: str) -> bool:
    return text[one.span.end : other.span.start].strip(" -") == ""


def _hints(text: str, habits: NumberConventions) -> list[Number]:
    words = {word.casefold() for word in _WORD.findall(text)}
    if habits.loose.keys().isdisjoint(words) and habits.multipliers.keys().isdisjoint(words):
        return []  # as most texts, in half the time
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        value = habits.loose.get(word.casefold(), habits.multipliers.get(word.casefold()))
        if value is not None:
            found.append(Number(word, Span(*match.span()), Fraction(value), Written.HINT))
    return found


def _outside(numbers: list[Number], others: list[Number]) -> list[Number]:
    """Those that share no character with any of the others."""
    taken = Cover(other.span for other in others)
    return [number for number in numbers if not taken.touches(number.span)]


# ── values ──────────────────────────────────────────────────────────────────────────────────────


def _hour_in_words(one: Number, other: Number) -> bool:
    """Whether the one is "half past eight" as languages add to the hour: 8½ is 8.30."""
    halved = one.written is Written.WORDS and one.value.denominator in (2, 4)
    return halved and _DOTTED_TIME.fullmatch(other.text) is not None and _same_hour(one, other)


def _same_hour(one: Number, other: Number) -> bool:
    """Times agree up to the half of the day; a bare number agrees with a full hour."""
    return seconds_of(one) % _HALF_DAY_SECONDS == seconds_of(other) % _HALF_DAY_SECONDS


def spelled_over(span: Span, text: str, language: LanguageData) -> Iterator[Number]:
    """The numbers in words of which the words at `span` are a part."""
    return (
        number
        for number in numbers_in(text, language)
        if number.written is Written.WORDS and number.span.covers(span)
    )


def seconds_of(number: Number) -> Fraction:
    """The time of day that a number states or may state: 9:15, 9.15, and a bare 9 for 9:00."""
    if number.measure is NumberKind.TIME:
        return number.value
    dotted = _DOTTED_TIME.fullmatch(number.text)
    return Fraction(int(dotted[1]) * 3600 + int(dotted[2]) * 60) if dotted else number.value * 3600


# Half of Europe writes times with a point, which is a number to everybody else.
_DOTTED_TIME = regex.compile(r"([01]?\d|2[0-4])\.([0-5]\d)")


def _ascii(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdigit() else character


def _numeric(character: str) -> Fraction:
    return Fraction(unicodedata.numeric(character)).limit_denominator(100)
