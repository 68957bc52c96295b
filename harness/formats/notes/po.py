"""Notes as translators' comments of PO files: `# harness: …`, before a message's other comments."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from harness.core.values import Document, Span
from harness.formats.notes.edits import AUTHOR, Edit, one_line

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_OURS = f"# {AUTHOR}: "
_FLAGS = re.compile(r"#,\s*")


def edits(
    document: Document, text: str, notes: Mapping[str, Sequence[str]], fuzzy: Collection[str]
) -> Sequence[Edit]:
    """A comment for each note; the forms of a plural share one message, and its comments."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text) if match.end() > match.start()]
    line_end = match[0] if (match := _LINE_END.search(text)) else "\n"
    made: list[Edit] = [
        Edit(line, "") for line in lines if line.of(text).startswith(_OURS)
    ]  # of an earlier round
    said: dict[int, dict[str, None]] = {}
    marked = set()
    for unit in document.units:
        said.setdefault(unit.line, {}).update(dict.fromkeys(notes.get(unit.unit_id, ())))
        if unit.unit_id in fuzzy:
            marked.add(unit.line)
    for number, comments in said.items():
        block = _Comments(text, lines, number)
        words = "".join(f"{_OURS}{one_line(note)}{line_end}" for note in comments)
        if words:
            made.append(Edit(block.behind_translators, words))
        if number in marked:
            made += block.marked_fuzzy(line_end)
    return made


class _Comments:
    """The comments before the message of a line (counted from 1)."""

    def __init__(self, text: str, lines: Sequence[Span], number: int) -> None:
        self._text = text
        self._message = lines[number - 1]
        first = number - 1
        while first and self._is_comment(lines[first - 1]):
            first -= 1
        self._lines = lines[first : number - 1]

    def _is_comment(self, line: Span) -> bool:
        written = line.of(self._text)
        return written.startswith("#") and not written.startswith("#~")

    @property
    def behind_translators(self) -> Span:
        """The place before the first comment that is no translator's."""
        others = (line for line in self._lines if line.of(self._text)[1:2] in (".", ":", ",", "|"))
        start = next(others, self._message).start
        return Span(start, start)

    def marked_fuzzy(self, line_end: str) -> Iterator[Edit]:
        """The flag, with others or on a line of its own, unless it is there."""
        for line in self._lines:
            flags = _FLAGS.match(self._text, line.start)
            if flags:
                if "fuzzy" not in line.of(self._text):
                    yield Edit(Span(flags.end(), flags.end()), "fuzzy, ")
                return
        previous = (line for line in self._lines if line.of(self._text).startswith("#|"))
        start = next(previous, self._message).start
        yield Edit(Span(start, start), f"#, fuzzy{line_end}")
