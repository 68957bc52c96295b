"""Beads that would hide a copy: a sentence twice in a row on one side, once on the other."""

import numpy as np
from numpy.typing import NDArray

from harness.align.bead_features import Texts
from harness.align.lattice import SHAPES
from harness.align.prepared import PreparedText
from harness.core.values import Span

Array = NDArray[np.float64]


def hidden_copies(texts: Texts, source: Span, target: Span) -> NDArray[np.bool_]:
    """Which beads, in the layout of `Lattice.scores`, merge a sentence with its own copy.

    Words and vectors cannot tell: a copy brings nothing that a bead lacks, and nothing strange
    either. So lengths decide. A bead in which only one side says a sentence twice running is kept
    when the other is long enough for both, as "No, no!" is for "No!" "No!".

    Blind to a copy that differs in a letter, and to one that does not stand beside its original.
    """
    hidden = np.zeros((len(SHAPES), len(source) + 1, len(target) + 1), bool)
    copied = _copied(texts.source, source) * texts.growth, _copied(texts.target, target)
    if not (copied[0].any() or copied[1].any()):
        return hidden
    long = _running(texts.source.lengths[source.start : source.end]) * texts.growth
    wide = _running(texts.target.lengths[target.start : target.end])
    extra, wider = _running(copied[0]), _running(copied[1])
    for k, (a, b) in enumerate(SHAPES):
        if min(a, b) < 1 or a > len(source) or b > len(target):
            continue
        apart = (long[a:] - long[:-a])[:, None] - (wide[b:] - wide[:-b])[None, :]
        # The first sentence of a bead is no copy of one within it.
        ours = (extra[a:] - extra[1 : len(extra) - a + 1])[:, None]
        theirs = (wider[b:] - wider[1 : len(wider) - b + 1])[None, :]
        one_side = (ours > 0) != (theirs > 0)
        hidden[k, a:, b:] = one_side & (np.abs(apart - ours + theirs) < np.abs(apart))
    return hidden


def _copied(side: PreparedText, span: Span) -> Array:
    """The length of each sentence that is the one before it once more; 0 of any other."""
    sentences = [side.sentences[place].strip() for place in range(span.start, span.end)]
    again = np.array(
        [one == before for one, before in zip(sentences[1:], sentences[:-1], strict=True)], bool
    )
    return np.where(
        np.append(False, again)[: len(sentences)], side.lengths[span.start : span.end], 0.0
    )


def _running(values: Array) -> Array:
    return np.append(0.0, np.cumsum(values))
