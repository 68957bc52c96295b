"""Where the sentences of a text stand."""

from sentencex import get_sentence_boundaries

from harness.core.values import Span


def sentence_spans(text: str, language: str) -> tuple[Span, ...]:
    """Where the sentences of `text` stand, in order, without the white space around them.

    By sentencex, which knows the abbreviations of some languages and falls back to English.
    """
    base = language.replace("_", "-").split("-")[0].casefold()
    spans: list[Span] = []
    for boundary in get_sentence_boundaries(base, text):
        start, end = boundary["start_index"], boundary["end_index"]
        piece = text[start:end]
        if piece.strip():
            start += len(piece) - len(piece.lstrip())
            spans.append(Span(start, start + len(piece.strip())))
    return tuple(spans)
