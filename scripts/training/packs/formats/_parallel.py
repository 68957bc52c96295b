"""Sentence pairs from a paragraph and its translation: what every bilingual format ends with."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import sentencex

from formats._prose import folded, is_whole

LOST = "\ufffc"  # stands for what has no text: a formula, a reference, a picture
_BEFORE_MARK = re.compile(r" +(?=[,.;:)](?:\s|$))")
_FIGURES = re.compile(r"\d+")


def counterparts(
    files: Sequence[Path], *, spanish: str, english: str
) -> Iterator[tuple[Path, Path]]:
    """Each English file and its Spanish one, where both are there.

    Args:
        files: the files of both languages.
        spanish: regular expression that finds, in the path of a Spanish file, what tells it apart.
        english: what stands there in the path of the English file.
    """
    known = {path.as_posix(): path for path in files}
    for name, path in known.items():
        original = re.sub(spanish, english, name)
        if original != name and original in known:
            yield known[original], path


def sentence_pairs(english: str, spanish: str) -> Iterator[tuple[str, str]]:
    """Pairs of a paragraph that both languages cut into the same number of sentences.

    A paragraph in which one pair cannot be a translation is left out as a whole: its sentences
    are out of step. Fragments and sentences with `LOST` in them count as steps, and are left out.
    """
    ours, theirs = _cut(english, "en"), _cut(spanish, "es")
    if len(ours) != len(theirs) or not all(map(_in_step, ours, theirs)):
        return
    for one, other in zip(ours, theirs, strict=True):
        if LOST not in one + other and is_whole(one) and is_whole(other) and one != other:
            yield one, other


def _cut(paragraph: str, language: str) -> list[str]:
    text = _BEFORE_MARK.sub("", folded(paragraph))
    return [part.strip() for part in sentencex.segment(language, text) if part.strip()]


def _in_step(english: str, spanish: str) -> bool:
    """Whether lengths and figures are close enough for a translation.

    Figures are compared without marks: "1,234.5" equals "1.234,5". One may be missing, because a
    side may spell it out.
    """
    if LOST in english + spanish:
        return True
    if not 0.55 < (len(english) + 12) / (len(spanish) + 12) < 1.45:
        return False
    ours, theirs = (_FIGURES.findall(side) for side in (english, spanish))
    missing = [n for n in ours if n not in theirs] + [n for n in theirs if n not in ours]
    return len(missing) <= 1
