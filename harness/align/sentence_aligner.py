"""Sentences of two texts, in one language or in two -> alignment, with nulls and reordering."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib.resources import files
from itertools import groupby
from typing import Self

import numpy as np

from harness.align import anchors
from harness.align.bead_features import Texts, bead_features
from harness.align.closeness import closeness
from harness.align.crossed_beads import with_crossed_split
from harness.align.crossing_links import with_reordering
from harness.align.duplicates import hidden_copies
from harness.align.lattice import SHAPES, Array, Lattice, Step, blank
from harness.align.null_pairs import with_null_pairs_joined
from harness.align.order import in_source_order
from harness.align.prepared import prepare
from harness.align.sentence_vectors import embed
from harness.align.translation_table import learn
from harness.align.unsaid import with_unsaid_freed
from harness.core import interruption
from harness.core.fingerprint import fingerprint
from harness.core.protocols import Surroundings
from harness.core.values import Alignment, Bead, Signature, Span
from harness.models.embeddings import Embedder

Weights = Mapping[str, float]

_BELIEVED = 0.8  # likelihood of a bead that words are learnt from
_ROUNDS = 2  # what the second pass finds teaches more words, and how this text merges sentences
_CREDIT = 20.0
_RARER = 0.25  # each segment more makes a shape so much rarer
_CLOSE, _FREE = 0.65, 0.45  # closeness from which, and up to which, one table of weights is right
_VERSION = "6"


class SentenceAligner:
    """Which sentences of one text became which of another.

    Beads hold up to four sentences on either side, or five across from one or two.

    Two passes, as a text teaches its own words. A rough path cuts the texts into stretches; within
    each, the likelihood of every bead is computed from length, words of one writing and, if there
    is an embedder, vectors; from the sure beads translations of words are learnt, and the second
    pass uses them too. The likeliest chain is taken. A bead's score is its likelihood among
    all chains, nulls' as well: 0.9 should be right nine times in ten.

    Args:
        one_language: whether both texts are in one language, which has weights of its own.
        embedder: embeds each sentence once. Without one, words and lengths decide.

    Blind to larger beads, and to what moves by exchanging halves of sentences. A text without any
    word in common with the other, not even a number or a name, is aligned by length along the
    diagonal; the scores then are low.
    """

    @classmethod
    def configured(cls, surroundings: Surroundings) -> Self:  # noqa: ARG003  (any will do)
        """One for two texts in one language, that goes by words and lengths."""
        return cls(one_language=True)

    def __init__(self, *, one_language: bool, embedder: Embedder | None = None) -> None:
        self._same = one_language
        self._embedder = embedder

    @property
    def signature(self) -> Signature:
        """The signals that were used, and their weights."""
        used = ["length", "words", "lexicon", *(["vectors"] if self._embedder else [])]
        vectors = self._embedder.signature.fields if self._embedder else ()
        return Signature(
            "sentences",
            (
                ("version", _VERSION),
                ("languages", "same" if self._same else "different"),
                ("signals", "+".join(used)),
                ("judged-by", self._weights_digest()),
                *vectors,
            ),
        )

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Alignment:
        """The alignment of two texts, given as sentences in order.

        Raises: MemoryDamaged when the embedder's store holds something that is not an embedding.
        """
        if self._same and list(source) == list(target):
            return Alignment(tuple(_face_to_face(len(source))), len(source), len(target))
        if not source or not target:
            return Alignment(tuple(_all_nulls(len(source), len(target))), len(source), len(target))
        texts = self._texts(source, target)
        path = self._rough_path(texts)
        freely = self._same and how_freely(closeness(texts.source, texts.target, path))
        weights = {learnt: self._weights(learnt=learnt, freely=freely) for learnt in (False, True)}
        beads = self._aligned(texts, path, weights[False])
        for _ in range(_ROUNDS):
            translations = learn(texts.source, texts.target, _believed(beads))
            if translations is None:
                break
            texts = replace(texts, translations=translations, habits=habits(beads))
            beads = self._aligned(texts, list(_crossings(beads)), weights[True])
        learnt = texts.translations is not None
        beads = with_reordering(beads, texts, partial(bead_scores, weights=weights[learnt]))
        if self._same:
            beads = list(with_unsaid_freed(list(with_null_pairs_joined(beads, texts)), texts))
            beads = list(with_crossed_split(beads, texts))
        return in_source_order(beads, len(source), len(target))

    def _texts(self, source: Sequence[str], target: Sequence[str]) -> Texts:
        vectors = embed(self._embedder, source, target) if self._embedder else None
        sides = prepare(source), prepare(target)
        growth = float(sides[1].lengths.sum() / sides[0].lengths.sum())
        return Texts(*sides, growth, self._same, vectors)

    def _rough_path(self, texts: Texts) -> list[anchors.Crossing]:
        if texts.vectors:
            return anchors.rough_path(*(side.single for side in texts.vectors))
        return anchors.rough_path(
            anchors.anchor_path(texts.source), anchors.anchor_path(texts.target)
        )

    def _aligned(
        self, texts: Texts, path: Sequence[anchors.Crossing], weights: Weights
    ) -> list[Bead]:
        counts = len(texts.source), len(texts.target)
        return [
            bead
            for source, target in anchors.stretches(path, *counts)
            for bead in align_stretch(texts, source, target, weights)
        ]

    def _weights_digest(self) -> str:
        passes = (
            self._weights(learnt=learnt, freely=freely)
            for learnt in (False, True)
            for freely in (0.0, 1.0)
        )
        return fingerprint([f"{name} {value}" for each in passes for name, value in each.items()])[
            :8
        ]

    def _weights(self, *, learnt: bool, freely: float) -> Weights:
        vectors = bool(self._embedder)
        closely = weights_for(same=self._same, vectors=vectors, learnt=learnt)
        if not freely:
            return closely
        free = weights_for(same=True, vectors=vectors, learnt=learnt, freely=True)
        return {name: (1 - freely) * closely[name] + freely * free[name] for name in closely}


def align_stretch(texts: Texts, source: Span, target: Span, weights: Weights) -> Iterator[Bead]:
    """The beads of one stretch of both texts, each with its likelihood as score."""
    interruption.check()
    if not len(source) or not len(target):
        for bead in _all_nulls(len(source), len(target)):
            yield _placed(bead.source, bead.target, (source, target), 1.0)
        return
    lattice = Lattice(bead_scores(texts, source, target, weights))
    likely = lattice.likelihoods()
    for k, i, j in _dropped_first(lattice.best_chain()):
        a, b = SHAPES[k]
        # A null is one wherever the other side has got to meanwhile.
        here = likely[k, i if a else slice(None), j if b else slice(None)].sum()
        yield _placed(Span(i - a, i), Span(j - b, j), (source, target), here)


def _dropped_first(chain: Sequence[Step]) -> Iterator[Step]:
    """The chain, with what was dropped before what was added wherever nulls follow each other."""
    for alone, run in groupby(chain, lambda step: 0 in SHAPES[step[0]]):
        steps = list(run)
        if not alone:
            yield from steps
            continue
        dropped = [step for step in steps if SHAPES[step[0]] == (1, 0)]
        added = [step for step in steps if SHAPES[step[0]] == (0, 1)]
        before = steps[0][2] - SHAPES[steps[0][0]][1]
        yield from ((k, i, before) for k, i, _ in dropped)
        yield from ((k, steps[-1][1], j) for k, _, j in added)


def bead_scores(texts: Texts, source: Span, target: Span, weights: Weights) -> Array:
    """Scores for a `Lattice`: all signals, each times its weight."""
    scores = blank(len(source), len(target))
    total = np.zeros_like(scores)
    for name, values in bead_features(texts, source, target):
        total += weights[name] * values
    merged = hidden_copies(texts, source, target)
    for k, (a, b) in enumerate(SHAPES):
        scores[k, a:, b:] = np.where(merged[k, a:, b:], scores[k, a:, b:], total[k, a:, b:])
    return scores


def habits(beads: Sequence[Bead]) -> tuple[float, ...]:
    """The logarithm of how often each shape is found, in the order of `SHAPES`.

    As if `_CREDIT` beads more had been seen, most of them one to one.
    """
    usual = np.array([_RARER ** (a + b - 2) if a and b else _RARER**2 for a, b in SHAPES])
    counts = Counter((len(bead.source), len(bead.target)) for bead in beads)
    seen = np.array([counts[shape] for shape in SHAPES]) + _CREDIT * usual / usual.sum()
    return tuple(float(share) for share in np.log(seen / seen.sum()))


def how_freely(close: float) -> float:
    """From how close two texts are, how freely the one words the other, in [0, 1].

    0 for all that comes back from a round trip; 1 for most pairs of human versions.
    """
    return min(1.0, max(0.0, (_CLOSE - close) / (_CLOSE - _FREE)))


@cache
def weights_for(*, same: bool, vectors: bool, learnt: bool, freely: bool = False) -> Weights:
    """The weights of `weights.toml` for one set of signals.

    `scripts/training/weights/fit_alignment.py` made them. Those for two texts of one language that
    are worded `freely` are of human versions of one text, in many languages.
    """
    tables = tomllib.loads(files("harness.align").joinpath("weights.toml").read_text("utf-8"))
    languages = "freely_worded" if freely else "one_language" if same else "two_languages"
    known = "with_vectors" if vectors else "without_vectors"
    table: Weights = tables[languages][known]["second_pass" if learnt else "first_pass"]
    return table


def _placed(source: Span, target: Span, at: tuple[Span, Span], score: float) -> Bead:
    return Bead(
        source.shifted(at[0].start), target.shifted(at[1].start), round(min(1.0, float(score)), 6)
    )


def _face_to_face(count: int) -> Iterator[Bead]:
    """Every sentence became itself."""
    return (Bead(Span(i, i + 1), Span(i, i + 1), 1.0) for i in range(count))


def _all_nulls(source_count: int, target_count: int) -> Iterator[Bead]:
    """Every sentence dropped, then every sentence added."""
    for i in range(source_count):
        yield Bead(Span(i, i + 1), Span(0, 0), 1.0)
    for j in range(target_count):
        yield Bead(Span(source_count, source_count), Span(j, j + 1), 1.0)


def _believed(beads: Sequence[Bead]) -> list[Bead]:
    return [bead for bead in beads if (bead.score or 0.0) >= _BELIEVED]


def _crossings(beads: Sequence[Bead]) -> Iterator[anchors.Crossing]:
    """The places before each bead, as sure as the weaker of the beads that touch it."""
    before = 0.0
    for bead in beads:
        score = 0.0 if bead.is_null else (bead.score or 0.0)
        yield anchors.Crossing(bead.source.start, bead.target.start, min(before, score))
        before = score
