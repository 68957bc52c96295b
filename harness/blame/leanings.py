"""What sentence embeddings say: is a pivot nearer to the source's wording or to the return's?"""

from collections.abc import Sequence
from math import sqrt

from harness.blame.clues import Clue, turning
from harness.blame.contrast import Pair
from harness.core.values import Signature
from harness.embeddings import Embedder

# Differences of cosines, and how often their sign was right on the development sentences
# (scripts/bench/blame.py), rounded down. A smaller one tells nothing.
_TRUST = ((0.015, 0.95), (0.006, 0.92), (0.002, 0.87))
# The model prefers the text without an added phrase a little even where the pivot has it.
_WITHOUT_ADDITION = 0.02


class Closeness:
    """Cosine of sentence embeddings across languages; 0 where a text is blank.

    Blind to a lost "not" and to numbers, which other evidence covers.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def signature(self) -> Signature:
        return self._embedder.signature

    def __call__(self, pairs: Sequence[Pair]) -> list[float]:
        texts = dict.fromkeys(text.text for pair in pairs for text in pair if text.text.strip())
        vectors = self._embedder.vectors(list(texts))
        return [
            _cosine(vectors[one.text], vectors[other.text])
            if one.text in vectors and other.text in vectors
            else 0.0
            for one, other in pairs
        ]


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    return _dot(one, other) / sqrt(_dot(one, one) * _dot(other, other))


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def clue_from(leanings: Sequence[float], *, addition: bool) -> Clue | None:
    """Evidence from what each pivot stands behind.

    Args:
        leanings: for each pivot, positive where it is nearer to the source's wording.
        addition: the change only added words.
    """
    hops = turning((1, *(_stand(value, addition=addition) for value in leanings), 0))
    if hops is None or len(hops) > len(leanings):
        return None
    shown = ", ".join(
        f"{value:+.3f} after hop {hop}" for hop, value in enumerate(leanings, start=1)
    )
    text = f"By meaning nearer to the source's wording (+) or to the return's (−): {shown}."
    told = [
        _trust(leanings[stop - 1]) for stop in (hops[0] - 1, hops[-1]) if _inner(stop, leanings)
    ]
    return Clue("meaning", hops, min(told), text)


def _inner(stop: int, leanings: Sequence[float]) -> bool:
    return 1 <= stop <= len(leanings)


def _stand(leaning: float, *, addition: bool) -> int | None:
    if not _trust(leaning) or (addition and 0 < leaning < _WITHOUT_ADDITION):
        return None
    return int(leaning > 0)


def _trust(leaning: float) -> float:
    return next((trust for least, trust in _TRUST if abs(leaning) >= least), 0.0)
