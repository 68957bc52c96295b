"""Emphasis on a terminal: only where it can be shown, and never the only sign of anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from rich.cells import cell_len, set_cell_size

from harness.text.words.control_characters import strip_controls


class Tone(Enum):
    """What a stretch of a line is, as the parameters of its SGR sequence (ECMA-48)."""

    CRITICAL = "1;31"
    MAJOR = "33"
    MINOR = "34"
    HEAD = "1"
    QUIET = "2"
    LOST = "31"
    COME = "32"
    GOOD = "32;1"


@dataclass(frozen=True, slots=True)
class Ink:
    """Writes in tones, or plainly where `colours` is False; the words are the same."""

    colours: bool = False

    def __call__(self, text: str, tone: Tone | None) -> str:
        """`text` in a tone. It must hold no control characters of its own: see `Line`."""
        if not (self.colours and tone and text):
            return text
        return f"\x1b[{tone.value}m{text}\x1b[0m"


PLAIN = Ink()

# A line in pieces, each with its tone. Text of others becomes safe when the line is written.
Piece = tuple[str, Tone | None]
Line = Sequence[Piece]


def written(line: Line | str, ink: Ink = PLAIN, width: int | None = None) -> str:
    """A line for a terminal: safe, in tones, and cut at `width` columns where one is given.

    Wide characters count as two columns; what does not fit ends in `…`. The indent is kept.
    """
    pieces: Line = [(line, None)] if isinstance(line, str) else line
    pieces = _safe(pieces) if width is None else fitted(pieces, width)
    return "".join(ink(text, tone) for text, tone in pieces)


def fitted(line: Line, width: int) -> Line:
    """A safe line of at most `width` columns, ending in `…` if something was cut."""
    pieces = _safe(line)
    if cell_len("".join(text for text, _ in pieces)) > width:
        return list(_cut(pieces, width - 1))
    return pieces


def _safe(line: Line) -> list[Piece]:
    """Without controls, and without blanks at the end."""
    pieces = [(strip_controls(text), tone) for text, tone in line]
    while pieces and not pieces[-1][0].strip(" "):
        pieces.pop()
    if pieces:
        text, tone = pieces[-1]
        pieces[-1] = (text.rstrip(" "), tone)
    return pieces


def _cut(pieces: Iterable[Piece], room: int) -> Iterable[Piece]:
    """As much as `room` columns hold, and the sign that something is missing."""
    kept: list[Piece] = []
    for text, tone in pieces:
        if cell_len(text) > room:
            kept.append((set_cell_size(text, room), tone))
            break
        kept.append((text, tone))
        room -= cell_len(text)
    return [*_safe(kept), ("…", None)]
