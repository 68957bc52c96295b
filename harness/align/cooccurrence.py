"""Which words of two languages occur together, learnt from the segments of a run alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from harness.align.word_features import WordFeatures
from harness.align.word_grid import Array, Cells, Places, shares, side_by_side, totals

_ROUNDS = 4  # more only makes rare words surer of their first guess
_KEPT = 0.01  # a smaller share of a link is dropped at once: it bounds the memory
_UNSEEN = 2.0  # links to chance that every pair of words is credited with


@dataclass(frozen=True, slots=True)
class WordPair:
    """A segment and its translation, with the belief in each cell before anything is learnt."""

    source: Sequence[WordFeatures]
    target: Sequence[WordFeatures]
    cells: Cells
    belief: Array


@dataclass(frozen=True, slots=True)
class _Stems:
    """Numbers of stems, and how often each came; the last number is that of all others."""

    numbers: Mapping[str, int]
    counts: Array

    @classmethod
    def of(cls, texts: Iterable[Sequence[WordFeatures]]) -> "_Stems":
        counted = Counter(word.stem for words in texts for word in words)
        numbers = {stem: number for number, stem in enumerate(counted)}
        return cls(numbers, np.array([*counted.values(), 0], float))

    def of_words(self, words: Iterable[WordFeatures]) -> Places:
        other = len(self.numbers)
        return np.array([self.numbers.get(word.stem, other) for word in words], int)


_NO_STEMS = _Stems({}, np.zeros(1))


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """How much more often two words are linked than chance would have it.

    Counts are of stems, as in a small text hardly any form comes twice. An empty lexicon knows
    nothing. `pairs` are pairs of stems in order, each as one number, `links` how often each was
    linked.
    """

    source: _Stems = _NO_STEMS
    target: _Stems = _NO_STEMS
    pairs: Places = field(default_factory=lambda: np.zeros(0, int))
    links: Array = field(default_factory=lambda: np.zeros(0))

    def lifts(
        self, cells: Cells, source: Sequence[WordFeatures], target: Sequence[WordFeatures]
    ) -> Array:
        """What is known of each pair of words, as a factor: 1 for two that were never seen.

        Less where each goes with others.
        """
        if not len(self.pairs):
            return np.ones(len(cells))
        one = self.source.of_words(source)[cells.rows]
        other = self.target.of_words(target)[cells.columns]
        asked = one * len(self.target.counts) + other
        found = np.minimum(np.searchsorted(self.pairs, asked), len(self.pairs) - 1)
        links = np.where(self.pairs[found] == asked, self.links[found], 0.0)
        return self._lift(links, one, other)

    def _lift(self, links: Array, source: Places, target: Places) -> Array:
        chance = np.sqrt((1 + self.source.counts[source]) * (1 + self.target.counts[target]))
        tokens = np.sqrt(self.source.counts.sum() * self.target.counts.sum())
        lifted: Array = (links * tokens / chance + _UNSEEN) / (chance - 1 + _UNSEEN)
        return lifted


def learn(bitext: Sequence[WordPair]) -> Cooccurrence:
    """The lexicon of some segments with their translations. The same bitext, the same lexicon.

    Expectation and maximisation over links, as in IBM model 1 (Brown et al. 1993), but both ways
    at once, from a belief in the words themselves and from their place, so that it has something
    to begin with in the few sentences of one run.
    """
    if not bitext:
        return Cooccurrence()
    source, target = _Stems.of(p.source for p in bitext), _Stems.of(p.target for p in bitext)
    cells = side_by_side([pair.cells for pair in bitext])
    belief = np.concatenate([pair.belief for pair in bitext])
    one = source.of_words(word for pair in bitext for word in pair.source)[cells.rows]
    other = target.of_words(word for pair in bitext for word in pair.target)[cells.columns]
    pairs, which = np.unique(one * len(target.counts) + other, return_inverse=True)
    lexicon = Cooccurrence(source, target, pairs)
    links: Array = np.zeros(len(pairs))
    lifted = belief
    for _ in range(_ROUNDS):
        share = shares(cells, lifted)
        links = totals(which, np.where(share > _KEPT, share, 0.0), len(pairs))
        lifted = belief * lexicon._lift(links[which], one, other)
    return Cooccurrence(source, target, pairs, links)
