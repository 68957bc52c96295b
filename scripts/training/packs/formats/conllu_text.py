"""Treebanks in CoNLL-U, for the sentences alone (`# text`)."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

_TEXT = re.compile(r"^# text = (.+)$", re.MULTILINE)


def sentences(files: Sequence[Path], language: str) -> Iterator[str]:
    """Every sentence, as its author wrote it."""
    del language  # whatever it is
    for path in files:
        yield from _TEXT.findall(path.read_text("utf-8"))
