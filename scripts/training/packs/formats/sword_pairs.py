"""Bibles as compressed SWORD modules (`zText`, one zip each): verses are paired by their place.

Only what both number alike is read. Notes, headings and references are no text of the verse.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._prose import without_tags

_TESTAMENTS = ("ot", "nt")
_APART = re.compile(r"<(note|title)\b.*?</\1>", re.DOTALL)


def pairs(
    files: Sequence[Path], *, english: str, other: str, alike: int
) -> Iterator[tuple[str, str]]:
    """The verses of two modules, in order.

    Args:
        files: the zips.
        english: name of the English module's zip.
        other: name of the other one's.
        alike: places, headings counted, up to which both count the same.
    """
    zips = {path.name: path for path in files}
    both = zip(_verses(zips[english]), _verses(zips[other]), strict=False)
    for _, (one, two) in zip(range(alike), both, strict=False):
        if one and two:
            yield one, two


def _verses(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as members:
        parts = {name.rpartition("/")[2]: members.read(name) for name in members.namelist()}
    for testament in _TESTAMENTS:
        blocks, places, data = (parts[f"{testament}.bz{kind}"] for kind in "svz")
        texts = [
            zlib.decompress(data[start : start + size])
            for start, size, _ in struct.iter_unpack("<III", blocks)
        ]
        for block, start, size in struct.iter_unpack("<IIH", places):
            yield _shown(texts[block][start : start + size].decode("utf-8")) if size else ""


def _shown(markup: str) -> str:
    return " ".join(without_tags(_APART.sub("", markup)).split())
