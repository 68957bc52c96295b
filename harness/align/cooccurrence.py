"""Which words of two languages occur together, learnt from the segments of a run alone."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from harness.align.word_features import WordFeatures
from harness.align.word_grid import Belief, BeliefGrid, by_place, shares, strengths

WordPairs = Sequence[tuple[Sequence[WordFeatures], Sequence[WordFeatures]]]

_ROUNDS = 4  # more only makes rare words surer of their first guess
_KEPT = 0.01  # a smaller share of a link is dropped at once: it bounds the memory
_UNSEEN = 2.0  # links to chance that every pair of words is credited with


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """How much more often two words are linked than chance would have it.

    Counts are of stems, as in a small text hardly any form comes twice. An empty lexicon knows
    nothing.
    """

    links: Mapping[tuple[str, str], float] = field(default_factory=dict)
    source: Mapping[str, int] = field(default_factory=dict)
    target: Mapping[str, int] = field(default_factory=dict)
    tokens: float = 0.0  # mean of both sides

    def lifted(
        self, grid: BeliefGrid, source: Sequence[WordFeatures], target: Sequence[WordFeatures]
    ) -> BeliefGrid:
        """`grid` times what is known of each pair of words: 1 for two that were never seen.

        Less where each goes with others. Every cell of every round comes here, so it is one
        expression, without a call of our own.
        """
        if not self.tokens:
            return grid
        stems = [word.stem for word in target]
        often = [1 + self.target.get(stem, 0) for stem in stems]
        links, tokens, lifted = self.links, self.tokens, []
        for word, row in zip(source, grid, strict=True):
            stem, seen = word.stem, 1 + self.source.get(word.stem, 0)
            lifted.append(
                {
                    j: value
                    * (
                        (links.get((stem, stems[j]), 0.0) * tokens / chance + _UNSEEN)
                        / (chance - 1 + _UNSEEN)
                    )
                    for j, value in row.items()
                    for chance in (sqrt(seen * often[j]),)
                }
            )
        return lifted


def learn(bitext: WordPairs, belief: Belief) -> Cooccurrence:
    """The lexicon of some segments with their translations. The same bitext, the same lexicon.

    Expectation and maximisation over links, as in IBM model 1 (Brown et al. 1993), but both ways
    at once, from `belief` in the words themselves and from their place, so that it has something
    to begin with in the few sentences of one run.
    """
    source = Counter(word.stem for words, _ in bitext for word in words)
    target = Counter(word.stem for _, words in bitext for word in words)
    tokens = sqrt(source.total() * target.total())
    grids = [by_place(strengths(one, other, belief), len(other)) for one, other in bitext]
    lexicon = Cooccurrence()
    for _ in range(_ROUNDS if bitext else 0):
        links: dict[tuple[str, str], float] = defaultdict(float)
        for (one, other), grid in zip(bitext, grids, strict=True):
            for i, row in enumerate(shares(lexicon.lifted(grid, one, other), len(other))):
                for j, share in row.items():
                    if share > _KEPT:
                        links[one[i].stem, other[j].stem] += share
        lexicon = Cooccurrence(dict(links), source, target, tokens)
    return lexicon
