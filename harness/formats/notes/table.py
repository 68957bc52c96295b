"""Notes in tables: two columns at the end of each row, the findings and the back-translation."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from harness.core.values import Document, Span
from harness.formats.notes.edits import AUTHOR, Edit, one_line
from harness.formats.table_syntax import Dialect, TableRow, rows

COLUMN = f"{AUTHOR} notes"
# What a spreadsheet would take for a formula, at the start of a cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def edits(
    document: Document, text: str, notes: Mapping[str, Sequence[str]], fuzzy: Collection[str]
) -> Iterator[Edit]:
    """A cell behind each row; in a column of an earlier round, its cells are written anew."""
    del fuzzy  # no table has the mark
    settings = dict(document.settings)
    dialect = Dialect(settings["delimiter"], settings["quotes"] == str(True))
    start = int(text.startswith("\ufeff"))
    table = list(rows(text, dialect, document.origin, start))
    if not table:
        return
    said = {
        unit.line: " | ".join(map(one_line, notes.get(unit.unit_id, ()))) for unit in document.units
    }
    headed = table[0].line not in said
    ours = len(table[0].fields) - 1
    again = headed and table[0].fields[ours].text == COLUMN
    for row in table:
        words = COLUMN if headed and row is table[0] else _cell(said.get(row.line, ""), dialect)
        yield _edit(row, ours if again else None, words, dialect)


def _edit(row: TableRow, ours: int | None, words: str, dialect: Dialect) -> Edit:
    if ours is not None:
        field = row.fields[ours]
        return Edit(field.span, dialect.written(words, ""))
    end = row.fields[-1].span.end
    return Edit(Span(end, end), dialect.delimiter + dialect.written(words, ""))


def _cell(words: str, dialect: Dialect) -> str:
    """Words that no spreadsheet takes for a formula, and that a table without quotes can hold."""
    if not dialect.quotes:
        words = words.replace(dialect.delimiter, " ")
    return f"'{words}" if words.startswith(_FORMULA) else words
