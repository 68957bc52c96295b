"""Sentences of tagged words (`word_TAG`, one sentence a line) in a zip file, put back into text."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._prose import folded, is_whole

_TAG = re.compile(r"_(?:[A-Z]+\$?|[^\w\s]{1,5})$")
_BEFORE = re.compile(
    r" (?=[,.;:!?%)\]”’]|n't\b|'(?:s|re|ve|ll|d|m)\b)|(?<=’) (?=(?:s|re|ve|ll|d|m|t)\b)"
)
_AFTER = re.compile(r"(?<=[(\[“$£€#]) ")
_NOTE = re.compile(r" ?\[[\d, –-]*\]|^\d{1,3} (?=[A-Z])")
_QUOTED = re.compile(r"\" ([^\"]*?) ?\"")
_POSSESSIVE = re.compile(r"(?<=s) '(?= )")
_SPLIT_WORDS = {"can not": "cannot", "gon na": "gonna", "wan na": "wanna", "got ta": "gotta"}


def sentences(files: Sequence[Path], language: str, *, members: Sequence[str]) -> Iterator[str]:
    """Whole sentences of the archive's `members` (file names without `.txt`).

    Raises:
        ValueError: another language than English, whose spacing this knows.
    """
    if language != "en":
        raise ValueError(f"tagged words are put back into text for English only, not {language}")
    for path in files:
        with zipfile.ZipFile(path) as archive:
            names = {Path(name).stem: name for name in archive.namelist()}
            for member in members:
                text = archive.read(names[member]).decode("utf-8", errors="replace")
                yield from filter(is_whole, map(_spoken, text.splitlines()))


def _spoken(line: str) -> str:
    words = [_TAG.sub("", token) for token in line.split()]
    text = " ".join(words).replace("``", '"').replace("''", '"')
    text = _AFTER.sub("", _BEFORE.sub("", _POSSESSIVE.sub("'", text)))
    for apart, joined in _SPLIT_WORDS.items():
        text = re.sub(rf"\b{apart}\b", joined, text)
    return folded(_QUOTED.sub(r'"\1"', _NOTE.sub("", text)))
