"""Where a pack is unpacked before it is one: a hidden folder among the packs, gone afterwards.

It lies there so that a pack is moved within one file system. Each is locked while its program
lives; those of programs that were killed are cleared away by the next that makes one.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.packs.archive import METADATA
from harness.packs.disk_space import unwritable
from harness.writing.work_folders import locked

_PREFIX = ".harness-"
_WORK = "staged"
_NEW = "new"
_OLD = "old"
# Argos Translate opens every folder in its folder of packages and fails at one without metadata;
# it passes over types that it does not know.
_UNFINISHED = json.dumps({"type": "unfinished"})


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A place to work inside `folder`, which is made if need be; gone afterwards, come what may.

    Raises:
        WriteError: `folder` cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            _clear_leftovers(folder)
            stage = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
            lock = locked(stage, wait=False)
    except OSError as cause:
        raise unwritable(folder, cause) from cause
    try:
        yield _work(stage, folder)
    finally:
        _take_away(stage)
        if lock is not None:
            os.close(lock)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other install changes anything among the packs of `folder` meanwhile."""
    lock = locked(folder, wait=True)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def staged(work: Path) -> Path:
    """Where the new pack is unpacked, inside a place to work."""
    return work / _NEW


def move_in(work: Path, place: Path, replaced: Sequence[Path]) -> None:
    """Put the new pack at `place`; what it replaces is set aside, or stays if anything goes wrong.

    Whoever is killed in between leaves what `staging` needs to put the old ones back.

    Raises:
        OSError: `place` cannot be written.
    """
    aside = work / _OLD
    aside.mkdir()
    try:
        for old in replaced:
            old.rename(aside / old.name)
        staged(work).rename(place)
    except BaseException:
        _put_back(work, place.parent)
        raise


def _work(stage: Path, folder: Path) -> Path:
    try:
        (stage / METADATA).write_text(_UNFINISHED, "utf-8")
        (stage / _WORK).mkdir()
    except OSError as cause:
        raise unwritable(folder, cause) from cause
    return stage / _WORK


def _clear_leftovers(folder: Path) -> None:
    """Take away what killed programs left, and put back what they had set aside."""
    for stage in sorted(folder.glob(f"{_PREFIX}*")):
        if stage.is_symlink() or not stage.is_dir():
            continue
        try:
            lock = locked(stage, wait=False)
        except BlockingIOError:
            continue  # its program lives
        if lock is None:
            return  # nobody can say here whose program lives
        _put_back(stage / _WORK, folder)
        _take_away(stage)
        os.close(lock)


def _put_back(work: Path, folder: Path) -> None:
    """As long as the new pack is not in its place, the old ones are what was installed."""
    if not staged(work).exists() or not (work / _OLD).is_dir():
        return
    for old in (work / _OLD).iterdir():
        if not (folder / old.name).exists():
            old.rename(folder / old.name)


def _take_away(stage: Path) -> None:
    shutil.rmtree(stage / _WORK, ignore_errors=True)  # before the metadata that hides it from Argos
    shutil.rmtree(stage, ignore_errors=True)
