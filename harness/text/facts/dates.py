"""Months, weekdays and halves of the day: what a date or a time says besides its numbers.

Names come from the Unicode CLDR, as babel carries it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType

import regex

from harness.core.values import Span
from harness.text.data.language import LanguageData
from harness.text.facts.numbers import NumberKind, numbers_in
from harness.text.facts.quantities import locales
from harness.text.words.normalise import folded
from harness.text.words.tokens import Token, TokenKind, tokenize


class DatePart(Enum):
    """What a word of a date names."""

    MONTH = "month"
    WEEKDAY = "weekday"
    HALF = "half of the day"


@dataclass(frozen=True, slots=True)
class DateFact:
    """A month (1 to 12), a weekday (1 is Monday), or a time of day and the half it lies in.

    The value of a half is the time in seconds since midnight. Not `sure`: a word that may mean
    something else ("march", "sun"), which can answer and is never missed.
    """

    part: DatePart
    text: str
    span: Span
    value: int
    sure: bool = True


_DIGITS = regex.compile(r"\d+")
_NOON = 12 * 3600
_DAY = 24 * 3600
# Full names that are common words too, and the short forms of the Portuguese weekdays.
_DOUBTFUL = frozenset(("march", "may", "segunda", "terca", "quarta", "quinta", "sexta"))


def dates_in(text: str, language: LanguageData) -> tuple[DateFact, ...]:
    """Months, weekdays and stated halves of the day in `text`, in order.

    Blind to relative days ("tomorrow"), seasons, festivals, eras and other calendars.
    """
    return (
        *_named_dates(text, language),
        *_within(text, language),
        *_in_digits(text),
        *_halves(text, language),
    )


def date_names(language: LanguageData) -> frozenset[str]:
    """The names of months and weekdays that are looked for in this language, folded."""
    return frozenset((*_names(language), *_joined_names(language)))


_NUMERIC = regex.compile(
    r"(?<![\w./-])(?:\d{4}(?P<one>[-/.])\d{1,2}(?P=one)\d{1,2}"
    r"|\d{1,2}(?P<two>[-/.])\d{1,2}(?P=two)\d{4})(?![\w/-]|\.\d)"
)
_MONTHS = range(1, 13)
_DAYS = range(1, 32)


def numeric_dates(text: str) -> tuple[Span, ...]:
    """Where dates stand that are written in digits with a year of four: 2021-03-12, 12/3/2021."""
    return tuple(
        Span(*match.span())
        for match in _NUMERIC.finditer(text)
        if _may_be_date([int(part) for part in _DIGITS.findall(match.group())])
    )


def _may_be_date(parts: list[int]) -> bool:
    small = [part for part in parts if part < 100]
    return len(small) == 2 and all(p in _DAYS for p in small) and min(small) in _MONTHS


def _in_digits(text: str) -> Iterator[DateFact]:
    """Months of such dates. Which part is the month, places differ about: each may answer."""
    for span in numeric_dates(text):
        written = span.of(text)
        for part in sorted({int(part) for part in _DIGITS.findall(written)}):
            if part in _MONTHS:
                yield DateFact(DatePart.MONTH, written, span, part, sure=False)


@dataclass(frozen=True, slots=True)
class _DateName:
    """A month or weekday; `short` for its abbreviations, which need a number beside them."""

    part: DatePart
    value: int
    short: bool


def _named_dates(text: str, language: LanguageData) -> Iterator[DateFact]:
    names = _names(language)
    if not names:
        return
    tokens = tokenize(text)
    for place, token in enumerate(tokens):
        if token.kind is not TokenKind.WORD:
            continue
        word = folded(token.text)
        name = names.get(word) or _plural(word, names)
        if name is None and not language.known:
            name = _inflected(word, names)
        if name is None:
            yield from _compound(token, names)
            continue
        near = (*tokens[max(place - 2, 0) : place], *tokens[place + 1 : place + 3])
        beside = any(each.kind is TokenKind.NUMBER for each in near)
        inside = place > 0 and tokens[place - 1].kind is TokenKind.WORD
        if name.short and not beside:
            continue
        doubtful = word in _DOUBTFUL and not (token.text[0].isupper() and (inside or beside))
        yield DateFact(name.part, token.text, token.span, name.value, not (name.short or doubtful))


def _compound(token: Token, names: Mapping[str, _DateName]) -> Iterator[DateFact]:
    """Names within a word: "mid-May", "Nov-Feb". They can answer and are not missed."""
    if "-" not in token.text:
        return
    for name in map(names.get, folded(token.text).split("-")):
        if name:
            yield DateFact(name.part, token.text, token.span, name.value, sure=False)


def _plural(word: str, names: Mapping[str, _DateName]) -> _DateName | None:
    """ "Fridays", "sábados": weekdays only."""
    name = names.get(word.removesuffix("s"))
    return name if name and name.part is DatePart.WEEKDAY and not name.short else None


def _inflected(word: str, names: Mapping[str, _DateName]) -> _DateName | None:
    """A name with another ending: Russian "субботу", Turkish "Mart'ta", Korean "일요일에".

    Of languages of which no more is known than the CLDR has. At most the last two letters of a
    name change, of five or fewer the last one.
    """
    stem = word.partition("'")[0]
    if stem != word and stem in names:
        return names[stem]
    for name, named in names.items():
        if named.short or not name[:_STEM_LEAST]:
            continue
        kept = len(name) - (2 if len(name) > _SHORT else 1)
        whole = word.startswith(name) and len(name) >= _STEM_LEAST
        near = kept > _STEM_LEAST and word.startswith(name[:kept])
        longest = len(name) + (1 if not whole else _SUFFIXES if len(name) > _SHORT else _SUFFIX)
        if (whole or near) and len(word) <= longest:
            return named
    return None


_STEM_LEAST = 3  # letters of a name to which endings are added
_SHORT = 5  # letters up to which but the last one stays
_SUFFIX = 3  # letters of an ending that is added to a short name
_SUFFIXES = 6  # the same of a longer one; Korean syllables count as two or three


def _within(text: str, language: LanguageData) -> Iterator[DateFact]:
    """Names in a text without spaces, or of several words: 星期六, יום שבת."""
    taken = -1
    for match in _in_any_text(language).finditer(text) if _joined_names(language) else ():
        if match.start() >= taken:
            taken = match.end()
            name = _joined_names(language)[match.group()]
            yield DateFact(name.part, match.group(), Span(*match.span()), name.value)


@cache
def _joined_names(language: LanguageData) -> Mapping[str, _DateName]:
    """Full names that tokens do not hold whole: in scripts without spaces, and of several words."""
    found: dict[str, _DateName] = {}
    for locale in locales(language.tag):
        for value, name in locale.months["format"]["wide"].items():
            if not name[0].isdigit():  # "3月" is a number
                found.setdefault(name, _DateName(DatePart.MONTH, value, short=False))
        for value, name in locale.days["format"]["wide"].items():
            day = _DateName(DatePart.WEEKDAY, value + 1, short=False)
            for writing in (name, *_also(name)):
                found.setdefault(writing, day)
    return MappingProxyType(
        {name: named for name, named in found.items() if _UNSPACED.match(name) or " " in name}
    )


_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


def _also(name: str) -> Iterator[str]:
    """What Chinese says as well: 周六, 礼拜六, 星期天."""
    if name.startswith("星期"):
        for start in ("星期", "周", "週", "礼拜", "禮拜"):
            yield start + name[2:]
            if name.endswith("日"):
                yield f"{start}天"


_WORD = regex.compile(r"[\p{L}\p{M}]+")


@cache
def _in_any_text(language: LanguageData) -> regex.Pattern[str]:
    names = sorted(_joined_names(language), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, names)))


@cache
def _names(language: LanguageData) -> Mapping[str, _DateName]:
    """Months and weekdays by their names and abbreviations of one word, folded."""
    names: dict[str, _DateName] = {}
    for width in ("wide", "abbreviated"):
        short = width == "abbreviated"
        for locale in locales(language.tag):
            for value, name in locale.months["format"][width].items():
                names.setdefault(folded(name).rstrip("."), _DateName(DatePart.MONTH, value, short))
            for value, name in locale.days["format"][width].items():
                day = _DateName(DatePart.WEEKDAY, value + 1, short)
                names.setdefault(folded(name).rstrip("."), day)
                names.setdefault(folded(name).removesuffix("-feira"), day)
    common = {folded(word) for word in language.function_words} - {"may"}
    return MappingProxyType(
        {
            name: named
            for name, named in names.items()
            if _WORD.fullmatch(name) and name not in common
        }
        | {name: named for name, named in names.items() if name.endswith("-feira")}
    )


def _halves(text: str, language: LanguageData) -> Iterator[DateFact]:
    """Times whose half of the day is stated, or clear from an hour of 13 or more."""
    after = _phrases(language)
    for number in numbers_in(text, language):
        end = number.span.end
        phrase = after.match(text, end) if after else None
        half = _WRITTEN.search(number.text)
        seconds = number.value if number.measure is NumberKind.TIME else number.value * 3600
        if phrase and 0 < seconds <= _NOON + 3600:
            late = bool(phrase["late"])
            clock = seconds % _NOON
            span = Span(number.span.start, phrase.end())
            yield DateFact(DatePart.HALF, span.of(text), span, int(clock + _NOON * late))
        elif number.measure is NumberKind.TIME and (half or seconds > _NOON + 3599):
            yield DateFact(DatePart.HALF, number.text, number.span, int(seconds % _DAY))


_WRITTEN = regex.compile(r"[ap]\.?\s?m\b", regex.IGNORECASE)


@cache
def _phrases(language: LanguageData) -> regex.Pattern[str] | None:
    """What follows an hour and says its half of the day; None where nothing is known."""
    times = language.times
    if not times.morning or not times.later:
        return None
    early, late = ("|".join(map(_spaced, phrases)) for phrases in (times.morning, times.later))
    return regex.compile(
        rf"(?:\s+(?:horas?|h|o['’]clock|en punto))?\s+(?:{early}|(?P<late>{late}))\b",
        regex.IGNORECASE,
    )


def _spaced(phrase: str) -> str:
    return r"\s+".join(regex.escape(word).replace("'", "['’]") for word in phrase.split())
