"""The sentences of a short text, for those who must look inside a segment."""

import sentencex

from harness.core.values import Span


def sentence_spans(text: str, language: str) -> tuple[Span, ...]:
    """Where the sentences of `text` stand, in order, without the white space around them.

    By sentencex, which knows the abbreviations of some languages and falls back to English.
    """
    base = language.replace("_", "-").split("-")[0].casefold()
    spans: list[Span] = []
    position = 0
    for piece in sentencex.segment(base, text):
        bare = piece.strip()
        start = text.find(bare, position)
        if bare and start >= 0:
            position = start + len(bare)
            spans.append(Span(start, position))
    return tuple(spans)
