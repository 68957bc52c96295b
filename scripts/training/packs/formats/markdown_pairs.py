"""Pages in Markdown and their translations, paired section by section, block by block.

A section is used where both languages have the same blocks (paragraphs, list items) in the same
order; code, tables, quoted markup and front matter are not read.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._markup import shown
from formats._parallel import counterparts, sentence_pairs

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_CODE = re.compile(r"^( *)(```+|~~~+)(?!auspice).*?^\1\2 *$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} .*$|^.+\n(?:==+|--+)$", re.MULTILINE)
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)]) +(?=\S)")
_UNREAD = re.compile(r"^\s*(?:[|<{`]|\[[^\]]*\]:)")


def pairs(files: Sequence[Path], *, spanish: str, english: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of all pages that exist in both languages: see `counterparts`."""
    for original, page in counterparts(files, spanish=spanish, english=english):
        ours, theirs = sections(original), sections(page)
        if len(ours) == len(theirs):
            for section, translation in zip(ours, theirs, strict=True):
                yield from _section_pairs(section, translation)


def _section_pairs(english: str, spanish: str) -> Iterator[tuple[str, str]]:
    ours, theirs = list(blocks(english)), list(blocks(spanish))
    if [kind for kind, _ in ours] == [kind for kind, _ in theirs]:
        for (_, one), (_, other) in zip(ours, theirs, strict=True):
            yield from sentence_pairs(shown(one), shown(other))


def sections(page: Path) -> list[str]:
    """What stands between the headings of a page, without front matter and code."""
    text = _FRONT.sub("", page.read_text("utf-8").replace("\r\n", "\n"))
    return _HEADING.split(_CODE.sub("\n", text))


def blocks(section: str) -> Iterator[tuple[str, str]]:
    """Kind ("item" or "paragraph") and text of every block."""
    kind, lines = "paragraph", list[str]()
    for line in [*section.splitlines(), ""]:
        item = _ITEM.match(line)
        if lines and (item or not line.strip() or _UNREAD.match(line)):
            yield kind, " ".join(lines)
            kind, lines = "paragraph", []
        if line.strip() and not _UNREAD.match(line):
            kind = "item" if item else kind
            lines.append(_ITEM.sub("", line).strip("> "))
