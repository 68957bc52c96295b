"""Puts packs into the folder of Argos Translate, and takes them away again.

A pack is unpacked beside its place and then moved there in one step, so that no program ever finds
half of one: neither this program after Ctrl-C, nor Argos Translate in the middle of it.
"""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness.core.errors import ConfigError, ReadError, WriteError
from harness.core.fingerprint import file_digest
from harness.core.half_characters import with_halves_shown
from harness.core.values import Direction
from harness.packs.bounded import shown
from harness.packs.contents import RECEIPT
from harness.packs.disk_space import require_room, unwritable
from harness.packs.find import Pack, packs_in, parse_direction, read_pack
from harness.packs.manifest import MANIFEST
from harness.packs.package import ArgosPackage, is_package_folder
from harness.packs.receipt import Provenance, made_receipt
from harness.packs.staging import alone, move_in, staged, staging
from harness.writing.files import write_whole

# Opens the model of an unpacked pack. Raises: ReadError.
Trial = Callable[[Path], None]

_FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")


@dataclass(frozen=True, slots=True)
class Placed:
    """What installing came to. `already`: the same version was there, and nothing was done."""

    pack: Pack
    already: bool = False
    replaced: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Installer:
    """Installs packs into `folder`, unpacked, as Argos Translate does it.

    `trial` opens the model of an unpacked pack once, where it can do no harm, and raises a
    ReadError when it does not translate. `force`: replace other packs of a direction, the same one,
    or a broken one.
    """

    folder: Path
    trial: Trial
    force: bool = False

    def install(
        self, archive: Path, *, direction: Direction | None = None, origin: str = ""
    ) -> Placed:
        """Install the pack in `archive`. A manifest beside it is compared first, and goes along.

        Args:
            direction: what the pack must translate.
            origin: where it came from, for the receipt; the name of the file unless given.

        Raises:
            ReadError: `archive` is no sound pack, or its model does not translate.
            ConfigError: it translates something else, or another version is installed.
            WriteError: `folder` cannot be written, or there is no room.
        """
        pack = _sound(archive, direction)
        pack.verify()
        if same := self.already(pack.direction, pack.version):
            return Placed(same, already=True)
        self._replaced(pack)
        with staging(self.folder) as work:
            require_room(self.folder, pack.package.size)
            try:
                self._prepare(pack, staged(work), origin)
                return self._put(pack, work)
            except OSError as cause:
                raise unwritable(self.folder, cause) from cause

    def already(self, direction: Direction, version: str) -> Pack | None:
        """The pack of this very version where it is installed and need not be replaced.

        Raises:
            ConfigError: another version is: Argos Translate uses whichever of two it meets first.
        """
        return None if self.force else _standing(self.folder, direction, version)

    def _prepare(self, pack: Pack, new: Path, origin: str) -> None:
        """Unpack a pack into `new`, try it, and write down what was installed."""
        pack.package.unpack(new)
        if pack.manifest is not None:
            if (new / MANIFEST).is_dir():
                raise ReadError(f"{pack.path}: holds a folder called {MANIFEST}")
            shutil.copyfile(pack.manifest.path, new / MANIFEST)
        try:
            package = _sound(new, pack.direction).package
            self.trial(new)
            self._write_receipt(package, new, _provenance(pack, origin))
            _sound(new, pack.direction)  # as it will be read from its place, the receipt too
        except ReadError as cause:  # said of what the user named, not of a folder that goes
            raise ReadError(
                str(cause).replace(str(new), str(pack.path)), hint=cause.hint
            ) from cause

    def _write_receipt(self, package: ArgosPackage, new: Path, provenance: Provenance) -> None:
        sizes = package.store.sizes
        receipt = made_receipt(provenance, sizes, package.checksums(sizes))
        try:
            write_whole(new / RECEIPT, [receipt.as_json()])
        except WriteError as cause:
            raise WriteError(
                str(cause).replace(str(new / RECEIPT), str(self.folder)), hint=cause.hint
            ) from cause

    def _put(self, pack: Pack, work: Path) -> Placed:
        """Move the prepared pack in, unless another program did it meanwhile."""
        with alone(self.folder):
            if same := self.already(pack.direction, pack.version):
                return Placed(same, already=True)
            replaced = self._replaced(pack)
            place = self._place(pack)
            move_in(work, place, replaced)
        return Placed(_sound(place, pack.direction), replaced=tuple(replaced))

    def _place(self, pack: Pack) -> Path:
        return self.folder / _folder_name(pack)

    def _replaced(self, pack: Pack) -> list[Path]:
        """What has to make way. Raises: ConfigError where something stands in the way."""
        place = self._place(pack)
        replaced = [rival.path for rival in _installed(self.folder, pack.direction)]
        if place in replaced or not os.path.lexists(place):
            return replaced
        reason = _breakage(place)
        if reason is None:
            raise ConfigError(f"{place}: is in the way", hint="remove it, or name another folder")
        if not self.force:
            raise ConfigError(
                f"a broken pack is in the way: {reason}", hint="replace it by --force"
            )
        return [*replaced, place]


def _standing(folder: Path, direction: Direction, version: str) -> Pack | None:
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


def _breakage(place: Path) -> ReadError | None:
    """Why the pack at `place` is broken; None where it is sound, or no pack at all."""
    try:
        if is_package_folder(place):
            read_pack(place)
    except ReadError as reason:
        return reason
    return None


def _provenance(pack: Pack, origin: str) -> Provenance:
    archive = pack.path.is_file()
    checksum = file_digest(pack.path) if archive else ""
    name = with_halves_shown(origin or pack.path.name)
    return Provenance(name, checksum, archive and pack.manifest is not None)
