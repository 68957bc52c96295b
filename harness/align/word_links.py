"""Which word became which, within segments that correspond: links between two languages.

The links are for reading: pointing at a word shows where to look in the other column. They are no
evidence of drift, and no detector uses them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from math import exp

from harness.align.cooccurrence import WordPairs, learn
from harness.align.word_features import WordFeatures, likeness, words_of
from harness.align.word_grid import Belief, BeliefGrid, by_neighbours, by_place, shares, strengths
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
        self._belief = _belief(same_language(source, target), similarity)
        # Within one language words look alike, and that is knowledge enough.
        pairs = () if same_language(source, target) else _sample(bitext)
        self._lexicon = learn(self._short_pairs(pairs), self._belief)

    def links(self, source: str, target: str) -> tuple[WordLink, ...]:
        """The links between the words of two texts, sorted."""
        one, other = self._features(source, target)
        if not one or not other:
            return ()
        grid = self._lexicon.lifted(strengths(one, other, self._belief), one, other)
        sure = _cells(shares(by_place(grid, len(other)), len(other)), _ANCHOR)
        links = shares(by_neighbours(grid, len(other), sure), len(other))
        return tuple(
            WordLink(one[i].span, other[j].span, round(links[i][j], 3))
            for i, j in _cells(links, _LEAST)
        )

    def _features(
        self, source: str, target: str
    ) -> tuple[Sequence[WordFeatures], Sequence[WordFeatures]]:
        return words_of(source, self._languages[0]), words_of(target, self._languages[1])

    def _short_pairs(self, pairs: Iterable[tuple[str, str]]) -> WordPairs:
        read = (self._features(source, target) for source, target in pairs)
        return [
            (one, other)
            for one, other in read
            if one and other and max(len(one), len(other)) <= _LONGEST
        ]


def _cells(grid: BeliefGrid, least: float) -> list[tuple[int, int]]:
    return [
        (i, j) for i, row in enumerate(grid) for j, share in sorted(row.items()) if share >= least
    ]


def _belief(same: bool, similarity: WordSimilarity | None) -> Belief:
    alike = partial(likeness, same_language=same)
    if similarity is None:
        return alike

    @lru_cache(maxsize=262_144)
    def said(one: str, other: str) -> float:
        return exp(_SIMILAR_SLOPE * (max(similarity(one, other), _UNRELATED) - _UNRELATED))

    return lambda one, other: alike(one, other) * said(one.text.casefold(), other.text.casefold())


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
