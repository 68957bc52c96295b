"""Two files of one sentence a line, the English one and its translation: line answers to line."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path


def pairs(files: Sequence[Path], *, english: str) -> Iterator[tuple[str, str]]:
    """Every pair of lines, as it stands there.

    Args:
        files: the English file and the other one.
        english: pattern that the path of the English file matches.

    Raises:
        ValueError: the files are not two, or of different length.
    """
    ours = [path for path in files if fnmatch(path.as_posix(), english)]
    theirs = [path for path in files if path not in ours]
    if len(ours) != 1 or len(theirs) != 1:
        raise ValueError(f"one English file and one other are wanted, not {len(files)} files")
    yield from zip(_lines(ours[0]), _lines(theirs[0]), strict=True)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()
