"""What seems dropped and added in the same place of a text in one language: it became the other."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from harness.align.signals import Texts
from harness.core.values import Bead

_GARBLED = 2  # sentences running that an engine may garble; more of them are another passage


def with_replaced(beads: Sequence[Bead], texts: Texts) -> Iterator[Bead]:
    """The beads, where one sentence was dropped and one added between the same two as one bead.

    An engine that garbles a sentence until no word of it is left is common; one that leaves a
    sentence out and puts in another just there is not. Two such sentences running are two beads, in
    their order. A bead's score is the likelihood that its two nulls leave, which is low. A copy of
    its neighbour was added, whatever was dropped; and of texts that share nothing, nothing is said.
    """
    if all(bead.is_null for bead in beads) and len(beads) > 2:
        yield from beads
        return
    for null, run in groupby(beads, lambda bead: bead.is_null):
        gap = list(run)
        dropped = [bead for bead in gap if len(bead.source)]
        added = [bead for bead in gap if len(bead.target)]
        as_many = len(dropped) == len(added) <= _GARBLED
        if null and as_many and not any(_is_copy(texts.target.sentences, bead) for bead in added):
            yield from map(_joined, dropped, added)
        else:
            yield from gap


def _joined(dropped: Bead, added: Bead) -> Bead:
    doubt = 1.0 - max(dropped.score or 0.0, added.score or 0.0)
    return Bead(dropped.source, added.target, round(doubt, 6))


def _is_copy(sentences: Sequence[str], added: Bead) -> bool:
    """Whether what was added is what stands beside it."""
    beside = (added.target.start - 1, added.target.end)
    said = [sentences[place].strip() for place in beside if 0 <= place < len(sentences)]
    return sentences[added.target.start].strip() in said
