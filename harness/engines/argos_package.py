"""Reads one Argos package: a folder with `metadata.json`, or the same zipped (`.argosmodel`).

A package comes from strangers. An archive is read in place, never unpacked, and refused whole
when anything in it looks made to harm.
"""

import hashlib
import json
import re
import stat
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest, fingerprint

ARCHIVE_SUFFIX = ".argosmodel"
MANIFEST = "pack.toml"
SENTENCEPIECE = "sentencepiece.model"
BPE = "bpe.model"

_METADATA = "metadata.json"
_BLOCK = 1 << 20
_LARGEST_METADATA = 1 << 20  # bytes; real ones have a few hundred
_LARGEST_MEMBER = 8 << 30  # bytes; the largest published model has about 3 GiB
# A model shrinks to about nine tenths when zipped, a vocabulary to a quarter, and small files
# of zeros to little. What shrinks more than this, above a harmless size, is a bomb.
_HARMLESS = 16 << 20
_STRONGEST_COMPRESSION = 100
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What `metadata.json` says, as far as translation depends on it. Codes are Argos' own."""

    source: str
    target: str
    version: str
    target_prefix: str


class _Store(Protocol):
    """Where a package's files lie. Names are relative to the package, with `/`."""

    def names(self) -> tuple[str, ...]: ...

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]: ...

    def size(self, name: str) -> int: ...


@dataclass(frozen=True, slots=True)
class ArgosPackage:
    """One package that can translate, its structure checked. `path` is for people."""

    path: Path
    metadata: Metadata
    store: _Store

    @property
    def tokenizer(self) -> str:
        """`sentencepiece.model` or `bpe.model`; Argos prefers the first where both are there."""
        return SENTENCEPIECE if SENTENCEPIECE in self.store.names() else BPE

    def read(self, name: str) -> bytes:
        """The bytes of one file. Raises: ReadError when the archive is damaged there."""
        return b"".join(_blocks(self.path, self.store, name))

    def model_files(self) -> dict[str, bytes]:
        """The files of the CTranslate2 model, by their names inside `model/`."""
        return {PurePosixPath(name).name: self.read(name) for name in self._model_names()}

    def digest(self) -> str:
        """Fingerprint of what decides its output: model, vocabularies, tokenizer, target prefix.

        The same weights give the same digest as a folder and as an archive, wherever they lie.
        """
        names = (*self._model_names(), self.tokenizer)
        digests = {name: _digest(self.path, self.store, name) for name in names}
        return fingerprint({"files": digests, "target_prefix": self.metadata.target_prefix})

    def _model_names(self) -> tuple[str, ...]:
        return tuple(name for name in self.store.names() if name.startswith("model/"))


def is_package_folder(path: Path) -> bool:
    """Whether `path` looks like an unpacked Argos package. It may still be broken."""
    return (path / _METADATA).is_file()


def read_package(path: Path) -> ArgosPackage | None:
    """The package at `path`; None when it is one that does not translate (a sentence splitter).

    Raises: ReadError for anything that is not a sound package.
    """
    store = _Folder(path) if path.is_dir() else _open_archive(path)
    if _METADATA not in store.names():
        raise ReadError(f"{path}: no {_METADATA}, so it is no Argos package")
    if store.size(_METADATA) > _LARGEST_METADATA:
        raise ReadError(f"{path}: {_METADATA} claims {store.size(_METADATA)} bytes")
    metadata = _metadata(path, b"".join(_blocks(path, store, _METADATA)))
    if metadata is None:
        return None
    for needed in ({"model/model.bin"}, {SENTENCEPIECE, BPE}):
        if not needed & set(store.names()):
            raise ReadError(f"{path}: the package holds no {' or '.join(sorted(needed))}")
    return ArgosPackage(path, metadata, store)


def verify_manifest(archive: Path) -> None:
    """Compare an archive with the `pack.toml` beside it; without one there is nothing to compare.

    Raises: ReadError when the manifest cannot be read or does not describe this very file.
    """
    manifest = archive.parent / MANIFEST
    if not archive.is_file() or not manifest.is_file():
        return
    try:
        said = tomllib.loads(manifest.read_text("utf-8"))
    except (OSError, ValueError) as cause:
        raise ReadError(f"{manifest}: not a readable manifest: {cause}") from cause
    if said.get("file") != archive.name:
        raise ReadError(f"{manifest}: does not describe {archive.name}")
    if archive.stat().st_size != said.get("bytes") or file_digest(archive) != said.get("sha256"):
        raise ReadError(
            f"{archive}: damaged: its size or SHA-256 is not what {MANIFEST} says",
            hint="put the original file in its place",
        )


def _metadata(path: Path, content: bytes) -> Metadata | None:
    try:
        said: Any = json.loads(content)
    except ValueError as cause:
        raise ReadError(f"{path}: {_METADATA} is not JSON: {cause}") from cause
    if not isinstance(said, dict):
        raise ReadError(f"{path}: {_METADATA} holds no JSON object")
    if said.get("type", "translate") != "translate":
        return None
    source, target = said.get("from_code"), said.get("to_code")
    for code in (source, target):
        if not isinstance(code, str) or not _LANGUAGE.fullmatch(code):
            raise ReadError(f"{path}: {_METADATA} names {code!r} where a language belongs")
    if source == target:
        raise ReadError(f"{path}: {_METADATA} leads from {source!r} to itself")
    version, prefix = said.get("package_version", ""), said.get("target_prefix", "")
    if not isinstance(version, str) or not isinstance(prefix, str):
        raise ReadError(f"{path}: {_METADATA}: package_version and target_prefix must be text")
    return Metadata(str(source), str(target), version, prefix)


def _blocks(path: Path, store: _Store, name: str) -> Iterator[bytes]:
    try:
        with store.open(name) as stream:
            while block := stream.read(_BLOCK):
                yield block
    except (OSError, EOFError, RuntimeError, NotImplementedError) as cause:
        raise ReadError(f"{path}: {name} cannot be read: {cause}") from cause
    except (zipfile.BadZipFile, zlib.error) as cause:
        raise ReadError(
            f"{path}: {name} is damaged: {cause}", hint="get the package again"
        ) from cause


def _digest(path: Path, store: _Store, name: str) -> str:
    digest = hashlib.sha256()
    for block in _blocks(path, store, name):
        digest.update(block)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Folder:
    root: Path

    def names(self) -> tuple[str, ...]:
        files = (*self.root.glob("*"), *self.root.glob("model/*"))
        return tuple(sorted(f.relative_to(self.root).as_posix() for f in files if f.is_file()))

    def open(self, name: str) -> IO[bytes]:
        return (self.root / name).open("rb")

    def size(self, name: str) -> int:
        return (self.root / name).stat().st_size


@dataclass(frozen=True, slots=True)
class _Archive:
    path: Path
    folder: str  # the one folder that an archive holds, with its slash
    sizes: dict[str, int]

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.sizes))

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with zipfile.ZipFile(self.path) as archive, archive.open(self.folder + name) as stream:
            yield stream

    def size(self, name: str) -> int:
        return self.sizes[name]


def _open_archive(path: Path) -> _Archive:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except FileNotFoundError as cause:
        raise ReadError(f"{path}: there is no such file") from cause
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as cause:
        raise ReadError(f"{path}: not a readable zip archive: {cause}") from cause
    for member in members:
        _refuse_harm(path, member)
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise ReadError(f"{path}: the archive holds two files of one name")
    roots = [name.removesuffix(_METADATA) for name in names if name.split("/")[1:] == [_METADATA]]
    if len(roots) != 1:
        found = f"{len(roots)} packages" if roots else f"no folder with {_METADATA}"
        raise ReadError(f"{path}: the archive holds {found}, not one package")
    inside = [m for m in members if m.filename.startswith(roots[0]) and not m.is_dir()]
    sizes = {m.filename.removeprefix(roots[0]): m.file_size for m in inside}
    return _Archive(path, roots[0], sizes)


def _refuse_harm(path: Path, member: zipfile.ZipInfo) -> None:
    name, size = member.filename, member.file_size
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise ReadError(f"{path}: the archive wants to write outside its folder: {name!r}")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ReadError(f"{path}: the archive holds a link: {name!r}")
    if member.flag_bits & 1:
        raise ReadError(f"{path}: the archive is encrypted: {name!r}")
    bomb = size > _HARMLESS and size > _STRONGEST_COMPRESSION * member.compress_size
    if bomb or size > _LARGEST_MEMBER:
        raise ReadError(f"{path}: {name!r} would unpack to {size} bytes, too much to be a model")
