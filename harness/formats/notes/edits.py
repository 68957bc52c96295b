"""Places of a text and what to put there; everything else stays."""

from collections.abc import Iterable
from dataclasses import dataclass

from harness.core.values import Span

AUTHOR = "harness"


@dataclass(frozen=True, slots=True)
class Edit:
    """What to put in the place of a stretch of text; an empty stretch is a place between signs."""

    span: Span
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, which do not overlap; those of one place come in their order."""
    pieces, end = [], 0
    for edit in sorted(edits, key=lambda each: each.span.start):
        pieces += [text[end : edit.span.start], edit.text]
        end = edit.span.end
    return "".join((*pieces, text[end:]))


def one_line(note: str) -> str:
    """A note on one line."""
    return " ".join(note.split())
