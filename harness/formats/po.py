"""GNU gettext's PO files and POT templates, read and written."""

import re
from collections.abc import Iterator, Mapping
from gettext import c2py

from harness.core.errors import ReadError
from harness.core.values import Document, Target, TargetState, Unit
from harness.formats import splice
from harness.formats.encoding import decode
from harness.formats.keys import unit_key
from harness.formats.options import ReaderOptions, refuse_options
from harness.formats.po_syntax import Entry, Quoted, entries, escaped

_CHARSET = re.compile(rb'"Content-Type:[^"\r\n]*charset=([\w.:+-]+)', re.IGNORECASE)
_PLURAL = re.compile(r"plural\s*=\s*([^;]+)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PIECE = re.compile(r"(?:\\.|[^ \\])* *")
_WIDTH = 77  # of a string within its quotes, as msgcat folds


class GettextPo:
    """Reads and writes PO. Blind to obsolete entries, and to markup within the strings.

    A message's id is its msgid, with its msgctxt before and its plural form behind; the header is
    no unit. A plural has a unit for every form that the file has a place for: the form of the
    number one translates msgid, all others msgid_plural, and so does a sole form. An entry that is
    fuzzy stays so when a translation is written.
    """

    suffixes = (".po", ".pot")

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError, naming line and column."""
        refuse_options("po", options, ())
        charset = _CHARSET.search(data)
        named = charset[1].decode("ascii") if charset else None
        decoded = decode(data, origin, None if named == "CHARSET" else named)
        header: Mapping[str, str] = {}
        units: list[Unit] = []
        seen: dict[tuple[str | None, str], int] = {}
        for entry in entries(decoded.text, origin, decoded.encoding, decoded.start):
            key = _key(entry)
            if key in seen:
                raise ReadError(
                    f"{origin}:{entry.line}:1: the message of line {seen[key]} for the second time",
                    hint="delete one of them, or join them with msguniq",
                )
            seen[key] = entry.line
            if key == (None, ""):
                header = _fields(entry.targets[0].text)
            else:
                units.extend(_units(entry, header))
        tag = header.get("language")
        return Document(
            doc_id,
            language,
            tuple(units),
            origin,
            target_language=_bcp47(tag) if tag else None,
            bilingual=True,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            remarks=decoded.remarks,
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`."""
        text = data.decode(document.encoding) if translations else ""
        line_end = match[0] if (match := _LINE_END.search(text)) else "\n"
        folds = all(len(line) <= _WIDTH + 3 for line in _LINE_END.split(text))
        return splice.spliced(
            document, data, translations, lambda new, _: _strings(new, line_end, folds=folds)
        )


def _key(entry: Entry) -> tuple[str | None, str]:
    return (entry.context.text if entry.context else None, _source(entry).text)


def _source(entry: Entry) -> Quoted:
    if entry.source is None:
        raise ValueError("an entry has a msgid")
    return entry.source


def _units(entry: Entry, header: Mapping[str, str]) -> Iterator[Unit]:
    """The message, or every form of it."""
    context, source = _key(entry)
    message_context = (("msgctxt", context),) if context is not None else ()
    if entry.plural is None:
        yield _unit(
            entry, unit_key(source, context), source, 0, context=message_context, header=header
        )
        return
    singular = _singular(header, len(entry.targets))
    for form in sorted(entry.targets):
        text = source if form == singular else entry.plural.text
        key = unit_key(source, context, str(form))
        where = (*message_context, ("plural form", str(form)))
        yield _unit(entry, key, text, form, context=where, header=header)


def _unit(
    entry: Entry,
    key: str,
    text: str,
    form: int,
    *,
    context: tuple[tuple[str, str], ...],
    header: Mapping[str, str],
) -> Unit:
    flags = [flag.strip() for line in entry.comments_of(",") for flag in line.split(",")]
    quoted = entry.targets[form]
    source, of_message = _source(entry).text, entry.context.text if entry.context else None
    return Unit(
        key,
        text,
        target=_target(entry, quoted.text, header, fuzzy="fuzzy" in flags) if quoted.text else None,
        context=context,
        notes=(
            *(("translator", words) for words in entry.comments_of("") if words),
            *(("developer", words) for words in entry.comments_of(".") if words),
            *(("flag", flag) for flag in flags if flag and flag != "fuzzy"),
        ),
        locations=tuple(place for line in entry.comments_of(":") for place in line.split()),
        group=unit_key(source, of_message) if entry.plural else None,
        line=entry.line,
        slot=quoted.span,
    )


def _target(entry: Entry, text: str, header: Mapping[str, str], *, fuzzy: bool) -> Target:
    tag = header.get("language")
    return Target(
        text,
        _bcp47(tag) if tag else None,
        TargetState.FUZZY if fuzzy else TargetState.TRANSLATED,
        previous_source=_previous(entry) if fuzzy else None,
    )


def _previous(entry: Entry) -> str | None:
    """The msgid before the text was changed, as comments `#| msgid "…"` give it."""
    previous = "\n".join(entry.comments_of("|"))
    try:
        found = list(entries(f'{previous}\nmsgstr ""\n', "", "utf-8")) if previous else []
    except ReadError:
        return None  # a comment after all
    return _source(found[0]).text if found else None


def _fields(text: str) -> Mapping[str, str]:
    """The header's lines `Name: value`, names in lower case."""
    pairs = (line.partition(":") for line in text.split("\n"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}


def _singular(header: Mapping[str, str], forms: int) -> int | None:
    """The form of the number one; None where one form serves all numbers."""
    if forms == 1:
        return None
    rule = _PLURAL.search(header.get("plural-forms", ""))
    try:
        return int(c2py(rule[1].strip())(1)) if rule else 0
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return 0  # a template's EXPRESSION


def _bcp47(tag: str) -> str:
    """gettext's `pt_BR` or `sr@latin` as BCP 47."""
    base, _, script = tag.partition("@")
    made = base.partition(".")[0].replace("_", "-")
    return (
        f"{made}-{ {'latin': 'Latn', 'cyrillic': 'Cyrl'}.get(script, script) }" if script else made
    )


# ── writing ─────────────────────────────────────────────────────────────────────────────────────


def _strings(text: str, line_end: str, *, folds: bool) -> str:
    """`text` as strings of a PO file: a string for each of its lines; long ones fold at spaces."""
    lines = [escaped(line) for line in re.findall(r"[^\n]*\n|[^\n]+\Z", text)]
    pieces = [piece for line in lines for piece in (_folded(line) if folds else [line])]
    if len(pieces) > 1:
        pieces.insert(0, "")
    return line_end.join(f'"{piece}"' for piece in pieces or [""])


def _folded(line: str) -> list[str]:
    made = [""]
    for piece in _PIECE.findall(line):
        if made[-1] and len(made[-1]) + len(piece) > _WIDTH:
            made.append("")
        made[-1] += piece
    return made
