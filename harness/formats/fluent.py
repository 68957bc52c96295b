"""Project Fluent (`.ftl`), read and written."""

import re
from collections.abc import Iterable, Iterator, Mapping

from harness.core.values import Document, Span, Unit
from harness.formats import splice
from harness.formats.encoding import decode
from harness.formats.fluent_syntax import LITERAL, REFERENCE, Entry, Junk, Pattern, entries
from harness.formats.keys import last_of_each, unit_key
from harness.formats.lines import Lines, line_end
from harness.formats.options import ReaderOptions, refuse_options

_BEGIN = re.compile(r"[ \r\n]*")
_MEANING = re.compile(r"[{}\r]")
_MASK = "\0"  # no file of text holds it
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(["\\]))')
_DEFAULT_INDENT = 4
_LAST_SIGN = 0x10FFFF


class Fluent:
    """Reads and writes Fluent. A message, a term and an attribute of a message are units.

    A text that is one set of branches has a unit for each of them (`mails|[one]`), a group;
    branches amid a text are left as they are. References (`{ $name }`) stay in the text; a string
    in braces (`{"{"}`) is what it says. What is no entry is named, and skipped as programs do.
    """

    suffixes = (".ftl",)

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError where there are lines, but no entry."""
        refuse_options("fluent", options, ())
        decoded = decode(data, origin)
        lines = Lines(decoded.text, origin)
        found = list(entries(decoded.text, decoded.start))
        junk = [each for each in found if isinstance(each, Junk)]
        if junk and len(junk) == len(found):
            raise lines.error(junk[0].at, junk[0].why, "write entries like name = text")
        units, repeated = last_of_each(
            (unit for each in found if isinstance(each, Entry) for unit in _Entry(each, lines)),
            origin,
        )
        return Document(
            doc_id,
            language,
            units,
            origin,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            remarks=(*decoded.remarks, *_junk(junk, lines), *repeated, *_kept(units, origin)),
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`."""
        end = line_end(data.decode(document.encoding)) if translations else ""
        return splice.spliced(
            document, data, translations, lambda text, before: _written(text, before, end)
        )


def _junk(junk: list[Junk], lines: Lines) -> Iterator[str]:
    for each in junk:
        column = lines.column(each.at)
        yield lines.remark(each.at, f"column {column}: {each.why}; programs skip this entry.")


def _kept(units: tuple[Unit, ...], origin: str) -> Iterator[str]:
    kept = [unit for unit in units if not unit.translate]
    if kept:
        yield (
            f"{origin}: {len(kept)} texts have branches amid their words and are left as they are "
            f"(the first is {kept[0].unit_id}, line {kept[0].line})."
        )


class _Entry:
    """The units of an entry."""

    def __init__(self, entry: Entry, lines: Lines) -> None:
        self._entry, self._lines = entry, lines

    def __iter__(self) -> Iterator[Unit]:
        entry = self._entry
        if entry.pattern is not None:
            yield from self._units(entry.name, entry.pattern, ())
        if not entry.name.startswith("-"):  # a term's attributes are for grammar
            for name, pattern in entry.attributes:
                yield from self._units(f"{entry.name}.{name}", pattern, ())

    def _units(self, name: str, pattern: Pattern, form: tuple[str, ...]) -> Iterator[Unit]:
        raw = pattern.span.of(self._lines.text)
        branched = [each for each in pattern.placeables if each.variants]
        sole = len(branched) == 1 and raw.strip(" \r\n") == branched[0].span.of(self._lines.text)
        if sole:
            for key, variant in branched[0].variants:
                yield from self._units(name, variant, (*form, key))
            return
        begin = _BEGIN.match(raw)
        yield Unit(
            unit_key(name, None, ".".join(form) or None),
            raw.strip(" \r\n") if branched else meant(pattern, self._lines.text),
            context=(("variant", ".".join(form)),) if form else (),
            notes=(("comment", self._entry.comment),) if self._entry.comment else (),
            group=unit_key(name) if form else None,
            translate=not branched,
            line=self._lines.number(pattern.span.start + (begin.end() if begin else 0)),
            slot=None if branched else pattern.span,
        )


def meant(pattern: Pattern, text: str) -> str:
    """What a pattern without branches says: no indent, strings in braces as what they say."""
    start = pattern.span.start
    places = [each.span.shifted(-start) for each in pattern.placeables]
    masked, kept = _masked(pattern.span.of(text), places)
    first, *lines = masked.replace("\r\n", "\n").split("\n")
    common = min((_indent(line) for line in lines if line.strip(" ")), default=0)
    lines = [line[common:] if line.strip(" ") else "" for line in lines]
    whole = "\n".join((first.lstrip(" "), *lines)).lstrip("\n").rstrip(" \n")
    return _unmasked(whole, [_string(each) for each in kept])


def _masked(text: str, spans: Iterable[Span]) -> tuple[str, list[str]]:
    """`text` with one sign for each span, and what stands in these."""
    pieces, kept, end = list[str](), list[str](), 0
    for span in spans:
        pieces.append(text[end : span.start])
        kept.append(span.of(text))
        end = span.end
    return _MASK.join((*pieces, text[end:])), kept


def _unmasked(text: str, kept: Iterable[str]) -> str:
    waiting = iter(kept)
    return re.sub(_MASK, lambda _: next(waiting), text)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _string(placeable: str) -> str:
    """What a string in braces says; any other placeable as it is."""
    literal = LITERAL.fullmatch(placeable)
    if literal is None:
        return placeable

    def sign(escape: re.Match[str]) -> str:
        if escape[3]:
            return escape[3]
        code = int(escape[1] or escape[2], 16)
        is_sign = 0 < code <= _LAST_SIGN and not 0xD800 <= code <= 0xDFFF
        return chr(code) if is_sign else "\ufffd"

    return _ESCAPE.sub(sign, literal[1][1:-1])


def _written(text: str, before: str, end: str) -> str:
    """`text` as a pattern, indented as `before`; signs that would mean something as strings."""
    begin = _BEGIN.match(before)
    lead = begin[0] if begin else ""
    indents = [_indent(line) for line in before.split("\n")[1:] if line.strip()]
    indent = min(indents, default=_DEFAULT_INDENT)
    if "\n" in lead:
        indent = len(lead) - lead.rindex("\n") - 1
    if not indent:
        lead, indent = "", _DEFAULT_INDENT
    masked, kept = _masked(text, (Span(*match.span()) for match in REFERENCE.finditer(text)))
    lines = [_MEANING.sub(_quoted, line) for line in masked.split("\n")]
    lines = [
        _line(line, begins=n == 0 or n == len(lines) - 1, goes_on=n > 0 or bool(lead))
        for n, line in enumerate(lines)
    ]
    if lines[-1].endswith(" "):
        lines[-1] = lines[-1][:-1] + '{" "}'
    return lead + _unmasked((end + " " * indent).join(lines), kept)


def _quoted(sign: re.Match[str]) -> str:
    return '{"\\u000D"}' if sign[0] == "\r" else f'{{"{sign[0]}"}}'


def _line(line: str, *, begins: bool, goes_on: bool) -> str:
    """A line of a pattern whose first sign is kept as what it is."""
    if (not line and begins) or line.startswith(" "):
        return f'{{"{line[:1]}"}}{line[1:]}'
    if goes_on and line.startswith(("[", "*", ".")):
        return f'{{"{line[0]}"}}{line[1:]}'
    return line
