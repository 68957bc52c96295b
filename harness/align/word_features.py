"""What two words of two languages have in common without any dictionary: value, name, spelling."""

from dataclasses import dataclass
from functools import lru_cache
from math import exp

from rapidfuzz.distance import Indel

from harness.core.values import Span
from harness.text.data.cldr import named_by
from harness.text.data.language import LanguageData
from harness.text.facts.negation import denies
from harness.text.facts.numbers import numbers_in
from harness.text.words.normalise import folded, plain, without_endings
from harness.text.words.tokens import TokenKind, tokenize

_STEM = 5  # letters: "vence" and "vencen" are counted as one word, "port" and "ports" are not
_SHORTEST_COGNATE = 4  # shorter words look alike by chance

# Factors of belief, 1 says nothing. Found by reading: tests/golden/word_links.* has the pairs.
_CERTAIN = 120.0  # one meaning or one writing
_OTHER_CLASS = 0.5  # a function word against a content word
_ALIKE_FROM = 0.4
_ALIKE_SLOPE = 8.0


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """A word or number of a text, ready to be compared.

    `form` is its writing without case, accents and possessive, `stem` the beginning of that;
    `meanings` are codes of what it says in any language: a number's value, a month, "not".
    `idle` words are function words.
    """

    text: str
    span: Span
    form: str
    stem: str
    meanings: frozenset[str]
    idle: bool


@lru_cache(maxsize=4096)
def words_of(text: str, language: LanguageData) -> tuple[WordFeatures, ...]:
    """The words and numbers of `text`, in order. Punctuation and symbols are left out."""
    numbers = numbers_in(text, language)
    named = named_by(language.tag)
    found = []
    for token in tokenize(text):
        if token.kind is TokenKind.SYMBOL:
            continue
        form = without_endings(folded(token.text), language.names.possessives)
        meanings = {
            f"number {number.value}" for number in numbers if number.span.overlaps(token.span)
        }
        if form in named:
            meanings.add(named[form])
        if denies(plain(token.text), language.negation):
            meanings.add("denial")
        idle = plain(token.text) in language.function_words
        found.append(
            WordFeatures(token.text, token.span, form, form[:_STEM], frozenset(meanings), idle)
        )
    return tuple(found)


def likeness(one: WordFeatures, other: WordFeatures, *, same_language: bool = False) -> float:
    """How much more likely than by chance it is that one word stands for the other: 0.5 to 120.

    Blind to false friends: the Spanish "carpeta" is like "carpet", and a folder.
    """
    if one.meanings and not one.meanings.isdisjoint(other.meanings):
        return _CERTAIN
    if (one.idle or other.idle) and not same_language:
        # "a", "he", "me", "come" are words of many languages, each time another.
        return 1.0 if one.idle and other.idle else _OTHER_CLASS
    if one.form == other.form:
        return _CERTAIN
    more = _spelled_alike(one.form, other.form) - _ALIKE_FROM
    return exp(_ALIKE_SLOPE * more) if more > 0 else 1.0


@lru_cache(maxsize=262_144)
def _spelled_alike(one: str, other: str) -> float:
    if min(len(one), len(other)) < _SHORTEST_COGNATE:
        return 0.0
    return Indel.normalized_similarity(one, other)
