"""Pages in HTML, or in templates of it, and their translations: paired block by block.

Headings, paragraphs and list items are the blocks. Where a page and its translation have other
blocks (one of them is newer), only those that stand between the same neighbours are used: blocks
are matched in order by their kind, their figures and their length.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._parallel import LOST, counterparts, sentence_pairs
from formats._prose import without_tags

_UNREAD = re.compile(
    r"<!--.*?-->|<(script|style|pre|table)\b.*?</\1>|^#[^\n]*|<:.*?:>", re.S | re.M
)
_LOST = re.compile(r"<(?:img|input|code|tt|kbd)\b[^>]*>(?:[^<]*</(?:code|tt|kbd)>)?")
_VARIABLE = re.compile(r"<(?!/|(?:a|b|br|cite|em|i|q|span|strong|u|var)\b)[\w-]+>|\$\(\w+\)")
_QUOTED = re.compile(r"</?q>")
_BLOCK = re.compile(
    r"<(p|li|dd|dt|h[1-6])\b[^>]*>(.*?)(?=</?(?:p|li|dd|dt|h[1-6]|ul|ol|dl)\b|\Z)", re.S
)
_DEFINED = re.compile(r"</?define-tag[^>]*>|</?(?:div|blockquote|section|body)\b[^>]*>")
_FIGURES = re.compile(r"\d+")

Block = tuple[str, str]


def pairs(files: Sequence[Path], *, spanish: str, english: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of all pages that exist in both languages: see `counterparts`."""
    for original, translation in counterparts(files, spanish=spanish, english=english):
        for one, other in matched(_blocks(original), _blocks(translation)):
            yield from sentence_pairs(one, other)


def matched(ours: Sequence[Block], theirs: Sequence[Block]) -> list[tuple[str, str]]:
    """The texts of the blocks that answer to each other, by the cheapest order-keeping match."""
    skip = 1.0
    rows, columns = len(ours) + 1, len(theirs) + 1
    costs = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            if i == 0 or j == 0:
                costs[i][j] = skip * (i + j)
                continue
            costs[i][j] = min(
                costs[i - 1][j] + skip,
                costs[i][j - 1] + skip,
                costs[i - 1][j - 1] + _cost(ours[i - 1], theirs[j - 1]),
            )
    found: list[tuple[str, str]] = []
    i, j = len(ours), len(theirs)
    while i and j:
        cost = _cost(ours[i - 1], theirs[j - 1])
        if costs[i][j] == costs[i - 1][j - 1] + cost:
            i, j = i - 1, j - 1
            if cost < skip:
                found.append((ours[i][1], theirs[j][1]))
        elif costs[i][j] == costs[i - 1][j] + skip:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def _cost(one: Block, other: Block) -> float:
    """From 0 for blocks that may be translations up to 3 for such as cannot be."""
    (kind, text), (other_kind, other_text) = one, other
    shorter, longer = sorted((len(text) + 20, len(other_text) + 20))
    figures, others = set(_FIGURES.findall(text)), set(_FIGURES.findall(other_text))
    unlike = len(figures ^ others) / max(1, len(figures | others))
    return min(3.0, 2.5 * (kind != other_kind) + 2 * (longer / shorter - 1) + 1.5 * unlike)


def _blocks(page: Path) -> list[Block]:
    raw = page.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    text = _DEFINED.sub("</p>", _UNREAD.sub(" ", text))
    blocks = []
    for kind, inner in _BLOCK.findall(text):
        markup = _VARIABLE.sub(LOST, _LOST.sub(LOST, inner.replace("\\\n", "")))
        if shown := without_tags(_QUOTED.sub('"', markup)):
            blocks.append((kind[0], shown))
    return blocks
