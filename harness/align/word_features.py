"""What two words of two languages have in common without any dictionary: value, name, spelling."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from harness.align.word_grid import Array, Cells
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
_BLOCK = 128  # words compared with all within their reach at once

Bools = NDArray[np.bool_]


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
    found = []
    for token in tokenize(text):
        if token.kind is TokenKind.SYMBOL:
            continue
        form, said, idle = _word(token.text, language)
        values = [number.value for number in numbers if number.span.overlaps(token.span)]
        meanings = said.union(f"number {value}" for value in values) if values else said
        found.append(WordFeatures(token.text, token.span, form, form[:_STEM], meanings, idle))
    return tuple(found)


@lru_cache(maxsize=65536)
def _word(word: str, language: LanguageData) -> tuple[str, frozenset[str], bool]:
    """The form of a word, what it says wherever it stands, and whether it is a function word."""
    form = without_endings(folded(word), language.names.possessives)
    named = named_by(language.tag)
    meanings = {named[form]} if form in named else set()
    if denies(plain(word), language.negation):
        meanings.add("denial")
    return form, frozenset(meanings), plain(word) in language.function_words


def likeness(
    source: Sequence[WordFeatures],
    target: Sequence[WordFeatures],
    cells: Cells,
    *,
    same_language: bool = False,
) -> Array:
    """How much more likely than by chance it is that one word stands for the other: 0.5 to 120.

    Blind to false friends: the Spanish "carpeta" is like "carpet", and a folder.
    """
    alike = _spelled_alike([word.form for word in source], [word.form for word in target], cells)
    factors = np.where(
        alike == 1.0, _CERTAIN, np.exp(_ALIKE_SLOPE * np.maximum(alike - _ALIKE_FROM, 0.0))
    )
    if not same_language:
        # "a", "he", "me", "come" are words of many languages, each time another.
        one = np.array([word.idle for word in source], bool)[cells.rows]
        other = np.array([word.idle for word in target], bool)[cells.columns]
        factors = np.where(one | other, np.where(one & other, 1.0, _OTHER_CLASS), factors)
    factors[_of_one_meaning(source, target, cells)] = _CERTAIN
    return factors


def _spelled_alike(source: Sequence[str], target: Sequence[str], cells: Cells) -> Array:
    """Share of letters that two forms have in common: 1 for one form, 0 where it says nothing."""
    alike = np.zeros(len(cells))
    for rows, columns, part in cells.blocks(_BLOCK):
        grid = cdist(
            source[rows],
            target[columns],
            scorer=Indel.normalized_similarity,
            score_cutoff=_ALIKE_FROM,
            dtype=np.float64,
        )
        alike[part] = grid[cells.rows[part] - rows.start, cells.columns[part] - columns.start]
    short = [
        np.array([len(form) for form in side]) < _SHORTEST_COGNATE for side in (source, target)
    ]
    alike[(short[0][cells.rows] | short[1][cells.columns]) & (alike < 1.0)] = 0.0
    return alike


def _of_one_meaning(
    source: Sequence[WordFeatures], target: Sequence[WordFeatures], cells: Cells
) -> Bools:
    said = [np.array([bool(word.meanings) for word in side], bool) for side in (source, target)]
    both: Bools = said[0][cells.rows] & said[1][cells.columns]
    for at in np.flatnonzero(both):
        one, other = source[cells.rows[at]], target[cells.columns[at]]
        both[at] = not one.meanings.isdisjoint(other.meanings)
    return both
