"""Which language a text is in, and which of its words are another's, by the most frequent words.

No statistics are learnt: a few dozen function words make up nearly half of any running text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from harness.core.values import Cover, Span
from harness.text.data.language import LanguageData, known_languages
from harness.text.words.tokens import Token, TokenKind, tokenize

_ENOUGH_WORDS = 5  # below this a text is too short to be recognised
_SHARE = 0.15  # of a text's words, at least, tell its language from the one expected
_GAP = 2  # tokens that may lie between two words of one foreign passage


@dataclass(frozen=True, slots=True)
class ForeignPassage:
    """Words of `language` inside a text that is meant to be in another."""

    language: LanguageData
    text: str
    span: Span
    words: tuple[str, ...]


def other_language(
    text: str, expected: LanguageData, candidates: Iterable[LanguageData] = ()
) -> LanguageData | None:
    """The language that `text` as a whole is in, if it is one of `candidates` and not `expected`.

    `candidates` are all known languages where none are named. None where the text is too short,
    where `expected` is not known, or where in doubt.
    """
    words = [token.text.casefold() for token in tokenize(text) if token.kind is TokenKind.WORD]
    if len(words) < _ENOUGH_WORDS or not expected.function_words:
        return None
    best, most = None, 0
    for candidate in candidates or known_languages():
        if candidate.tag == expected.tag:
            continue
        if _telling(candidate, expected).isdisjoint(words):
            continue
        # Only words that tell the two apart: Spanish and Portuguese share half of theirs.
        theirs = [word for word in words if word in _telling(candidate, expected)]
        own = sum(word in _distinctive_words(expected, candidate) for word in words)
        if len(set(theirs)) >= 3 and len(theirs) > max(most, 3 * own):
            best, most = candidate, len(theirs)
    return best if most >= _SHARE * len(words) else None


def foreign_passages(
    text: str, expected: LanguageData, candidates: Iterable[LanguageData] = ()
) -> tuple[ForeignPassage, ...]:
    """Passages of another language, told by two or more of its function words close together.

    A word that `expected` knows too tells nothing, nor do particles within a name ("Rio de la
    Plata") and doubles of one word. Blind to foreign words without function words among them.
    """
    if not expected.function_words:
        return ()
    tokens = tokenize(text)
    present = {token.text.casefold() for token in tokens}
    found: list[ForeignPassage] = []
    for candidate in candidates or known_languages():
        if candidate.tag == expected.tag:
            continue
        if _telling(candidate, expected).isdisjoint(present):
            continue
        for group in _groups(_betraying(tokens, candidate, expected)):
            words = tuple(tokens[index].text for index in group)
            if len({word.casefold() for word in words}) >= 2:
                span = Span(tokens[group[0]].span.start, tokens[group[-1]].span.end)
                found.append(ForeignPassage(candidate, span.of(text), span, words))
    return tuple(_best_of_each_place(found))


@cache
def _telling(candidate: LanguageData, expected: LanguageData) -> frozenset[str]:
    return candidate.function_words - expected.function_words - expected.homographs


@cache
def _distinctive_words(expected: LanguageData, candidate: LanguageData) -> frozenset[str]:
    return expected.function_words - candidate.function_words


def _betraying(
    tokens: Sequence[Token], candidate: LanguageData, expected: LanguageData
) -> list[int]:
    telling = _telling(candidate, expected)
    return [
        index
        for index, token in enumerate(tokens)
        if token.kind is TokenKind.WORD
        and token.text.casefold() in telling
        and not _within_name(tokens, index, candidate, expected)
    ]


def _within_name(
    tokens: Sequence[Token], index: int, candidate: LanguageData, expected: LanguageData
) -> bool:
    """Whether this is a particle beside a capitalised word: "Juana de la Cruz", "La Haya"."""
    particles = candidate.names.particles | expected.names.particles
    if tokens[index].text.casefold() not in particles or len(tokens[index].text) == 1:
        return False
    before, after = index - 1, index + 1
    while before >= 0 and tokens[before].text.casefold() in particles:
        before -= 1
    while after < len(tokens) and tokens[after].text.casefold() in particles:
        after += 1
    neighbours = (*tokens[max(before, 0) : before + 1], *tokens[after : after + 1])
    return any(token.text[0].isupper() for token in neighbours)


def _groups(indexes: Sequence[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for index in indexes:
        if groups and index - groups[-1][-1] <= _GAP + 1:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _best_of_each_place(found: Sequence[ForeignPassage]) -> list[ForeignPassage]:
    """Where several languages claim one place, the one with more words there."""
    kept: list[ForeignPassage] = []
    taken = Cover()
    for passage in sorted(found, key=lambda each: (-len(each.words), each.span)):
        if not taken.touches(passage.span):
            kept.append(passage)
            taken.add(passage.span)
    return sorted(kept, key=lambda passage: passage.span)
