"""Reads one Argos package: a folder with `metadata.json`, or the same zipped (`.argosmodel`).

A package is not trusted. An archive is read in place and refused whole when anything in it
looks made to harm; only then may it be unpacked.
"""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from harness.core.errors import ReadError
from harness.core.fingerprint import fingerprint

ARCHIVE_SUFFIX = ".argosmodel"
SENTENCEPIECE = "sentencepiece.model"
BPE = "bpe.model"

METADATA = "metadata.json"

_SPLITTERS = "minisbd/"
_SPLITTER_SUFFIX = ".onnx"
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

    @property
    def folder_name(self) -> str:
        """The name of the folder that holds them, in the archive or on disk."""
        ...

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

    @property
    def splitter(self) -> str | None:
        """The file of the sentence splitter (MiniSBD) that the package brings, if it brings one.

        Argos takes any where there are several; here it is the first by name.
        """
        names = (n for n in self.store.names() if n.startswith(_SPLITTERS))
        return next((name for name in names if name.endswith(_SPLITTER_SUFFIX)), None)

    @property
    def size(self) -> int:
        """Bytes that all its files take when they are unpacked."""
        return sum(map(self.store.size, self.store.names()))

    def unpack(self, folder: Path) -> None:
        """Write every file of the package into `folder`, which must not be there yet.

        Raises:
            ReadError: a file is damaged, or its name leads outside `folder`.
            OSError: `folder` cannot be written.
        """
        folder.mkdir()
        for name in self.store.names():
            path = folder / name
            # Reading an archive has refused such names; whatever writes looks for itself.
            if not path.resolve().is_relative_to(folder.resolve()):
                raise _leads_outside(self.path, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as out:
                out.writelines(_blocks(self.path, self.store, name))

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
    return (path / METADATA).is_file()


def read_package(path: Path) -> ArgosPackage | None:
    """The package at `path`; None when it is one that does not translate (a sentence splitter).

    Raises: ReadError for anything that is not a sound package.
    """
    store = _Folder(path) if path.is_dir() else _open_archive(path)
    if METADATA not in store.names():
        raise ReadError(f"{path}: no {METADATA}, so it is no Argos package")
    if store.size(METADATA) > _LARGEST_METADATA:
        raise ReadError(f"{path}: {METADATA} claims {store.size(METADATA)} bytes")
    metadata = _metadata(path, b"".join(_blocks(path, store, METADATA)))
    if metadata is None:
        return None
    for needed in ({"model/model.bin"}, {SENTENCEPIECE, BPE}):
        if not needed & set(store.names()):
            raise ReadError(f"{path}: the package holds no {' or '.join(sorted(needed))}")
    return ArgosPackage(path, metadata, store)


def _metadata(path: Path, content: bytes) -> Metadata | None:
    try:
        fields: Any = json.loads(content)
    except ValueError as cause:
        raise ReadError(f"{path}: {METADATA} is not JSON: {cause}") from cause
    if not isinstance(fields, dict):
        raise ReadError(f"{path}: {METADATA} holds no JSON object")
    if fields.get("type", "translate") != "translate":
        return None
    source, target = fields.get("from_code"), fields.get("to_code")
    for code in (source, target):
        if not isinstance(code, str) or not _LANGUAGE.fullmatch(code):
            raise ReadError(f"{path}: {METADATA} has {code!r} where a language is expected")
    if source == target:
        raise ReadError(f"{path}: {METADATA} has {source!r} as source and target")
    version, prefix = fields.get("package_version", ""), fields.get("target_prefix", "")
    if not isinstance(version, str) or not isinstance(prefix, str):
        raise ReadError(f"{path}: {METADATA}: package_version and target_prefix must be text")
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

    @property
    def folder_name(self) -> str:
        return self.root.name

    def names(self) -> tuple[str, ...]:
        # Folder by folder, because a search through all of them passes by those that are links.
        inside = (path for folder in self.root.glob("*/") for path in folder.rglob("*"))
        files = (*self.root.glob("*"), *inside)
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

    @property
    def folder_name(self) -> str:
        return self.folder.removesuffix("/")

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
    _refuse_bomb(path, members)
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise ReadError(f"{path}: the archive holds two files of one name")
    roots = [name.removesuffix(METADATA) for name in names if name.split("/")[1:] == [METADATA]]
    if len(roots) != 1:
        found = f"{len(roots)} packages" if roots else f"no folder with {METADATA}"
        raise ReadError(f"{path}: the archive holds {found}, not one package")
    inside = [m for m in members if m.filename.startswith(roots[0]) and not m.is_dir()]
    sizes = {m.filename.removeprefix(roots[0]): m.file_size for m in inside}
    return _Archive(path, roots[0], sizes)


def _refuse_harm(path: Path, member: zipfile.ZipInfo) -> None:
    name, size = member.filename, member.file_size
    # An empty part, too: what stands behind two slashes is an absolute path once the package's
    # own folder is taken off. A folder's name ends with a slash of its own.
    odd_part = any(part in {"", ".", ".."} for part in name.removesuffix("/").split("/"))
    if odd_part or "\\" in name or ":" in name:
        raise _leads_outside(path, name)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ReadError(f"{path}: the archive holds a link: {name!r}")
    if member.flag_bits & 1:
        raise ReadError(f"{path}: the archive is encrypted: {name!r}")
    bomb = size > _HARMLESS and size > _STRONGEST_COMPRESSION * member.compress_size
    if bomb or size > _LARGEST_MEMBER:
        raise ReadError(f"{path}: {name!r} would unpack to {size} bytes, too much to be a model")


def _leads_outside(path: Path, name: str) -> ReadError:
    return ReadError(f"{path}: holds a file that may be written outside its folder: {name!r}")


def _refuse_bomb(path: Path, members: Sequence[zipfile.ZipInfo]) -> None:
    """Many harmless members, or members that share their bytes, are harmful together."""
    total = sum(member.file_size for member in members)
    if total > _HARMLESS and total > _STRONGEST_COMPRESSION * path.stat().st_size:
        raise ReadError(f"{path}: would unpack to {total} bytes, too much to be a model")
