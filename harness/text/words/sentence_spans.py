"""Where the sentences of a text stand."""

import re
from functools import cache

from sentencex import get_sentence_boundaries

from harness.core.route_syntax import base_language
from harness.core.values import Span

_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.$")
# Short forms without a vowel before a number, which end no sentence: "kl. 9", "nr. 4".
_SHORT_FORM = re.compile(r"(?:^|\s)[b-df-hj-np-tv-xz]{2,3}\.$")


def sentence_spans(text: str, language: str) -> tuple[Span, ...]:
    """Where the sentences of `text` stand, in order, without the white space around them.

    By sentencex, which knows the abbreviations of some languages and falls back to English. A full
    stop after a day of the month ends no sentence where the language writes one there ("14. März"),
    nor does that of a short form before a number.
    """
    base = base_language(language)
    spans: list[Span] = []
    for boundary in get_sentence_boundaries(base, text):
        start, end = boundary["start_index"], boundary["end_index"]
        piece = text[start:end]
        if piece.strip():
            start += len(piece) - len(piece.lstrip())
            span = Span(start, start + len(piece.strip()))
            if spans and _goes_on(spans[-1].of(text), span.of(text), base):
                span = Span(spans.pop().start, span.end)
            spans.append(span)
    return tuple(spans)


def _goes_on(before: str, after: str, base: str) -> bool:
    """Whether the full stop between two pieces ends no sentence."""
    if not before.endswith("."):
        return False
    if after[0].isdigit():
        return _SHORT_FORM.search(before) is not None
    if _ORDINAL.search(before) is None:
        return False
    word = re.match(r"\w+", after)
    return word is not None and word.group().casefold() in _months_after_a_stop(base)


@cache
def _months_after_a_stop(base: str) -> frozenset[str]:
    """Names of months where the CLDR writes a day before them with a stop; else none."""
    from harness.text.data.cldr import calendar_names, locales  # noqa: PLC0415  (rarely asked)

    if not any("d." in locale.date_formats["long"].pattern for locale in locales(base)[:1]):
        return frozenset()
    return frozenset(name.casefold().rstrip(".") for _, name, _ in calendar_names(base, "months"))
