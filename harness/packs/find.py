"""Which packs there are on this machine, and which of them a route would use."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from harness.core.bundled import bundled
from harness.core.errors import ConfigError, ReadError
from harness.core.protocols import Surroundings
from harness.core.route_syntax import parse_route
from harness.core.settings import Setting
from harness.core.values import Direction
from harness.packs.discovery import Broken, read_models
from harness.packs.manifest import Manifest, manifest_of
from harness.packs.package import ARCHIVE_SUFFIX, ArgosPackage, is_package_folder, read_package

# Of every part that is called `argos`: they all use the same packs.
PACKAGES = Setting(
    "packages",
    f"the folder of Argos packages, or several joined by {os.pathsep!r}",
    "argos-translate/packages in the user's data folder",
    variable="ARGOS_PACKAGES_DIR",
)

# Argos' codes that are not BCP 47.
_BCP_47 = {"pb": "pt-BR", "zt": "zh-Hant"}

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Origin(StrEnum):
    """Where a pack comes from; in this order the first is preferred."""

    NAMED = "named"
    INSTALLED = "argos folder"
    BUNDLED = "bundled"


@dataclass(frozen=True, slots=True)
class Pack:
    """One sound pack. `manifest` is what its maker says of it, where anything is said."""

    path: Path
    direction: Direction
    version: str
    origin: Origin
    package: ArgosPackage
    manifest: Manifest | None

    @property
    def name(self) -> str:
        """For people, in Argos' codes: `en_es 1.9`."""
        metadata = self.package.metadata
        return f"{metadata.source}_{metadata.target} {self.version}".rstrip()

    @property
    def bytes(self) -> int:
        """What it takes on disk: one archive, or the files of a folder."""
        return self.path.stat().st_size if self.path.is_file() else self.package.size

    @property
    def verifiable(self) -> bool:
        """Whether checksums of the bytes that lie there are known."""
        return self.package.receipt is not None or (
            self.manifest is not None and self.path.is_file()
        )

    def verify(self) -> None:
        """Compare an archive with its manifest; without one there is nothing to compare.

        Raises:
            ReadError: the archive is not the one that the manifest describes.
        """
        if self.manifest is not None and self.path.is_file():
            self.manifest.verify(self.path)

    def verify_in_full(self) -> None:
        """Besides, compare every file of an installed pack with what was installed.

        Raises:
            ReadError: as `verify`, or a file is damaged or has changed.
        """
        self.verify()
        receipt = self.package.receipt
        if receipt is not None:
            checksums = self.package.checksums(receipt.files)
            receipt.compare_checksums(self.path, checksums)


def find_packs(surroundings: Surroundings) -> Iterator[Pack | Broken]:
    """Every pack in order of preference: as named, then folder by folder, newest first.

    The folders are the user's (see `PACKAGES`) and that of the packs that ship with the harness.
    """
    for path in surroundings.packs:
        yield from _read(packages_at(path), Origin.NAMED)
    for folder in (*_user_folders(surroundings), surroundings.bundled_packs):
        if folder is not None:
            yield from packs_in(folder)


def _user_folders(surroundings: Surroundings) -> tuple[Path, ...]:
    named = surroundings.settings.get(PACKAGES.name)
    if named:
        return tuple(map(Path, filter(None, named.split(os.pathsep))))
    data = surroundings.data_folder
    return () if data is None else (data / "argos-translate/packages",)


def packs_in(folder: Path) -> list[Pack | Broken]:
    """The packs in one folder of packs, newest first, whatever their direction; broken ones last.

    A folder that is not there holds none.
    """
    try:
        entries = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as cause:
        return [Broken(folder, ReadError(f"{folder}: {cause.strerror or cause}"), named=False)]
    paths = [path for entry in entries for path in packages_at(entry)]
    origin = Origin.BUNDLED if folder == bundled("langpacks") else Origin.INSTALLED
    return sorted(_read(paths, origin), key=_release, reverse=True)


def read_pack(path: Path, origin: Origin = Origin.NAMED) -> Pack | None:
    """The pack at `path`; None when it is a package that does not translate.

    Raises:
        ReadError: it is broken, or its manifest is, or nobody may read it.
    """
    try:
        package = read_package(path)
        manifest = None if package is None else manifest_of(path)
    except OSError as cause:
        raise ReadError(f"{path}: cannot be read: {cause.strerror or cause}") from cause
    if package is None:
        return None
    metadata = package.metadata
    try:
        direction = Direction(in_bcp_47(metadata.source), in_bcp_47(metadata.target))
    except ValueError as cause:  # two codes of one language
        raise ReadError(f"{path}: {cause}") from cause
    return Pack(
        path,
        direction,
        metadata.version,
        origin,
        package,
        manifest,
    )


def packages_at(path: Path) -> list[Path]:
    """The package that `path` is, or the archives in the folder that it is, or nothing.

    What nobody may look into counts as a package: reading it says what is wrong.
    """
    try:
        if path.suffix == ARCHIVE_SUFFIX or is_package_folder(path):
            return [path]
        return sorted(path.glob(f"*{ARCHIVE_SUFFIX}")) if path.is_dir() else []
    except OSError:
        return [path]


def chosen(found: Iterable[Pack | Broken]) -> frozenset[Path]:
    """The packs that routes would use: the first of each direction.

    None at all where a pack that the user named is broken, for then no route is run.
    """
    first: dict[Direction, Path] = {}
    for item in found:
        if isinstance(item, Pack):
            first.setdefault(item.direction, item.path)
        elif item.named:
            return frozenset()
    return frozenset(first.values())


def user_folder(surroundings: Surroundings) -> Path:
    """Where Argos Translate, LibreTranslate and the harness look for this user's packages.

    Raises:
        ConfigError: the surroundings name none.
    """
    for folder in _user_folders(surroundings):
        return folder
    raise ConfigError("no folder for Argos packages is known", hint="set ARGOS_PACKAGES_DIR")


# ── names ───────────────────────────────────────────────────────────────────────────────────────


def in_bcp_47(code: str) -> str:
    """A language as routes write it, from Argos' code for it."""
    return _BCP_47.get(code, code.replace("_", "-"))


def parse_direction(name: str) -> Direction:
    """A direction as people write it: `en:es`, `en_es`, `en-es`. Argos' codes are understood.

    Raises:
        ConfigError: not a direction.
    """
    for mark in ":_-":
        tags = name.split(mark)
        if len(tags) == 2 and tags[0] != tags[1] and all(map(_TAG.fullmatch, tags)):
            source, target = map(in_bcp_47, tags)
            return parse_route(f"{source}:{target}:{source}").legs[0].direction
    raise ConfigError(f"{name!r} is not a direction", hint="write it like en:es")


def release(version: str) -> tuple[int, ...]:
    """The numbers of a version: 1.9 is older than 1.9.1, and that older than 1.10."""
    return tuple(int(number) for number in re.findall(r"[0-9]+", version))


def _read(paths: Iterable[Path], origin: Origin) -> Iterator[Pack | Broken]:
    return read_models(paths, lambda path: read_pack(path, origin), named=origin is Origin.NAMED)


def _release(item: Pack | Broken) -> tuple[int, ...]:
    return () if isinstance(item, Broken) else release(item.version)
