"""Tables of texts, CSV and TSV: a row a unit, with its source and, where there is one, its target.

The header row says what the columns hold. A column is found by its setting (`--option
csv.source=English`, a name or a number from 1), else by its name: `source`, `target` or
`translation`, `key` or `id`, `context`, `note` or `comment`. A column named by a language (`en`,
`pt_BR`) holds texts in it: the document's language is the source; one other language is the target,
several are references. `header=no` says that the first row is a text already; then `source` must be
a number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from babel import Locale, UnknownLocaleError

from harness.core.errors import ConfigError, ReadError
from harness.core.route_syntax import base_language
from harness.core.settings import Setting
from harness.core.values import Document, Target, Unit
from harness.formats import splice
from harness.formats.encoding import decode
from harness.formats.keys import Occurrences, unit_key
from harness.formats.options import ReaderOptions, refuse_options
from harness.formats.table_syntax import Dialect, TableRow, rows

_NAMES = {
    "source": ("source", "source text", "src", "msgid", "original"),
    "target": ("target", "target text", "translation", "tgt", "msgstr"),
    "key": ("key", "id", "identifier"),
    "context": ("context", "msgctxt"),
    "note": ("note", "notes", "comment", "comments", "description"),
}
_SETTINGS = (
    *(Setting(role, f"the column of {role}s: its name, or its number from 1") for role in _NAMES),
    Setting("header", "yes or no: whether the first row names the columns", "yes"),
    Setting("delimiter", "comma, semicolon or tab", "the one that line 1 has most of"),
    Setting("quote", "double or none: whether fields may stand in quotes", "double"),
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DELIMITERS = (",", ";", "\t")
_NAMED_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";"}


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what, by number from 0; languages by their tag as BCP 47."""

    source: int
    target: int | None
    key: int | None
    context: int | None
    note: int | None
    target_language: str | None
    references: Mapping[str, int]


class Csv:
    """Reads and writes tables with commas between fields; semicolons or tabs, if line 1 has more.

    Quoted fields may hold line breaks; quotes in them are doubled. A unit's id is its key, with its
    context before; else a fingerprint of its source. Without a column for translations, one takes
    the place of the source. Blind to markup within cells.
    """

    name = "csv"
    suffixes: tuple[str, ...] = (".csv",)
    settings = _SETTINGS

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError for a broken or ragged row, ConfigError for a column; both name it."""
        refuse_options(self.name, options, [setting.name for setting in self.settings])
        chosen = options or {}
        decoded = decode(data, origin)
        dialect = self._dialect(decoded.text[decoded.start :], chosen)
        table = rows(decoded.text, dialect, origin, decoded.start)
        first = next(table, None)
        if first is None:
            raise ReadError(
                f"{origin}: there is no row in it", hint="give a table with a header row"
            )
        headed = self._choice(chosen, "header", {"yes": True, "no": False})
        header = [field.text if headed else "" for field in first.fields]
        columns = _Roles(header, language, chosen, self.name, f"{origin}:{first.line}").columns()
        texts = table if headed else chain([first], table)
        return Document(
            doc_id,
            language,
            tuple(_units(texts, columns, len(header), origin)),
            origin,
            target_language=columns.target_language,
            bilingual=columns.target is not None,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            settings=(("delimiter", dialect.delimiter), ("quotes", str(dialect.quotes))),
            remarks=decoded.remarks,
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`; ConfigError for what a table without quotes cannot hold."""
        settings = dict(document.settings)
        dialect = Dialect(settings["delimiter"], settings["quotes"] == str(True))
        return splice.spliced(document, data, translations, dialect.written)

    def _dialect(self, text: str, options: Mapping[str, str]) -> Dialect:
        quotes = self._choice(options, "quote", {"double": True, "none": False})
        if "delimiter" in options:
            named = {**_NAMED_DELIMITERS, **{sign: sign for sign in _DELIMITERS}}
            delimiter = named.get(options["delimiter"])
            if delimiter is None:
                raise ConfigError(
                    f"{self.name}.delimiter cannot be {options['delimiter']!r}",
                    hint="give comma, semicolon or tab",
                )
            return Dialect(delimiter, quotes)
        return Dialect(self._delimiter(text), quotes)

    def _delimiter(self, text: str) -> str:
        head = text.splitlines()[0] if text else ""
        return max(_DELIMITERS, key=head.count)  # the first of them where none is there

    def _choice(self, options: Mapping[str, str], name: str, values: Mapping[str, bool]) -> bool:
        """What an option means; the first of `values` where it was not given."""
        asked = options.get(name, next(iter(values)))
        if asked not in values:
            raise ConfigError(
                f"{self.name}.{name} cannot be {asked!r}", hint=f"give {' or '.join(values)}"
            )
        return values[asked]


class Tsv(Csv):
    """The same with tabs between fields."""

    name = "tsv"
    suffixes = (".tsv", ".tab")

    def _delimiter(self, text: str) -> str:  # noqa: ARG002
        return "\t"


class _Roles:
    """Finds out which column holds what."""

    def __init__(
        self,
        header: Sequence[str],
        language: str,
        options: Mapping[str, str],
        reader: str,
        where: str,
    ) -> None:
        self._header = [" ".join(name.replace("_", " ").split()).casefold() for name in header]
        self._exact = [name.strip() for name in header]
        self._language, self._options, self._reader = language, options, reader
        self._where = where

    def columns(self) -> _Columns:
        """Raises: ConfigError for a column that is not there, ReadError without a source."""
        found = {role: self._column_of(role) for role in _NAMES}
        taken = {column for column in found.values() if column is not None}
        tags = {
            number: tag
            for number, name in enumerate(self._exact)
            if number not in taken and (tag := _tag(name))
        }
        source = found["source"]
        if source is None:
            source = self._spoken(tags)
        tags.pop(source, None)
        target = found["target"]
        target_language = _tag(self._exact[target]) if target is not None else None
        if target is None and len(tags) == 1:
            ((target, target_language),) = tags.items()
            tags = {}
        return _Columns(
            source,
            target,
            found["key"],
            found["context"],
            found["note"],
            target_language,
            {tag: number for number, tag in tags.items()},
        )

    def _column_of(self, role: str) -> int | None:
        """The column of a role by its setting, else by its name in the header."""
        if role in self._options:
            return self._asked(role, self._options[role])
        found = [number for number, name in enumerate(self._header) if name in _NAMES[role]]
        if len(found) > 1:
            raise ReadError(
                f"{self._where}: columns {' and '.join(str(n + 1) for n in found)} both seem to be "
                f"the {role}",
                hint=f"name one: --option {self._reader}.{role}=COLUMN",
            )
        return found[0] if found else None

    def _asked(self, role: str, name: str) -> int:
        if name in self._exact:
            return self._exact.index(name)
        if name.isascii() and name.isdigit() and 0 < int(name) <= len(self._exact):
            return int(name) - 1
        raise ConfigError(
            f"{self._where}: there is no column {name!r} ({self._reader}.{role})",
            hint=f"the columns are: {self._listed()}",
        )

    def _spoken(self, tags: Mapping[int, str]) -> int:
        """The column that is called by the document's language."""
        mine = [number for number, tag in tags.items() if tag == self._language]
        near = [
            number
            for number, tag in tags.items()
            if base_language(tag) == base_language(self._language)
        ]
        for found in (mine, near):
            if len(found) == 1:
                return found[0]
        raise ReadError(
            f"{self._where}: no column is the source (the columns are: {self._listed()})",
            hint=f"name it: --option {self._reader}.source=COLUMN, a name or a number from 1 "
            f"(without a header row, add --option {self._reader}.header=no)",
        )

    def _listed(self) -> str:
        return ", ".join(name or str(n) for n, name in enumerate(self._exact, start=1))


def _units(table: Iterable[TableRow], columns: _Columns, width: int, origin: str) -> Iterator[Unit]:
    nameless = Occurrences()
    seen: dict[str, int] = {}
    for row in table:
        if len(row.fields) != width:
            raise ReadError(
                f"{origin}:{row.line}: {len(row.fields)} fields, but the first row has {width}",
                hint="complete the row; quote fields that hold the delimiter or a line break",
            )
        unit = _unit(row, columns, nameless)
        if unit.unit_id in seen:
            raise ReadError(
                f"{origin}:{row.line}: the key {unit.unit_id!r} for the second time (first on line "
                f"{seen[unit.unit_id]})",
                hint="give every row a key of its own, or add a column named context",
            )
        seen[unit.unit_id] = row.line
        yield unit


def _unit(row: TableRow, columns: _Columns, nameless: Occurrences) -> Unit:
    def cell(column: int | None) -> str:
        return "" if column is None else row.fields[column].text

    source, context = row.fields[columns.source], cell(columns.context) or None
    slot = source if columns.target is None else row.fields[columns.target]
    translation, key = cell(columns.target), cell(columns.key)
    return Unit(
        unit_key(key, context) if key else nameless.unit_id(source.text, context),
        source.text,
        target=Target(translation, columns.target_language) if translation else None,
        context=(("context", context),) if context else (),
        notes=(("note", note),) if (note := cell(columns.note)) else (),
        references={
            tag: text for tag, column in columns.references.items() if (text := cell(column))
        },
        line=row.line,
        slot=slot.span,
    )


def _tag(name: str) -> str | None:
    """A column's name as a language tag in BCP 47, None if it is none. Tags start in lower case."""
    tag = name.replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        return None
    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    return tag
