"""Treebanks in CoNLL-U, for the sentences alone (`# text`)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from formats.conllu_pairs import TEXT


def sentences(files: Sequence[Path], language: str) -> Iterator[str]:
    """Every sentence, as its author wrote it."""
    del language  # whatever it is
    for path in files:
        yield from TEXT.findall(path.read_text("utf-8"))
