"""What seems dropped and added in the same place of a text in one language: it became the other."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from harness.align.signals import Texts
from harness.core.values import Bead


def with_replaced(beads: Iterable[Bead], texts: Texts) -> Iterator[Bead]:
    """The beads, where one sentence was dropped and one added between the same two as one bead.

    An engine that garbles a sentence until no word of it is left is common; one that leaves a
    sentence out and puts in another just there is not. The bead's score is the likelihood that
    the two nulls leave, which is low. A copy of its neighbour was added, whatever was dropped.
    """
    for null, run in groupby(beads, lambda bead: bead.is_null):
        gap = list(run)
        if null and _one_each(gap) and not _is_copy(texts.target.sentences, gap):
            yield _joined(gap)
        else:
            yield from gap


def _one_each(gap: Sequence[Bead]) -> bool:
    return sorted((len(bead.source), len(bead.target)) for bead in gap) == [(0, 1), (1, 0)]


def _joined(gap: Sequence[Bead]) -> Bead:
    dropped, added = sorted(gap, key=lambda bead: len(bead.target))
    doubt = 1.0 - max(dropped.score or 0.0, added.score or 0.0)
    return Bead(dropped.source, added.target, round(doubt, 6))


def _is_copy(sentences: Sequence[str], gap: Sequence[Bead]) -> bool:
    """Whether what was added is what stands beside it."""
    (added,) = (bead.target for bead in gap if len(bead.target))
    beside = (place for place in (added.start - 1, added.end) if 0 <= place < len(sentences))
    return any(sentences[place].strip() == sentences[added.start].strip() for place in beside)
