"""Sentences by `sentencex` (Wikimedia): rules for some 300 languages, nothing to download."""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from harness.core.values import Document, Segmentation, Signature, Span
from harness.segmenters.lines import by_unit, lines, paragraphs
from harness.text.words.sentence_spans import sentence_spans

_LINE_BREAK = re.compile(r"[\r\n\u2028]")


class SentencexSegmenter:
    """Splits into sentences; every line break ends one, as Argos and LibreTranslate do it.

    Errs towards too few cuts. Languages unknown to sentencex are cut by its English rules.
    Blind to sentences that run over a line break: use `wrapped` for hard-wrapped text.
    """

    _line_break = "ends"

    def __init__(self) -> None:
        self.signature = Signature(
            "sentencex", (("version", version("sentencex")), ("line-break", self._line_break))
        )

    def segment(self, document: Document) -> Segmentation:
        def cut(text: str) -> Iterator[Span]:
            for block in self._blocks(text):
                yield from _sentences(text, block, document.language)

        return by_unit(document, cut, self.signature)

    def _blocks(self, text: str) -> Iterable[Span]:
        """What no sentence runs beyond."""
        return lines(text)


class WrappedSentences(SentencexSegmenter):
    """Splits into sentences; a single line break is a space, only a blank line ends a paragraph.

    For hard-wrapped text (books, mail). Headings without a blank line after them are joined to
    what follows.
    """

    _line_break = "space"

    def _blocks(self, text: str) -> Iterable[Span]:
        return paragraphs(text)


def _sentences(text: str, block: Span, language: str) -> Iterator[Span]:
    # Inside a block a line break is a space; sentencex would take some for ends of paragraphs.
    readable = _LINE_BREAK.sub(" ", block.of(text))
    for span in sentence_spans(readable, language):
        yield span.shifted(block.start)
