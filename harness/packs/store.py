"""Where the files of a package lie: in a folder, or in an archive that is read in place."""

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from harness.core.errors import ReadError
from harness.packs.bounded import shown
from harness.packs.contents import (
    RECEIPT,
    check_name,
    check_number,
    check_sizes,
    check_together,
)

_BLOCK = 1 << 20

Opened = Callable[[str], AbstractContextManager[IO[bytes]]]
Blocks = Callable[[str], Iterator[bytes]]


class Store(Protocol):
    """The files of a package. Names are relative to the package, with `/`."""

    @property
    def folder_name(self) -> str:
        """The name of the folder that holds them, in the archive or on disk."""
        ...

    @property
    def sizes(self) -> Mapping[str, int]:
        """Bytes of each file when it was looked at; in the order of names."""
        ...

    def opened(self) -> AbstractContextManager[Opened]:
        """What opens files by their names, while the context lasts."""
        ...


@contextmanager
def reading(path: Path, store: Store) -> Iterator[Blocks]:
    """What reads files by their names, block by block; `path` is for messages.

    A file that turns out longer or shorter than the store says is an error: sizes are counted
    while reading, never believed.

    Raises:
        ReadError: a file is damaged, changed since it was looked at, or cannot be read.
    """
    with ExitStack() as opened:
        with _said_of(path, "the archive"):
            open_file = opened.enter_context(store.opened())
        yield lambda name: _blocks(path, name, open_file, store.sizes[name])


def _blocks(path: Path, name: str, open_file: Opened, size: int) -> Iterator[bytes]:
    counted = 0
    with _said_of(path, name), open_file(name) as stream:
        while counted <= size and (block := stream.read(_BLOCK)):
            counted += len(block)
            yield block
    if counted != size:
        raise ReadError(f"{path}: {name} has another size than the {size} bytes that were told")


@contextmanager
def _said_of(path: Path, name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, RuntimeError, NotImplementedError) as cause:
        raise ReadError(f"{path}: {name} cannot be read: {cause}") from cause
    except (zipfile.BadZipFile, zlib.error, UnicodeDecodeError) as cause:
        raise ReadError(
            f"{path}: {name} is damaged: {cause}", hint="get the package again"
        ) from cause


@dataclass(frozen=True, slots=True)
class Folder:
    """A package that lies unpacked."""

    root: Path
    sizes: Mapping[str, int]

    @property
    def folder_name(self) -> str:
        return self.root.name

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        yield lambda name: (self.root / name).open("rb")


def open_folder(root: Path) -> Folder:
    """Look at all files in a folder. The folder itself may be a link; nothing in it may.

    A receipt of the harness is none of the package's files.

    Raises:
        ReadError: it holds what no archive of a pack might hold, or cannot be read.
    """
    found: dict[str, int] = {}
    try:
        for name, size in _walk(root):
            found[name] = size
    except OSError as cause:
        raise ReadError(f"{root}: cannot be read: {cause.strerror or cause}") from cause
    found.pop(RECEIPT, None)
    check_together(root, found)
    check_sizes(root, found)
    return Folder(root, dict(sorted(found.items())))


def _walk(root: Path) -> Iterator[tuple[str, int]]:
    """Name and size of every file; never goes deeper or further than a pack may."""
    waiting, members = [""], 0
    while waiting:
        above = waiting.pop()
        with os.scandir(root / above) as entries:
            for entry in entries:
                members += 1
                check_number(root, members)
                name = above + entry.name
                check_name(root, name)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
                elif entry.is_file(follow_symlinks=False):
                    yield name, entry.stat(follow_symlinks=False).st_size
                else:
                    raise ReadError(
                        f"{root}: holds a link or a device, which no pack does: {shown(name)}",
                        hint="put the file itself in its place",
                    )
