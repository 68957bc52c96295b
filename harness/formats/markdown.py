"""Markdown (`.md`), read and written: CommonMark with tables and strikethrough."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from harness.core.errors import ConfigError
from harness.core.values import Document, Span, Unit, WordPairs
from harness.formats import splice
from harness.formats.encoding import decode
from harness.formats.inline import Coded, carried
from harness.formats.keys import Occurrences
from harness.formats.lines import Lines
from harness.formats.markdown_inline import content, parser, written
from harness.formats.options import ReaderOptions, refuse_options

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?\1[ \t]*(?:\r?\n|\Z)")
_CELL = re.compile(r"(?:[^|]|(?<=\\)\|)+")
_SIGN = re.compile(r"[^\r\n]")


class Markdown:
    """Reads and writes Markdown. A paragraph, a heading and a cell of a table are units.

    Emphasis, links, images and tags are codes; code in backticks and `<addresses>` stay in the
    text. Not read: front matter, blocks of code and of HTML, link targets. A line break within a
    paragraph is a space, a hard one a line break. A translation is written in one line.
    """

    suffixes = (".md", ".markdown")

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError for bytes that are no text; names the line."""
        refuse_options("markdown", options, ())
        decoded = decode(data, origin)
        lines = Lines(decoded.text, origin)
        found = list(_Blocks(lines, decoded.start).units())
        lost = [line for line, unit in found if unit is None]
        remarks = [f"{origin}:{line}: this text was not found again and is left." for line in lost]
        return Document(
            doc_id,
            language,
            tuple(unit for _, unit in found if unit is not None),
            origin,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            remarks=(*decoded.remarks, *remarks),
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`; ConfigError for a text that Markdown cannot hold."""
        return self.write_linked(document, data, translations, {})

    def write_linked(
        self,
        document: Document,
        data: bytes,
        translations: Mapping[str, str],
        links: Mapping[str, WordPairs],
    ) -> bytes:
        """Raises as `write`."""
        units = {unit.unit_id: unit for unit in document.units}
        reads = parser() if translations else None

        def one(unit_id: str, text: str) -> str:
            unit = units.get(unit_id)
            if unit is None or reads is None:
                return text  # `spliced` tells that there is no such unit
            try:
                return _raw(unit, text, reads, links.get(unit_id, ()))
            except ValueError as cause:
                raise ConfigError(f"{document.origin}:{unit.line}: {cause}") from cause

        made = {unit_id: one(unit_id, text) for unit_id, text in translations.items()}
        return splice.spliced(document, data, made, lambda text, _: text)


def _raw(unit: Unit, text: str, reads: "MarkdownIt", pairs: WordPairs) -> str:
    def read(line: str) -> Coded:
        tokens = reads.parse(line, {"references": _AnyReference()})
        inner = [token for token in tokens if token.type == "inline"]
        whole = len(inner) == 1 and tokens[0].type == "paragraph_open" and len(tokens) == 3
        return content(inner[0].children or []) if whole else Coded("")

    in_table = ("block", "cell") in unit.context
    model = carried(Coded(unit.text, unit.codes), text, pairs)
    return written(model, read, in_table=in_table)


class _AnyReference(dict[str, dict[str, str]]):
    """Link definitions as if every label had one: which it has does not matter for the text."""

    def get(self, _label: str, _default: object = None, /) -> dict[str, str]:
        return {"href": "x", "title": ""}


class _Blocks:
    def __init__(self, lines: Lines, start: int) -> None:
        self._lines = lines
        self._spans = lines.spans()
        front = _FRONT.match(lines.text, start)
        self._end = front.end() if front else start
        self._nameless = Occurrences()

    def units(self) -> Iterator[tuple[int, Unit | None]]:
        """Every text with its line; None in place of one whose place is not found."""
        text = self._lines.text
        source = _SIGN.sub(" ", text[: self._end]) + text[self._end :]
        at = 0
        block = ""
        for token in parser().parse(source):
            if token.type != "inline":
                block = token.type
                continue
            if token.map is None:
                continue
            read = content(token.children or [])
            if not read.text.strip():
                continue
            is_cell = block in ("td_open", "th_open")
            slot = self._cell(token, at) if is_cell else self._slot(token)
            at = slot.end if slot is not None else at
            line = token.map[0] + 1
            yield line, self._unit(line, read, slot, is_cell) if slot is not None else None

    def _unit(self, line: int, read: Coded, slot: Span, is_cell: bool) -> Unit:
        return Unit(
            self._nameless.unit_id(read.text),
            read.text,
            codes=read.codes,
            context=(("block", "cell"),) if is_cell else (),
            line=line,
            slot=slot,
        )

    def _slot(self, token: "Token") -> Span | None:
        """From the first line's text to the last one's, with what begins the lines between."""
        first, last = token.map or (0, 0)
        wanted = token.content.split("\n")
        spans = self._spans[first:last]
        number = next((n for n, span in enumerate(spans) if wanted[0] in self._of(span)), None)
        if number is None or len(spans) < number + len(wanted):
            return None
        spans = spans[number : number + len(wanted)]
        places = [self._of(span).rfind(line) for span, line in zip(spans, wanted, strict=True)]
        if min(places) < 0:
            return None
        return Span(spans[0].start + places[0], spans[-1].start + places[-1] + len(wanted[-1]))

    def _cell(self, token: "Token", at: int) -> Span | None:
        """The next cell with this text in its line; a bar behind a backslash ends none."""
        line = self._spans[token.map[0] if token.map else 0]
        for cell in _CELL.finditer(self._lines.text, max(at, line.start), line.end):
            raw = cell[0].strip()
            place = cell.start() + cell[0].find(raw)
            if raw.replace("\\|", "|") == token.content:
                return Span(place, place + len(raw))
            escaped = token.content.replace("|", "\\|")
            if raw.endswith(f" {escaped}") and cell.start() == line.start:  # behind a quote's sign
                return Span(place + len(raw) - len(escaped), place + len(raw))
        return None

    def _of(self, span: Span) -> str:
        return span.of(self._lines.text)
