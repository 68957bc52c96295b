"""SQLite's errors as ours, by what the user can do about them."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.core.errors import MemoryDamaged, WriteError

_FOREIGN = ("no such table", "no such column", "decode to UTF-8")


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """What is read within is of the types that the harness writes.

    Raises: MemoryDamaged where it is not.
    """
    try:
        yield
    except (ValueError, TypeError, OverflowError, AttributeError) as cause:
        raise MemoryDamaged(
            f"{path}: holds values that no harness wrote: {cause}", hint=remove(path)
        ) from cause


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What goes wrong within is told of the memory at `path`.

    Raises:
        MemoryDamaged: SQLite cannot read the file.
        WriteError: the file cannot be written, or the disk is full.
    """
    try:
        yield
    except sqlite3.OperationalError as cause:
        if any(words in str(cause) for words in _FOREIGN):
            raise MemoryDamaged(f"{path}: {cause}", hint=remove(path)) from cause
        raise WriteError(
            f"{path}: {cause}", hint="make room or name a writable place with --memory"
        ) from cause
    except (sqlite3.DatabaseError, UnicodeDecodeError) as cause:  # SQLite may quote broken names
        raise MemoryDamaged(f"{path}: {cause}", hint=remove(path)) from cause
    except OSError as cause:
        raise WriteError(
            f"{path}: {cause.strerror}", hint="name a writable place with --memory"
        ) from cause


def remove(path: Path) -> str:
    """What to do about a memory that cannot be read."""
    return f"move {path} away (it only saves time), or name another file with --memory"
