"""The fields of CSV and TSV files with their places, read as Python's strict `csv` reads them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.core.errors import ReadError
from harness.core.values import Span

_QUOTED = re.compile(r'"((?:[^"]|"")*+)"')
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: what it says, and where it stands, quotes included."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row, and the line on which it starts."""

    line: int
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written. Without `quotes` a quotation mark is a sign like any other."""

    delimiter: str
    quotes: bool = True

    def written(self, text: str, before: str) -> str:
        """`text` as a cell; quoted if it must be, or if the cell was `before`.

        Raises: ValueError where a table without quotes cannot hold it.
        """
        needed = any(sign in text for sign in (self.delimiter, "\r", "\n"))
        if not self.quotes:
            if needed:
                raise ValueError("a table without quotes holds no delimiter and no line break")
            return text
        if needed or '"' in text or before.startswith('"'):
            return '"' + text.replace('"', '""') + '"'
        return text


def rows(text: str, dialect: Dialect, origin: str, start: int = 0) -> Iterator[TableRow]:
    """Every row that is not blank.

    Raises:
        ReadError: an unterminated quote, or text behind a quoted field; names line and column.
    """
    unquoted = re.compile(rf"[^{re.escape(dialect.delimiter)}\r\n]*+")
    line = 1
    while start < len(text):
        fields, at = [], start
        while True:
            field = _field(text, at, dialect, unquoted)
            at = field.span.end
            if at < len(text) and text[at] not in (dialect.delimiter, "\r", "\n"):
                raise _error(text, field.span.start, line, start, origin)
            fields.append(field)
            if at >= len(text) or text[at] != dialect.delimiter:
                break
            at += 1
        if len(fields) > 1 or len(fields[0].span):
            yield TableRow(line, fields)
        end = _LINE_END.match(text, at)
        at = end.end() if end else at
        line += len(_LINE_END.findall(text, start, at))
        start = at


def _field(text: str, at: int, dialect: Dialect, unquoted: re.Pattern[str]) -> Field:
    if dialect.quotes and text.startswith('"', at):
        match = _QUOTED.match(text, at)
        if match is None:
            return Field("", Span(at, at))  # the quote that is left over is an error of the caller
        return Field(match[1].replace('""', '"'), Span(*match.span()))
    match = unquoted.match(text, at)
    end = match.end() if match else at
    return Field(text[at:end], Span(at, end))


def _error(text: str, at: int, line: int, start: int, origin: str) -> ReadError:
    before = text[start:at]
    ends = list(_LINE_END.finditer(before))
    column = at - (start + ends[-1].end() if ends else start) + 1
    closed = _QUOTED.match(text, at)
    what = "text behind a quoted field" if closed else "a quoted field that does not end"
    return ReadError(
        f"{origin}:{line + len(ends)}:{column}: {what}",
        hint="double the quotes within fields; if quotes mean nothing here, give --option "
        "tsv.quote=none (csv.quote=none)",
    )
