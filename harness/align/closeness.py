"""How closely two texts in one language word the same: a text and its return, or two versions."""

from collections.abc import Sequence

import numpy as np

from harness.align.anchors import Crossing
from harness.align.prepared import PreparedText

_FEWEST = 4  # pairs that show anything of a text
_FAR = 3  # sentences apart: unrelated


def closeness(source: PreparedText, target: PreparedText, path: Sequence[Crossing]) -> float:
    """By how much more facing sentences say in the same words than unrelated ones, in [0, 1].

    The median over the pairs of a rough path, so that what is dropped or added hardly counts; 1 for
    the same text, about 0 for texts that have only by chance a word in common, or where the path is
    wrong. 1 where there are too few pairs to tell.
    """
    pairs = [(step.source, step.target) for step in path]
    if len(pairs) < _FEWEST:
        return 1.0
    apart = max(_FAR, len(pairs) // 2)
    across = [pairs[(place + apart) % len(pairs)][1] for place in range(len(pairs))]
    facing = np.median([shared(source, i, target, j) for i, j in pairs])
    unrelated = np.median(
        [shared(source, i, target, j) for (i, _), j in zip(pairs, across, strict=True)]
    )
    return float(np.clip((facing - unrelated) / max(1 - unrelated, 1e-6), 0.0, 1.0))


def shared(source: PreparedText, i: int, target: PreparedText, j: int) -> float:
    """The share of content that a source and a target sentence have in common, in [0, 1]."""
    ours, theirs = (
        {side.stems[stem]: float(side.rarity[stem]) for stem in side.words[place]}
        for side, place in ((source, i), (target, j))
    )
    both = sum(min(ours[stem], theirs[stem]) for stem in ours.keys() & theirs.keys())
    return 2 * both / max(sum(ours.values()) + sum(theirs.values()), 1e-6)
