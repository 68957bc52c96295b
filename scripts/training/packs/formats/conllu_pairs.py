"""Treebanks in CoNLL-U that carry the English sentence beside their own (`# text_en`)."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

TEXT = re.compile(r"^# text = (.+)$", re.MULTILINE)
_ENGLISH = re.compile(r"^# text_en = (.+)$", re.MULTILINE)


def pairs(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """The English sentence and the other, of every tree that has both."""
    for path in files:
        for tree in path.read_text("utf-8").split("\n\n"):
            own, english = TEXT.search(tree), _ENGLISH.search(tree)
            if own and english:
                yield english[1], own[1]
