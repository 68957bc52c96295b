"""A review sheet as a workbook (XLSX), written and read back. Cells are strings, never formulas."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from harness.core.errors import NotInstalled, ReadError
from harness.core.zips import unpacks_in_pieces
from harness.review.decisions import DECISIONS
from harness.review.sheet import COLUMNS, FILLED, KEY, Sheet

_LONGEST = 32_767  # characters of a cell
_LARGEST = 512 * 2**20  # bytes of all that is in a workbook, unpacked
_COLUMNS = 200  # of a row that are read: people may add some
_CELLS = 20_000_000  # of a page; what the library fills up counts, too
_DEEPEST = 200  # rows in which the columns' names must be
_INSTALL = "pip install 'retranslation-harness[sheets]'; or write a sheet that ends in .html"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {
    "Unit": 18,
    "Line": 6,
    "Context": 14,
    "State": 11,
    "Source": 42,
    "Translation": 42,
    "Back-translation": 42,
    "Difference": 11,
    "Severity": 10,
    "Category": 14,
    "Finding": 36,
    "Since the last round": 12,
}
_FILLED_WIDTH = 22
_COLOURS = {"critical": "#F8D7DA", "major": "#FFE8CC"}


def written(sheet: Sheet) -> bytes:
    """The workbook. Equal sheets, equal bytes. Raises: NotInstalled."""
    try:
        import xlsxwriter  # noqa: PLC0415  (an extra)
    except ImportError as cause:
        raise NotInstalled("no library writes workbooks here", hint=_INSTALL) from cause
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, {**options, "strings_to_numbers": False})
    book.set_properties({"created": datetime(2000, 1, 1), "author": "retranslation-harness"})
    _Page(book, sheet).write()
    book.close()
    return made.getvalue()


class _Page:
    """The one page of a workbook."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self._sheet, self._page = sheet, book.add_worksheet("Review")
        plain = {"text_wrap": True, "valign": "top"}
        self._plain = book.add_format({**plain, "border": 1, "border_color": "#D0D0D0"})
        self._free = book.add_format(
            {**plain, "border": 1, "border_color": "#D0D0D0", "bg_color": "#FFFDE7"}
        )
        self._bold = book.add_format({"bold": True, "valign": "top"})
        self._names = book.add_format({**plain, "bold": True, "bottom": 2, "bg_color": "#E8EEF4"})
        self._bad = {
            name: book.add_format({**plain, "border": 1, "bg_color": colour})
            for name, colour in _COLOURS.items()
        }

    def write(self) -> None:
        page, sheet = self._page, self._sheet
        for number, column in enumerate(COLUMNS):
            page.set_column(number, number, _WIDTHS.get(column, _FILLED_WIDTH))
        for line, (name, value) in enumerate(sheet.head):
            page.write_string(line, 0, name, self._bold)
            page.write_string(line, 2, _cell(value))
        top = len(sheet.head) + 1
        for number, column in enumerate(COLUMNS):
            page.write_string(top, number, column, self._names)
        for line, row in enumerate(sheet.rows, start=top + 1):
            self._write_row(line, row)
        self._finish(top)

    def _write_row(self, line: int, row: Mapping[str, str]) -> None:
        marked = self._bad.get(row["Severity"], self._plain)
        for number, column in enumerate(COLUMNS):
            form = self._free if column in FILLED.values() else self._plain
            form = marked if column in ("Severity", "Difference", "Finding") else form
            self._page.write_string(line, number, _cell(row[column]), form)

    def _finish(self, top: int) -> None:
        """What helps people: names that stay in sight, filters, choices, print layout."""
        page, last = self._page, top + len(self._sheet.rows)
        page.freeze_panes(top + 1, 1)
        page.autofilter(top, 0, max(last, top + 1), len(COLUMNS) - 1)
        place = COLUMNS.index(FILLED["decision"])
        page.data_validation(
            top + 1,
            place,
            max(last, top + 1),
            place,
            {"validate": "list", "source": list(DECISIONS), "error_type": "information"},
        )
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(top)


def _cell(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)[:_LONGEST]


def read(path: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a workbook that people have filled in, by column.

    Raises:
        NotInstalled: no library reads workbooks here.
        ReadError: no workbook, or none of ours.
    """
    try:
        import openpyxl  # noqa: PLC0415  (an extra)
    except ImportError as cause:
        raise NotInstalled("no library reads workbooks here", hint=_INSTALL) from cause
    _check(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        page = book.worksheets[0]
        page.reset_dimensions()  # which the file only claims
        table = _table(page.iter_rows(values_only=True, max_col=_COLUMNS))
        book.close()
    except Exception as cause:  # the library raises whatever it stumbles over
        raise _broken(path, str(cause)) from cause
    top = next((at for at, row in enumerate(table[:_DEEPEST]) if row[:1] == [KEY]), None)
    if top is None:
        raise _broken(path, f"no row begins with {KEY!r}")
    names = table[top]
    for row in table[top + 1 :]:
        if row:
            filled = row + [""] * (len(names) - len(row))
            yield dict(zip(names, filled, strict=False))


def _table(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    """The cells of a page, each row up to its last one with text.

    Raises: ValueError for a page of more cells than anybody fills in.
    """
    table, cells = [], 0
    for row in rows:
        cells += len(row) + 1
        if cells > _CELLS:
            raise ValueError(f"more than {_CELLS:,} cells")
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        table.append(texts)
    return table


def _check(path: Path) -> None:
    """Raises: ReadError for what is no archive, or one that is far larger than it looks."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    # ValueError of names that are no text, NotImplementedError of a version to come.
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as cause:
        raise _broken(path, str(cause)) from cause
    if not all(map(unpacks_in_pieces, members)):
        raise _broken(path, "it is compressed as no workbook is")
    size = sum(each.file_size for each in members)
    if size > _LARGEST:
        raise _broken(path, f"it holds {size >> 20} MiB")


def _broken(path: Path, why: str) -> ReadError:
    return ReadError(
        f"{path}: no review sheet: {why}", hint="give a sheet that `harness review --sheet` wrote"
    )


def _text(cell: object) -> str:
    """What people see in a cell: spreadsheets turn dates and numbers into values of their own."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
