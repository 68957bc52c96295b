"""Pages in Markdown and their translations, paired section by section, blocks matched in order.

Unlike in `markdown_pairs`, a page need not have the same blocks in both languages: those that
answer to each other are used (`page_pairs.matched`). Some will not: `agreeing.py` drops them.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from formats._markup import shown
from formats._parallel import counterparts, sentence_pairs
from formats.markdown_pairs import blocks, sections
from formats.page_pairs import Block, matched

_NOTE = re.compile(r"\[\^[^\]]*\]:?")
_LIQUID = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)


def pairs(files: Sequence[Path], *, spanish: str, english: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of all pages that exist in both languages: see `counterparts`."""
    for original, translation in counterparts(files, spanish=spanish, english=english):
        yield from of_pages(original, translation)


def of_pages(original: Path, translation: Path) -> Iterator[tuple[str, str]]:
    """Sentence pairs of one page and its translation."""
    ours, theirs = sections(original), sections(translation)
    if len(ours) != len(theirs):
        ours, theirs = ["\n\n".join(ours)], ["\n\n".join(theirs)]
    for one, other in zip(ours, theirs, strict=True):
        for english, spanish in matched(_plain(one), _plain(other)):
            yield from sentence_pairs(english, spanish)


def _plain(section: str) -> list[Block]:
    text = _NOTE.sub("", _LIQUID.sub("", section))
    return [(kind[0], shown(block)) for kind, block in blocks(text)]
