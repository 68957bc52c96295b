"""Sentences that a merged bead holds, and that its other side does not say: nulls after all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from harness.align.bead_features import Texts
from harness.align.prepared import PreparedText
from harness.core.values import Bead, Span

_SAID = 0.2  # of a sentence's rare words: below this the other side says something else


def with_unsaid_freed(beads: Sequence[Bead], texts: Texts) -> Iterator[Bead]:
    """The beads, where a merged one gives up a first or last sentence that was dropped or added.

    Such a sentence has hardly a word on the other side that the rest of the bead has not, and the
    other side is nearer to the rest alone in length, so that there is no room for it. Short
    sentences of Chinese or Korean were taken for a part of their neighbour.
    """
    for bead in beads:
        parts = _parted(bead, texts)
        yield from parts or (bead,)


def _parted(bead: Bead, texts: Texts) -> tuple[Bead, ...] | None:
    sides = bead.source, bead.target
    if bead.moved or sorted(map(len, sides)) != [1, 2]:
        return None
    side = 0 if len(bead.source) == 2 else 1
    own, other = sides[side], sides[1 - side]
    for alone, rest in _cuts(own):
        if _unsaid(texts, side, (alone, rest), other):
            return _beads(bead, side, alone, rest)
    return None


def _cuts(own: Span) -> tuple[tuple[int, int], tuple[int, int]]:
    return (own.start, own.end - 1), (own.end - 1, own.start)


def _unsaid(texts: Texts, side: int, parts: tuple[int, int], other: Span) -> bool:
    here, there = (texts.source, texts.target)[:: 1 - 2 * side]
    alone, rest = parts
    # In one language a text grows by what is added only, which is in question here.
    if there.lengths[other.start] > here.lengths[rest] + here.lengths[alone] / 2:
        return False
    across = {there.stems[stem] for stem in there.words[other.start]}
    kept = {here.stems[stem] for stem in here.words[rest]}
    return _share(here, alone, across - kept) < _SAID < _share(here, rest, across)


def _share(text: PreparedText, at: int, across: set[str]) -> float:
    """How much of what a sentence's words tell is among those across."""
    stems = np.unique(text.words[at])
    weights = text.rarity[stems]
    found = np.array([text.stems[stem] in across for stem in stems], bool)
    return float(weights[found].sum() / max(weights.sum(), 1e-6))


def _beads(bead: Bead, side: int, alone: int, rest: int) -> tuple[Bead, ...]:
    first = alone < rest
    mine, kept = Span(alone, alone + 1), Span(rest, rest + 1)
    across = (bead.source, bead.target)[1 - side]
    at = across.start if first else across.end
    if side == 0:
        null = replace(bead, source=mine, target=Span(at, at))
        pair = replace(bead, source=kept)
    else:
        null = replace(bead, source=Span(at, at), target=mine)
        pair = replace(bead, target=kept)
    return (null, pair) if first else (pair, null)
