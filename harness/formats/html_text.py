"""The text of HTML: blank space and references as browsers read them, and the way back."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from harness.core.values import CodeKind, InlineCode
from harness.formats.inline import Coded, Mark
from harness.formats.markup.inline import with_references

SPACE = " \t\n\r\f"
_SPACES = re.compile(r"[ \t\n\r\f]+")
_MEANING = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\t": "&#9;", "\f": "&#12;",
}  # fmt: skip
_QUOTED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\r": "&#13;"}


def meant(raw: str) -> str:
    """What a piece of text means: references resolved, line ends unified."""
    return html.unescape(raw.replace("\r\n", "\n").replace("\r", "\n"))


class Collapsed:
    """The text of a run of pieces, in which blank space is one space, and none beside a line break.

    Pieces are text as it is written, and codes.
    """

    def __init__(self) -> None:
        self.pieces: list[str | Mark] = []
        self._after_space = True

    def add(self, raw: str) -> None:
        """A piece of text, as it stands in the file."""
        text = _SPACES.sub(" ", raw)
        if self._after_space and text.startswith(" "):
            text = text[1:]
        if text:
            self._after_space = text.endswith(" ")
            self.pieces.append(html.unescape(text))

    def mark(self, mark: Mark) -> None:
        """A code. One that covers text is text for the space around it."""
        if mark.kind is CodeKind.PROTECTED:
            self._after_space = mark.shown == "\n"
        self.pieces.append(mark)


def joined(pieces: Sequence[str | Mark]) -> Coded:
    """Pieces as a text with codes; protected codes cover their text. Pairs are joined by name."""
    text, codes = "", list[InlineCode]()
    still_open: list[tuple[str, int]] = []
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        pair = None
        if piece.kind is CodeKind.CLOSE:
            number = _last(still_open, piece.name)
            if number is not None:
                pair = str(number + 1)
                old = codes[number]
                codes[number] = InlineCode(old.at, old.kind, old.raw, pair, old.shown)
        elif piece.kind is CodeKind.OPEN:
            still_open.append((piece.name, len(codes)))
        codes.append(InlineCode(len(text), piece.kind, piece.raw, pair, piece.shown))
        if piece.kind is CodeKind.PROTECTED:
            text += piece.shown
    return Coded(text, tuple(codes))


def _last(still_open: list[tuple[str, int]], name: str) -> int | None:
    """The last open code of a name, which is closed then; those behind it never are."""
    for place in range(len(still_open) - 1, -1, -1):
        if still_open[place][0] == name:
            number = still_open[place][1]
            del still_open[place:]
            return number
    return None


@dataclass(frozen=True, slots=True)
class HtmlPen:
    """Writes text between tags. What the encoding lacks, and space that would be lost, by number.

    `line_break` is how a line break is written: `<br>`, or `<br/>` in XHTML.
    """

    encoding: str = "utf-8"
    line_break: str = "<br>"

    def written(self, text: str, start: int, end: int) -> str:
        made = "".join(self._sign(text, at) for at in range(start, end))
        return with_references(made, self.encoding)

    def _sign(self, text: str, at: int) -> str:
        sign = text[at]
        if sign == "\n":
            if at in (0, len(text) - 1):
                raise ValueError("a text of HTML neither begins nor ends with a line break")
            return self.line_break
        if sign == " ":
            lost = at in (0, len(text) - 1) or text[at - 1] in " \n" or text[at + 1] == "\n"
            return "&#32;" if lost else sign
        return _MEANING.get(sign, sign)


def in_quotes(text: str, quote: str, encoding: str) -> str:
    """A text as the value of an attribute."""
    made = with_references("".join(_QUOTED.get(sign, sign) for sign in text), encoding)
    return f"{quote}{made}{quote}"
