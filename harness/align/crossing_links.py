"""Sentences that seem dropped here and added there, and are the same: they were reordered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from harness.align.bead_features import Texts
from harness.align.closeness import shared
from harness.align.lattice import SHAPES, Array
from harness.core.values import Bead, Span

# Scores of every bead between two ranges of sentences, in the layout of `Lattice.scores`.
PairScorer = Callable[[Texts, Span, Span], Array]

_SURE = 0.8  # likelihood from which a sentence is said to have moved
_SHARED = 0.25  # of what two sentences of one language tell, that both say: less is chance
_MOST = 300  # nulls of a side that are compared with those of the other at a time


def with_reordering(beads: Sequence[Bead], texts: Texts, scorer: PairScorer) -> list[Bead]:
    """The beads, with a moved one for each null of the source that is a null of the target.

    Two nulls are one sentence when each is the other's likeliest, surely, and another bead lies
    between them; the farther apart, the surer they must be. In one language they have words in
    common, too: of many nulls some two are alike in length and in what all sentences have. In texts
    with very many nulls, they are looked for near their place only.

    Blind to a sentence of one language that moved and was garbled until hardly a word is left.
    """
    dropped = [bead for bead in beads if not len(bead.target)]
    added = [bead for bead in beads if not len(bead.source)]
    moved: dict[Bead, Bead] = {}
    for ours, theirs in _side_by_side(dropped, added):
        moved |= _pairs(ours, theirs, texts, scorer)
    lines = [bead for bead in beads if not bead.is_null]
    moved = {
        one: other
        for one, other in moved.items()
        if any(_crosses(one.source, other.target, bead) for bead in lines)
    }
    gone = {bead.target for bead in moved.values()}
    return [
        Bead(bead.source, moved[bead].target, moved[bead].score, moved=True)
        if bead in moved
        else bead
        for bead in beads
        if len(bead.source) or bead.target not in gone
    ]


def _crosses(source: Span, target: Span, other: Bead) -> bool:
    """Whether the other bead comes before on one side and after on the other."""
    return (other.source.start < source.start) != (other.target.start < target.start)


def _side_by_side(
    dropped: Sequence[Bead], added: Sequence[Bead]
) -> Iterator[tuple[Sequence[Bead], Sequence[Bead]]]:
    """The nulls of both sides, in parts small enough to compare each with each."""
    for start in range(0, len(dropped), _MOST):
        ours = dropped[start : start + _MOST]
        middle = (ours[0].target.start + ours[-1].target.start) // 2
        nearest = sorted(added, key=lambda bead: abs(bead.target.start - middle))[:_MOST]
        if nearest:
            yield ours, sorted(nearest, key=lambda bead: bead.target.start)


def _pairs(
    dropped: Sequence[Bead], added: Sequence[Bead], texts: Texts, scorer: PairScorer
) -> dict[Bead, Bead]:
    """Which dropped sentence is which added one; the values' scores are likelihoods."""
    alone = texts.only([b.source.start for b in dropped], [b.target.start for b in added])
    scores = scorer(alone, Span(0, len(dropped)), Span(0, len(added)))
    together = scores[SHAPES.index((1, 1)), 1:, 1:]
    apart = scores[SHAPES.index((1, 0)), 1:, :1] + scores[SHAPES.index((0, 1)), :1, 1:]
    # Any null might have been the one, and so might any sentence no farther away.
    far = np.abs(_places(dropped)[:, None] - _places(added)[None, :])
    odds = together - apart - np.log(np.maximum(max(together.shape), 1 + far))
    likely = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
    if texts.same_language:
        for i, j in np.argwhere(likely >= _SURE):
            likely[i, j] *= shared(alone.source, i, alone.target, j) >= _SHARED
    best = likely.argmax(axis=1), likely.argmax(axis=0)
    return {
        dropped[i]: replace(added[j], score=round(float(likely[i, j]), 6))
        for i, j in enumerate(best[0])
        if best[1][j] == i and likely[i, j] >= _SURE
    }


def _places(nulls: Sequence[Bead]) -> Array:
    """Where in the target each null stands."""
    return np.array([bead.target.start for bead in nulls], float)
