"""Text cut at its line breaks: one segment a line, or one a paragraph."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from harness.core.values import Document, PackedSpans, Segmentation, Signature, Span

# What ends a line in a text file. Not str.splitlines(): that also cuts at form feeds and
# separators which occur inside sentences of converted documents.
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_FEW = 3  # spans of a text that a tuple holds in less
_BLANK_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*(?=\r\n|\r|\n)|[\u2029]")


def by_unit(
    document: Document, cut: Callable[[str], Iterable[Span]], signature: Signature
) -> Segmentation:
    """Every unit cut by itself; those that must stay as they are have no segments."""
    spans = (_kept(cut(unit.text)) if unit.translate else () for unit in document.units)
    return Segmentation(document, tuple(spans), signature)


def _kept(spans: Iterable[Span]) -> Sequence[Span]:
    """The spans, packed where they are many."""
    packed = PackedSpans(spans)
    return packed if len(packed) > _FEW else tuple(packed)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The part of `text[start:end]` without white space around it, None where nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return Span(start, end) if start < end else None


def lines(text: str) -> Iterator[Span]:
    """Every line that holds more than white space, trimmed."""
    found = (trimmed(text, *match.span()) for match in _LINE.finditer(text))
    return (span for span in found if span is not None)


def paragraphs(text: str) -> Iterator[Span]:
    """What stands between blank lines, trimmed."""
    start = 0
    for gap in _BLANK_LINE.finditer(text):
        if (span := trimmed(text, start, gap.start())) is not None:
            yield span
        start = gap.end()
    if (span := trimmed(text, start, len(text))) is not None:
        yield span


class OnePerLine:
    """Every line is a segment: for strings of software, subtitles, text that is already split."""

    signature = Signature("lines", (("version", "1"),))

    def segment(self, document: Document) -> Segmentation:
        return by_unit(document, lines, self.signature)


class Paragraphs:
    """What stands between blank lines is a segment; single line breaks stay inside."""

    signature = Signature("paragraphs", (("version", "1"),))

    def segment(self, document: Document) -> Segmentation:
        return by_unit(document, paragraphs, self.signature)


class WholeUnits:
    """Every unit is one segment: a string, a row of a table; plain text is one unit, and one."""

    signature = Signature("units", (("version", "1"),))

    def segment(self, document: Document) -> Segmentation:
        return by_unit(document, _whole, self.signature)


def _whole(text: str) -> Iterator[Span]:
    span = trimmed(text, 0, len(text))
    if span is not None:
        yield span
