"""How often something is done: "twice a day", "every 8 hours", as times a second that compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from harness.core.values import Span
from harness.text.data.language import LanguageData
from harness.text.data.lexical_resources import LexicalResources, lexical_resources
from harness.text.facts.numbers import numbers_in
from harness.text.words.normalise import plain
from harness.text.words.tokens import Token, TokenKind, tokenize

# Seconds of the periods that the languages' data name, and of the adverbs made of them.
_PERIODS = {
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2629800,
    "year": 31557600,
}
_ADVERBS = {
    "hourly": 3600,
    "daily": 86400,
    "weekly": 604800,
    "monthly": 2629800,
    "yearly": 31557600,
}


@dataclass(frozen=True, slots=True)
class Rate:
    """How often, in times a second. Not `sure`: a word that may tell a kind ("daily newspaper")."""

    text: str
    span: Span
    value: Fraction
    sure: bool = True


@lru_cache(maxsize=64)
def rates_in(text: str, language: LanguageData) -> tuple[Rate, ...]:
    """The rates of `text`, in order. Blind to languages without wordings of rates."""
    words = lexical_resources(language.tag)
    if not words.rate:
        return ()
    return tuple(_Reader(text, language, words).rates())


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str, language: LanguageData, words: LexicalResources) -> None:
        self._text = text
        self._tokens = [t for t in tokenize(text) if t.kind is not TokenKind.SYMBOL]
        forms = [plain(token.text) for token in self._tokens]
        # By name of a phrase: from where each of its places to where.
        self._ends = {
            name: {place.start: place.stop for place in phrases.places(forms)}
            for name, phrases in words.rate.items()
        }
        self._numbers = {number.span.start: number for number in numbers_in(text, language)}

    def rates(self) -> list[Rate]:
        if not any(self._ends.get(name) for name in (*_PERIODS, *_ADVERBS)):
            return []  # as in most texts: nothing says in what time
        found: list[Rate] = []
        at = 0
        while at < len(self._tokens):
            read = self._times(at) or self._every(at) or self._adverb(at)
            if read:
                rate, at = read
                found.append(rate)
            else:
                at += 1
        return found

    def _times(self, at: int) -> tuple[Rate, int] | None:
        """ "twice a day", "3 times per week", "once daily"."""
        count, after = self._count(at)
        if count is None:
            return None
        after = self._past("per", after)
        period = self._named(_PERIODS, after) or self._named(_ADVERBS, after)
        if not period:
            return None
        return self._rate(at, after + 1, count / Fraction(period)), after + 1

    def _count(self, at: int) -> tuple[Fraction | None, int]:
        for name, count in (("once", 1), ("twice", 2), ("thrice", 3)):
            if (end := self._past(name, at)) > at:
                return Fraction(count), end
        value, after = self._number(at)
        end = self._past("times", after)
        if value is None or end == after:
            return None, at
        return value, end

    def _every(self, at: int) -> tuple[Rate, int] | None:
        """ "every 8 hours", "every other day", "every day"."""
        after = self._past("every", at)
        if after == at:
            return None
        value, end = self._number(after)
        if value is None:
            second = self._past("other", after)
            value, end = (Fraction(2), second) if second > after else (Fraction(1), after)
        period = self._named(_PERIODS, end)
        if not period or value <= 0:
            return None
        return self._rate(at, end + 1, 1 / (value * period)), end + 1

    def _adverb(self, at: int) -> tuple[Rate, int] | None:
        period = self._named(_ADVERBS, at)
        if not period:
            return None
        return self._rate(at, at + 1, 1 / Fraction(period), sure=False), at + 1

    def _number(self, at: int) -> tuple[Fraction | None, int]:
        """The number that begins with this word, and the place after it."""
        number = self._numbers.get(self._tokens[at].span.start) if at < len(self._tokens) else None
        if number is None:
            return None, at
        after = at + 1
        while after < len(self._tokens) and self._tokens[after].span.end <= number.span.end:
            after += 1
        return number.value, after

    def _past(self, name: str, at: int) -> int:
        """The place after the phrase of that name which stands here; `at` if none does."""
        return self._ends.get(name, {}).get(at, at)

    def _named(self, names: Mapping[str, int], at: int) -> int:
        """The seconds of the period that is named here; 0 if none is."""
        return next((names[name] for name in names if self._past(name, at) > at), 0)

    def _rate(self, first: int, end: int, value: Fraction, *, sure: bool = True) -> Rate:
        tokens: Sequence[Token] = self._tokens
        span = Span(tokens[first].span.start, tokens[end - 1].span.end)
        return Rate(span.of(self._text), span, value, sure)
