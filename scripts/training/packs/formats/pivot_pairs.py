"""English and Spanish lines that have the same translation in a third language: that joins them.

Each language has a file of one text a line, and beside it the translation under the same name with
another ending. Left out: translations that are short or that come twice, since what they join may
differ; and all that `line_paragraphs` leaves out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._parallel import sentence_pairs
from formats.line_paragraphs import UNREAD

SHORTEST = 12  # letters and digits of a translation that joins two lines

_MARKS = re.compile(r"[\W_]+")


def pairs(files: Sequence[Path], *, pivot: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of the lines that are joined, in the order of the English file.

    Args:
        files: one `.en` file, one `.es` file and the translations of both.
        pivot: ending of the translations' names, without the dot.

    Raises:
        ValueError: there is not one file a language, or a translation is of another length.
    """
    (english,) = (path for path in files if path.suffix == ".en")
    (spanish,) = (path for path in files if path.suffix == ".es")
    theirs = _by_translation(spanish, pivot)
    for key, text in _by_translation(english, pivot).items():
        if key in theirs:
            for one, other in sentence_pairs(text, theirs[key]):
                if not UNREAD.search(f"{one} {other}"):
                    yield one, other


def _by_translation(path: Path, pivot: str) -> dict[str, str]:
    """The lines of `path`, each under the letters and digits of its translation."""
    found = defaultdict[str, list[str]](list)
    for text, other in zip(_lines(path), _lines(path.with_suffix(f".{pivot}")), strict=True):
        found[_MARKS.sub("", other).casefold()].append(text)
    return {
        key: texts[0] for key, texts in found.items() if len(texts) == 1 and len(key) >= SHORTEST
    }


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")
