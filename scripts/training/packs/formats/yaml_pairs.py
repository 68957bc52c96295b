"""Texts of applications in YAML, paired by their place: `heading/body/0/p`.

Reads the part of YAML that such files use: nested keys, lists, plain, quoted and folded strings.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._markup import shown
from formats._parallel import LOST, counterparts, sentence_pairs

_LINE = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:- +)*)"
    r"(?:(?P<key>'[^']+'|\"[^\"]+\"|[^\s'\"][^:]*):(?= |$))?(?P<value>.*)"
)
_UNREAD = re.compile(r" *#|---")
_BLOCK = re.compile(r"^[>|][+-]?(?: |$)")
_ELEMENT = re.compile(r"</?[A-Za-z]\w*[^>]*>")
_VARIABLE = re.compile(r"\{\{?[^{}]*\}?\}|\$t\([^)]*\)|%\{\w+\}")


def pairs(
    files: Sequence[Path], *, spanish: str, english: str, root: bool = False
) -> Iterator[tuple[str, str]]:
    """Sentence pairs of the texts that both languages have: see `counterparts`.

    Args:
        root: whether each file has its language as the first key: `en:`, `es:`.
    """
    for original, translated in counterparts(files, spanish=spanish, english=english):
        ours = dict(texts(original, root))
        for place, translation in texts(translated, root):
            if place in ours:
                yield from sentence_pairs(_plain(ours[place]), _plain(translation))


def _plain(text: str) -> str:
    return shown(_ELEMENT.sub("", _VARIABLE.sub(LOST, text.strip("'\""))))


def texts(path: Path, root: bool = False) -> Iterator[tuple[str, str]]:
    """Place and text of every string."""
    open_keys: list[tuple[int, str]] = []  # column and name of every key above the line
    seen: dict[str, int] = {}
    text, column = "", -1  # what is being read, and the column of its key
    for line in [*path.read_text("utf-8").splitlines(), "end:"]:
        if _UNREAD.match(line):
            continue
        parts = _LINE.fullmatch(line)
        if not line.strip() or not parts or (text and len(parts["indent"]) > column):
            text = f"{text} {line.strip()}"
            continue
        if text.strip():
            yield "/".join(key for _, key in open_keys[root:]), _BLOCK.sub("", text)
        column = len(parts["indent"])
        open_keys = [(at, key) for at, key in open_keys if at < column]
        for _ in range(parts["dashes"].count("-")):
            list_place = "/".join(key for _, key in open_keys)
            seen[list_place] = seen.get(list_place, -1) + 1
            open_keys.append((column, str(seen[list_place])))
            column += 2
        if parts["key"]:
            open_keys.append((column, parts["key"].strip("'\"")))
        else:
            column -= 2
        text = parts["value"].strip()
