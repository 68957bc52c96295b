"""The text of HTML: blank space and references as browsers read them, and the way back."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    made, text = _Joining(), list[str]()
    length = 0
    for piece in pieces:
        if isinstance(piece, Mark):
            made.add(piece, length)
            piece = piece.shown if piece.kind is CodeKind.PROTECTED else ""  # noqa: PLW2901
        text.append(piece)
        length += len(piece)
    return Coded("".join(text), tuple(made.codes))


class _Joining:
    """Codes as they come. A closing one belongs to the last open one of its name.

    Those that were opened behind that one, and are still open, never end.
    """

    def __init__(self) -> None:
        self.codes: list[InlineCode] = []
        self._open: list[tuple[str, int]] = []  # name, number of the code
        self._names = Counter[str]()

    def add(self, mark: Mark, at: int) -> None:
        pair = None
        if mark.kind is CodeKind.CLOSE and self._names[mark.name]:
            number = self._closed(mark.name)
            pair = str(number + 1)
            self.codes[number] = replace(self.codes[number], pair=pair)
        elif mark.kind is CodeKind.OPEN:
            self._open.append((mark.name, len(self.codes)))
            self._names[mark.name] += 1
        self.codes.append(InlineCode(at, mark.kind, mark.raw, pair, mark.shown))

    def _closed(self, name: str) -> int:
        while True:
            found, number = self._open.pop()
            self._names[found] -= 1
            if found == name:
                return number


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
