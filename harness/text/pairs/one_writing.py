"""A second text whose numbers, quantities and amounts are written as the first writes them.

"9,000 million" is "9 billion", "1250,50 €" is "1.250,50 Euro", "14/03" is "14 March". Who compares
the two texts as a whole then sees what differs besides, and no writing of a value.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

import regex

from harness.core.values import Cover, Span
from harness.text.data.language import LanguageData
from harness.text.facts.dates import DatePart, dates_in, rewritten_days
from harness.text.facts.money import Money, money_in, same_currency
from harness.text.facts.numbers import Number, NumberKind, Written, agree, numbers_in, seconds_of
from harness.text.facts.quantities import Quantity, equal, quantities_in

_Value = Money | Quantity | Number
# What states a value, in runs: digits with their marks, signs of currencies and units.
_STATED = regex.compile(r"\p{N}[\p{N}.,]*|[\p{Sc}%°]")


@lru_cache(maxsize=64)
def in_one_writing(source: str, back: str, language: LanguageData) -> str:
    """`back`, with every value that stands in `source` too, written otherwise, as it stands there.

    Blind to values of which one is only suggested ("both", "2"), and to numbers in words on both
    sides.
    """
    if _STATED.findall(source) == _STATED.findall(back):
        return back
    values = rewritten_values(source, back, language)
    written = [(there, here.of(source)) for here, there in values]
    days = rewritten_days(source, back, language)
    taken = [there for _, there in days]
    written = [each for each in written if not any(map(each[0].overlaps, taken))]
    written += [(there, here.of(source)) for here, there in days]
    for span, text in sorted(written, reverse=True):
        back = f"{back[: span.start]}{text}{back[span.end :]}"
    return back


@lru_cache(maxsize=64)
def rewritten_values(
    source: str, back: str, language: LanguageData
) -> tuple[tuple[Span, Span], ...]:
    """Where a value of `source` stands, and where `back` says the same in other writing.

    A month or weekday is a value too: "Thu." and "Thursday", 周四 and 星期四.
    """
    ours, theirs = _values(source, language), _values(back, language)
    for value in list(theirs):
        same = next((each for each in ours if each.text == value.text), None)
        if same is not None:
            ours.remove(same)
            theirs.remove(value)
    pairs: list[tuple[Span, Span]] = []
    for value in theirs:
        same = next((each for each in ours if _equal(each, value)), None)
        if same is not None:
            ours.remove(same)
            pairs.append((same.span, value.span))
    return (*pairs, *_renamed(source, back, language, pairs))


def _renamed(
    source: str, back: str, language: LanguageData, taken: Sequence[tuple[Span, Span]]
) -> Iterator[tuple[Span, Span]]:
    """Months and weekdays that `back` calls by another of their names."""
    ours, theirs = (
        [fact for fact in dates_in(text, language) if fact.part is not DatePart.HALF]
        for text in (source, back)
    )
    for fact in (each for each in ours if each.sure):
        same = (other for other in theirs if (fact.part, fact.value) == (other.part, other.value))
        other = next(same, None)
        if other is None:
            continue
        theirs.remove(other)
        free = not any(one.overlaps(fact.span) or two.overlaps(other.span) for one, two in taken)
        if free and other.text != fact.text:
            yield fact.span, other.span


def in_other_writing(place: Span, shown: str, real: str) -> Span | None:
    """Where a place of the text as it was shown stands in the text as it is.

    None for a place in what was written otherwise.
    """
    for start, there, length in SequenceMatcher(
        None, shown, real, autojunk=False
    ).get_matching_blocks():
        if start <= place.start and place.end <= start + length:
            return place.shifted(there - start)
    return None


def _values(text: str, language: LanguageData) -> list[_Value]:
    """Amounts of money, then quantities, then numbers that are no part of either."""
    found: list[_Value] = list(money_in(text, language))
    found += _apart(quantities_in(text, language), found)
    return found + _apart(_numbers(text, language), found)


def _numbers(text: str, language: LanguageData) -> list[Number]:
    """Plain numbers, and words for an amount after an article ("a dozen")."""
    found: list[Number] = []
    article: Number | None = None
    for number in numbers_in(text, language):
        if number.written is not Written.HINT:
            found.append(number)
        elif article and text[article.span.end : number.span.start].isspace() and number.value > 1:
            span = Span(article.span.start, number.span.end)
            found.append(replace(number, text=span.of(text), span=span))
        article = number if number.written is Written.HINT and number.value == 1 else None
    return found


def _apart(values: Sequence[_Value], taken: Sequence[_Value]) -> list[_Value]:
    cover = Cover(each.span for each in taken)
    return [each for each in values if not cover.touches(each.span)]


def _equal(one: _Value, other: _Value) -> bool:
    if isinstance(one, Money) and isinstance(other, Money):
        return same_currency(one, other) and _same_number(one.number, other.number)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return equal(one, other)
    if isinstance(one, Number) and isinstance(other, Number):
        return _same_number(one, other)
    return False


def _same_number(one: Number, other: Number) -> bool:
    """As much, of the same measure, and said in digits on one side at least."""
    plain = Written.DIGITS in (one.written, other.written)
    exact = one.measure is other.measure and one.value == other.value
    exact = exact or _same_clock(one, other) or _same_clock(other, one)
    return plain and exact and agree(one, other)


def _same_clock(one: Number, other: Number) -> bool:
    """Whether the one is a time, and the other the same time with a point: 9:15, 9.15."""
    dotted = other.measure is NumberKind.AMOUNT and "." in other.text
    return one.measure is NumberKind.TIME and dotted and seconds_of(one) == seconds_of(other)
