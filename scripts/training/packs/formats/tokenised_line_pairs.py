"""Line-parallel files whose words stand apart, as tools of the Moses family leave them: put back.

PATH.en and PATH.es answer each other line by line. Texts that were never tokenised come through as
they are. Pairs with brackets or quotes that nobody can put back for sure are left out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from sacremoses import MosesDetokenizer

from formats._parallel import sentence_pairs

_HYPHEN = re.compile(r" ?@-@ ?")
_ENTITY = re.compile(r"& ?(amp|quot|apos) ?;")
_MEANT = {"amp": "&", "quot": '"', "apos": "'"}
_DOUBLED = re.compile(r"(\w-)(\w+) \2(?!\w)")  # of one copy: "socio-economic economic"
_WRITTEN = re.compile(r"^\(?(?:in writing|por escrito)[\s.)–-]*", re.IGNORECASE)
_AFTER_APOSTROPHE = re.compile(r"(?<=\w)' (?=s\b)")
_INVERTED = re.compile(r"([¿¡]) ")
_UNSURE = re.compile(r"[|<>{}\\]|@@|(?:^| )'|'(?: |$)")


def pairs(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Every pair of lines that say the same number of sentences.

    Raises:
        ValueError: a file and its counterpart are of different length.
    """
    known = {path.as_posix(): path for path in files}
    for name in sorted(known):
        other = known.get(f"{name.removesuffix('.en')}.es")
        if name.endswith(".en") and other:
            for lines in zip(_lines(known[name]), _lines(other), strict=True):
                english, spanish = map(_put_back, lines, ("en", "es"))
                if english and spanish:
                    yield from sentence_pairs(english, spanish)


def _put_back(line: str, language: str) -> str:
    """The sentence as it was before its words were parted; nothing where that is not sure."""
    text = _ENTITY.sub(lambda found: _MEANT[found[1]], _HYPHEN.sub("-", line))
    text = _ENTITY.sub(lambda found: _MEANT[found[1]], text)
    text = _detokenizer(language).detokenize(_DOUBLED.sub(r"\1\2", text).split())
    text = _INVERTED.sub(r"\1", _AFTER_APOSTROPHE.sub("'", _WRITTEN.sub("", text)))
    return "" if _UNSURE.search(text) or text.count('"') % 2 else text


@cache
def _detokenizer(language: str) -> MosesDetokenizer:
    return MosesDetokenizer(language)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").replace("\r\n", "\n").rstrip("\n").split("\n")
