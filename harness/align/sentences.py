"""Sentences of a text and of its return in the same language -> which became which."""

from collections.abc import Sequence
from typing import Protocol

from harness.align.chain import BeadCost, Corridor, cheapest_chain, guided
from harness.align.surface import SurfaceSimilarity
from harness.core.values import Alignment, Bead, Signature, Span

# Measured on English carried through Spanish and back, with sentences dropped, added and merged.
# Two sentences that share less than a tenth are rather one dropped and one added.
NULL_COST = 900_000  # for each segment that stands alone; 1,000,000 is a segment put wrong

SIGNATURE = Signature(
    "surface-chain", (("version", "1"), ("null", str(NULL_COST)), ("merge", "3"), ("grams", "4"))
)


class Similarity(Protocol):
    """How far these source segments and those target segments say the same, in [0, 1].

    Asked about beads with segments on both sides only, and with one segment on one side.
    """

    def __call__(self, source: Span, target: Span) -> float: ...


def align_sentences(source: Sequence[str], target: Sequence[str]) -> Alignment:
    """Which sentences of `target` came of which sentences of `source`, in the same language.

    A bead's score is the similarity of its two sides (see `SurfaceSimilarity`); a null's is how
    unlike its sentence is to those across from it: near 1, it is surely dropped or added.

    5,000 sentences a side take seconds, and memory in proportion to the texts, as long as some
    sentences keep words of their own; where none do, the search keeps to the diagonal.

    Blind to sentences that changed places (dropped here, added there), to one sentence made of more
    than three, and to two sentences that became two others together.
    """
    similarity = SurfaceSimilarity(source, target)
    return align(similarity, guided(similarity.anchors(), len(source), len(target)))


def align(similarity: Similarity, corridor: Corridor) -> Alignment:
    """The alignment that costs least by `similarity`, inside `corridor`."""
    chain = cheapest_chain(corridor, bead_cost(similarity))
    source_count, target_count = len(corridor) - 1, corridor[-1][-1]
    beads = []
    for source, target in chain.beads:
        if len(source) and len(target):
            score = similarity(source, target)
        else:
            score = 1 - _nearest(similarity, source, target, (source_count, target_count))
        beads.append(Bead(source, target, round(score, 6)))
    return Alignment(tuple(beads), source_count, target_count)


def bead_cost(similarity: Similarity) -> BeadCost:
    """The cost of a bead: for each of its segments, how unlike its sides are, in millionths."""

    def cost(source: Span, target: Span) -> int:
        size = len(source) + len(target)
        if not len(source) or not len(target):
            return NULL_COST * size
        return size * round(1_000_000 * (1 - similarity(source, target)))

    return cost


_ACROSS = 2  # segments on either side of the place where a null's counterpart would stand


def _nearest(similarity: Similarity, source: Span, target: Span, counts: tuple[int, int]) -> float:
    """The highest similarity of a null's segment with those across from it."""
    if len(source):
        around = range(max(0, target.start - _ACROSS), min(counts[1], target.end + _ACROSS))
        return max((similarity(source, Span(j, j + 1)) for j in around), default=0.0)
    around = range(max(0, source.start - _ACROSS), min(counts[0], source.end + _ACROSS))
    return max((similarity(Span(i, i + 1), target) for i in around), default=0.0)
