"""Limits that are said by a denial: "no more than three", "do not take more than eight".

They say what "at most three" says without one: a denial that became such a limit is no denial lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from harness.core.values import Span
from harness.text.data.language import LanguageData
from harness.text.data.lexical_resources import lexical_resources
from harness.text.facts.negation import Denial, denies, negations_in
from harness.text.facts.numbers import numbers_in
from harness.text.words.normalise import plain
from harness.text.words.tokens import Token, TokenKind, tokenize

_BETWEEN = 2  # words and signs from a limit to its number
_REACH = 4  # words from a denial to what it denies: "not take on more than"
# What a denied comparison comes to, by the classes of the wordings.
_DENIED = {"comparison:more": "limit:at most", "comparison:less": "limit:at least"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: `at most` or `at least` as the wordings call it, and where its words stand.

    `denial` is the denial that makes it; None where it needs none, as in "no less than", which
    denies nothing. `negative`: a denying word is among its words, in such an idiom too. `amount` is
    the number that it limits; None where none follows.
    """

    kind: str
    span: Span
    denial: Denial | None = None
    negative: bool = False
    amount: Fraction | None = None


@lru_cache(maxsize=64)  # two detectors ask for the same texts
def limits_in(text: str, language: LanguageData) -> tuple[Limit, ...]:
    """The limits of a text, in order of their kinds; none in a language without wordings."""
    tokens = [token for token in tokenize(text) if token.kind is not TokenKind.SYMBOL]
    words = [plain(token.text) for token in tokens]
    compared = list(_comparisons(tokens, words, language))
    denied = list(_denied(text, tokens, compared, language))
    found = (*denied, *_plain(tokens, words, compared, language))
    return tuple(replace(limit, amount=_amount(limit, text, language)) for limit in found)


def turned_round(side: Sequence[Limit], other: Sequence[Limit]) -> Iterator[tuple[Limit, Limit]]:
    """Limits of one number that is at most in one text and at least in the other."""
    for amount in {limit.amount for limit in side if limit.amount is not None}:
        here, there = ([each for each in ends if each.amount == amount] for ends in (side, other))
        if len(here) == len(there) == 1 and _opposed(here[0], there[0]):
            yield here[0], there[0]


def _opposed(one: Limit, other: Limit) -> bool:
    """Whether two limits are opposite in like wordings: "over 2 m is not accepted" stands beside
    "does not take more than 2 m", and its denial elsewhere.
    """
    return one.kind != other.kind and one.negative == other.negative


def excused(side: Sequence[Limit], other: Sequence[Limit]) -> tuple[Limit, ...]:
    """Limits of one text that are said by a denial, and in the other one without, or turned round:
    that is no lost denial.
    """
    turned = tuple(one for one, _ in turned_round(side, other) if one.denial is not None)
    return (*turned, *_said_otherwise([each for each in side if each not in turned], other))


def _said_otherwise(side: Sequence[Limit], other: Sequence[Limit]) -> tuple[Limit, ...]:
    left = [each.kind for each in other if each.denial is None]
    for each in side:
        if each.denial is None and each.kind in left:
            left.remove(each.kind)  # it says that itself
    found = []
    for each in side:
        if each.denial is not None and each.kind in left:
            left.remove(each.kind)
            found.append(each)
    return tuple(found)


def _comparisons(
    tokens: Sequence[Token], words: Sequence[str], language: LanguageData
) -> Iterator[tuple[str, range]]:
    """Comparisons of two words or more ("more than"), or right after a denying word and before a
    number (Russian "не более 4"), and the limit that denying each comes to.
    """
    classes = lexical_resources(language.tag).quantifier
    for comparison, limit in _DENIED.items():
        for place in classes[comparison].places(words) if comparison in classes else ():
            after = tokens[place.stop] if place.stop < len(tokens) else None
            counts = after is not None and any(map(str.isdigit, after.text))  # Hebrew "מ-4"
            denied = place.start > 0 and denies(words[place.start - 1], language.negation)
            if len(place) > 1 or (counts and denied):
                yield limit, place


def _denied(
    text: str,
    tokens: Sequence[Token],
    compared: Sequence[tuple[str, range]],
    language: LanguageData,
) -> Iterator[Limit]:
    starts = {denial.span.start: denial for denial in negations_in(text, language)}
    for kind, place in compared:
        for at in range(place.start - 1, max(place.start - _REACH, 0) - 1, -1):
            denial = starts.get(tokens[at].span.start)
            idiom = at == place.start - 1 and denies(plain(tokens[at].text), language.negation)
            if denial or idiom:
                start = denial.span.start if denial else tokens[at].span.start
                span = Span(start, tokens[place.stop - 1].span.end)
                yield Limit(kind, span, denial, negative=True)
                break


def _plain(
    tokens: Sequence[Token],
    words: Sequence[str],
    compared: Sequence[tuple[str, range]],
    language: LanguageData,
) -> Iterator[Limit]:
    """Limits without a denying word; "more than" alone is a comparison."""
    classes = lexical_resources(language.tag).quantifier
    taken = {at for _, place in compared for at in place}
    for kind in _DENIED.values():
        for place in classes[kind].places(words) if kind in classes else ():
            free = taken.isdisjoint(place)
            if free and not any(denies(words[at], language.negation) for at in place):
                span = Span(tokens[place.start].span.start, tokens[place.stop - 1].span.end)
                yield Limit(kind, span)


def _amount(limit: Limit, text: str, language: LanguageData) -> Fraction | None:
    """The number that follows, over a word or two: "at most about 4"."""
    after = (n for n in numbers_in(text, language) if n.span.start >= limit.span.end)
    number = next(after, None)
    if number is None:
        return None
    between = tokenize(text[limit.span.end : number.span.start])
    return number.value if len(between) <= _BETWEEN else None
