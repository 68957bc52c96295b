"""Speeches as plain text in a zip file, one file a speech, its year first in the name.

Left out: the heading in capitals, stage directions in brackets ("[Applause]"), forms of address.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._prose import paragraphs, whole_sentences

_NAME = re.compile(r"(?:^|/)(\d{4})-[^/]*\.txt$")
_STAGE = re.compile(r"\[[^\[\]]*\]|\((?:Applause|Laughter)[^()]*\)", re.IGNORECASE)
_DASH = re.compile(r" ?--+ ?")
_ADDRESS = re.compile(r"^(?:(?:Mr|Madam|Thank)\b.*|.*fellow citizens)[:.!]$", re.IGNORECASE)


def sentences(files: Sequence[Path], language: str, *, since: int = 0) -> Iterator[str]:
    """Whole sentences of the speeches held in the year `since` or later."""
    for path in files:
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                year = _NAME.search(name)
                if year and int(year[1]) >= since:
                    text = archive.read(name).decode("utf-8", errors="replace")
                    yield from _speech(text, language)


def _speech(text: str, language: str) -> Iterator[str]:
    # Some files end a paragraph with every line, others only with an empty one.
    lines = text.replace("\r\n", "\n").split("\n")
    long_lines = sum(len(line) > 120 for line in lines) > 5
    for paragraph in lines if long_lines else paragraphs(lines):
        plain = _DASH.sub(" — ", _STAGE.sub(" ", paragraph))
        for sentence in whole_sentences(plain, language):
            if not _ADDRESS.match(sentence):
                yield sentence
