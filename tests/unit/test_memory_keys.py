"""What users' memories hold stays known: keys and signatures are those of version 0.1.0.

Another key would forget every translation, word score and vector that anybody has. The literals
were computed with version 0.1.0 and never change.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from harness.core.values import Direction, Signature, Span, Translated, WordScore, WordScores
from harness.memory import Memory
from harness.models.embeddings import DIMENSIONS, Embedder

TRANSLATION = "2500236fc49864d29468c8ab457c5a9fb66936af8a4558e480b9973f682d4296"
WORD_SCORES = "faf5df832e9d966ff33c6adf74b1ea991d8c028edc9da4d3df21b56ba9e43507"
VECTOR = "dbcdf25b690efe36341a860fe63008ecc8f37cf9bfdce85de068b93ab09cbd7a"


class Silent:
    """An engine, a scorer and a model that must not be asked."""

    direction = Direction("en", "es")
    signature = Signature("silent", (("version", "1"),))

    def translate(self, segments: Sequence[str]) -> list[Translated]:
        raise AssertionError(f"asked for {segments}")

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[WordScores | None]:
        raise AssertionError(f"asked for {pairs}")

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        raise AssertionError(f"asked for {texts}")

    def is_sound(self, data: bytes) -> bool:
        return len(data) == 4 * DIMENSIONS

    def close(self) -> None:
        pass


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "memory.sqlite") as opened:
        yield opened


def test_translations_are_found_under_their_keys(memory: Memory) -> None:
    kept = Translated("Una línea.")
    memory.remember({TRANSLATION: kept})
    assert memory.remembering(Silent(), block=1).translate(["One line."]) == [kept]


def test_word_scores_are_found_under_their_keys(memory: Memory) -> None:
    kept = WordScores((WordScore(Span(0, 3), -0.5),), -0.25)
    memory.keep_likelihoods({WORD_SCORES: kept})
    scorer = memory.remembering_likelihood(Silent(), block=1)
    assert scorer.score([("One line.", "Una línea.")]) == [kept]


def test_vectors_are_found_under_their_keys(memory: Memory) -> None:
    kept = bytes(4 * DIMENSIONS)
    memory.keep_vectors({VECTOR: kept}, "embeddings")
    assert Embedder(memory, model=Silent()).packed(["One line."]) == {"One line.": kept}
