"""Lessons in Markdown whose translation names its original in the front matter (`original:`)."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats.loose_markdown_pairs import of_pages

FRONT_MATTER = 6000  # characters in which the name is looked for

_ORIGINAL = re.compile(r"^original: *[\"']?([\w-]+)", re.MULTILINE)


def pairs(files: Sequence[Path], *, spanish: str, english: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of the pages in the folder `spanish` and those in `english` that they name."""
    originals = {path.stem: path for path in files if f"/{english}/" in path.as_posix()}
    for path in files:
        if f"/{spanish}/" in path.as_posix():
            named = _ORIGINAL.search(path.read_text("utf-8")[:FRONT_MATTER])
            if named and named[1] in originals:
                yield from of_pages(originals[named[1]], path)
