"""Text of a document or a model inside Markdown: shown, and never acted on."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from harness.core.values import Span
from harness.text.words.control_characters import strip_controls

_LONGEST = 300  # code points of one text; a comment is no place for a page

# What CommonMark and its GitHub dialect read as markup inside a line.
_SPECIAL = re.compile(r"[\\`*_{}\[\]|~$^]")
# A name after @, a number after #, a word between colons, an address: forges turn these into
# notifications, links and pictures after the Markdown is read, so escaping does not reach them.
_LIVE = re.compile(r"[@#:]|\bwww(?=\.)", re.IGNORECASE)
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def quoted(text: str, bold: Sequence[Span] = ()) -> str:
    """Text of a document or a model, as Markdown that shows its words on one line.

    Controls are taken out, HTML and Markdown escaped, and marks that forges act on (mentions,
    references, addresses, emoji names) parted by `<wbr>`, which shows nothing. Text with
    right-to-left letters stands between isolates, so that it cannot reorder what is around it.
    What only counts at the start of a line (`#`, `1.`, `-`) is left alone: never put it there.
    `bold` are the spans to stand out.
    """
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    edges = sorted({0, len(shown)}.union(*({span.start, span.end} for span in bold)))
    parts = []
    for start, end in pairwise(edges):
        part = _escaped(shown[start:end])
        stands_out = any(span.start <= start and end <= span.end for span in bold)
        parts.append(f"<b>{part}</b>" if stands_out and part.strip() else part)
    turns = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in shown)
    line = "".join(parts).strip()
    return f"\u2068{line}\u2069" if turns else line


def table_row(cells: Iterable[str]) -> str:
    """One line of a table, of cells that are Markdown already."""
    return f"| {' | '.join(cells)} |\n"


def _escaped(text: str) -> str:
    line = re.sub(r"\s+", " ", strip_controls(text))
    marked = _SPECIAL.sub(r"\\\g<0>", line)
    safe = marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LIVE.sub(r"\g<0><wbr>", safe)
