"""Facts that can be read in any language, counted at every stop: numbers, dates, currencies,
copies, denials.

Each counter takes a bead and words of one end (the source's where something was lost, the
back-translation's where something came in) and gives a trace for every fact in them.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import regex

from harness.blame.evidence import CountTrace
from harness.core.values import BeadText, LocalText, Mark, Span
from harness.text.data.cldr import named_by
from harness.text.data.language import language_data
from harness.text.facts.addresses import address_spans
from harness.text.facts.dates import DatePart, calendar_days, dates_in
from harness.text.facts.money import Money, money_in
from harness.text.facts.negation import implied, negations_in
from harness.text.facts.numbers import Number, Written, agree, numbers_in
from harness.text.words.normalise import folded, plain
from harness.text.words.tokens import Token, tokenize, words

FactCounter = Callable[[BeadText, Mark], Iterator[CountTrace]]

# How often such evidence was right on the development sentences (scripts/benchmarks/blame.py),
# rounded down, and never above 0.98: what was measured there are kinds of damage that we thought
# of.
_NUMBER = 0.97
_DATE = 0.97
_CURRENCY = 0.95
_COPY = 0.97
_DENIAL = 0.92

_SUBWORD = "@@"

# Words that no translation changes: placeholders, tags, variables, codes, identifiers, emoji.
_COPIED = regex.compile(
    r"""
      \{\{?[^{}\s]{0,40}\}?\}                             # {name}, {{count}}, {}
    | %(?:\d+\$)?[-+ #0]*\d*(?:\.\d+)?[sdifuxXeEgGc@]\b   # %s, %1$d
    | %\w+% | \$\{?\w*[A-Za-z_]\w*\}?                      # %NAME%, $NAME, ${name}
    | </?[A-Za-z][^<>]{0,80}> | &\#?\w{1,10};              # <b>, &nbsp;
    | (?<!\w)\w+(?:_\w+)+ | (?<!\w)[\#@]\w+                       # snake_case, #tag, @handle
    | (?<!\w)(?=\w*\p{L})(?=\w*\d)\p{Lu}[\w]*(?:-[\w]+)*  # A380, B2B
    | [\p{So}\p{Extended_Pictographic}--[\d\#*©®™°]]        # emoji
    """,
    regex.VERBOSE | regex.VERSION1,
)
# What any of these holds: a sign, a digit, or a character beyond letters of Latin and punctuation.
_MAY_BE_COPIED = re.compile(r"[{%$<&_#@0-9]|[^\x00-\xa5§«»¿·À-ʯ‐-‟…]")


def numbers(bead: BeadText, mark: Mark) -> Iterator[CountTrace]:
    """Numbers by value: "75" is "setenta y cinco", "1.5" is "1,5".

    Where a pivot does not state it, that is a loss for what is written in digits; what is written
    in words may be said otherwise ("both"). Blind to "one", which most languages say as an
    article, and to values that were converted into other units.
    """
    stops = [numbers_in(stop.text, language_data(stop.language)) for stop in bead.stops]
    for number in stops[mark.stop]:
        if number.span.overlaps(mark.span) and number.value != 1:
            counts = tuple(
                _count(number, found, inner=0 < stop < len(stops) - 1)
                for stop, found in enumerate(stops)
            )
            yield CountTrace("number", number.text, counts, _NUMBER)


def _count(number: Number, found: tuple[Number, ...], *, inner: bool) -> int | None:
    count = sum(agree(number, other) for other in found)
    vague = number.written is not Written.DIGITS
    return None if inner and vague and not count else count


def dates(bead: BeadText, mark: Mark) -> Iterator[CountTrace]:
    """Months and weekdays by what they name in every language that CLDR knows."""
    for code, token in _months_and_weekdays(bead.stops[mark.stop]):
        if token.span.overlaps(mark.span):
            counts = tuple(_count_named(code, stop) for stop in bead.stops)
            yield CountTrace("date", token.text, counts, _DATE)


@lru_cache(maxsize=64)  # every finding of a bead asks for the same few texts
def _months_and_weekdays(text: LocalText) -> tuple[tuple[str, Token], ...]:
    """What each such name of a text stands for in the CLDR, and where it stands."""
    named, language = named_by(text.language), language_data(text.language)
    return tuple(
        (code, token)
        for token in tokenize(text.text)
        if (code := named.get(folded(token.text), "")).startswith(("month", "day"))
        and plain(token.text) not in language.function_words
    )


def _count_named(code: str, text: LocalText) -> int | None:
    named = named_by(text.language)
    if not named:
        return None
    count = sum(named.get(folded(token.text)) == code for token in tokenize(text.text))
    return count or _with_endings(code, text)


def _with_endings(code: str, text: LocalText) -> int:
    """How often a date is named with an ending, or in a script without spaces: "в субботу"."""
    language = language_data(text.language)
    if language.told_apart:
        return 0
    kind, _, number = code.partition(" ")
    part, value = (
        (DatePart.MONTH, int(number)) if kind == "month" else (DatePart.WEEKDAY, int(number) + 1)
    )
    named = sum((fact.part, fact.value) == (part, value) for fact in dates_in(text.text, language))
    days = calendar_days(text.text, language) if part is DatePart.MONTH else ()
    return named or sum(day.month == value for day in days if day.named)


def currencies(bead: BeadText, mark: Mark) -> Iterator[CountTrace]:
    """Currencies by their code: "£4" is "4 libras", and "US$ 4" is another.

    A pivot without any currency may have lost it, or may say it in a word that CLDR does not know:
    that is left open. Blind to sums in no currency at all.
    """
    stops = [money_in(stop.text, language_data(stop.language)) for stop in bead.stops]
    for money in stops[mark.stop]:
        if money.sure and money.span.overlaps(mark.span):
            counts = tuple(
                _in_currency(money, found, told=bool(found) or stop in (0, len(stops) - 1))
                for stop, found in enumerate(stops)
            )
            yield CountTrace("currency", money.text, counts, _CURRENCY)


def _in_currency(money: Money, found: tuple[Money, ...], *, told: bool) -> int | None:
    return sum(bool(money.codes & other.codes) for other in found) if told else None


def copies(bead: BeadText, mark: Mark) -> Iterator[CountTrace]:
    """What every translation should copy: addresses, placeholders, tags, identifiers, emoji."""
    text = bead.stops[mark.stop].text
    found = [
        span.of(text).rstrip(".,;:!?)") for span in address_spans(text) if span.overlaps(mark.span)
    ]
    found += [span.of(text) for span in _copied_spans(text) if span.overlaps(mark.span)]
    for piece in dict.fromkeys(filter(None, found)):
        if _SUBWORD in piece:
            continue  # the mark of a vocabulary, which looks like an address
        counts = tuple(stop.text.casefold().count(piece.casefold()) for stop in bead.stops)
        yield CountTrace("text", piece, counts, _COPY)


@lru_cache(maxsize=64)  # every finding of a bead asks for the same few texts
def _copied_spans(text: str) -> tuple[Span, ...]:
    if not _MAY_BE_COPIED.search(text):
        return ()
    return tuple(Span(*match.span()) for match in _COPIED.finditer(text))


def denials(bead: BeadText, mark: Mark) -> Iterator[CountTrace]:
    """Denials by number: each language's denying words, double negatives counted once.

    A pivot with fewer denials than the source leaves it open if a word there denies by its meaning
    ("falta", "failed to"). Blind to which of several denials was lost, and to antonyms.
    """
    text = bead.stops[mark.stop]
    found = negations_in(text.text, language_data(text.language))
    here = [denial for denial in found if denial.span.overlaps(mark.span)]
    if here:
        counts = [_denials(stop) for stop in bead.stops]
        most = max(counts[0] or 0, counts[-1] or 0)
        for stop, pivot in enumerate(bead.pivots, start=1):
            if (counts[stop] or 0) < most and _denies_by_meaning(pivot):
                counts[stop] = None
        yield CountTrace("denial", here[0].text, tuple(counts), _DENIAL)


def _denials(text: LocalText) -> int | None:
    language = language_data(text.language)
    return len(negations_in(text.text, language)) if language.negation.told else None


def _denies_by_meaning(text: LocalText) -> bool:
    return bool(implied(words(text.text), language_data(text.language).negation))
