"""Java's property files (`.properties`), read and written."""

import re
from collections.abc import Iterator, Mapping

from harness.core.values import Document, Span, Unit
from harness.formats import splice
from harness.formats.encoding import MARK, decode
from harness.formats.keys import last_of_each, unit_key
from harness.formats.lines import Lines
from harness.formats.options import ReaderOptions, refuse_options

_NATURAL = re.compile(r"[^\r\n]*")
_BLANK = re.compile(r"[ \t\f]*")
# A logical line: it goes on behind a backslash at the end of a line.
_LINE = re.compile(r"(?:[^\\\r\n]|\\(?:\r\n|[\s\S]|\Z))*+")
_KEY = re.compile(r"(?:[^\\ \t\f\r\n=:]|\\(?:\r\n|[\s\S]))*+")
_SPACE = r"(?:[ \t\f]|\\(?:\r\n|\r|\n))*"
_SEPARATOR = re.compile(rf"{_SPACE}(?:[=:]{_SPACE})?")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(\r\n|\r|\n)[ \t\f]*|(u)|([\s\S])|\Z)")
_PAIRS = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile(r"[\ud800-\udfff]")
_MEANT = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_WRITTEN = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f"}
_LATIN = "iso-8859-1"


class JavaProperties:
    """Reads and writes property files. A property is a unit, called by its key.

    Characters: a byte order mark, else UTF-8, else ISO-8859-1, as Java reads them. Signs that the
    file cannot hold, and all but ASCII in a file of ASCII alone, are written as `\\u00e9`. The
    comment above a property is its note. Of properties of one key Java takes the last, and so do
    we; the others are named.
    """

    suffixes = (".properties",)

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError for an escape that is none; names line and column."""
        refuse_options("properties", options, ())
        decoded = decode(data, origin, None if _is_utf8(data) else _LATIN)
        lines = Lines(decoded.text, origin)
        units, remarks = last_of_each(_units(lines, decoded.start), origin)
        return Document(
            doc_id,
            language,
            units,
            origin,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            remarks=remarks,
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`."""
        kept = "ascii" if data.isascii() else document.encoding
        return splice.spliced(document, data, translations, lambda text, _: _escaped(text, kept))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _units(lines: Lines, start: int) -> Iterator[Unit]:
    text = lines.text
    at, notes = start, list[str]()
    while at < len(text):
        blank = _BLANK.match(text, at)
        at = blank.end() if blank else at
        if text[at : at + 1] in ("#", "!"):
            comment = _NATURAL.match(text, at)
            end = comment.end() if comment else at
            notes.append(text[at + 1 : end].strip())
        else:
            line = _LINE.match(text, at)
            end = line.end() if line else at
            if end > at:
                yield _unit(lines, at, end, tuple(("comment", note) for note in notes if note))
            notes = []
        at = end + (2 if text.startswith("\r\n", end) else 1)


def _unit(lines: Lines, at: int, end: int, notes: tuple[tuple[str, str], ...]) -> Unit:
    key = _KEY.match(lines.text, at, end)
    value = key.end() if key else at
    separator = _SEPARATOR.match(lines.text, value, end)
    slot = Span(separator.end() if separator else value, end)
    is_apart = slot.start > value  # else a value would become a part of the key
    return Unit(
        unit_key(_meant(lines, Span(at, value))),
        _meant(lines, slot),
        notes=notes,
        line=lines.number(at),
        slot=slot if is_apart else None,
    )


def _meant(lines: Lines, span: Span) -> str:
    raw = span.of(lines.text)
    if "\\" not in raw:
        return raw

    def sign(escape: re.Match[str]) -> str:
        if escape[3]:
            raise lines.error(
                span.start + escape.start(), "\\u without four hexadecimal digits", "write \\u00e9"
            )
        if escape[1]:
            return chr(int(escape[1], 16))
        return _MEANT.get(escape[4], escape[4]) if escape[4] else ""

    text = _PAIRS.sub(_joined, _ESCAPE.sub(sign, raw))
    if half := _HALF.search(text):
        raise lines.error(
            span.start, f"half of a surrogate pair, \\u{ord(half[0]):04x}", "write both halves"
        )
    return text


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _escaped(text: str, encoding: str) -> str:
    """`text` as a value; signs that `encoding` lacks are escaped."""
    made = "".join(_WRITTEN.get(sign) or _held(sign, encoding) for sign in text)
    blanks = len(made) - len(made.lstrip(" "))
    begin = "\\ " * blanks if blanks else "\\" * made.startswith(("=", ":"))
    return begin + made[blanks:]


def _held(sign: str, encoding: str) -> str:
    if sign == MARK or ord(sign) < 32:
        return f"\\u{ord(sign):04x}"
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        data = sign.encode("utf-16-be")
        return "".join(f"\\u{data[n : n + 2].hex()}" for n in range(0, len(data), 2))
    return sign
