"""Paragraphs and questions in the form of SQuAD, and their translation in the same order."""

import json
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from formats._parallel import sentence_pairs


def pairs(files: Sequence[Path], *, english: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of the paragraphs, and the questions.

    Args:
        files: the English file and its translation.
        english: pattern that the path of the English file matches.

    Raises:
        ValueError: the files do not hold the same paragraphs and questions.
    """
    ours, theirs = sorted(files, key=lambda path: not fnmatch(path.as_posix(), english))
    for (key, text), (other_key, other) in zip(_texts(ours), _texts(theirs), strict=True):
        if key != other_key:
            raise ValueError(f"{key} stands beside {other_key}")
        yield from sentence_pairs(text, other)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """What tells a text apart (its place, or the question's identifier), and the text."""
    for number, article in enumerate(json.loads(path.read_text("utf-8"))["data"]):
        for place, paragraph in enumerate(article["paragraphs"]):
            yield f"{number}.{place}", paragraph["context"]
            for question in paragraph["qas"]:
                yield question["id"], question["question"]
