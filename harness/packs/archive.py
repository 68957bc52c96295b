"""Archives of packs (`.argosmodel`, a zip file). Refused whole when anything looks made to harm."""

import io
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.core.errors import ReadError
from harness.core.zips import is_encrypted, unpacks_in_pieces
from harness.packs.bounded import shown
from harness.packs.contents import (
    check_name,
    check_number,
    check_sizes,
    check_together,
    too_large,
)
from harness.packs.store import Opened

METADATA = "metadata.json"

# All that is read at once, the list of members above all: it has 100 bytes for each.
_LARGEST_READ = 2 << 20
# A model shrinks to about nine tenths when zipped, a vocabulary to a quarter, and small files
# of zeros to little. What shrinks more than this, above a harmless size, is a bomb.
_HARMLESS = 16 << 20
_STRONGEST_COMPRESSION = 20


@dataclass(frozen=True, slots=True)
class Archive:
    """A package in an archive, read in place."""

    path: Path
    root: str  # the one folder that an archive holds, with its slash
    sizes: Mapping[str, int]

    @property
    def folder_name(self) -> str:
        return self.root.removesuffix("/")

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        with _zip_file(self.path) as archive:
            yield lambda name: archive.open(self.root + name)


def open_archive(path: Path) -> Archive:
    """Look at what an archive says that it holds.

    Raises:
        ReadError: it is none, holds no package or several, or looks made to harm.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe waits for whoever writes
            raise ReadError(f"{path}: no regular file, so it is no archive")
        with _zip_file(path) as archive:
            members = archive.infolist()
    except FileNotFoundError as cause:
        raise ReadError(f"{path}: there is no such file") from cause
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as cause:
        raise ReadError(f"{path}: not a readable zip archive: {cause}") from cause
    check_number(path, len(members))
    for member in members:
        _refuse_harm(path, member)
    _refuse_bomb(path, members)
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise ReadError(f"{path}: the archive holds two files of one name")
    root = _root(path, names)
    inside = [m for m in members if m.filename.startswith(root) and not m.is_dir()]
    sizes = {m.filename.removeprefix(root): m.file_size for m in inside}
    check_together(path, sizes)
    check_sizes(path, sizes)
    return Archive(path, root, dict(sorted(sizes.items())))


class _Bounded(io.BufferedReader):
    """A file of which nobody reads much at once, whatever lengths it claims for its parts."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0 or size > _LARGEST_READ:
            block = super().read(_LARGEST_READ + 1)
            if len(block) > _LARGEST_READ:
                raise zipfile.BadZipFile("its list of files is too long")
            return block
        return super().read(size)


@contextmanager
def _zip_file(path: Path) -> Iterator[zipfile.ZipFile]:
    with _Bounded(io.FileIO(path)) as stream, zipfile.ZipFile(stream) as archive:
        yield archive


def _root(path: Path, names: Sequence[str]) -> str:
    roots = [name.removesuffix(METADATA) for name in names if name.split("/")[1:] == [METADATA]]
    if len(roots) != 1:
        found = f"{len(roots)} packages" if roots else f"no folder with {METADATA}"
        raise ReadError(f"{path}: the archive holds {found}, not one package")
    return roots[0]


def _refuse_harm(path: Path, member: zipfile.ZipInfo) -> None:
    # As it stands in the archive, too: Python cuts a name at a NUL. A folder's ends with a slash.
    for name in (member.orig_filename, member.filename):
        check_name(path, name.removesuffix("/"))
    name = shown(member.filename)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ReadError(f"{path}: the archive holds a link: {name}")
    if is_encrypted(member):
        raise ReadError(f"{path}: the archive is encrypted: {name}")
    if not unpacks_in_pieces(member):
        raise ReadError(
            f"{path}: {name} is compressed in a way that is not allowed in packs",
            hint="pack it again, stored or deflated",
        )


def _refuse_bomb(path: Path, members: Sequence[zipfile.ZipInfo]) -> None:
    """Many harmless members, or members that share their bytes, are harmful together."""
    for member in members:
        _refuse_ratio(path, member.file_size, member.compress_size)
    _refuse_ratio(path, sum(m.file_size for m in members), path.stat().st_size)


def _refuse_ratio(path: Path, unpacked: int, packed: int) -> None:
    if unpacked > _HARMLESS and unpacked > _STRONGEST_COMPRESSION * packed:
        raise too_large(path, unpacked)
