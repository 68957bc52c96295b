"""Folders of packs that cannot take one: not writable, or full."""

import shutil
from pathlib import Path

from harness.core.errors import WriteError

_ELSEWHERE = "name another folder in ARGOS_PACKAGES_DIR"


def unwritable(place: Path, cause: OSError) -> WriteError:
    """What is to be said when `place` cannot be written."""
    return WriteError(
        f"{place}: {cause.strerror or cause}",
        hint=f"make it writable with enough room, or {_ELSEWHERE}",
    )


def require_room(folder: Path, size: int) -> None:
    """Raises: WriteError when fewer than `size` bytes are free in `folder`."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise WriteError(
            f"{folder}: {size} bytes are needed and {free} are free",
            hint=f"make room, or {_ELSEWHERE}",
        )
