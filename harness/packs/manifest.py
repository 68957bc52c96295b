"""`pack.toml`: what is known about a pack beyond the package itself, written by who made it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest
from harness.packs.bounded import MOST_BYTES, read_toml, shown

MANIFEST = "pack.toml"


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of the pack on a test set, or of another system on the same set.

    `bleu` and `chrf` stand as the maker wrote them (0 to 100, higher is better), or are empty.
    """

    subject: str
    note: str
    bleu: str
    chrf: str


@dataclass(frozen=True, slots=True)
class Training:
    """One text that the pack was trained on. `pairs` is None where the number is unknown."""

    text: str
    pairs: int | None
    licence: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `pack.toml` says. Text that it leaves out is empty. `bytes` and `sha256` are of `file`.

    `scores` are in the maker's order, the ones that count last.
    """

    path: Path
    file: str
    bytes: int
    sha256: str
    summary: str
    preview: bool
    licence: str
    licence_note: str
    made: str
    weaknesses: tuple[str, ...]
    scores: tuple[Scores, ...]
    compared: tuple[Scores, ...]
    trained_on: tuple[Training, ...]

    def verify(self, archive: Path) -> None:
        """Make sure that `archive` is the very file that the manifest describes.

        Raises:
            ReadError: it has another size or another SHA-256, or cannot be read.
        """
        try:
            same = archive.stat().st_size == self.bytes and file_digest(archive) == self.sha256
        except OSError as cause:
            raise ReadError(f"{archive}: {cause.strerror}") from cause
        if not same:
            raise ReadError(
                f"{archive}: damaged: its size or SHA-256 is not what {MANIFEST} says",
                hint="put the original file in its place",
            )


def manifest_of(package: Path) -> Manifest | None:
    """The manifest inside a package's folder, or beside an archive; None where there is none.

    Raises:
        ReadError: it cannot be read, or describes another archive than this.
    """
    path = (package if package.is_dir() else package.parent) / MANIFEST
    if not path.is_file():
        return None
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as cause:
        raise ReadError(f"{path}: not a readable manifest: {cause}") from cause
    manifest = _ManifestTable(path, read_toml(str(path), content)).manifest()
    if package.is_file() and manifest.file != package.name:
        raise ReadError(f"{path}: does not describe {package.name}")
    return manifest


@dataclass(frozen=True, slots=True)
class _ManifestTable:
    """A table of the manifest; asks for entries by name and type."""

    path: Path
    entries: Mapping[str, Any]

    def manifest(self) -> Manifest:
        for needed in ("file", "bytes", "sha256"):
            if needed not in self.entries:
                raise ReadError(f"{self.path}: has no {needed!r}")
        return Manifest(
            path=self.path,
            file=self.text("file"),
            bytes=self._entry("bytes", int, 0),
            sha256=self.text("sha256"),
            summary=self.text("summary"),
            preview=self._entry("preview", bool, False),
            licence=self.text("licence"),
            licence_note=self.text("licence-note"),
            made=self.text("made"),
            weaknesses=tuple(self._each("weaknesses", str)),
            scores=tuple(table.scores("set") for table in self._tables("scores")),
            compared=tuple(table.scores("system") for table in self._tables("compared")),
            trained_on=tuple(table.training() for table in self._tables("trained-on")),
        )

    def scores(self, subject: str) -> Scores:
        return Scores(*map(self.text, (subject, "note", "bleu", "chrf")))

    def training(self) -> Training:
        pairs = self._entry("pairs", int, None)
        return Training(self.text("text"), pairs, self.text("licence"), self.text("attribution"))

    def text(self, name: str) -> str:
        value: str = self._entry(name, str, "")
        return value

    def _tables(self, name: str) -> "Iterator[_ManifestTable]":
        return (_ManifestTable(self.path, entries) for entries in self._each(name, dict))

    def _each(self, name: str, kind: type) -> Iterator[Any]:
        for item in self._entry(name, list, []):
            if not isinstance(item, kind):
                raise ReadError(f"{self.path}: {name!r} holds {shown(item)}, not allowed there")
            yield item

    def _entry(self, name: str, kind: type, default: Any) -> Any:
        value = self.entries.get(name, default)
        if name in self.entries and type(value) is not kind:
            raise ReadError(f"{self.path}: {name!r} cannot be {shown(value)}")
        return value
