"""Glossaries in TBX, CSV and TSV, read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.core.errors import ConfigError, ReadError
from harness.core.values import ANY_LANGUAGE, Glossary, GlossaryTerm
from harness.formats.encoding import decode
from harness.formats.markup.base import language_tag, same_language
from harness.formats.markup.elements import Asked, Found, elements
from harness.formats.markup.source import Source
from harness.formats.markup.tree import Element, parsed
from harness.formats.table_syntax import Dialect, TableRow, rows

_SUFFIXES = (".tbx", ".csv", ".tsv", ".tab")
_COLUMNS = {
    "source": "source", "term": "source", "source term": "source",
    "target": "target", "translation": "target", "target term": "target",
    "keep": "keep", "do not translate": "keep", "dnt": "keep",
    "forbidden": "forbidden", "avoid": "forbidden",
    "note": "", "comment": "", "definition": "", "id": "", "domain": "", "part of speech": "",
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_YES, _NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0")
_BETWEEN = "|"  # of several translations in one cell
_ROOT = re.compile(rb"<(?:!--.*?--|[!?][^>]*)>|<([\w:.-]+)", re.DOTALL)
_HEAD = 4096
_FORBIDDEN = re.compile(r"deprecated|superseded|forbidden|notRecommended", re.IGNORECASE)


def read_glossary(path: Path, language: str) -> Glossary:
    """The terms of a file, for texts in a language; the end of its name decides how it is read.

    Raises:
        ConfigError: no such file; a name that ends otherwise.
        ReadError: the file is no glossary, or has no term in the language; names line and column.
    """
    try:
        data = path.read_bytes()
    except OSError as cause:
        raise ConfigError(
            f"{path}: {cause.strerror or cause}", hint="check the path of the glossary"
        ) from cause
    return glossary_of(path.name, data, language)


def glossary_of(name: str, data: bytes, language: str) -> Glossary:
    """The terms in `data`; `name` is its file's. Raises as `read_glossary`."""
    suffix = Path(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise ConfigError(
            f"{name}: no glossary ends in {suffix or 'nothing'}",
            hint=f"give one that ends in {', '.join(_SUFFIXES)}",
        )
    reading = _tbx if suffix == ".tbx" else _table
    terms = tuple(reading(name, data, language))
    if not terms:
        raise ReadError(
            f"{name}: there is no term in {language}",
            hint="name its columns source and target, or by their languages",
        )
    return Glossary(name, language, terms)


# ── tables ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns hold: `source` and others by number, `targets` by their language."""

    source: int
    targets: Mapping[int, str]
    keep: int | None = None
    forbidden: int | None = None


def _table(name: str, data: bytes, language: str) -> Iterator[GlossaryTerm]:
    decoded = decode(data, name)
    first = decoded.text[decoded.start :].split("\n", 1)[0]
    commas = name.lower().endswith(".csv")
    delimiter = max(",;\t", key=first.count) if commas else "\t"
    found = list(rows(decoded.text, Dialect(delimiter), name, decoded.start))
    if not found:
        raise ReadError(f"{name}: the file is empty", hint="give a glossary with terms")
    columns, has_header = _columns(found[0], name, language)
    for row in found[has_header:]:
        if (term := _row(row, columns, name)) is not None:
            yield term


def _columns(row: TableRow, name: str, language: str) -> tuple[_Columns, bool]:
    """What the columns hold, and whether the first row says it."""
    heads = [field.text.strip() for field in row.fields]
    kinds = [_COLUMNS.get(head.casefold()) for head in heads]
    tags = {n: language_tag(head) for n, head in enumerate(heads)
            if kinds[n] is None and _TAG.fullmatch(head)}  # fmt: skip
    if not any(kind in ("source", "target", "keep") for kind in kinds) and (
        len(tags) < 2 or len(tags) + kinds.count("") < len(heads)
    ):
        return _Columns(0, {1: ANY_LANGUAGE}), False
    ours = [n for n, tag in tags.items() if same_language(tag, language)]
    sources = [n for n, kind in enumerate(kinds) if kind == "source"] or ours
    if not sources:
        raise ReadError(
            f"{name}:{row.line}: no column holds terms in {language} ({', '.join(heads)})",
            hint="name it source, or by its language",
        )
    targets = {n: tag for n, tag in tags.items() if n not in ours}
    targets |= {n: ANY_LANGUAGE for n, kind in enumerate(kinds) if kind == "target"}
    places = {kind: n for n, kind in enumerate(kinds) if kind}
    return _Columns(sources[0], targets, places.get("keep"), places.get("forbidden")), True


def _row(row: TableRow, columns: _Columns, name: str) -> GlossaryTerm | None:
    cells = [field.text.strip() for field in row.fields]
    if not any(cells):
        return None
    place = f"{name}:{row.line}"

    def cell(number: int | None) -> str:
        return cells[number] if number is not None and number < len(cells) else ""

    source = cell(columns.source)
    if not source:
        raise ReadError(f"{place}: a row without a term", hint="complete it, or delete it")
    translations = tuple(
        (tag, words) for number, tag in columns.targets.items() for words in _listed(cell(number))
    )
    said = cell(columns.keep).casefold()
    if said not in (*_YES, *_NO):
        raise ReadError(f"{place}: keep is {said!r}", hint="write yes, or leave it empty")
    forbidden = tuple((ANY_LANGUAGE, words) for words in _listed(cell(columns.forbidden)))
    keep = said in _YES or not (translations or forbidden)
    return GlossaryTerm(source, place, () if keep else translations, forbidden, keep)


def _listed(cell: str) -> list[str]:
    return [words for part in cell.split(_BETWEEN) if (words := part.strip())]


# ── TBX ─────────────────────────────────────────────────────────────────────────────────────────


def _tbx(name: str, data: bytes, language: str) -> Iterator[GlossaryTerm]:
    """TBX 2 (`martif`, `termEntry`) and 3 (`tbx`, `conceptEntry`)."""
    names = (each[1] for each in _ROOT.finditer(data[:_HEAD]) if each[1])
    root, entry = "martif", "termEntry"
    if next(names, b"").endswith(b"tbx"):
        root, entry = "tbx", "conceptEntry"
    asked = Asked("glossary (TBX)", root, (entry,))
    for found in elements(Source.of_bytes(data, name), asked):
        yield from _entry(found, name, language)


def _entry(found: Found, name: str, language: str) -> Iterator[GlossaryTerm]:
    """The terms of one concept: each of the source language with all of the others."""
    ours: list[tuple[str, int]] = []
    translations: list[tuple[str, str]] = []
    forbidden: list[tuple[str, str]] = []
    for part in parsed(found.raw).elements():
        if part.kind not in ("langSet", "langSec"):
            continue
        tag = language_tag(part.attributes.get("xml:lang") or part.attributes.get("lang", ""))
        for words, line, bad in _terms(part, found.tag.line):
            if same_language(tag, language):
                ours += [] if bad else [(words, line)]
            else:
                (forbidden if bad else translations).append((tag, words))
    for words, line in ours:
        if translations or forbidden:
            place = f"{name}:{line}"
            yield GlossaryTerm(words, place, tuple(translations), tuple(forbidden))


def _terms(part: Element, first: int) -> Iterator[tuple[str, int, bool]]:
    """The terms of a language, their lines, and whether they must not be used."""
    for holder in _holders(part):
        term = next((each for each in holder.elements() if each.kind == "term"), None)
        if term is not None and term.words():
            states = [each.words() for each in holder.elements() if each.kind == "termNote"]
            yield term.words(), term.line(first), any(map(_FORBIDDEN.search, states))


def _holders(part: Element) -> Sequence[Element]:
    made = []
    for each in part.elements():
        if each.kind in ("tig", "termSec"):
            made.append(each)
        elif each.kind == "ntig":
            made += [group for group in each.elements() if group.kind == "termGrp"]
    return made
