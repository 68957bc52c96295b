"""Chains of beads through two stretches of text: the best one, and how likely each bead is.

Knows nothing of language: what a bead scores is the caller's business. A semi-Markov conditional
random field (Sarawagi and Cohen 2004) over monotone alignments: the weight of a chain is the
exponential of its beads' scores added up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LONGEST = 5  # segments that a bead may hold on one side
_LARGE = 4  # segments that it may hold on both
_LITTLE = 2  # segments across from `LONGEST`: more of them are rare, and every shape costs time

# How many segments a bead holds on either side. The null of the target comes first, as the chain
# steps along it within one row.
SHAPES = (
    (0, 1),
    (1, 0),
    *((a, b) for a in range(1, _LARGE + 1) for b in range(1, _LARGE + 1)),
    *((a, LONGEST) for a in range(1, _LITTLE + 1)),
    *((LONGEST, b) for b in range(1, _LITTLE + 1)),
)

_EQUAL = 1e-9  # a difference that is rounding only
Step = tuple[int, int, int]  # a bead: its shape in `SHAPES`, the ends of its source and target

_NEVER = -1e7  # a score that no chain can afford; not so low that it swallows the others in sums


def blank(source_count: int, target_count: int) -> Array:
    """Scores for `Lattice`, none of them affordable."""
    return np.full((len(SHAPES), source_count + 1, target_count + 1), _NEVER)


@dataclass(frozen=True, slots=True)
class Lattice:
    """Every chain of beads between two texts of n and m segments.

    `scores[k, i, j]` belongs to the bead of shape `SHAPES[k]` that ends before segment i of the
    source and before segment j of the target. Where such a bead would begin before the texts do,
    the value is not looked at.
    """

    scores: Array

    def best_chain(self) -> list[Step]:
        """The chain that scores most, its beads in order.

        Of equals that one in which nulls come last: of a sentence said twice, the second is added.
        """
        rows, columns = self.scores.shape[1:]
        reached = np.full((rows, columns), _NEVER)
        chosen = np.zeros((rows, columns), dtype=np.int8)
        reached[0, 0] = 0
        for i in range(rows):
            if i:
                ways = self._ways(reached, i)
                chosen[i] = ways.argmax(axis=0) + 1
                reached[i] = ways.max(axis=0)
            along = np.cumsum(np.append(0.0, self.scores[0, i, 1:]))
            best = np.maximum.accumulate(reached[i] - along)
            chosen[i, 1:][best[:-1] >= (reached[i] - along)[1:] - _EQUAL] = 0
            reached[i] = best + along
        return self._walked_back(chosen)

    def likelihoods(self) -> Array:
        """How likely each bead is, among all chains, in the places of `scores`."""
        forward = self._sums()
        backward = Lattice(self._turned())._sums()[::-1, ::-1]
        total = forward[-1, -1]
        likely = np.zeros_like(self.scores)
        rows, columns = forward.shape
        for k, (a, b) in enumerate(SHAPES):
            if a < rows and b < columns:
                before = forward[: rows - a, : columns - b]
                exponent = before + self.scores[k, a:, b:] + backward[a:, b:] - total
                likely[k, a:, b:] = np.exp(np.minimum(exponent, 0.0))
        return likely

    def total(self) -> float:
        """The logarithm of the weights of all chains together."""
        return float(self._sums()[-1, -1])

    def _sums(self) -> Array:
        """For each place the logarithm of the weights of all chains that lead there."""
        rows, columns = self.scores.shape[1:]
        sums = np.full((rows, columns), _NEVER)
        sums[0, 0] = 0
        for i in range(rows):
            if i:
                ways = self._ways(sums, i)
                most = ways.max(axis=0)
                sums[i] = most + np.log(np.exp(ways - most).sum(axis=0))
            along = np.cumsum(np.append(0.0, self.scores[0, i, 1:]))
            sums[i] = np.logaddexp.accumulate(sums[i] - along) + along
        return sums

    def _ways(self, reached: Array, i: int) -> Array:
        """What each place of row `i` scores when it is reached by each shape but the first."""
        columns = reached.shape[1]
        ways = np.full((len(SHAPES) - 1, columns), _NEVER)
        for k, (a, b) in enumerate(SHAPES[1:]):
            if a <= i and b < columns:
                ways[k, b:] = reached[i - a, : columns - b] + self.scores[k + 1, i, b:]
        return ways

    def _turned(self) -> Array:
        """The scores of the same beads when both texts are read from their ends."""
        turned = np.full_like(self.scores, _NEVER)
        for k, (a, b) in enumerate(SHAPES):
            turned[k, a:, b:] = self.scores[k, a:, b:][::-1, ::-1]
        return turned

    def _walked_back(self, chosen: NDArray[np.int8]) -> list[Step]:
        i, j = chosen.shape[0] - 1, chosen.shape[1] - 1
        chain = []
        while i or j:
            k = int(chosen[i, j]) if i else 0
            chain.append((k, i, j))
            i, j = i - SHAPES[k][0], j - SHAPES[k][1]
        return chain[::-1]
