"""Apple's string tables (`.strings`), read and written."""

import re
from collections.abc import Iterator, Mapping

from harness.core.values import Document, Span, Unit
from harness.formats import splice
from harness.formats.encoding import decode
from harness.formats.keys import last_of_each, unit_key
from harness.formats.lines import Lines
from harness.formats.options import ReaderOptions, refuse_options

_SPACE = re.compile(r"\s*")
_COMMENT = re.compile(r"/\*(?P<block>.*?)\*/|//(?P<line>[^\r\n]*)", re.DOTALL)
_STRING = re.compile(r'"(?P<quoted>(?:[^"\\]|\\[\s\S])*+)"|(?P<bare>[\w.$:-][\w.$:/-]*)')
_ESCAPE = re.compile(r"\\(?:[Uu]([0-9A-Fa-f]{4})|([0-7]{3})|([\s\S]))")
_PAIRS = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile(r"[\ud800-\udfff]")
_MEANT = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_WRITTEN = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_HINT = 'write it like "key" = "text";'


class AppleStrings:
    """Reads and writes `.strings` in UTF-8 or UTF-16. An entry is a unit, called by its key.

    The comment before an entry is its note. Of entries of one key the last counts; the others are
    named.
    """

    suffixes = (".strings",)

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError for a missing sign or quote; names line and column."""
        refuse_options("strings", options, ())
        decoded = decode(data, origin)
        units, remarks = last_of_each(
            _Parser(Lines(decoded.text, origin), decoded.start).units(), origin
        )
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
        return splice.spliced(
            document, data, translations, lambda text, _: f'"{text.translate(_WRITTEN)}"'
        )


class _Parser:
    def __init__(self, lines: Lines, start: int) -> None:
        self._lines, self._at = lines, start
        self._notes: list[str] = []

    def units(self) -> Iterator[Unit]:
        while True:
            self._notes = []
            self._skip()
            if self._at >= len(self._lines.text):
                return
            start, notes = self._at, tuple(("comment", note) for note in self._notes if note)
            key, slot = self._string("a key")
            value = key
            if self._takes("="):
                value, slot = self._string("a text")
            if not self._takes(";"):
                raise self._error("a semicolon")
            yield Unit(unit_key(key), value, notes=notes, line=self._lines.number(start), slot=slot)

    def _skip(self) -> None:
        """White space and comments, which are kept as notes."""
        while True:
            space = _SPACE.match(self._lines.text, self._at)
            self._at = space.end() if space else self._at
            comment = _COMMENT.match(self._lines.text, self._at)
            if comment is None:
                return
            self._notes.append(" ".join((comment["block"] or comment["line"] or "").split()))
            self._at = comment.end()

    def _takes(self, sign: str) -> bool:
        self._skip()
        if not self._lines.text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _string(self, what: str) -> tuple[str, Span]:
        self._skip()
        match = _STRING.match(self._lines.text, self._at)
        if match is None:
            raise self._error(what)
        self._at = match.end()
        span = Span(*match.span())
        return match["bare"] or self._meant(match["quoted"] or "", span.start), span

    def _meant(self, raw: str, start: int) -> str:
        def sign(escape: re.Match[str]) -> str:
            if escape[1]:
                return chr(int(escape[1], 16))
            return chr(int(escape[2], 8)) if escape[2] else _MEANT.get(escape[3], escape[3])

        text = _ESCAPE.sub(sign, raw) if "\\" in raw else raw
        text = _PAIRS.sub(
            lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
        )
        if _HALF.search(text):
            raise self._lines.error(start, "half of a surrogate pair", "write both halves")
        return text

    def _error(self, awaited: str) -> Exception:
        text = self._lines.text
        if text.startswith(('"', "/*"), self._at) and not _STRING.match(text, self._at):
            what = "a comment" if text[self._at] == "/" else "a quote"
            return self._lines.error(self._at, f"{what} that does not end", _HINT)
        shown = text[self._at : self._at + 20].splitlines()
        found = repr(shown[0]) if shown else "the end of the file"
        return self._lines.error(self._at, f"{found} stands where {awaited} must come", _HINT)
