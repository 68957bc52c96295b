"""A review sheet as one HTML page to read, print and fill in; what was filled in is read back."""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from harness.core.errors import ReadError
from harness.review.sheet import COLUMNS, FILLED, KEY, Sheet

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("harness.review"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_FIRST = ("Notice", "Verdict", "Note")  # what a reader must see before all else
_BRIEF = ("File", "Languages", "Date")  # on one line; all else of the head is folded
_OFTEN_EMPTY = ("Context", "Back-translation", "Since the last round")
_LARGEST = 512 * 2**20  # bytes of a page that is read back


def written(sheet: Sheet, title: str) -> Iterator[str]:
    """The page, piece by piece. Texts are data: nothing of them acts."""
    folder = files("harness.review") / "templates"
    style, script = ((folder / f"sheet.{end}").read_text("utf-8") for end in ("css", "js"))
    yield from _ENVIRONMENT.get_template("sheet.html.j2").generate(
        title=title,
        sheet=sheet,
        first=_named(sheet, _FIRST),
        brief=_named(sheet, _BRIEF),
        made=[each for each in sheet.head if each[0] not in (*_FIRST, *_BRIEF)],
        columns=COLUMNS,
        void=_void(sheet),
        filled=tuple(FILLED.values()),
        policy=_policy(style, script),
        # Sound as markup because both are files of this package.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
    )


def _named(sheet: Sheet, names: Sequence[str]) -> list[tuple[str, str]]:
    return [each for each in sheet.head if each[0] in names]


def _void(sheet: Sheet) -> frozenset[str]:
    """Columns that hold nothing in this sheet: there to be read back, but not in sight."""
    return frozenset(
        column for column in _OFTEN_EMPTY if not any(row[column] for row in sheet.rows)
    )


def _policy(style: str, script: str) -> str:
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")

    only = f"style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'"
    return f"default-src 'none'; {only}; base-uri 'none'; form-action 'none'"


def read(path: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a page that people have filled in, by column. Raises: ReadError."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _broken(path)
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise _broken(path) from cause
    parser = _Rows()
    try:
        parser.feed(text)
    except (ValueError, AssertionError, RecursionError) as cause:  # as the library says it
        raise _broken(path) from cause
    if not parser.found_table:
        raise _broken(path)
    yield from (row for row in parser.rows if KEY in row)


def _broken(path: Path) -> ReadError:
    return ReadError(
        f"{path}: no review sheet", hint="give a sheet that `harness review --sheet` wrote"
    )


class _Rows(HTMLParser):
    """The cells of the sheet's table, by the columns that they name."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found_table = False
        self.rows: list[dict[str, str]] = []
        self._column: str | None = None
        self._pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table" and given.get("id") == "sheet":
            self.found_table = True
        elif tag == "tr" and self.found_table:
            self.rows.append({})
        elif tag == "td" and self.found_table:
            self._column, self._pieces = given.get("data-column"), []
        elif tag in ("br", "div") and self._pieces:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self._column is not None and self.rows:
            self.rows[-1][self._column] = "".join(self._pieces)
            self._column = None
        elif tag == "table":
            self.found_table = self.found_table and bool(self.rows)

    def handle_data(self, data: str) -> None:
        if self._column is not None:
            self._pieces.append(data)
