"""Makes a pack: a model, its tokenizer and what is known of them, as one Argos package.

The same files and the same words give the same bytes.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.core.errors import ConfigError, ReadError
from harness.core.fingerprint import file_digest
from harness.packs.archive import METADATA
from harness.packs.manifest import MANIFEST
from harness.packs.metadata import is_version
from harness.packs.package import ARCHIVE_SUFFIX, SENTENCEPIECE, ArgosPackage
from harness.writing import toml

_DATE = (2026, 1, 1, 0, 0, 0)  # of every file in an archive, so that the bytes do not change
_ARGOS = "1.9"  # the version of Argos Translate from which on such packages can be read
_SHARED, _SOURCE = "shared_vocabulary", "source_vocabulary"
_FEWEST_KNOWN = 0.9  # of the tokenizer's pieces, in the model's vocabulary: real packs have 1.0
_HEADER = "# Read and verified when the harness opens the pack. Written by `harness packs build`.\n"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a new pack says of itself. Codes are Argos'; text that is left out is empty."""

    source: str
    target: str
    source_name: str
    target_name: str
    version: str = "1.0"
    summary: str = ""
    licence: str = ""
    made: str = ""
    target_prefix: str = ""

    def __post_init__(self) -> None:
        """Raises: ConfigError for a version that no pack can have."""
        if not self.version or not is_version(self.version):
            raise ConfigError(f"{self.version!r} is no version of a pack", hint="write it like 1.0")

    @property
    def name(self) -> str:
        """Of the archive and of its folder: `translate-en_es-1_0`."""
        return f"translate-{self.source}_{self.target}-{self.version.replace('.', '_')}"

    @property
    def archive_name(self) -> str:
        """The name of the file."""
        return self.name + ARCHIVE_SUFFIX

    def metadata(self) -> str:
        """The package's `metadata.json`."""
        body = {
            "package_version": self.version,
            "argos_version": _ARGOS,
            "from_code": self.source,
            "from_name": self.source_name,
            "to_code": self.target,
            "to_name": self.target_name,
            "target_prefix": self.target_prefix,
        }
        return json.dumps(body, indent=1, ensure_ascii=False) + "\n"

    def readme(self) -> str:
        """The package's `README.md`."""
        parts = [
            f"# {self.source_name} to {self.target_name}",
            self.summary,
            *_section("How it was made", self.made),
            *_section("Licence", self.licence),
            f"Scores and checksum stand in `{MANIFEST}` beside the archive.",
        ]
        return "\n\n".join(filter(None, parts)) + "\n"


@dataclass(frozen=True, slots=True)
class Ingredients:
    """The files of a new pack. `splitter`: name and content of a MiniSBD model, if there is one."""

    model: Path
    tokenizer: Path
    splitter: tuple[str, bytes] | None = None

    def files(self, recipe: Recipe) -> Iterator[tuple[str, bytes]]:
        """Names inside the package, and contents, sorted by name.

        Raises:
            ReadError: the tokenizer cannot be read.
        """
        try:
            pieces = self.tokenizer.read_bytes()
        except OSError as cause:
            raise ReadError(f"{self.tokenizer}: {cause.strerror}") from cause
        found = {
            METADATA: recipe.metadata().encode(),
            "README.md": recipe.readme().encode(),
            SENTENCEPIECE: pieces,
        }
        if self.splitter is not None:
            found[f"minisbd/{self.splitter[0]}"] = self.splitter[1]
        files = {f"model/{path.name}": path for path in self.model.iterdir()}
        for name in sorted({*found, *files}):
            yield name, found[name] if name in found else files[name].read_bytes()


def write_archive(recipe: Recipe, ingredients: Ingredients, place: Path) -> None:
    """Write the package. Nothing is squeezed: weights of 8 bits hardly shrink.

    Raises:
        ReadError: a file of it cannot be read.
        OSError: `place` cannot be written.
    """
    with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as archive:
        for name, content in ingredients.files(recipe):
            entry = zipfile.ZipInfo(f"{recipe.name}/{name}", _DATE)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


def check_tokenizer(package: ArgosPackage) -> None:
    """Make sure that the tokenizer is the model's: that the model knows its pieces.

    Raises:
        ReadError: the model does not know them, or has no vocabulary that can be read.
    """
    from sentencepiece import SentencePieceProcessor  # noqa: PLC0415  (loaded on first use)

    processor = SentencePieceProcessor(model_proto=package.read(SENTENCEPIECE))
    own = {processor.id_to_piece(number) for number in range(processor.get_piece_size())}
    known = own & _source_vocabulary(package)
    if len(known) < _FEWEST_KNOWN * len(own):
        raise ReadError(
            f"{package.path.name}: the model knows {len(known):,} of the tokenizer's {len(own):,} "
            "pieces: this is not the tokenizer of its source language",
            hint="name the SentencePiece model that the training text was cut by",
        )


def _source_vocabulary(package: ArgosPackage) -> set[str]:
    for name, content in package.model_files().items():
        stem, _, kind = name.partition(".")
        if stem in {_SHARED, _SOURCE}:
            text = content.decode("utf-8")
            return set(json.loads(text) if kind == "json" else text.splitlines())
    raise ReadError(f"{package.path.name}: the model has no source vocabulary")


@dataclass(frozen=True, slots=True)
class Description:
    """What `pack.toml` says of a new pack. `scores`: tables as the manifest has them."""

    recipe: Recipe
    weaknesses: tuple[str, ...] = ()
    scores: tuple[Mapping[str, str], ...] = field(default=())

    def manifest(self, archive: Path) -> str:
        """The manifest of `archive`: size and SHA-256 are those of its bytes.

        Raises:
            OSError: `archive` cannot be read.
        """
        recipe = self.recipe
        facts: dict[str, object] = {
            "file": recipe.archive_name,
            "bytes": archive.stat().st_size,
            "sha256": file_digest(archive),
            "format": "argos",
            "source": recipe.source,
            "target": recipe.target,
            "version": recipe.version,
            "summary": recipe.summary,
            "licence": recipe.licence,
            "made": recipe.made,
            "weaknesses": list(self.weaknesses),
        }
        said = toml.table((key, value) for key, value in facts.items() if value)
        return "\n".join(filter(None, [_HEADER, said, toml.tables("scores", self.scores)]))


def _section(title: str, text: str) -> tuple[str, ...]:
    return (f"## {title}", text) if text else ()
