"""Files that are whole or not there. Nothing else in this package opens a result for writing.

A file is written beside its place, brought to the disk, and then renamed: whoever looks sees the
old file or the new one, never a half. A full disk, an interrupt, a failure in the middle leave the
old one as it was, and nothing beside it. Two that write one file at once do not meet: the last to
end wins. Only a process that is killed outright can leave a `.NAME-….partial`, which is never read,
and which the next that writes NAME takes away: it is locked while somebody writes it.
"""

import atexit
import glob
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from harness.core import interruption
from harness.core.errors import ConfigError, WriteError

_HINT = "name a writable place with enough room"
_PARTIAL = ".partial"
_TOKEN = 16  # digits that make a partial's name its writer's own
_YOUNG = 1.0  # seconds that a partial may be there before it is locked
_at_work: set[Path] = set()
_STEM = 40  # characters of the name that a partial file keeps: with all else under 255 bytes


def write_whole(place: Path, pieces: Iterable[str], *, hint: str = _HINT) -> None:
    """Write text as UTF-8 with the line ends that it has; see `write_whole_bytes`.

    Raises:
        WriteError: besides, the text holds half a character (a lone surrogate).
    """
    write_whole_bytes(place, (_utf8(piece, place) for piece in pieces), hint=hint)


def write_whole_bytes(place: Path, pieces: Iterable[bytes], *, hint: str = _HINT) -> None:
    """Write `pieces` to `place`, all or nothing. Folders that are missing are made.

    A link stays one, and what it names is written; permissions stay those of the old file. Devices
    and pipes (/dev/stdout) are written directly. What making the pieces raises comes through.

    Raises:
        ConfigError: `place` is a folder.
        WriteError: it is read-only, its folder is, or the disk is full; says what to do: `hint`.
    """
    with _as_write_error(place, hint):
        mode = _mode(place)
        target = place.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
    if mode is not None and not stat.S_ISREG(mode):
        _fill(place, pieces, os.O_WRONLY, place, hint)
        return
    partial = target.with_name(f".{target.name[:_STEM]}-{token_hex(_TOKEN // 2)}{_PARTIAL}")
    _at_work.add(partial)
    try:
        _fill(partial, pieces, os.O_WRONLY | os.O_CREAT | os.O_EXCL, place, hint)
        with _as_write_error(place, hint):
            _sweep(target, partial)
            if mode is not None:
                partial.chmod(stat.S_IMODE(mode))
            partial.replace(target)
    finally:
        _take_away(partial)


@atexit.register
def _leave_nothing() -> None:
    """Where the process ends in the middle of it, as after a second Ctrl-C."""
    for partial in tuple(_at_work):
        _take_away(partial)


def _take_away(partial: Path) -> None:
    with suppress(OSError):
        partial.unlink(missing_ok=True)
    _at_work.discard(partial)


def _sweep(target: Path, own: Path) -> None:
    """Take away what killed processes left of `target`; what is locked, somebody is writing."""
    stem = glob.escape(f".{target.name[:_STEM]}-")
    with suppress(OSError):
        now = own.stat().st_mtime  # by the clock of the file system
        for left in target.parent.glob(f"{stem}{'[0-9a-f]' * _TOKEN}{_PARTIAL}"):
            with suppress(OSError), left.open("rb") as stream:
                if now - left.stat().st_mtime > _YOUNG and _lock(stream):
                    left.unlink()


def _lock(stream: BinaryIO) -> bool:
    """Lock a file until it is closed, by whatever end; False where somebody else has it."""
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:  # Windows: what was left stays
        return False
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # or a file system without locks
        return False
    return True


def _mode(place: Path) -> int | None:
    """Kind and permissions of what stands there; None for nothing."""
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise ConfigError(f"{place}: a folder, not a file", hint="name a file")
    # Renaming asks only the folder, so a protected file is looked for here; the bits
    # too, since the superuser may write anything.
    if not os.access(place, os.W_OK) or not mode & 0o222:
        raise WriteError(
            f"{place}: this file is read-only, and was left as it is",
            hint="make it writable, or name another file",
        )
    return mode


def _fill(path: Path, pieces: Iterable[bytes], flags: int, place: Path, hint: str) -> None:
    with _as_write_error(place, hint):
        # The mode is what `open` takes: the user's umask decides.
        stream = os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0), 0o666), "wb")
    try:
        if flags & os.O_CREAT:
            _lock(stream)
        for piece in pieces:
            interruption.check()
            with _as_write_error(place, hint):
                stream.write(piece)
        with _as_write_error(place, hint):
            stream.flush()
            if flags & os.O_CREAT:
                os.fsync(stream.fileno())  # some file systems rename before they write
    except BaseException:
        with suppress(OSError):  # what is still buffered is of no use any more
            stream.close()
        raise
    with _as_write_error(place, hint):
        stream.close()


def _utf8(piece: str, place: Path) -> bytes:
    try:
        return piece.encode("utf-8")
    except UnicodeEncodeError as cause:
        raise WriteError(
            f"{place}: U+{ord(piece[cause.start]):04X} is half a character, which no text file can"
            " hold",
            hint="write another format, such as JSON, or mend the text",
        ) from cause


@contextmanager
def _as_write_error(place: Path, hint: str) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        raise WriteError(f"{place}: {cause.strerror or cause}", hint=hint) from cause
