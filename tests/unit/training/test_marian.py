"""Marian's files, written here by the format's description and read back."""

import struct
from pathlib import Path

import numpy as np
import pytest

from marian import FLOAT32, INT8, read_weights


def marian_file(items: list[tuple[str, int, tuple[int, ...], bytes]], version: int = 1) -> bytes:
    """A file as Marian writes it, with 5 bytes of padding."""
    names = [name.encode() + b"\0" for name, *_ in items]
    blob = struct.pack("<QQ", version, len(items))
    for name, (_, kind, shape, data) in zip(names, items, strict=True):
        blob += struct.pack("<QQQQ", len(name), kind, len(shape), len(data))
    blob += b"".join(names)
    blob += b"".join(struct.pack(f"<{len(shape)}i", *shape) for _, _, shape, _ in items)
    return blob + struct.pack("<Q", 5) + b"\0" * 5 + b"".join(data for *_, data in items)


def test_floats_and_bytes_with_a_multiplier_are_read(tmp_path: Path) -> None:
    floats = np.array([[1.5, -2.0]], np.float32)
    small = np.array([[10, -20, 30], [40, 50, -60]], np.int8)  # as it lies in the file: transposed
    multiplier = struct.pack("<f", 20.0)
    path = tmp_path / "model.bin"
    path.write_bytes(
        marian_file(
            [
                ("bias", FLOAT32, (1, 2), floats.tobytes()),
                ("layer_W", INT8, (3, 2), small.tobytes() + multiplier),
                ("Wemb", INT8, (2, 3), small.tobytes() + multiplier),
                ("layer_W_QuantMultA", FLOAT32, (1, 1), struct.pack("<f", 9.0)),
            ]
        )
    )
    weights = read_weights(path)
    assert set(weights) == {"bias", "layer_W", "Wemb"}
    np.testing.assert_array_equal(weights["bias"], floats)
    np.testing.assert_allclose(weights["layer_W"], [[0.5, 2.0], [-1.0, 2.5], [1.5, -3.0]])
    np.testing.assert_allclose(weights["Wemb"], [[0.5, -1.0, 1.5], [2.0, 2.5, -3.0]])


def test_other_files_and_types_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(marian_file([], version=7))
    with pytest.raises(ValueError, match="not a Marian binary"):
        read_weights(path)
    path.write_bytes(marian_file([("x", 0x999, (1, 1), b"\0" * 4)]))
    with pytest.raises(ValueError, match="0x999"):
        read_weights(path)
