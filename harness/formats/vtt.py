"""WebVTT subtitles (`.vtt`), read and written."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from harness.core.values import CodeKind, Document, Span, Unit, WordPairs
from harness.formats import cues, splice
from harness.formats.encoding import decode
from harness.formats.inline import Coded, Mark, coded
from harness.formats.lines import Lines, line_end
from harness.formats.options import ReaderOptions, refuse_options

_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMES = re.compile(rf"[ \t]*({_TIME}[ \t]*-->[ \t]*{_TIME})(?:[ \t]+.*)?")
_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?")
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
_PIECE = re.compile(r"<(?P<tag>[^<>]*)(?:>|\Z)|(?P<entity>&(?:#\w+|\w+);?)")
_TAG = re.compile(r"(/?)([A-Za-z]+)")
_HINT = "write it like 01:02.500 --> 01:04.000, or delete the block"


class WebVtt:
    """Reads and writes WebVTT. A cue is a unit, called by its name, else by its times.

    Tags (`<i>`, `<v Ana>`, `<c.loud>`, `<00:01.500>`) are codes; notes, styles, regions and
    settings of cues stay as they are.
    """

    suffixes = (".vtt",)

    def read(
        self, data: bytes, *, doc_id: str, language: str, origin: str, options: ReaderOptions = None
    ) -> Document:
        """Raises: ReadError without `WEBVTT` in front, and for times that are none."""
        refuse_options("vtt", options, ())
        decoded = decode(data, origin)
        lines = Lines(decoded.text, origin)
        found, remarks = _cues(lines, decoded.start)
        return Document(
            doc_id,
            language,
            cues.units(found, lines, _parsed),
            origin,
            encoding=decoded.encoding,
            data_digest=splice.data_digest(data),
            remarks=(*decoded.remarks, *remarks),
        )

    def write(self, document: Document, data: bytes, translations: Mapping[str, str]) -> bytes:
        """Raises as `splice.spliced`; ConfigError for a blank line."""
        return self.write_linked(document, data, translations, {})

    def write_linked(
        self,
        document: Document,
        data: bytes,
        translations: Mapping[str, str],
        links: Mapping[str, WordPairs],
    ) -> bytes:
        """Raises as `write`."""
        end = line_end(data.decode(document.encoding)) if translations else ""
        pen = cues.Pen(_parsed, _escaped, end)

        def encoder(unit: Unit) -> splice.Encoder:
            pairs = links.get(unit.unit_id, ())
            return lambda text, before: cues.encoded(text, before, pen, pairs)

        return splice.spliced_each(document, data, translations, encoder)


def _cues(lines: Lines, start: int) -> tuple[list[cues.Cue], list[str]]:
    """The cues, and what is to be said of blocks that are none."""
    blocks = list(_blocks(lines, start))
    if (
        not blocks
        or blocks[0][0].start != start
        or not _HEAD.fullmatch(blocks[0][0].of(lines.text))
    ):
        raise lines.error(start, "the file does not begin with WEBVTT", "write WEBVTT in line 1")
    found: list[cues.Cue] = []
    remarks = []
    for block in (_without_head(blocks[0], lines.text), *blocks[1:]):
        texts = [span.of(lines.text) for span in block]
        if any(cues.ARROW in line for line in texts[:2]):
            found += _cues_of(lines, block, texts)
        elif any(line.strip() for line in texts) and not _NO_CUE.fullmatch(texts[0]):
            said = f"the block {texts[0][:40]!r} has no times and is shown by no player."
            remarks.append(lines.remark(block[0].start, said))
    return found, remarks


def _without_head(block: Sequence[Span], text: str) -> Sequence[Span]:
    """What stands directly below `WEBVTT`: a cue, or lines about the file, which are left out."""
    at = next((n for n, span in enumerate(block) if cues.ARROW in span.of(text)), len(block))
    return block[max(1, at) :]


def _cues_of(lines: Lines, block: Sequence[Span], texts: Sequence[str]) -> Iterator[cues.Cue]:
    """The cues of a block: a name above the first one, the others without a blank line between."""
    heads = [n for n, line in enumerate(texts) if cues.ARROW in line]
    for number, (at, after) in enumerate(pairwise([*heads, len(texts)])):
        times = _TIMES.fullmatch(texts[at])
        if times is None:
            raise lines.error(block[at].start, "these are no times of a cue", _HINT)
        named = number == 0 and at > 0
        first, last = (at + 1, after - 1) if after > at + 1 else (at, at)
        start = block[first].start if after > at + 1 else block[at].end
        yield cues.Cue(
            texts[0].strip() if named else "",
            times[1],
            block[at - named].start,
            Span(start, block[last].end),
        )


def _blocks(lines: Lines, start: int) -> Iterator[list[Span]]:
    """Lines that stand together, between empty ones."""
    block: list[Span] = []
    for span in lines.spans(start):
        if len(span):
            block.append(span)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _parsed(text: str) -> Coded:
    return coded(_pieces(text))


def _pieces(text: str) -> Iterator[str | Mark]:
    end = 0
    for match in _PIECE.finditer(text):
        yield text[end : match.start()]
        yield html.unescape(match.group()) if match["entity"] else _mark(match)
        end = match.end()
    yield text[end:]


def _mark(match: re.Match[str]) -> Mark:
    """A tag: opening, closing, or a time of its own."""
    tag = _TAG.match(match["tag"])
    if tag is None:
        return Mark(CodeKind.CLOSE if match["tag"] == "/" else CodeKind.ALONE, match.group())
    _, _, who = match["tag"].partition(" ")
    kind = CodeKind.CLOSE if tag[1] else CodeKind.OPEN
    return Mark(kind, match.group(), tag[2], who if tag[2] == "v" else "")
