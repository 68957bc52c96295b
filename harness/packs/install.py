"""Puts packs into the folder of Argos Translate, and takes them away again.

A pack is unpacked beside its place and then moved there in one step, so that no program ever finds
half of one: neither this program after Ctrl-C, nor Argos Translate in the middle of it.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Direction
from harness.packs.archive import METADATA
from harness.packs.bounded import shown
from harness.packs.disk_space import require_room, unwritable
from harness.packs.find import Pack, packs_in, parse_direction, read_pack
from harness.packs.manifest import MANIFEST

# Argos Translate opens every folder in its folder of packages and fails at one without metadata;
# it passes over types that it does not know.
_UNFINISHED = json.dumps({"type": "unfinished"})
_FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")


@dataclass(frozen=True, slots=True)
class Placed:
    """What installing came to. `already`: the same version was there, and nothing was done."""

    pack: Pack
    already: bool = False
    replaced: tuple[Path, ...] = ()


def install(
    archive: Path, folder: Path, *, direction: Direction | None = None, force: bool = False
) -> Placed:
    """Install the pack in `archive` into `folder`, unpacked, as Argos Translate does it.

    A manifest beside the archive is compared with it first, and goes along.

    Args:
        direction: what the pack must translate.
        force: replace other packs of its direction, or the same one.

    Raises:
        ReadError: `archive` is no sound pack.
        ConfigError: it translates something else, or another version is installed.
        WriteError: `folder` cannot be written, or there is no room.
    """
    pack = _sound(archive, direction)
    pack.verify()
    if not force and (same := standing(folder, pack.direction, pack.version)):
        return Placed(same, already=True)
    place = folder / _folder_name(pack)
    replaced = [rival.path for rival in _installed(folder, pack.direction)]
    if place.exists() and place not in replaced:
        raise ConfigError(f"{place}: is in the way", hint="remove it, or name another folder")
    with staging(folder) as work:
        require_room(folder, pack.package.size)
        try:
            _unpack(pack, work / "new")
            _sound(work / "new", pack.direction)
            _move_in(work / "new", place, replaced, work)
        except OSError as cause:
            raise unwritable(folder, cause) from cause
    return Placed(_sound(place, pack.direction), replaced=tuple(replaced))


def standing(folder: Path, direction: Direction, version: str) -> Pack | None:
    """The pack of this very version that is installed in `folder`, if none is of another.

    Raises:
        ConfigError: another version is: Argos Translate uses whichever of two it meets first.
    """
    for rival in _installed(folder, direction):
        if rival.version == version:
            return rival
        raise ConfigError(
            f"{rival.name} is installed in {folder}", hint=f"replace it by {version} with --force"
        )
    return None


def removable(name: str, folder: Path) -> Path:
    """The pack in `folder` that `name` means: a direction, or a path.

    Raises:
        ConfigError: none or several are meant, or one that lies elsewhere.
    """
    found = packs_in(folder)
    for item in found:
        if item.path.resolve() == Path(name).resolve():
            return item.path
    try:
        direction = parse_direction(name)
    except ConfigError as cause:
        raise ConfigError(
            f"{name}: neither a pack in {folder} nor a direction",
            hint="name a pack that is installed there: see `harness packs list`",
        ) from cause
    packs = [item for item in found if isinstance(item, Pack)]
    meant = [pack.path for pack in packs if pack.direction == direction]
    if not meant:
        raise ConfigError(
            f"no pack for {direction} is installed in {folder}", hint="see `harness packs list`"
        )
    if len(meant) > 1:
        raise ConfigError(
            f"several packs for {direction} are installed: {', '.join(map(str, meant))}",
            hint="name the path of one",
        )
    return meant[0]


def remove(path: Path) -> None:
    """Take away one pack, a folder or an archive.

    Raises:
        WriteError: its folder cannot be written.
    """
    with staging(path.parent) as work:
        try:
            path.rename(work / path.name)
        except OSError as cause:
            raise unwritable(path, cause) from cause


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A place to work inside `folder`, which is made if need be; gone afterwards, come what may.

    It lies inside, so that a pack is moved within one file system.

    Raises:
        WriteError: `folder` cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".harness-", dir=folder))
    except OSError as cause:
        raise unwritable(folder, cause) from cause
    work = stage / "staged"
    try:
        try:
            (stage / METADATA).write_text(_UNFINISHED, "utf-8")
            work.mkdir()
        except OSError as cause:
            raise unwritable(folder, cause) from cause
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)  # before the metadata that hides it from Argos
        shutil.rmtree(stage, ignore_errors=True)


def _sound(path: Path, direction: Direction | None) -> Pack:
    pack = read_pack(path)
    if pack is None:
        raise ReadError(f"{path}: this package does not translate")
    if direction is not None and pack.direction != direction:
        raise ReadError(f"{path}: translates {pack.direction}, not {direction}")
    return pack


def _installed(folder: Path, direction: Direction) -> list[Pack]:
    """The sound packs for `direction` that lie unpacked in `folder`, newest first."""
    packs = (item for item in packs_in(folder) if isinstance(item, Pack))
    return [pack for pack in packs if pack.direction == direction and pack.path.is_dir()]


def _folder_name(pack: Pack) -> str:
    """The archive's own folder, as Argos Translate would unpack it."""
    name = pack.package.store.folder_name
    if not _FOLDER_NAME.fullmatch(name):
        raise ReadError(f"{pack.path}: the archive's folder has an odd name: {shown(name)}")
    return name


def _unpack(pack: Pack, folder: Path) -> None:
    pack.package.unpack(folder)
    if pack.manifest is not None:
        shutil.copyfile(pack.manifest.path, folder / MANIFEST)


def _move_in(new: Path, place: Path, replaced: Sequence[Path], work: Path) -> None:
    """Put `new` at `place`; what it replaces goes to `work`, or stays if anything goes wrong."""
    moved = []
    try:
        for number, old in enumerate(replaced):
            moved.append((old, work / f"old-{number}"))
            old.rename(work / f"old-{number}")
        new.rename(place)
    except BaseException:
        if new.exists():
            for old, aside in moved:
                if aside.exists():
                    aside.rename(old)
        raise
