"""SubRip subtitles (`.srt`), read and written."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from harness.core.errors import ReadError
from harness.core.values import CodeKind, Document, Span, Unit, WordPairs
from harness.formats import cues, splice
from harness.formats.encoding import decode
from harness.formats.inline import Coded, Mark, coded
from harness.formats.lines import Lines, line_end
from harness.formats.options import ReaderOptions, refuse_options

_TIME = r"-?\d{1,3}:\d{1,2}:\d{1,2}(?:[,.:]\d{1,3})?"
_TIMES = re.compile(rf"\s*({_TIME}[ \t]*-->[ \t]*{_TIME})(?:[ \t].*)?")
_LIKE_TIMES = re.compile(r"\s*\d+:\d+:\d+[.,\d]*\s*(?:[-–—=]*>|-{2,})\s*\d|.*-->\s*\d+:\d")
_NUMBER = re.compile(r"[ \t]*(\d+)[ \t]*")
_CODE = re.compile(
    r"<(?P<end>/?)(?P<name>b|i|u|s|font|ruby|rt)(?:\s[^<>]*)?>"
    r"|\{(?P<end2>/?)(?P<name2>[bius])\}"
    r"|\{\\[^{}\n]*\}",
    re.IGNORECASE,
)
_HINT = "write it like 00:01:02,500 --> 00:01:04,000"


class SubRip:
    """Reads and writes SubRip. A cue is a unit, called by its number.

    Tags (`<i>`, `<font …>`, `{b}`) and places (`{\\an8}`) are codes. A blank line within a cue
    belongs to its text, if no cue begins behind it.
    """

    suffixes = (".srt",)

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError for times that are none, and where there is no cue; names the line."""
        refuse_options("srt", options, ())
        decoded = decode(data, origin)
        lines = Lines(decoded.text, origin)
        found = list(_cues(lines, decoded.start))
        if not found:
            raise ReadError(f"{origin}: there is no subtitle in it", hint=_HINT)
        return Document(
            doc_id,
            language,
            cues.units(found, lines, _parsed),
            origin,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`; ConfigError for a blank line, an arrow, a tag as text."""
        return self.write_linked(document, data, translations, {})

    def write_linked(
        self,
        document: Document,
        data: bytes,
        translations: Mapping[str, str],
        links: Mapping[str, WordPairs],
    ) -> bytes:
        """Raises as `write`."""
        pen = cues.Pen(
            _parsed, str, line_end(data.decode(document.encoding)) if translations else ""
        )

        def encoder(unit: Unit) -> splice.Encoder:
            pairs = links.get(unit.unit_id, ())

            def written(text: str, before: str) -> str:
                if any(map(_LIKE_TIMES.match, text.split("\n"))):
                    raise ValueError("a subtitle cannot hold a time and an arrow")
                return cues.encoded(text, before, pen, pairs)

            return written

        return splice.spliced_each(document, data, translations, encoder)


def _cues(lines: Lines, start: int) -> Iterator[cues.Cue]:
    """Every cue. A line of times begins one, and the number in the line before belongs to it."""
    spans = lines.spans(start)
    texts = [span.of(lines.text) for span in spans]
    heads = [*_heads(lines, spans, texts), len(texts)]
    for head, after in pairwise(heads):
        name = _NUMBER.fullmatch(texts[head])
        at = head + 1 if name else head
        times = _TIMES.fullmatch(texts[at])
        filled = [n for n in range(at + 1, after) if texts[n].strip()]
        place = (
            Span(spans[filled[0]].start, spans[filled[-1]].end)
            if filled
            else Span(spans[at].end, spans[at].end)
        )
        yield cues.Cue(name[1] if name else "", times[1] if times else "", spans[head].start, place)


def _heads(lines: Lines, spans: list[Span], texts: list[str]) -> Iterator[int]:
    """The first line of each cue.

    Raises: ReadError for a line that looks like times and is none, and text before all cues.
    """
    free = 0  # the first line that may be a cue's number
    for at, line in enumerate(texts):
        if _TIMES.fullmatch(line):
            head = at - 1 if at > free and _NUMBER.fullmatch(texts[at - 1]) else at
            if not free:
                _check_start(lines, spans[:head], texts)
            yield head
            free = at + 1
        elif _LIKE_TIMES.match(line):
            raise lines.error(spans[at].start, "this is no line of times", _HINT)
    if not free:
        _check_start(lines, spans, texts)


def _check_start(lines: Lines, spans: list[Span], texts: list[str]) -> None:
    for span, line in zip(spans, texts, strict=False):
        if line.strip():
            raise lines.error(span.start, "text before the first subtitle", _HINT)


def _parsed(text: str) -> Coded:
    return coded(_pieces(text))


def _pieces(text: str) -> Iterator[str | Mark]:
    end = 0
    for match in _CODE.finditer(text):
        yield text[end : match.start()]
        name = (match["name"] or match["name2"] or "").lower()
        kind = CodeKind.CLOSE if match["end"] or match["end2"] else CodeKind.OPEN
        yield Mark(kind if name else CodeKind.ALONE, match.group(), name)
        end = match.end()
    yield text[end:]
