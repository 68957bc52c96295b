"""Which word became which, within segments that correspond: links between two languages.

The links are for reading: pointing at a word shows where to look in the other column. They are no
evidence of drift, and no detector uses them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from harness.align.cooccurrence import WordPair, learn
from harness.align.word_features import WordFeatures, likeness, words_of
from harness.align.word_grid import Array, Cells, by_neighbours, by_place, shares, within_reach
from harness.core.values import Span
from harness.text.data.language import language_data, same_language

WordSimilarity = Callable[
    [str, str], float
]  # of two words, in [-1, 1]; unrelated words are at about 0.2

_LEAST = 0.4  # confidence of a link that is told
_ANCHOR = 0.5  # confidence of a link that its neighbours lean on
_MOST_SEGMENTS = 1000  # to learn from; of a longer bitext, that many at equal distances or more
_LONGEST = 100  # words: a longer segment says little of which words belong together
_UNRELATED = 0.2
_SIMILAR_SLOPE = 4.0


@dataclass(frozen=True, slots=True, order=True)
class WordLink:
    """Two words that stand for each other; `confidence` in [0.4, 1], in thousandths."""

    source: Span
    target: Span
    confidence: float


class WordLinker:
    """Links words of segments in one language with words of their translations.

    A word may have several links, or none where nothing is known. Signals: numbers by value, names
    of months, days and lands, negation, writing (cognates), place in the sentence, and what keeps
    company in `bitext`. In one language, it links a segment with its back-translation.

    On 42 English–Spanish and 15 Portuguese–English pairs that were aligned by reading
    (tests/golden/word_links.*), `scripts/benchmarks/word_links.py` prints precision, recall and
    error.

    Blind to punctuation, to words of more than one meaning, and to what moves more than 40 words.

    Args:
        source: language tag of the first text of each pair, `target` of the second.
        bitext: segments and translations to learn from, those of the run at best. Read once.
        similarity: what a model of words knows of two of them, if there is one.
    """

    def __init__(
        self,
        source: str,
        target: str,
        bitext: Iterable[tuple[str, str]] = (),
        similarity: WordSimilarity | None = None,
    ) -> None:
        self._languages = language_data(source), language_data(target)
        self._same = same_language(source, target)
        self._similarity = lru_cache(maxsize=262_144)(similarity) if similarity else None
        # Within one language words look alike, and that is knowledge enough.
        self._lexicon = learn(() if self._same else list(self._short_pairs(_sample(bitext))))

    def links(self, source: str, target: str) -> tuple[WordLink, ...]:
        """The links between the words of two texts, sorted."""
        one, other = self._features(source, target)
        if not one or not other:
            return ()
        cells = within_reach(len(one), len(other))
        belief = self._belief(one, other, cells) * self._lexicon.lifts(cells, one, other)
        sure = np.flatnonzero(shares(cells, belief * by_place(cells)) >= _ANCHOR)
        confidence = shares(cells, belief * by_neighbours(cells, sure))
        return tuple(
            WordLink(
                one[cells.rows[at]].span,
                other[cells.columns[at]].span,
                round(float(confidence[at]), 3),
            )
            for at in np.flatnonzero(confidence >= _LEAST)
        )

    def _features(
        self, source: str, target: str
    ) -> tuple[Sequence[WordFeatures], Sequence[WordFeatures]]:
        return words_of(source, self._languages[0]), words_of(target, self._languages[1])

    def _belief(
        self, one: Sequence[WordFeatures], other: Sequence[WordFeatures], cells: Cells
    ) -> Array:
        """What the words themselves say, wherever they stand: 1 says nothing."""
        alike = likeness(one, other, cells, same_language=self._same)
        return alike * _said(self._similarity, one, other, cells) if self._similarity else alike

    def _short_pairs(self, pairs: Iterable[tuple[str, str]]) -> Iterator[WordPair]:
        for source, target in pairs:
            one, other = self._features(source, target)
            if one and other and max(len(one), len(other)) <= _LONGEST:
                cells = within_reach(len(one), len(other))
                yield WordPair(one, other, cells, self._belief(one, other, cells) * by_place(cells))


def _said(
    similarity: WordSimilarity,
    one: Sequence[WordFeatures],
    other: Sequence[WordFeatures],
    cells: Cells,
) -> Array:
    forms = [word.text.casefold() for word in one], [word.text.casefold() for word in other]
    near = [
        similarity(forms[0][i], forms[1][j]) for i, j in zip(cells.rows, cells.columns, strict=True)
    ]
    said: Array = np.exp(_SIMILAR_SLOPE * (np.maximum(near, _UNRELATED) - _UNRELATED))
    return said


def _sample(bitext: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """At most twice `_MOST_SEGMENTS` pairs, spread evenly, whatever the length."""
    kept: list[tuple[str, str]] = []
    step = 1
    for place, pair in enumerate(bitext):
        if place % step == 0:
            kept.append(pair)
        if len(kept) == 2 * _MOST_SEGMENTS:
            kept, step = kept[::2], 2 * step
    return kept
