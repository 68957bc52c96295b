"""The syntax of gettext's PO files: entries, with the place of every string.

Follows what GNU gettext reads: strings may be cut into several, escapes are C's, an octal or
hexadecimal one stands for a byte of the file's encoding. Obsolete entries (`#~`) are of no program
any more and are passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.core.errors import ReadError
from harness.core.values import Span

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d{1,3})\])?(?=[\s\"])")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_SPACE = re.compile(r"[ \t\f\v]*")
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]+))+)|\\(.)")
_BYTE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+))")
_MEANT = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v",
    "\\": "\\", '"': '"', "'": "'", "?": "?",
}  # fmt: skip
_WRITTEN = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b",
    "\f": "\\f", "\v": "\\v",
}  # fmt: skip
_CONTROLS = {chr(code): f"\\{code:03o}" for code in (*range(32), 127)}
_ESCAPED = str.maketrans(_CONTROLS | _WRITTEN)
_REPAIR = "correct the file; msgfmt --check shows what is wrong in it"


@dataclass(slots=True)
class Quoted:
    """The strings after a keyword: their text, and where they stand, quotes included."""

    line: int
    span: Span
    text: str = ""


@dataclass(slots=True)
class Entry:
    """A message with its translations by form (0 alone, where it has no plural)."""

    line: int
    context: Quoted | None = None
    source: Quoted | None = None
    plural: Quoted | None = None
    targets: dict[int, Quoted] = field(default_factory=dict)
    comments: list[tuple[str, str]] = field(default_factory=list)  # ("." or "" …, words)

    def comments_of(self, kind: str) -> list[str]:
        """Comments of a kind: "" a translator's, "." a developer's, ":" places, "," flags."""
        return [words for mark, words in self.comments if mark == kind]


def entries(text: str, origin: str, encoding: str, start: int = 0) -> Iterator[Entry]:
    """The entries of a PO file, header included, obsolete ones left out.

    Raises:
        ReadError: an unterminated string, a keyword out of order …; names line and column.
    """
    return _Parser(text, origin, encoding).entries(start)


def escaped(text: str) -> str:
    """`text` as it stands between quotes."""
    return text.translate(_ESCAPED)


class _Parser:
    def __init__(self, text: str, origin: str, encoding: str) -> None:
        self._text, self._origin, self._encoding = text, origin, encoding
        self._entry: Entry | None = None
        self._value: Quoted | None = None  # the strings that may be continued
        self._raw: list[str] = []
        self._number = 0
        self._line_start = 0

    def entries(self, start: int) -> Iterator[Entry]:
        while start < len(self._text):
            match = _LINE.match(self._text, start)
            assert match is not None  # it matches every line, the empty one too  # noqa: S101
            self._number += 1
            self._line_start = match.start()
            yield from self._read(_end(_SPACE, self._text, start), match.end(1))
            start = match.end()
        yield from self._finished()

    def _read(self, at: int, end: int) -> Iterator[Entry]:
        """One line, from its first sign on."""
        if at >= end:
            return
        if self._text[at] == "#":
            self._close()
            yield from self._comment(self._text[at + 1 : end])
        elif self._text[at] == '"':
            if self._value is None:
                raise self._error(at, "a string without a keyword before it")
            self._strings(at, end)
        else:
            keyword = _KEYWORD.match(self._text, at, end)
            if keyword is None:
                raise self._error(at, "neither a keyword (msgid, msgstr …) nor a comment")
            self._close()
            yield from self._begin(keyword, at)
            self._strings(_end(_SPACE, self._text, keyword.end()), end)

    def _comment(self, words: str) -> Iterator[Entry]:
        if self._entry is not None and self._entry.targets:
            yield from self._finished()
        if words.startswith("~"):
            self._entry = None if self._entry and not self._entry.source else self._entry
            return
        mark = words[0] if words[:1] in (".", ":", ",", "|", "=") else ""
        self._current().comments.append((mark, words[len(mark) :].strip()))

    def _begin(self, keyword: re.Match[str], at: int) -> Iterator[Entry]:
        """A new value. Raises: ReadError where the keyword may not stand."""
        name, form = keyword[1], keyword[2]
        if name in ("msgctxt", "msgid") and self._entry is not None and self._entry.targets:
            yield from self._finished()
        entry = self._current()
        value = self._value = Quoted(self._number, Span(at, at))
        if name == "msgctxt" and entry.context is None and entry.source is None:
            entry.context, entry.line = value, self._number
        elif name == "msgid" and entry.source is None:
            entry.source = value
            entry.line = entry.line if entry.context else self._number
        elif name == "msgid_plural" and entry.source and not (entry.plural or entry.targets):
            entry.plural = value
        elif name == "msgstr" and entry.source and (form is None) == (entry.plural is None):
            number = int(form or 0)
            if number in entry.targets:
                raise self._error(at, f"msgstr[{number}] for the second time")
            entry.targets[number] = value
        else:
            raise self._error(at, f"{keyword[0]} may not stand here")

    def _strings(self, at: int, end: int) -> None:
        """The strings from `at` to the end of the line, added to the open value."""
        value = self._value
        assert value is not None  # noqa: S101
        found = False
        while at < end:
            match = _STRING.match(self._text, at, end)
            if match is None:
                what = (
                    "a string without its closing quote" if self._text[at] == '"' else "no string"
                )
                raise self._error(at, what)
            self._check_escapes(match)
            first = value.span.start if self._raw else at
            value.span = Span(first, match.end())
            self._raw.append(match[1])
            at, found = _end(_SPACE, self._text, match.end()), True
        if not found:
            raise self._error(at, "a keyword without a string")

    def _check_escapes(self, string: re.Match[str]) -> None:
        for escape in _ESCAPE.finditer(self._text, string.start(1), string.end(1)):
            if escape[2] and escape[2] not in _MEANT:
                raise self._error(escape.start(), f"no escape is called {escape[0]}")

    def _close(self) -> None:
        """The open value is whole."""
        if self._value is not None:
            self._value.text = self._unescaped("".join(self._raw), self._value)
        self._value, self._raw = None, []

    def _unescaped(self, raw: str, value: Quoted) -> str:
        def meant(escape: re.Match[str]) -> str:
            if escape[2]:
                return _MEANT[escape[2]]
            pairs = _BYTE.findall(escape[1])
            data = bytes(
                int(octal, 8) & 255 if octal else int(hexa, 16) & 255 for octal, hexa in pairs
            )
            try:
                return data.decode(self._encoding)
            except UnicodeDecodeError as cause:
                raise ReadError(
                    f"{self._origin}:{value.line}: {escape[0]} is no {self._encoding}",
                    hint=_REPAIR,
                ) from cause

        return _ESCAPE.sub(meant, raw) if "\\" in raw else raw

    def _current(self) -> Entry:
        if self._entry is None:
            self._entry = Entry(self._number)
        return self._entry

    def _finished(self) -> Iterator[Entry]:
        """The open entry, if there is one that is more than comments."""
        self._close()
        entry, self._entry = self._entry, None
        if entry is None or (entry.source is None and entry.context is None):
            return
        if entry.source is None or not entry.targets:
            missing = "msgid" if entry.source is None else "msgstr"
            raise ReadError(
                f"{self._origin}:{entry.line}:1: an entry without {missing}", hint=_REPAIR
            )
        yield entry

    def _error(self, at: int, what: str) -> ReadError:
        column = at - self._line_start + 1
        return ReadError(f"{self._origin}:{self._number}:{column}: {what}", hint=_REPAIR)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
