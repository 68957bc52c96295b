"""Likelihoods as the memory holds them: JSON, [mean, [[start, end, log probability], …]]."""

import json

from harness.core.errors import MemoryDamaged
from harness.core.values import Span, WordScore, WordScores


def packed(scores: WordScores) -> bytes:
    """The bytes that are kept."""
    words = [[w.span.start, w.span.end, w.log_probability] for w in scores.words]
    return json.dumps([scores.mean, words]).encode("ascii")


def unpacked(data: bytes) -> WordScores:
    """The opposite of `packed`. Raises: MemoryDamaged for anything else."""
    try:
        mean, words = json.loads(data)
        return WordScores(
            tuple(WordScore(Span(start, end), value) for start, end, value in words), mean
        )
    except (ValueError, TypeError, RecursionError) as cause:
        raise MemoryDamaged(
            "a remembered likelihood cannot be read",
            hint="delete the memory (it only saves time) and run again",
        ) from cause


def is_likelihood(value: bytes) -> bool:
    """Whether what schema 1 kept among the vectors is a likelihood."""
    if not value.startswith(b"["):
        return False
    try:
        unpacked(value)
    except MemoryDamaged:
        return False
    return True
