"""Months, weekdays and halves of the day: what a date or a time says besides its numbers.

Names come from the Unicode CLDR, as babel carries it.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from types import MappingProxyType

import regex

from harness.core.values import Span
from harness.text.data.cldr import calendar_names, day_period_hours, day_periods
from harness.text.data.language import LanguageData
from harness.text.facts.numbers import (
    Number,
    NumberKind,
    numbers_in,
    numeral_value,
    seconds_of,
    spelled_over,
)
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


@lru_cache(maxsize=64)  # several detectors ask for the same few texts of a bead
def dates_in(text: str, language: LanguageData) -> tuple[DateFact, ...]:
    """Months, weekdays and stated halves of the day in `text`, in order.

    Blind to relative days ("tomorrow"), seasons, festivals and eras; to other calendars than the
    Persian one.
    """
    return (
        *_named_dates(text, language),
        *_within(text, language),
        *_signed_months(text),
        *_bracketed_days(text, language),
        *_in_digits(text, language),
        *_halves(text, language),
    )


def date_names(language: LanguageData) -> frozenset[str]:
    """The names of months and weekdays that are looked for in this language, folded."""
    return frozenset((*_names(language), *_joined_names(language)))


def knows_halves(language: LanguageData) -> bool:
    """Whether it is known what the language calls the parts of the day."""
    return _phrases(language) is not None or _periods(language) is not None


@lru_cache(maxsize=4096)
def names_date(word: str, language: LanguageData) -> bool:
    """Whether a word is the name of a month or weekday, in full, be it with an ending."""
    name = _named(word, language, beside=True)
    return name is not None and not name.short and not name.common


_WRITTEN_ONTO = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]"
# Nothing is written onto a date, but in scripts that part no words: "于2026-04-16起".
_ONTO = rf"[\w--{_WRITTEN_ONTO}]"
_NUMERIC = regex.compile(
    rf"(?<!{_ONTO}|[./-])(?:\d{{4}}(?P<one>[-/.])\d{{1,2}}(?P=one)\d{{1,2}}"
    rf"|\d{{4}}\.\s\d{{1,2}}\.\s\d{{1,2}}"  # Korean: "2026. 11. 14."
    rf"|\d{{1,2}}(?P<two>[-/.])\d{{1,2}}(?P=two)\d{{4}})(?!{_ONTO}|[/-]|\.\d)",
    regex.VERSION1,
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


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of a month without its year: "14 March", "14/03", "3月14日".

    Not `named`: written in digits alone, so that day and month may be either of the two.
    """

    span: Span
    day: int
    month: int
    named: bool


def rewritten_days(
    source: str, back: str, language: LanguageData, other_language: LanguageData | None = None
) -> tuple[tuple[Span, Span], ...]:
    """Days that both texts name in different writing ("14 March", "14/03"), each with each once.

    Digits are a day only where the other text names it with its month: "14.3" may be a number.
    `other_language` is that of `back`, if it is another one.
    """
    both = f"{source}\n{back}"
    if not any(pattern.search(both) for pattern in (_PAIR, _SIGNED, _NUMERIC)):
        return ()
    here = calendar_days(source, language)
    there = list(calendar_days(back, other_language or language))
    pairs = []
    for one in here:
        same = (other for other in there if _same_day(one, other))
        other = next(same, None)
        if other is not None:
            there.remove(other)
            if one.span.of(source) != other.span.of(back):
                pairs.append((one.span, other.span))
    return tuple(pairs)


def _same_day(one: CalendarDay, other: CalendarDay) -> bool:
    if not (one.named or other.named):
        return False
    if one.named and other.named:
        return (one.day, one.month) == (other.day, other.month)
    here, there = ((day.day, _in_year(day.month)) for day in (one, other))
    return here in (there, there[::-1])


def _in_year(month: int) -> int:
    """Which month of the year one is in digits, be it of another calendar."""
    return month - (_OTHER_CALENDAR - 1) * (month >= _OTHER_CALENDAR)


@lru_cache(maxsize=64)
def calendar_days(text: str, language: LanguageData) -> tuple[CalendarDay, ...]:
    """Days of the calendar with their months, in order."""
    found = list(_signed_days(text))
    for fact in (*_named_dates(text, language), *_within(text, language)):
        start, end = fact.span.start, fact.span.end
        before = _DAY_BEFORE.search(text, max(start - _DAY_GAP, 0), start)
        number = before or _DAY_AFTER.match(text, end)
        if fact.part is DatePart.MONTH and number and int(number["day"]) in _DAYS:
            span = Span(min(number.start("day"), start), max(number.end("day"), end))
            found.append(CalendarDay(span, int(number["day"]), fact.value, named=True))
    found += _days_in_digits(text)
    taken = [each.span for each in found]
    for match in _PAIR.finditer(text):
        first, second = int(match[1]), int(match[4])
        span = Span(*match.span())
        if not (_may_be_date([first, second]) and not any(map(span.overlaps, taken))):
            continue
        day, month = (first, second) if second in _MONTHS else (second, first)
        found.append(CalendarDay(span, day, month, named=False))
    return tuple(sorted(found, key=lambda each: each.span))


def _days_in_digits(text: str) -> Iterator[CalendarDay]:
    """Of dates with their years the day and the month: the "08.09" of "08.09.2025"."""
    for date in numeric_dates(text):
        small = [
            part
            for part in _DIGITS.finditer(text, date.start, date.end)
            if len(part.group()) <= _SMALL
        ]
        first, second = (int(part.group()) for part in small)
        day, month = (first, second) if second in _MONTHS else (second, first)
        yield CalendarDay(Span(small[0].start(), small[1].end()), day, month, named=False)


_SMALL = 2  # digits of a day or month
_PAIR = regex.compile(
    r"(?<![\d.,:/-]|\d\s)(\d{1,2})(?:([./-])|(\.)\s(?=\d{1,2}\.))(\d{1,2})"
    r"(?:\2(?!\d)|(?<=\s\d{1,2})\.)?(?![\d:/%-]|[.,]\d)"
)
_DAY_GAP = 12  # characters before a month that hold its day: "14. ", "6ης ", "14 de "
_DAY_BEFORE = regex.compile(
    r"(?<!\d[.,:/]?)(?P<day>\d{1,2})(?:\p{L}{1,3}|[.º°])?[\s\u00a0-]*(?:\p{L}{1,3}\s)?$"
)
_DAY_AFTER = regex.compile(r"\.?\s*(?P<day>\d{1,2})(?:\p{L}{1,2}\b)?(?![\d:/]|[.,]\d)")
# Chinese, Japanese and Korean write signs for day and month, Vietnamese the word "tháng".
_SIGNED = regex.compile(
    r"(?P<month>\d{1,2}|[〇一二三四五六七八九十]{1,2})\s?[月월]\s?"
    r"(?P<day>\d{1,2}|[〇一二三四五六七八九十]{1,3})\s?[日号號일]"
    r"|(?P<vi_day>\d{1,2})\s+tháng\s+(?P<vi_month>\d{1,2})(?!\d)",
    regex.IGNORECASE,
)


def _signed_days(text: str) -> Iterator[CalendarDay]:
    for match in _SIGNED.finditer(text):
        day, month = (_small(match[name] or match[f"vi_{name}"]) for name in ("day", "month"))
        if day in _DAYS and month in _MONTHS:
            yield CalendarDay(Span(*match.span()), day, month, named=True)


def _signed_months(text: str) -> Iterator[DateFact]:
    """Months by their numbers and signs, within a date: 4月16日, "ngày 12 tháng 6"."""
    for match in _SIGNED.finditer(text):
        signed = match["month"] is not None
        month = _small(match["month"] or match["vi_month"])
        start, end = match.span("month") if signed else match.span("vi_month")
        sign = _MONTH_SIGN.match(text, end) if signed else None
        span = Span(start, sign.end()) if sign else Span(match.end("vi_day") + 1, end)
        if month in _MONTHS:
            yield DateFact(DatePart.MONTH, span.of(text), span, month)


def _bracketed_days(text: str, language: LanguageData) -> Iterator[DateFact]:
    """Weekdays by one sign after a date: "5月18日（月）", "11. 14. (토)"."""
    signs = _day_signs(language)
    for match in _BRACKETED.finditer(text) if signs else ():
        if match["day"] in signs:
            span = Span(*match.span("day"))
            yield DateFact(DatePart.WEEKDAY, match["day"], span, signs[match["day"]])


@cache
def _day_signs(language: LanguageData) -> Mapping[str, int]:
    if language.tag not in _WITH_DAY_SIGNS:
        return MappingProxyType({})
    names = calendar_names(language.tag, "days")
    return MappingProxyType({name: value + 1 for value, name, short in names if short})


_WITH_DAY_SIGNS = frozenset(("ja", "ko"))
_BRACKETED = regex.compile(r"(?<=[\d.日일]\s?)[（(]\s?(?P<day>\p{L})\s?[)）]")
_MONTH_SIGN = regex.compile(r"\s?[月월]")


def _small(written: str) -> int:
    return int(written) if written.isdigit() else numeral_value(written)


def _may_be_date(parts: list[int]) -> bool:
    small = [part for part in parts if part < 100]
    return len(small) == 2 and all(p in _DAYS for p in small) and min(small) in _MONTHS


def _in_digits(text: str, language: LanguageData) -> Iterator[DateFact]:
    """Months of such dates. Which part is the month, places differ about: each may answer.

    So does the name of the month that it would be in the language's own calendar: 1404/11/18.
    """
    for span in numeric_dates(text):
        written = span.of(text)
        for part in sorted({int(part) for part in _DIGITS.findall(written)}):
            if part in _MONTHS:
                yield DateFact(DatePart.MONTH, written, span, part, sure=False)
                if own := _names(language).get(_own_month(part, language)):
                    yield DateFact(DatePart.MONTH, written, span, own.value, sure=False)


def _own_month(number: int, language: LanguageData) -> str:
    """The month of that number, folded, in the calendar that a language has besides."""
    months = language.names.months
    own = not language.told_apart and number <= len(months)
    return folded(months[number - 1]) if own else ""


@dataclass(frozen=True, slots=True)
class _DateName:
    """A month or weekday; `short` for its abbreviations, which need a number beside them.

    So do names that are `common` words as well: Romanian "mai" is May, and more.
    """

    part: DatePart
    value: int
    short: bool
    common: bool = False


def _named_dates(text: str, language: LanguageData) -> Iterator[DateFact]:
    names = _names(language)
    if not names:
        return
    tokens = tokenize(text)
    # Without a number there is none beside a word, as in most texts.
    inflected = language.names.inflected and any(t.kind is TokenKind.NUMBER for t in tokens)
    for place, token in enumerate(tokens):
        if token.kind is not TokenKind.WORD:
            continue
        name = _named(token.text, language, beside=inflected and _beside_number(tokens, place, 2))
        if name is not None and _is_part(token, text, language):
            continue
        if name is None:
            yield from _compound(token, names)
            continue
        beside = _beside_number(tokens, place, 2) or _before_name(tokens, place, names)
        inside = place > 0 and tokens[place - 1].kind is TokenKind.WORD
        if (name.short and not beside) or (name.common and not _beside_number(tokens, place, 1)):
            continue
        word = folded(token.text)
        doubtful = word in _DOUBTFUL and not (token.text[0].isupper() and (inside or beside))
        yield DateFact(name.part, token.text, token.span, name.value, not (name.short or doubtful))


def _is_part(token: Token, text: str, language: LanguageData) -> bool:
    """Whether a word is a part of a time or of a fraction: Greek "επτά και τέταρτο" is no Wednesday
    (Τετάρτη).
    """
    return any(
        number.measure is NumberKind.TIME or number.value.denominator > 1
        for number in spelled_over(token.span, text, language)
    )


def _beside_number(tokens: Sequence[Token], place: int, reach: int) -> bool:
    near = (*tokens[max(place - reach, 0) : place], *tokens[place + 1 : place + 1 + reach])
    return any(each.kind is TokenKind.NUMBER for each in near)


def _before_name(tokens: Sequence[Token], place: int, names: Mapping[str, _DateName]) -> bool:
    """Whether the next word, over points and commas, is a name as well: "Fri., Sept. 12"."""
    after = (each for each in tokens[place + 1 :] if each.kind is not TokenKind.SYMBOL)
    word = next(after, None)
    return (
        word is not None
        and folded(word.text) in names
        and any(each.kind is TokenKind.NUMBER for each in tokens[place + 1 : place + _DATE])
    )


_DATE = 7  # tokens from a weekday to the day of the month, points and commas among them


@lru_cache(maxsize=1 << 15)
def _named(text: str, language: LanguageData, *, beside: bool) -> _DateName | None:
    """What a word names, without what is written onto it: "d'octubre", "באוקטובר", "fredagen".

    Persian writes "پنجشنبه" with a gap of no width, or without.
    """
    word, names = folded(text).replace(_NO_WIDTH, ""), _names(language)
    found = names.get(word) or _plural(word, names)
    start, _, rest = word.partition("'")
    if found is None and rest:
        found = names.get(start if rest == "s" else rest)
    if found is None and language.names.inflected:
        found = _inflected(word, names, beside=beside)
    for prefix in language.names.prefixes if found is None else ():
        if word.startswith(prefix):
            found = _named(word.removeprefix(prefix), language, beside=beside)
        if found:
            return found
    return found


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


def _inflected(word: str, names: Mapping[str, _DateName], *, beside: bool) -> _DateName | None:
    """A name with another ending: Russian "субботу", Turkish "Mart'ta", Korean "일요일에".

    At most the last two letters of a name change, of five or fewer the last one; a vowel before
    the last one may go ("poniedziałek", "poniedziałkiem"). A name of four letters or fewer needs a
    number beside it: Danish "maj" is May, "majs" is maize.
    """
    stem = word.partition("'")[0]
    if stem != word and stem in names:
        return names[stem]
    for name, named in names.items():
        if named.short or named.common or (len(name) < _SHORT and not beside):
            continue
        kept = len(name) - (2 if len(name) > _SHORT else 1)
        fleeting = len(name) > _SHORT and name[-2] in _FLEETING
        whole = len(name) >= _STEM_LEAST and (
            word.startswith(name) or (fleeting and word.startswith(name[:-2] + name[-1]))
        )
        near = kept > _STEM_LEAST and word.startswith(name[:kept])
        longest = len(name) + (1 if not whole else _SUFFIXES if len(name) > _SHORT else _SUFFIX)
        if (whole or near) and len(word) <= longest:
            return named
    return None


_NO_WIDTH = "\u200c"
_FLEETING = "eеоo"  # Latin and Cyrillic
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
            name = _joined_names(language)[match.group().casefold()]
            yield DateFact(name.part, match.group(), Span(*match.span()), name.value)


@cache
def _joined_names(language: LanguageData) -> Mapping[str, _DateName]:
    """Full names that tokens do not hold whole: in scripts without spaces, and of several words."""
    found: dict[str, _DateName] = {}
    for value, name, short in calendar_names(language.tag, "months"):
        if not short and not any(character.isdigit() for character in name):  # "3月" is a number
            found.setdefault(name.casefold(), _DateName(DatePart.MONTH, value, short=False))
    for value, name, short in calendar_names(language.tag, "days"):
        if not short:
            day = _DateName(DatePart.WEEKDAY, value + 1, short=False)
            for writing in (name, *_also(name)):
                found.setdefault(writing.casefold(), day)
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


_WORD = regex.compile(r"[\p{L}\p{M}\u200c'’]+")
_SIGNS = regex.compile(_WRITTEN_ONTO)


@cache
def _in_any_text(language: LanguageData) -> regex.Pattern[str]:
    names = sorted(_joined_names(language), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, names)), regex.IGNORECASE)


# From here on months of another calendar are numbered, as of the Persian one. Many
# are common words and need a number beside them.
_OTHER_CALENDAR = 21


def _sign(name: str) -> bool:
    """Whether a name is one sign of a script in which it is part of many words: 日, 월."""
    sign = unicodedata.normalize("NFC", name)  # folded, Hangul is in its letters
    return len(sign) == 1 and _SIGNS.match(sign) is not None


@cache
def _names(language: LanguageData) -> Mapping[str, _DateName]:
    """Months and weekdays by their names and abbreviations of one word, folded."""
    names: dict[str, _DateName] = {}
    common = {folded(word) for word in language.function_words} - {"may"}
    for value, name, short in calendar_names(language.tag, "months"):
        word = folded(name).rstrip(".").replace(_NO_WIDTH, "")
        if word not in common or not short:
            names.setdefault(word, _DateName(DatePart.MONTH, value, short, word in common))
    for value, name, short in calendar_names(language.tag, "days"):
        day = _DateName(DatePart.WEEKDAY, value + 1, short)
        word = folded(name).rstrip(".").replace(_NO_WIDTH, "")
        if word not in common:
            names.setdefault(word, day)
            names.setdefault(word.removesuffix("-feira"), day)
    if not language.told_apart:  # the others list the CLDR's again
        for rank, name in enumerate(language.names.months, start=_OTHER_CALENDAR):
            names.setdefault(folded(name), _DateName(DatePart.MONTH, rank, False, common=True))
    return MappingProxyType(
        {
            name: named
            for name, named in names.items()
            if (_WORD.fullmatch(name) and not _sign(name)) or name.endswith("-feira")
        }
    )


def _halves(text: str, language: LanguageData) -> Iterator[DateFact]:
    """Times whose half of the day is stated, or clear from an hour of 13 or more."""
    for number in numbers_in(text, language):
        seconds = seconds_of(number)
        if 0 < seconds <= _NOON + 3600 and (stated := _stated_half(text, number, language)):
            span, late = stated
            clock = int(seconds % _NOON) + _NOON * late
            yield DateFact(DatePart.HALF, span.of(text), span, clock)
        elif number.measure is NumberKind.TIME and (
            _WRITTEN.search(number.text) or seconds > _NOON + 3599
        ):
            yield DateFact(DatePart.HALF, number.text, number.span, int(seconds % _DAY))


def _stated_half(text: str, number: Number, language: LanguageData) -> tuple[Span, bool] | None:
    """Where a time stands with the words that say its half of the day, and whether it is the later.

    The words follow it in most languages ("9:15 Uhr abends"), in others they lead ("晚上9:15").
    """
    after = _phrases(language)
    if after is not None:
        phrase = after.match(text, number.span.end)
        return (Span(number.span.start, phrase.end()), bool(phrase["late"])) if phrase else None
    periods = _periods(language)
    if periods is None or number.measure not in (NumberKind.TIME, NumberKind.AMOUNT):
        return None
    hour = int(seconds_of(number) // 3600) % 12
    if follows := periods[0].match(text, number.span.end):
        late = _late(folded(follows["period"]), hour, language.tag)
        return Span(number.span.start, follows.end()), late
    start = max(number.span.start - _LEAD, 0)
    if leads := periods[1].search(text, start, number.span.start):
        late = _late(folded(leads["period"]), hour, language.tag)
        return Span(leads.start("period"), number.span.end), late
    return None


def _loosely(name: str) -> str:
    """A name whose marks may stand elsewhere, or not at all: Arabic "صباحًا", "صباحاً"."""
    if _ARABIC.search(name) is None:
        return _spaced(name)
    bare = [letter for letter in name if not unicodedata.combining(letter)]
    return "".join(r"\s+" if c.isspace() else regex.escape(c) + r"\p{Mn}*" for c in bare)


_ARABIC = regex.compile(r"\p{Arabic}")
_LEAD = 40  # characters before a time that hold the part of the day and one word more
_MORNING = ("am", "morning")
_POINTS = frozenset(("midnight", "noon"))  # no parts of the day


@cache
def _periods(
    language: LanguageData,
) -> tuple[regex.Pattern[str], regex.Pattern[str]] | None:
    """What the CLDR calls parts of the day, after and before a time; one short word may lie between
    ("9:15 Uhr abends", Turkish "sabah saat 9.15").
    """
    names = {name for key, name in day_periods(language.tag) if key not in _POINTS}
    if not names:
        return None
    choice = "|".join(map(_loosely, sorted(names, key=len, reverse=True)))
    if language.spaced:
        end, gap = r"(?![\p{L}\p{M}])", r"[\s,]+(?:[\p{L}\p{M}]{1,6}\.?[\s,]+)?"
        led = rf"(?<![\p{{L}}\p{{M}}])(?P<period>{choice}){gap}"
        return (
            regex.compile(rf"{gap}(?P<period>{choice}){end}", regex.IGNORECASE),
            regex.compile(rf"{led}$", regex.IGNORECASE),
        )
    return regex.compile(rf"\s?(?P<period>{choice})"), regex.compile(rf"(?P<period>{choice})\s?$")


@cache
def _late(period: str, hour: int, tag: str) -> bool:
    """Whether an hour (0 to 11) in this part of the day lies after noon, by the CLDR's rules."""
    keys = [key for key, name in day_periods(tag) if folded(name) == period]
    hours = day_period_hours(tag)
    for key in keys:
        if key in hours:
            begins, ends = hours[key]
            for late in (False, True):
                now = hour + 12 * late
                if begins <= now < ends or (ends < begins and (now >= begins or now < ends)):
                    return late
    return not any(key.startswith(_MORNING) for key in keys)


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
