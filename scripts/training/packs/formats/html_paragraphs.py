"""HTML help pages in two languages under the same names: paragraphs are paired by `id`."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from formats._parallel import LOST, sentence_pairs
from formats._prose import without_tags

_PARAGRAPH = re.compile(r"<p id=\"([^\"]+)\"[^>]*>(.*?)</p>", re.DOTALL)
_PICTURE = re.compile(r"<(?:img|object|input)\b[^>]*>")
_NOTHING = re.compile(r"</?(?:a|b|i|em|span|strong|code|tt|kbd|samp|u|sub|sup)\b[^>]*>")


def pairs(files: Sequence[Path], *, english: str, spanish: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of pages with the same path below a folder: `english` or `spanish`."""
    originals = {_below(english, path): path for path in files if english in path.parts}
    for path in files:
        if spanish in path.parts and (original := originals.get(_below(spanish, path))):
            ours, theirs = _paragraphs(original), _paragraphs(path)
            for identifier, text in ours.items():
                if identifier in theirs:
                    yield from sentence_pairs(text, theirs[identifier])


def _below(folder: str, path: Path) -> PurePath:
    return PurePath(*path.parts[path.parts.index(folder) + 1 :])


def _paragraphs(page: Path) -> dict[str, str]:
    return {
        identifier: without_tags(_NOTHING.sub("", _PICTURE.sub(LOST, markup)))
        for identifier, markup in _PARAGRAPH.findall(page.read_text("utf-8"))
    }
