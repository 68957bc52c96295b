"""Embedding evidence: is a pivot nearer to the source or to what came back, around a change?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harness.blame.calibration import Calibration
from harness.blame.contrastive import TextPair
from harness.core.values import Signature
from harness.models.embeddings import Embedder

Vector = NDArray[np.float32]


class EmbeddingEvidence:
    """Cosine of sentence embeddings across languages; 0 where a text is blank.

    Blind to a lost "not" and to numbers, which other evidence covers.
    """

    scale = Calibration.fitted(
        "embedding", "Embedding similarity: nearer to the source (+) or to the back-translation (−)"
    )
    spared = True
    reads_excerpts = True

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def signature(self) -> Signature:
        return self._embedder.signature

    def __call__(self, pairs: Sequence[TextPair]) -> list[float]:
        texts = dict.fromkeys(text.text for pair in pairs for text in pair if text.text.strip())
        packed = self._embedder.packed(list(texts))
        vectors = {text: np.frombuffer(vector, "<f4") for text, vector in packed.items()}
        return [
            _cosine(vectors[one.text], vectors[other.text])
            if one.text in vectors and other.text in vectors
            else 0.0
            for one, other in pairs
        ]


def _cosine(one: Vector, other: Vector) -> float:
    a, b = one.astype(np.float64), other.astype(np.float64)
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))
