"""Pairs on lines, parted by a tab, English first; further columns say where they come from.

A `.zip` file is read for its `.txt` files, but for those that are about it.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path


def pairs(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Every pair, as it stands there."""
    for path in files:
        for text in _texts(path):
            for line in text.splitlines():
                english, *others = line.split("\t")
                if english and others and others[0]:
                    yield english, others[0]


def _texts(path: Path) -> Iterator[str]:
    if path.suffix != ".zip":
        yield path.read_text("utf-8")
        return
    with zipfile.ZipFile(path) as members:
        for name in sorted(members.namelist()):
            if name.endswith(".txt") and not name.rpartition("/")[2].startswith("_"):
                yield members.read(name).decode("utf-8")
