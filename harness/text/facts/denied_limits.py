"""Limits that are said by a denial: "no more than three", "do not take more than eight".

They say what "at most three" says without one: a denial that became such a limit is no denial lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from harness.core.values import Span
from harness.text.data.language import LanguageData
from harness.text.data.lexical_resources import lexical_resources
from harness.text.facts.negation import Denial, denies, negations_in
from harness.text.words.normalise import plain
from harness.text.words.tokens import Token, TokenKind, tokenize

_REACH = 4  # words from a denial to what it denies: "not take on more than"
# What a denied comparison comes to, by the classes of the wordings.
_DENIED = {"comparison:more": "limit:at most", "comparison:less": "limit:at least"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: `at most` or `at least` as the wordings call it, and where its words stand.

    `denial` is the denial that makes it; None where it needs none.
    """

    kind: str
    span: Span
    denial: Denial | None = None


@lru_cache(maxsize=64)  # two detectors ask for the same texts
def limits_in(text: str, language: LanguageData) -> tuple[Limit, ...]:
    """The limits of a text, in order of their kinds; none in a language without wordings."""
    tokens = [token for token in tokenize(text) if token.kind is not TokenKind.SYMBOL]
    words = [plain(token.text) for token in tokens]
    compared = list(_comparisons(words, language))
    denied = list(_denied(text, tokens, compared, language))
    return (*denied, *_plain(tokens, words, compared, language))


def excused(side: Sequence[Limit], other: Sequence[Limit]) -> tuple[Limit, ...]:
    """Limits of one text that are said by a denial, and in the other one without."""
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


def _comparisons(words: Sequence[str], language: LanguageData) -> Iterator[tuple[str, range]]:
    """Comparisons of two words or more ("more than"), and the limit that denying each comes to."""
    classes = lexical_resources(language.tag).quantifier
    for comparison, limit in _DENIED.items():
        for place in classes[comparison].places(words) if comparison in classes else ():
            if len(place) > 1:
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
            if denial := starts.get(tokens[at].span.start):
                span = Span(denial.span.start, tokens[place.stop - 1].span.end)
                yield Limit(kind, span, denial)
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
