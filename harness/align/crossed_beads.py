"""Sentences of one language that changed places inside one bead: a bead for each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from harness.align.bead_features import Texts
from harness.align.closeness import shared
from harness.core.values import Bead, Span

_SHARED = 0.25  # of what two sentences tell, that both say: less is chance


def with_crossed_split(beads: Sequence[Bead], texts: Texts) -> Iterator[Bead]:
    """The beads, those parted whose sentences are each other's counterparts in another order.

    A bead of two and two says as much as two that cross, and chains of beads cannot cross. Every
    sentence must have most in common with its own counterpart, seen from either side.
    """
    for bead in beads:
        yield from _parted(bead, texts) or (bead,)


def _parted(bead: Bead, texts: Texts) -> tuple[Bead, ...]:
    count = len(bead.source)
    if bead.moved or count < 2 or count != len(bead.target):
        return ()
    here, there = bead.source.start, bead.target.start
    alike = np.array(
        [
            [shared(texts.source, here + i, texts.target, there + j) for j in range(count)]
            for i in range(count)
        ]
    )
    across = alike.argmax(axis=1)
    places = np.arange(count)
    mutual = bool((alike.argmax(axis=0)[across] == places).all())
    if not mutual or (across == places).all() or alike[places, across].min() < _SHARED:
        return ()
    return tuple(
        replace(
            bead,
            source=Span(here + i, here + i + 1),
            target=Span(there + int(j), there + int(j) + 1),
        )
        for i, j in enumerate(across)
    )
