"""Texts of the National Cancer Institute in YAML: each field of an entry with its Spanish one.

A field `body` holds HTML, and `body__ES` beside it the same in Spanish. They are read as text, not
as YAML: the files hold tags of their own, and only the place of a field counts.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from formats._parallel import LOST, sentence_pairs
from formats._prose import without_tags
from formats.page_pairs import Block, matched

_ENTRY = re.compile(r"^- entity: ", re.MULTILINE)
_SPANISH = re.compile(r"^( +(?:- )?)(\w+)__ES:\s*$", re.MULTILINE)
_HTML = re.compile(r"^( *)value: [|>]-?\n((?:\1 +\S.*\n|\s*\n)+)", re.MULTILINE)
_CITED = re.compile(r"\s*\[\s*(?:<a\b[^>]*cit/section[^>]*>.*?</a>[\s,\-–]*)+\]", re.DOTALL)
_UNREAD = re.compile(r"<(table|script|style|figure)\b.*?</\1>", re.DOTALL)
_LOST = re.compile(r"<(?:img|sup|sub)\b[^>]*>(?:[^<]*</(?:sup|sub)>)?")
_BLOCK = re.compile(
    r"<(p|li|dd|dt|h[1-6])\b[^>]*>(.*?)(?=</?(?:p|li|dd|dt|h[1-6]|ul|ol|dl|div|section)\b|\Z)",
    re.DOTALL,
)
_LOOSE = re.compile(r" (?=[.,;:)])|(?<=\() ")


def pairs(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Sentence pairs of all fields that have a Spanish one beside them."""
    for path in files:
        for entry in _ENTRY.split(path.read_text("utf-8")):
            for one, other in _fields(entry):
                for english, spanish in matched(one, other):
                    yield from sentence_pairs(english, spanish)


def _fields(entry: str) -> Iterator[tuple[list[Block], list[Block]]]:
    """The blocks of each field and of its Spanish one; of each part, where both have as many."""
    for field in _SPANISH.finditer(entry):
        indent, name = field[1], field[2]
        english = re.compile(rf"^{re.escape(indent)}{name}:\s*$", re.MULTILINE)
        before = list(english.finditer(entry[: field.start()]))
        if before:
            ours = _parts(entry[before[-1].end() :], len(indent))
            theirs = _parts(entry[field.end() :], len(indent))
            if len(ours) == len(theirs):
                yield from zip(ours, theirs, strict=True)
            else:
                yield list(chain(*ours)), list(chain(*theirs))


def _parts(rest: str, column: int) -> list[list[Block]]:
    """The blocks of each piece of HTML in a field that begins in `column`: up to the next one."""
    end = re.search(rf"^ {{0,{column}}}[\w-]", rest, re.MULTILINE)
    return [_blocks(html) for _, html in _HTML.findall(rest[: end.start() if end else None] + "\n")]


def _blocks(page: str) -> list[Block]:
    text = _LOST.sub(LOST, _UNREAD.sub(" ", _CITED.sub("", page)))
    found = ((kind[0], _LOOSE.sub("", without_tags(inner))) for kind, inner in _BLOCK.findall(text))
    return [(kind, shown) for kind, shown in found if shown]
