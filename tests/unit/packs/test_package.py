"""Argos packages from strangers: sound ones are read, hostile and broken ones refused."""

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import pytest
from argos_packages import FILES, METADATA, archive, folder, install
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ReadError
from harness.packs.package import ArgosPackage, Metadata, read_package


def test_the_same_package_has_one_digest_as_folder_and_as_archive(tmp_path: Path) -> None:
    unpacked = read_package(folder(tmp_path / "somewhere"))
    packed = read_package(archive(tmp_path / "other.argosmodel"))
    assert unpacked is not None
    assert packed is not None
    assert unpacked.digest() == packed.digest()
    assert unpacked.model_files() == packed.model_files()
    assert set(packed.model_files()) == {"model.bin", "config.json", "shared_vocabulary.json"}


@pytest.mark.parametrize(
    ("name", "content", "changes"),
    [
        ("model/model.bin", b"other weights", True),
        ("model/shared_vocabulary.json", b"[]", True),
        ("sentencepiece.model", b"other pieces", True),
        ("metadata.json", json.dumps(METADATA | {"target_prefix": ">>en<<"}).encode(), True),
        ("metadata.json", json.dumps(METADATA | {"to_name": "English"}).encode(), False),
        ("README.md", b"# Another text", False),
    ],
)
def test_what_decides_the_output_changes_the_digest(
    tmp_path: Path, name: str, content: bytes, changes: bool
) -> None:
    before = read_package(folder(tmp_path / "a"))
    after = read_package(folder(tmp_path / "b", FILES | {name: content}))
    assert before is not None
    assert after is not None
    assert (before.digest() != after.digest()) is changes


def test_sentencepiece_comes_before_bpe_as_in_argos(tmp_path: Path) -> None:
    both = read_package(folder(tmp_path / "a", FILES | {"bpe.model": b"codes"}))
    files = {k: v for k, v in FILES.items() if k != "sentencepiece.model"}
    bpe = read_package(folder(tmp_path / "b", files | {"bpe.model": b"codes"}))
    assert both is not None
    assert bpe is not None
    assert (both.tokenizer, bpe.tokenizer) == ("sentencepiece.model", "bpe.model")


def test_a_sentence_splitter_is_no_translator(tmp_path: Path) -> None:
    metadata = {"metadata.json": b'{"type": "sbd", "code": "sbd"}'}
    assert read_package(folder(tmp_path / "a", metadata)) is None


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"metadata.json": None}, "no (folder with )?metadata.json"),
        ({"metadata.json": b"not json"}, "not JSON"),
        ({"metadata.json": b"\xff\xfe\x00"}, "not JSON"),
        ({"metadata.json": b"[]"}, "no JSON object"),
        ({"metadata.json": b"{}"}, "has None where a language is expected"),
        ({"metadata.json": b'{"from_code": "../en", "to_code": "es"}'}, "'../en'"),
        ({"metadata.json": b'{"from_code": "en", "to_code": "en"}'}, "as source and target"),
        ({"metadata.json": json.dumps(METADATA | {"target_prefix": 3}).encode()}, "must be text"),
        ({"metadata.json": b" " * (2 << 20)}, "claims 2097152 bytes"),
        ({"model/model.bin": None}, "model/model.bin"),
        ({"sentencepiece.model": None}, "bpe.model or sentencepiece.model"),
    ],
)
def test_a_broken_package_is_refused(
    tmp_path: Path, change: dict[str, bytes | None], complaint: str
) -> None:
    files = {k: v for k, v in (FILES | change).items() if v is not None}
    for path in (folder(tmp_path / "unpacked", files), archive(tmp_path / "x.argosmodel", files)):
        with pytest.raises(ReadError, match=complaint) as caught:
            read_package(path)
        assert str(path) in str(caught.value)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.argosmodel"
    with pytest.raises(ReadError, match="no such file"):
        read_package(path)
    path.write_bytes(b"PK\x03\x04 but then nothing")
    with pytest.raises(ReadError, match="not a readable zip"):
        read_package(path)


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ReadError, match="not a readable zip"):
        read_package(path)


def test_a_flipped_bit_is_found_when_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.argosmodel"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        for name, content in FILES.items():
            out.writestr("es_en/" + name, content)
    data = bytearray(path.read_bytes())
    data[data.index(b"weightsweights")] ^= 1
    path.write_bytes(data)
    package = read_package(path)
    assert package is not None
    with pytest.raises(ReadError, match=r"model\.bin is damaged"):
        package.digest()


HOSTILE_NAMES = [
    "../evil.txt",
    "/etc/evil.txt",
    "es_en/../../evil.txt",
    "C:/evil.txt",
    "es_en\\..\\evil",
    "es_en//tmp/evil.txt",  # an absolute path, once the package's own folder is taken off
    "es_en//evil.txt",
    "es_en///evil.txt",
    "es_en/model//evil.txt",
    "es_en//../../evil.txt",
    "es_en//",
    "es_en/./evil.txt",
    "./es_en/evil.txt",
    "es_en/.",
    "es_en/model/..",
    "..",
    "other//tmp/evil.txt",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_an_archive_that_writes_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "x.argosmodel")
    with zipfile.ZipFile(path, "a") as out:
        out.writestr(name, b"evil")
    with pytest.raises(ReadError, match="outside its folder"):
        read_package(path)


@pytest.mark.parametrize("slashes", ["/", "//"])
def test_a_tiny_pack_does_not_write_a_file_of_its_choice(tmp_path: Path, slashes: str) -> None:
    target = tmp_path / "home/autostart/evil.desktop"
    evil = {slashes + str(target).removeprefix("/"): b"evil"}
    path = archive(tmp_path / "x.argosmodel", FILES | evil)
    with pytest.raises(ReadError, match="outside its folder"):
        install(path, tmp_path / "packs")
    assert not (tmp_path / "home").exists()
    assert not (tmp_path / "packs").exists()


_PARTS = st.sampled_from(["", ".", "..", "...", " ", "a", "model", "tmp", "~", "%2e%2e", "a.b"])


@given(name=st.lists(_PARTS, min_size=1, max_size=5).map("/".join))
def test_every_name_that_passes_stays_below_any_folder(name: str) -> None:
    with TemporaryDirectory() as made:
        path = archive(Path(made) / "x.argosmodel", FILES | {name: b""})
        try:
            package = read_package(path)
        except ReadError:
            return
        assert package is not None
        for inside in package.store.sizes:
            assert os.path.normpath(os.path.join("/a/b", inside)) == f"/a/b/{inside}"  # noqa: PTH118  (joined as text, not tidied)


class _Lying:
    """A store whose names nobody looked at."""

    folder_name = "es_en"

    def __init__(self, *names: str) -> None:
        self.sizes = {name: len(name) for name in names}

    @contextmanager
    def opened(self) -> Iterator[Callable[[str], IO[bytes]]]:
        yield lambda name: BytesIO(name.encode())


@pytest.mark.parametrize("name", ["../evil", "a/../../evil", "{}/evil"])
def test_unpacking_looks_where_a_file_goes_itself(tmp_path: Path, name: str) -> None:
    store = _Lying("good", name.format(tmp_path))
    package = ArgosPackage(tmp_path / "x", Metadata("es", "en", "1", ""), store)
    with pytest.raises(ReadError, match="outside its folder"):
        package.unpack(tmp_path / "new")
    assert not list(tmp_path.rglob("evil"))


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    link = zipfile.ZipInfo("es_en/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as out:
        out.writestr(link, b"/etc/passwd")
    with pytest.raises(ReadError, match="link"):
        read_package(path)


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    zeros = bytes(64 << 20)  # shrinks a thousandfold
    path = archive(tmp_path / "x.argosmodel", FILES | {"model/model.bin": zeros})
    assert path.stat().st_size < 1 << 20
    with pytest.raises(ReadError, match="67108864 bytes"):
        read_package(path)


def test_two_packages_in_one_archive_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("en_es/metadata.json", json.dumps(METADATA))
    with pytest.raises(ReadError, match="2 packages"):
        read_package(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.argosmodel")
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("es_en/model/model.bin", b"other weights")
    with pytest.raises(ReadError, match="two files of one name"):
        read_package(path)


def test_many_harmless_files_are_a_bomb_together(tmp_path: Path) -> None:
    zeros = bytes(8 << 20)  # each below what is refused alone; each shrinks a thousandfold
    many = {f"model/{number}.bin": zeros for number in range(4)}
    path = archive(tmp_path / "x.argosmodel", FILES | many)
    with pytest.raises(ReadError, match="would unpack to 335"):  # 4 times 8 MiB: 33 554 432 bytes
        read_package(path)


def test_the_splitter_is_the_first_onnx_model_in_its_folder(tmp_path: Path) -> None:
    without = read_package(folder(tmp_path / "a", FILES | {"minisbd/README": b"", "x.onnx": b""}))
    files = FILES | {"minisbd/en.onnx": b"model", "minisbd/fr.onnx": b"other"}
    assert without is not None
    assert without.splitter is None
    for path in (folder(tmp_path / "b", files), archive(tmp_path / "b.argosmodel", files)):
        package = read_package(path)
        assert package is not None
        assert package.splitter == "minisbd/en.onnx"
        assert package.read(package.splitter) == b"model"


def test_a_package_is_unpacked_file_by_file(tmp_path: Path) -> None:
    files = FILES | {"stanza/en/tokenize/x.pt": b"deep"}
    package = read_package(archive(tmp_path / "x.argosmodel", files))
    assert package is not None
    package.unpack(tmp_path / "new")
    found = {p.relative_to(tmp_path / "new").as_posix() for p in (tmp_path / "new").rglob("*.*")}
    assert found == set(files)
    assert package.size == sum(map(len, files.values()))
    with pytest.raises(FileExistsError):
        package.unpack(tmp_path / "new")
