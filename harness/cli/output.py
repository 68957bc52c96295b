"""Results into files: whole or not at all."""

from collections.abc import Iterable
from pathlib import Path

from harness.core.errors import WriteError


def write_whole(output: Path, pieces: Iterable[str]) -> None:
    """Write beside, then rename: a file is whole or not there. Devices are written directly.

    Raises: WriteError when the place cannot be written.
    """
    try:
        target = output.resolve()  # through a link, so that the link stays one
        if target.exists() and not target.is_file():
            _fill(target, pieces)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".partial")
        try:
            _fill(partial, pieces)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as cause:
        raise WriteError(
            f"{output}: {cause.strerror}", hint="name a writable place with enough room"
        ) from cause


def _fill(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(pieces)
