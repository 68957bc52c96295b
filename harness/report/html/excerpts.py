"""A text cut down to the words that matter and what stands around them."""

from collections.abc import Sequence
from dataclasses import replace

from harness.core.values import Span
from harness.report.html.text_runs import Highlight, TextRun, cut

_LEAD = 3  # a third of what is shown stands before the words


def excerpt(
    text: str, highlights: Sequence[Highlight], focus: Span, longest: int
) -> tuple[TextRun, ...]:
    """Pieces of `text` around `focus`, of about `longest` code points, with its marks lit.

    A text that is not longer is shown whole. What was left out shows as `…`.
    """
    shown = window(text, focus, longest)
    inside = [
        replace(each, span=Span(max(each.span.start, shown.start), min(each.span.end, shown.end)))
        for each in highlights
        if each.span.start <= shown.end and each.span.end >= shown.start
    ]
    moved = [replace(each, span=each.span.shifted(-shown.start)) for each in inside]
    pieces = cut(shown.of(text), (), moved)
    before = (TextRun("… "),) if shown.start else ()
    after = (TextRun(" …"),) if shown.end < len(text) else ()
    return (*before, *pieces, *after)


def window(text: str, focus: Span, longest: int) -> Span:
    """The part of `text` to show: `focus` or its beginning is in it, and it ends between words.

    Laws: it lies in the text, and is not longer than `longest`, which is at least 1.
    """
    if len(text) <= longest:
        return Span(0, len(text))
    start = max(0, min(focus.start - longest // _LEAD, len(text) - longest))
    end = start + longest
    if start and (space := text.find(" ", start, min(focus.start, end))) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", max(start, min(focus.end, end)), end)) > start:
        end = space
    return Span(start, end)
