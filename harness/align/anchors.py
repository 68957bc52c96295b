"""A rough path through two texts of any length, and where to cut them into stretches.

Coarse to fine, as Vecalign does it: blocks of sentences are aligned first, then smaller blocks near
that path. Time and memory grow with the length of the texts.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from harness.align.prepared import PreparedText
from harness.core.values import Span

Rows = NDArray[np.float32]

_WIDTH = 256  # of a sketch: enough that two words rarely share a place and a sign
_WHOLE = 300 * 300  # places that are searched in full
_FEWER = 4  # blocks that become one
_BESIDE = 12  # places to either side of a coarser path
_FORWARD = 0.02  # what a step is worth by itself: with nothing to go by, keep to the diagonal
_STRETCH = 48  # sentences of a stretch, at least
_CHOICE = 32  # sentences beyond that, among which the surest place for a cut is looked for
_LARGEST = 40_000  # pairs of sentences of a stretch, where the path gives a choice


@dataclass(frozen=True, slots=True)
class Crossing:
    """A place of the path: both texts may be cut before these sentences. 0 is the least sure."""

    source: int
    target: int
    sureness: float


def anchor_path(side: PreparedText) -> Rows:
    """A vector for each sentence, alike for sentences that share rare words of one writing.

    Words are thrown into `_WIDTH` places with signs (Weinberger et al. 2009), so that a block of
    sentences is the sum of its own.
    """
    rows = np.zeros((len(side), _WIDTH), np.float32)
    hashes = np.array([zlib.crc32(stem.encode("utf-8", "replace")) for stem in side.stems], int)
    place, sign = hashes % _WIDTH, 1 - 2 * ((hashes >> 16) & 1)
    weight = (sign * side.rarity**2).astype(np.float32)
    for row, words in enumerate(side.words):
        np.add.at(rows[row], place[words], weight[words])
    return rows


def rough_path(source: Rows, target: Rows) -> list[Crossing]:
    """Where sentences may face each other, by vectors alone, rising on both sides."""
    if len(source) * len(target) <= _WHOLE or min(len(source), len(target)) < 2 * _FEWER:
        return _path(source, target, [range(len(target) + 1)] * (len(source) + 1))
    coarser = rough_path(_blocks(source), _blocks(target))
    return _path(source, target, _corridor(coarser, len(source), len(target)))


def stretches(
    path: Sequence[Crossing], source_count: int, target_count: int
) -> Iterator[tuple[Span, Span]]:
    """Both texts cut along the path into stretches that are aligned each by itself."""
    end = Crossing(source_count, target_count, 0.0)
    last = Crossing(0, 0, 0.0)
    for cut in [*_cuts(_without_gaps([last, *path, end])), end]:
        if (cut.source, cut.target) != (last.source, last.target):
            yield Span(last.source, cut.source), Span(last.target, cut.target)
        last = cut


def _cuts(path: Sequence[Crossing]) -> Iterator[Crossing]:
    """The surest place of the path, again and again, a stretch from the last one."""
    last, best = path[0], None
    for here in path[1:]:
        far = max(here.source - last.source, here.target - last.target)
        if best and far > _STRETCH + _CHOICE:
            yield best
            last, best = best, None
            far = max(here.source - last.source, here.target - last.target)
        if far >= _STRETCH and (best is None or here.sureness > best.sureness):
            best = here


def _without_gaps(path: Sequence[Crossing]) -> list[Crossing]:
    """The path, with places on a straight line where it says nothing for too long."""
    filled = [path[0]]
    for before, after in pairwise(path):
        high, wide = after.source - before.source, after.target - before.target
        parts = 1 + max(high, wide) // _STRETCH if high * wide > _LARGEST else 1
        for part in range(1, parts):
            share = part / parts
            place = before.source + int(high * share), before.target + int(wide * share)
            filled.append(Crossing(*place, 0.0))
        filled.append(after)
    return filled


def _blocks(rows: Rows) -> Rows:
    """Sums of neighbours, and what is left over."""
    return np.add.reduceat(rows, np.arange(0, len(rows), _FEWER), axis=0)


def _corridor(coarser: Sequence[Crossing], rows: int, columns: int) -> list[range]:
    """Places near a path through blocks."""
    blocks = ((step.source * _FEWER, step.target * _FEWER) for step in coarser)
    low, high = np.full(rows + 1, columns), np.zeros(rows + 1, int)
    for (top, left), (bottom, right) in pairwise([(0, 0), *blocks, (rows, columns)]):
        low[top : bottom + 1] = np.minimum(low[top : bottom + 1], left)
        high[top : bottom + 1] = np.maximum(high[top : bottom + 1], right)
    return [
        range(max(0, int(a) - _BESIDE), min(columns, int(b) + _BESIDE) + 1)
        for a, b in zip(low, high, strict=True)
    ]


def _path(source: Rows, target: Rows, corridor: Sequence[range]) -> list[Crossing]:
    """The pairs, rising on both sides, that are together most alike beyond what is usual."""
    source, target = _unit(source), _unit(target)
    usual = source @ target.mean(axis=0) / 2, target @ source.mean(axis=0) / 2
    reached = np.zeros(len(corridor[0]))
    choices, gains = [], []
    for row, (above, here) in enumerate(pairwise(corridor)):
        faced = slice(max(0, here.start - 1), here.stop - 1)  # the sentence before each place
        gain = target[faced] @ source[row] - usual[0][row] - usual[1][faced] + _FORWARD
        gain = np.append(np.full(len(here) - len(gain), -np.inf), gain)
        step = _seen(reached, above, range(here.start - 1, here.stop - 1)) + gain
        skip = _seen(reached, above, here)
        best = np.maximum(skip, step)
        reached = np.maximum.accumulate(best)
        choice = np.where(step >= skip, _STEP, _SKIP)
        choices.append(np.where(reached > best, _ALONG, choice).astype(np.int8))
        gains.append(gain)
    return _walked_back(corridor, choices, gains)


_ALONG, _SKIP, _STEP = 0, 1, 2  # a target sentence left out, a source sentence left out, a pair


def _seen(reached: NDArray[np.float64], above: range, here: range) -> NDArray[np.float64]:
    """What was reached in the row above, in the columns of another range."""
    seen = np.full(len(here), -np.inf)
    first, last = max(above.start, here.start), min(above.stop, here.stop)
    if first < last:
        old = slice(first - above.start, last - above.start)
        seen[first - here.start : last - here.start] = reached[old]
    return seen


def _walked_back(
    corridor: Sequence[range],
    choices: Sequence[NDArray[np.int8]],
    gains: Sequence[NDArray[np.float64]],
) -> list[Crossing]:
    row, column = len(choices), corridor[-1].stop - 1
    pairs = []
    while row:
        place = column - corridor[row].start
        match int(choices[row - 1][place]):
            case 2:
                pairs.append((row - 1, column - 1, float(gains[row - 1][place])))
                row, column = row - 1, column - 1
            case 1:
                row -= 1
            case _:
                column -= 1
    return _crossing_confidence(pairs[::-1])


def _crossing_confidence(pairs: Sequence[tuple[int, int, float]]) -> list[Crossing]:
    """A place is as sure as the weaker of the pairs before and after it, if those touch."""
    crossings = []
    before = (-1, -1, 0.0)
    for i, j, gain in pairs:
        touches = (i, j) == (before[0] + 1, before[1] + 1)
        crossings.append(Crossing(i, j, max(0.0, min(gain, before[2])) if touches else 0.0))
        before = (i, j, gain)
    return crossings


def _unit(rows: Rows) -> Rows:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows / lengths, np.float32)
