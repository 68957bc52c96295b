"""Marian's binary model files, read into plain float arrays.

The format (Marian NMT, `src/common/binary.cpp`): a version and a count (u64 each), a header of four
u64 for each item (length of the name, type, length of the shape, length of the data), the names,
the shapes (i32), padding, the data. Two types occur in the models that this project starts from:
float32, and 8-bit integers with one float32 multiplier behind them.
"""

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FLOAT32 = 0x404
INT8 = 0x4101
ACTIVATIONS = "QuantMultA"  # how 8-bit programs scale activations: no weight


def read_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """Every weight of a model as float32, by Marian's names, shaped (inputs, outputs).

    Raises:
        ValueError: the file is not a Marian binary, or holds a type that is not known here.
    """
    blob = path.read_bytes()
    version, count = struct.unpack_from("<QQ", blob, 0)
    if version != 1:
        raise ValueError(f"{path}: not a Marian binary of version 1")
    at = 16
    headers = [struct.unpack_from("<QQQQ", blob, at + 32 * index) for index in range(count)]
    at += 32 * count
    names = []
    for header in headers:
        names.append(blob[at : at + header[0] - 1].decode())
        at += header[0]
    shapes = []
    for header in headers:
        shapes.append(struct.unpack_from(f"<{header[2]}i", blob, at))
        at += 4 * header[2]
    at += 8 + struct.unpack_from("<Q", blob, at)[0]
    weights = {}
    for (_, kind, _, size), name, shape in zip(headers, names, shapes, strict=True):
        if not name.endswith(ACTIVATIONS) and not name.startswith("special:"):
            weights[name] = _array(path, name, kind, shape, blob[at : at + size])
        at += size
    return weights


def _array(
    path: Path, name: str, kind: int, shape: tuple[int, ...], data: bytes
) -> NDArray[np.float32]:
    count = int(np.prod(shape))
    if kind == FLOAT32:
        return np.frombuffer(data, np.float32, count=count).reshape(shape)
    if kind == INT8:
        multiplier = np.frombuffer(data[count : count + 4], np.float32)[0]
        whole = np.frombuffer(data, np.int8, count=count).astype(np.float32) / multiplier
        # Matrices lie transposed, for the multiplication; the embeddings lie row by row.
        return whole.reshape(shape) if name == "Wemb" else whole.reshape(shape[::-1]).T.copy()
    raise ValueError(f"{path}: {name} has the type {kind:#x}, which is not read here")
