"""Which word stems stand for which, learnt from beads of the two texts themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from harness.align.prepared import Ids, PreparedText
from harness.core import interruption
from harness.core.values import Bead

Array = NDArray[np.float64]

_ROUNDS = 5
_MOST_PAIRS = 4_000_000  # of words to learn from; it bounds time and memory, however long the text
_LARGEST_BEAD = 20_000  # pairs of words: what is larger says little of which belong together
_SAME_WRITING = 20.0  # how much likelier two words of one writing are, to begin with
_UNSEEN = 0.5  # links to nothing that every stem is credited with
_LEAST_BEADS = 2  # what one bead alone says would only confirm that bead
_KEPT = 0.005  # a smaller probability is dropped


@dataclass(frozen=True, slots=True)
class TranslationTable:
    """Probabilities of target stems, given a source stem: sparse, sorted by source stem."""

    source: Ids
    target: Ids
    probability: Array

    def dense(self, rows: Ids, columns: Ids) -> NDArray[np.float64]:
        """The table of some source stems (sorted) and some target stems (sorted)."""
        first = np.searchsorted(self.source, rows)
        last = np.searchsorted(self.source, rows, side="right")
        here = np.repeat(np.arange(len(rows)), last - first)
        places = np.concatenate(
            [*(np.arange(a, b) for a, b in zip(first, last, strict=True)), np.zeros(0, int)]
        ).astype(int)
        there = np.searchsorted(columns, self.target[places])
        inside = there < len(columns)
        inside[inside] = columns[there[inside]] == self.target[places][inside]
        dense = np.zeros((len(rows), len(columns)))
        dense[here[inside], there[inside]] = self.probability[places][inside]
        return dense


@dataclass(frozen=True)
class Translations:
    """What was learnt, both ways. `forward` gives target stems, `backward` source stems."""

    forward: TranslationTable
    backward: TranslationTable

    @cached_property
    def turned(self) -> "Translations":
        """The same, seen from the other side."""
        return Translations(self.backward, self.forward)


def learn(source: PreparedText, target: PreparedText, beads: Iterable[Bead]) -> Translations | None:
    """Translations of stems from beads that are believed; None where there is nothing to learn.

    IBM model 1 (Brown et al. 1993), each way by itself, from a start in which words of one writing
    are likelier. The same beads, the same translations.
    """
    pairs = [
        (
            np.concatenate([source.words[i] for i in range(bead.source.start, bead.source.end)]),
            np.concatenate([target.words[j] for j in range(bead.target.start, bead.target.end)]),
        )
        for bead in beads
        if not bead.is_null
    ]
    pairs = _sample([(a, b) for a, b in pairs if 0 < len(a) * len(b) <= _LARGEST_BEAD])
    if not pairs:
        return None
    return Translations(
        _one_way(pairs, source, target), _one_way([(b, a) for a, b in pairs], target, source)
    )


def _sample(pairs: Sequence[tuple[Ids, Ids]]) -> list[tuple[Ids, Ids]]:
    """As many pairs as may be looked at, spread evenly over the text."""
    size = sum(len(a) * len(b) for a, b in pairs)
    step = -(-size // _MOST_PAIRS) if size else 1
    return list(pairs[::step])


def _one_way(
    pairs: Sequence[tuple[Ids, Ids]], source: PreparedText, target: PreparedText
) -> TranslationTable:
    nothing, width = len(source.stems), len(target.stems)  # `nothing` may stand for any word
    given = [np.append(a, nothing) for a, _ in pairs]
    one = np.concatenate([np.tile(a, len(b)) for a, (_, b) in zip(given, pairs, strict=True)])
    other = np.concatenate([np.repeat(b, len(a)) for a, (_, b) in zip(given, pairs, strict=True)])
    counted = np.cumsum([0, *(len(b) for _, b in pairs)])
    token = np.concatenate(
        [
            np.repeat(np.arange(start, start + len(b)), len(a))
            for a, (_, b), start in zip(given, pairs, counted, strict=False)
        ]
    )
    kinds, kind = np.unique(one * width + other, return_inverse=True)
    from_stem, to_stem = kinds // width, kinds % width
    written_alike = _same_writing(from_stem, to_stem, source, target)
    belief = 1 + _SAME_WRITING * written_alike
    for _ in range(_ROUNDS):
        interruption.check()
        share = belief[kind]
        share /= np.bincount(token, share, minlength=int(counted[-1]))[token]
        links = np.bincount(kind, share, minlength=len(kinds))
        belief = links / (np.bincount(from_stem, links, minlength=nothing + 1)[from_stem] + _UNSEEN)
    sizes = [len(a) * len(b) for a, (_, b) in zip(given, pairs, strict=True)]
    bead = np.repeat(np.arange(len(pairs)), sizes)
    seen = np.unique(kind * len(pairs) + bead) // len(pairs)
    often = np.bincount(seen, minlength=len(kinds)) >= _LEAST_BEADS
    kept = (belief > _KEPT) & (from_stem < nothing) & (often | (written_alike > 0))
    return TranslationTable(from_stem[kept], to_stem[kept], belief[kept])


def _same_writing(
    from_stem: Ids, to_stem: Ids, source: PreparedText, target: PreparedText
) -> Array:
    in_target = {stem: place for place, stem in enumerate(target.stems)}
    same = np.array([in_target.get(stem, -1) for stem in source.stems] + [-1])
    return np.asarray(same[from_stem] == to_stem, float)
