"""Lines of a text: where something stands, for people."""

import re
from bisect import bisect_right

from harness.core.errors import ReadError
from harness.core.values import Span

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Lines:
    """The lines of a file's text, found once. Built in one pass over the text."""

    def __init__(self, text: str, origin: str) -> None:
        self.text, self._origin = text, origin
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def number(self, at: int) -> int:
        """The line of a place, counted from 1."""
        return bisect_right(self._starts, at)

    def column(self, at: int) -> int:
        """The column of a place in its line, counted from 1, in code points."""
        return at - self._starts[self.number(at) - 1] + 1

    def error(self, at: int, what: str, hint: str) -> ReadError:
        """What is wrong at a place, with file, line and column."""
        return ReadError(f"{self._origin}:{self.number(at)}:{self.column(at)}: {what}", hint=hint)

    def remark(self, at: int, what: str) -> str:
        """What a user must know of a place, as a sentence that begins with file and line."""
        return f"{self._origin}:{self.number(at)}: {what}"

    def spans(self, start: int = 0) -> list[Span]:
        """Every line from `start` on, without what ends it. A last empty one is none."""
        made = []
        while start < len(self.text):
            match = _LINE.match(self.text, start)
            end = match.end(1) if match else start
            made.append(Span(start, end))
            start = match.end() if match else end
        return made


def line_end(text: str) -> str:
    """What ends the first line of a text; a line feed where it has but one line."""
    match = _LINE_END.search(text)
    return match[0] if match else "\n"


def with_line_ends(text: str, ending: str) -> str:
    """`text` with `ending` for every line feed."""
    return text if ending == "\n" else text.replace("\n", ending)


def unified(text: str) -> str:
    """`text` with a line feed at the end of every line."""
    return _LINE_END.sub("\n", text) if "\r" in text else text
