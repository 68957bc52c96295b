"""Reads one Argos package: a folder with `metadata.json`, or the same zipped (`.argosmodel`).

A package is not trusted, wherever it lies: what it says and holds is looked at, by the same rules
for folders and archives, before anything is read that counts.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from harness.core.errors import ReadError
from harness.core.fingerprint import fingerprint
from harness.packs.archive import METADATA, open_archive
from harness.packs.bounded import MOST_BYTES, read_json
from harness.packs.contents import leads_outside
from harness.packs.metadata import Metadata, parse_metadata
from harness.packs.receipt import Receipt, receipt_of
from harness.packs.store import Blocks, Store, open_folder, reading

ARCHIVE_SUFFIX = ".argosmodel"
SENTENCEPIECE = "sentencepiece.model"
BPE = "bpe.model"

_MODEL = "model/"
_CONFIGURATION = "model/config.json"
_SPLITTERS = "minisbd/"
_SPLITTER_SUFFIX = ".onnx"


@dataclass(frozen=True, slots=True)
class ArgosPackage:
    """One package that can translate, its structure checked. `path` is for people."""

    path: Path
    metadata: Metadata
    store: Store
    receipt: Receipt | None = None

    @property
    def tokenizer(self) -> str:
        """`sentencepiece.model` or `bpe.model`; Argos prefers the first where both are there."""
        return SENTENCEPIECE if SENTENCEPIECE in self.store.sizes else BPE

    def read(self, name: str) -> bytes:
        """The bytes of one file. Raises: ReadError when the package is damaged there."""
        return _content(self.path, self.store, name)

    def model_files(self) -> dict[str, bytes]:
        """The files of the CTranslate2 model, by their names inside `model/`.

        Raises:
            ReadError: the package is damaged there, or the model's settings are beyond bounds.
        """
        with reading(self.path, self.store) as blocks:
            files = {name: b"".join(blocks(name)) for name in self._model_names()}
        if _CONFIGURATION in files:
            read_json(f"{self.path}: {_CONFIGURATION}", files[_CONFIGURATION])
        return {PurePosixPath(name).name: content for name, content in files.items()}

    @property
    def splitter(self) -> str | None:
        """The file of the sentence splitter (MiniSBD) that the package brings, if it brings one.

        Argos takes any where there are several; here it is the first by name.
        """
        names = (n for n in self.store.sizes if n.startswith(_SPLITTERS))
        return next((name for name in names if name.endswith(_SPLITTER_SUFFIX)), None)

    @property
    def size(self) -> int:
        """Bytes that all its files take when they are unpacked."""
        return sum(self.store.sizes.values())

    def unpack(self, folder: Path) -> None:
        """Write every file of the package into `folder`, which must not be there yet.

        Raises:
            ReadError: a file is damaged, or its name leads outside `folder`.
            OSError: `folder` cannot be written.
        """
        folder.mkdir()
        with reading(self.path, self.store) as blocks:
            for name in self.store.sizes:
                path = folder / name
                # Looking at the package has refused such names; whatever writes looks for itself.
                if not path.resolve().is_relative_to(folder.resolve()):
                    raise leads_outside(self.path, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as out:
                    out.writelines(blocks(name))
                    out.flush()
                    os.fsync(out.fileno())

    def digest(self) -> str:
        """Fingerprint of what decides its output: model, vocabularies, tokenizer, target prefix.

        The same weights give the same digest as a folder and as an archive, wherever they lie.

        Raises:
            ReadError: the package is damaged there, or has changed since it was installed.
        """
        digests = self.checksums((*self._model_names(), self.tokenizer))
        if self.receipt is not None:
            self.receipt.compare_checksums(self.path, digests)
        return fingerprint({"files": digests, "target_prefix": self.metadata.target_prefix})

    def checksums(self, names: Iterable[str]) -> dict[str, str]:
        """SHA-256 of files, by their names. Raises: ReadError when the package is damaged there."""
        with reading(self.path, self.store) as blocks:
            return {name: _digest(blocks, name) for name in names}

    def _model_names(self) -> tuple[str, ...]:
        return tuple(name for name in self.store.sizes if name.startswith(_MODEL))


def is_package_folder(path: Path) -> bool:
    """Whether `path` looks like an unpacked Argos package. It may still be broken."""
    return (path / METADATA).is_file()


def read_package(path: Path) -> ArgosPackage | None:
    """The package at `path`; None when it is one that does not translate (a sentence splitter).

    Raises: ReadError for anything that is not a sound package, or has changed since the harness
        installed it, as far as sizes and what it says of itself tell.
    """
    store = open_folder(path) if path.is_dir() else open_archive(path)
    receipt = receipt_of(path) if path.is_dir() else None
    if receipt is not None:
        receipt.compare_sizes(path, store.sizes)
    if METADATA not in store.sizes:
        raise ReadError(f"{path}: no {METADATA}, so it is no Argos package")
    if store.sizes[METADATA] > MOST_BYTES:
        raise ReadError(f"{path}: {METADATA} claims {store.sizes[METADATA]} bytes")
    content = _content(path, store, METADATA)
    if receipt is not None:  # it decides what the pack is used for, and is read anyway
        receipt.compare_checksums(path, {METADATA: hashlib.sha256(content).hexdigest()})
    metadata = parse_metadata(path, content)
    if metadata is None:
        return None
    for needed in ({"model/model.bin"}, {SENTENCEPIECE, BPE}):
        if not needed & store.sizes.keys():
            raise ReadError(f"{path}: the package holds no {' or '.join(sorted(needed))}")
    return ArgosPackage(path, metadata, store, receipt)


def _content(path: Path, store: Store, name: str) -> bytes:
    with reading(path, store) as blocks:
        return b"".join(blocks(name))


def _digest(blocks: Blocks, name: str) -> str:
    digest = hashlib.sha256()
    for block in blocks(name):
        digest.update(block)
    return digest.hexdigest()
