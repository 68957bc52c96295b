"""Folders to work in, gone afterwards; what a killed program left of them, the next one takes away.

Each is locked while its program lives. Where there are no such locks (Windows, some network file
systems) nothing of others is taken away.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

_YOUNG = 1.0  # seconds that a folder may be there, empty, before it is locked


@contextmanager
def work_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """An empty folder whose name begins with `prefix`, in `parent` or among temporary files.

    Raises:
        OSError: none can be made there.
    """
    place = Path(tempfile.gettempdir()) if parent is None else parent
    # One that ends by a second Ctrl-C takes it away, too: Python's own class sees to that.
    with tempfile.TemporaryDirectory(prefix=prefix, dir=place) as made:
        folder = Path(made)
        lock = locked(folder, wait=False)
        try:
            sweep(place, prefix)
            yield folder
        finally:
            if lock is not None:
                os.close(lock)


def locked(folder: Path, *, wait: bool) -> int | None:
    """Lock a folder until what is returned is closed, or the program ends in any way.

    None where there are no such locks.

    Raises:
        BlockingIOError: another program has it, and `wait` is not set.
    """
    try:
        import fcntl  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def sweep(place: Path, prefix: str) -> None:
    """Take away the folders of that name in `place` whose programs were killed.

    An empty folder stays for a second: its program may be about to lock it.
    """
    now = time()
    for left in place.glob(f"{prefix}*"):
        if left.is_symlink() or not left.is_dir():
            continue
        with suppress(OSError):  # another user's, or its program lives
            old = now - left.stat().st_mtime > _YOUNG or any(left.iterdir())
            if old and (lock := locked(left, wait=False)):
                shutil.rmtree(left, ignore_errors=True)
                os.close(lock)
