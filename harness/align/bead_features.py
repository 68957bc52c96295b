"""Features of each bead between two stretches of text: one number for each feature.

Every signal is an array in the layout of `Lattice.scores`; a bead's score is their sum, each times
its weight (`weights.toml`). In the names, `fit` is worth the size of its bead, so that one bead of
two sentences each counts as much as two beads of one; `gain` says what a merged bead has over the
best bead that leaves out its first or last sentence; `rest` says how well a null's sentence would
do elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from harness.align.lattice import LONGEST, SHAPES
from harness.align.prepared import Ids, PreparedText
from harness.align.sentence_vectors import TextVectors, likeness
from harness.align.translation_table import Translations
from harness.core.values import Span

Array = NDArray[np.float64]
Grid = dict[tuple[int, int], Array]  # by shape: a value for every pair of ends

_SPREAD = 6.8  # variance of a translation's length for each character (Gale and Church 1993)
_WORST_LENGTH = -8.0  # beyond this, lengths say no more
_BY_CHANCE = 0.3  # of a word's probability that does not hang on its translation
_MOST_LIFT = 6.0  # of one word: a name that stands once decides no alignment alone
_LEARNT = 1.5  # an association that can be learnt from few beads hardly reaches 1

_MERGES = {(1, 2): "merge_12", (2, 2): "merge_22", (1, 3): "merge_13", (2, 3): "merge_23"}


@dataclass(frozen=True)
class Texts:
    """The two texts, and all that is known of them before a bead is asked about."""

    source: PreparedText
    target: PreparedText
    growth: float  # characters of the target for one of the source
    same_language: bool
    vectors: tuple[TextVectors, TextVectors] | None = None
    translations: Translations | None = None
    habits: Sequence[float] | None = None  # logarithms of how often each shape was found

    def only(self, source: Sequence[int], target: Sequence[int]) -> "Texts":
        """Some sentences of each, with all that is known of the whole texts."""
        vectors = self.vectors and (self.vectors[0].only(source), self.vectors[1].only(target))
        return replace(
            self, source=self.source.only(source), target=self.target.only(target), vectors=vectors
        )


def bead_features(texts: Texts, source: Span, target: Span) -> Iterator[tuple[str, Array]]:
    """The signals of every bead between a range of source and one of target sentences."""
    stretch = _Stretch(texts, source, target)
    yield "null", stretch.nulls(np.ones(len(source)), np.ones(len(target)))
    yield "null_length", stretch.nulls(np.log(stretch.lengths[0]), np.log(stretch.lengths[1]))
    yield (
        "null_bare",
        stretch.nulls(
            texts.source.bare[source.start : source.end],
            texts.target.bare[target.start : target.end],
        ),
    )
    yield from stretch.merges()
    yield "length", stretch.filled(stretch.length())
    yield "size", stretch.filled({shape: np.ones(stretch.plane) for shape in _PAIRS}, sized=True)
    cover, words = stretch.words(stretch.written_alike)
    yield "cover", stretch.filled(cover)
    yield from stretch.compared("words", words)
    if texts.habits:
        yield "habit", np.ones((1, *stretch.plane)) * np.array(texts.habits)[:, None, None]
    if texts.translations:
        cover, words = stretch.words(partial(stretch.learnt, texts.translations))
        yield "learnt_cover", stretch.filled(cover)
        yield from stretch.compared("learnt", words)
        yield from stretch.compared("lexicon", stretch.lexicon(texts.translations), rest=False)
    if texts.vectors:
        yield from stretch.compared("vectors", stretch.vectors(*texts.vectors))


_PAIRS = tuple((a, b) for a, b in SHAPES if a and b)


class _Stretch:
    """Signals of one pair of ranges, at most a few hundred sentences a side."""

    def __init__(self, texts: Texts, source: Span, target: Span) -> None:
        self._texts, self._ranges = texts, (source, target)
        self.plane = (len(source) + 1, len(target) + 1)
        self.lengths = (
            texts.source.lengths[source.start : source.end],
            texts.target.lengths[target.start : target.end],
        )

    # ── shapes ──────────────────────────────────────────────────────────────────────────────────

    def filled(self, grid: Grid, *, sized: bool = False) -> Array:
        """A grid in the layout of `Lattice.scores`; `sized` multiplies by the bead's size."""
        whole = np.zeros((len(SHAPES), *self.plane))
        for k, shape in enumerate(SHAPES):
            if shape in grid:
                whole[k] = grid[shape] * (sum(shape) / 2 if sized else 1.0)
        return whole

    def nulls(self, source: NDArray[np.generic], target: NDArray[np.generic]) -> Array:
        """A value for each sentence that stands alone."""
        whole = np.zeros((len(SHAPES), *self.plane))
        whole[SHAPES.index((1, 0)), 1:, :] = np.asarray(source, float)[:, None]
        whole[SHAPES.index((0, 1)), :, 1:] = np.asarray(target, float)[None, :]
        return whole

    def merges(self) -> Iterator[tuple[str, Array]]:
        """Which kind of merge a bead is; larger ones by how many sentences they hold beyond 4."""
        for shape, name in _MERGES.items():
            both = {shape, shape[::-1]}
            yield name, self.filled({each: np.ones(self.plane) for each in both})
        more = {
            shape: np.full(self.plane, sum(shape) - 4.0)
            for shape in _PAIRS
            if sum(shape) > 2 and shape not in _MERGES and shape[::-1] not in _MERGES
        }
        yield "merge_more", self.filled(more)

    def compared(self, name: str, grid: Grid, *, rest: bool = True) -> Iterator[tuple[str, Array]]:
        """A likeness as the signals `fit`, `gain` and `rest`."""
        yield f"{name}_fit", self.filled(grid, sized=True)
        yield (
            f"{name}_gain",
            self.filled({(a, b): grid[a, b] - _rivals(grid, a, b) for a, b in _PAIRS if a + b > 2}),
        )
        if rest:
            single = np.maximum(grid[1, 1][1:, 1:], 0.0)
            best = [single.max(axis=axis, initial=0.0) for axis in (1, 0)]
            yield f"{name}_rest", self.nulls(*best)

    # ── signals ─────────────────────────────────────────────────────────────────────────────────

    def length(self) -> Grid:
        """Gale and Church's (1993) logarithm of the odds of such a difference in length."""
        growth = self._texts.growth
        grid = {}
        for a, b in _PAIRS:
            long, wide = _sums(self.lengths[0], a)[:, None], _sums(self.lengths[1], b)[None, :]
            mean = np.maximum((long + wide / growth) / 2, 1.0)
            off = (growth * long - wide) ** 2 / (_SPREAD * mean * growth)
            grid[a, b] = np.maximum(-off / 2, _WORST_LENGTH)
        return grid

    def words(self, associations: Callable[[Ids, Ids], Array]) -> tuple[Grid, Grid]:
        """How much of the content of both sides is found on the other, and as which share.

        `associations` says how far each stem stands for each other, in [0, 1].
        """
        stems, counts = zip(*(self._vocabulary(side) for side in (0, 1)), strict=True)
        alike = associations(*stems)
        rare = self._texts.source.rarity[stems[0]], self._texts.target.rarity[stems[1]]
        there = _covered(counts[0], alike, counts[1] * rare[1])
        back = _covered(counts[1], alike.T, counts[0] * rare[0])
        weighted = [
            (count * weight).sum(axis=1) for count, weight in zip(counts, rare, strict=True)
        ]
        cover, share = {}, {}
        for a, b in _PAIRS:
            cover[a, b] = _sums(there[a].T, b).T + _sums(back[b].T, a)
            both = _sums(weighted[0], a)[:, None] + _sums(weighted[1], b)[None, :]
            share[a, b] = cover[a, b] / np.maximum(both, 1e-6)
        return cover, share

    def lexicon(self, translations: Translations) -> Grid:
        """By how much the words of each side are likelier for the other: mean of logarithms."""
        stems, counts = zip(*(self._vocabulary(side) for side in (0, 1)), strict=True)
        texts = self._texts
        chance = [
            side.counts[own] / side.counts.sum()
            for side, own in zip((texts.source, texts.target), stems, strict=True)
        ]
        there = _lifted(counts[0], translations.forward.dense(*stems), chance[1], counts[1])
        back = _lifted(counts[1], translations.backward.dense(*stems[::-1]), chance[0], counts[0])
        tokens = [np.maximum(count.sum(axis=1), 1) for count in counts]
        grid = {}
        for a, b in _PAIRS:
            forward = _sums(there[a].T, b).T / np.maximum(_sums(tokens[1], b), 1)[None, :]
            backward = _sums(back[b].T, a) / np.maximum(_sums(tokens[0], a), 1)[:, None]
            grid[a, b] = (forward + backward) / 2
        return grid

    def vectors(self, source: TextVectors, target: TextVectors) -> Grid:
        """How alike the embeddings are, compared with unrelated stretches."""
        (start, end), (left, right) = ((span.start, span.end) for span in self._ranges)
        rows = {a: source.stretches(start, end, a) for a in range(1, LONGEST + 1)}
        columns = {b: target.stretches(left, right, b) for b in range(1, LONGEST + 1)}
        grid = {}
        for a, b in _PAIRS:
            whole = np.zeros(self.plane)
            typical = target.typical[b - 1], source.typical[a - 1]
            whole[a:, b:] = likeness(rows[a], columns[b], typical)
            grid[a, b] = whole
        return grid

    # ── words ───────────────────────────────────────────────────────────────────────────────────

    def _vocabulary(self, side: int) -> tuple[Ids, Array]:
        """The stems of a range, sorted, and how often each stands in each sentence."""
        text = (self._texts.source, self._texts.target)[side]
        span = self._ranges[side]
        words = text.words[span.start : span.end]
        stems = np.unique(np.concatenate([*words, np.zeros(0, np.int64)]))
        counts = np.zeros((len(words), len(stems)))
        for row, sentence in enumerate(words):
            np.add.at(counts[row], np.searchsorted(stems, sentence), 1)
        return stems, counts

    def written_alike(self, source: Ids, target: Ids) -> Array:
        """1 for stems of one writing: names, numbers, and much of one language."""
        texts = self._texts
        written = {texts.target.stems[stem]: place for place, stem in enumerate(target)}
        same = np.zeros((len(source), len(target)))
        for row, stem in enumerate(source):
            if (column := written.get(texts.source.stems[stem])) is not None:
                same[row, column] = 1.0
        return same

    def learnt(self, translations: Translations, source: Ids, target: Ids) -> Array:
        """How far each stem was learnt to stand for each other, both ways."""
        there = translations.forward.dense(source, target)
        back = translations.backward.dense(target, source).T
        return np.minimum(1.0, _LEARNT * np.sqrt(there * back))


def _rivals(grid: Grid, a: int, b: int) -> Array:
    """The best value of the beads that leave out the first or the last sentence of one side."""
    found = []
    if a > 1:
        found += [grid[a - 1, b], _later(grid[a - 1, b], 1, 0)]
    if b > 1:
        found += [grid[a, b - 1], _later(grid[a, b - 1], 0, 1)]
    return np.asarray(np.max(found, axis=0))


def _later(grid: Array, rows: int, columns: int) -> Array:
    """The values of beads that end so much earlier, where the longer bead ends."""
    moved = np.zeros_like(grid)
    moved[rows:, columns:] = grid[: grid.shape[0] - rows, : grid.shape[1] - columns]
    return moved


def _sums(values: Array, size: int) -> Array:
    """For each end the sum of the last `size` rows, 0 where there are not so many."""
    total = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    sums = np.zeros_like(total)
    sums[size:] = total[size:] - total[: max(0, len(total) - size)]
    return sums


def _covered(counts: Array, alike: Array, weighted: Array) -> dict[int, Array]:
    """By stretches of one side, of 1, 2, … sentences: how much of each sentence across is found."""
    nearest = np.zeros((len(counts), alike.shape[1]))
    for row, count in enumerate(counts):
        present = np.flatnonzero(count)
        if present.size and alike.shape[1]:
            nearest[row] = alike[present].max(axis=0)
    covered, reach = {}, np.zeros((len(counts) + 1, alike.shape[1]))
    for size in range(1, LONGEST + 1):
        longer = np.zeros_like(reach)
        longer[size:] = np.maximum(reach[size - 1 : -1] if size > 1 else 0.0, nearest[size - 1 :])
        reach = longer
        covered[size] = reach @ weighted.T
    return covered


def _lifted(counts: Array, table: Array, chance: Array, across: Array) -> dict[int, Array]:
    """The same for the logarithm of how much likelier each word across becomes."""
    mass, tokens = counts @ table, counts.sum(axis=1)
    lifted = {}
    for size in range(1, LONGEST + 1):
        given = _sums(mass, size) / np.maximum(_sums(tokens, size), 1)[:, None]
        lift = np.log(_BY_CHANCE + (1 - _BY_CHANCE) * given / chance[None, :])
        lifted[size] = np.minimum(lift, _MOST_LIFT) @ across.T
    return lifted
