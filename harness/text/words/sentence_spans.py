"""Where the sentences of a text stand."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from sentencex import get_sentence_boundaries

from harness.core.route_syntax import base_language
from harness.core.values import Span

_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.$")
# Short forms of single languages that sentencex lacks, within a sentence: "64 tys. zł".
_WITHIN = {"pl": re.compile(r"(?:^|\s)(?:tys|godz|gr)\.$"), "ru": re.compile(r"(?:^|\s)тыс\.$")}
# Short forms without a vowel before a number, which end no sentence: "kl. 9", "nr. 4".
_SHORT_FORM = re.compile(r"(?:^|\s)[b-df-hj-np-tv-xz]{2,3}\.$")
# They write "8. sınıf", "8. třída" for the eighth form.
_COUNTING_BY_STOP = frozenset(("tr", "cs", "fi", "pl", "da", "de"))
_LONE = 4  # characters of a number that would be a sentence by itself
# Marks that close a quotation or bracket in every language that writes them.
_CLOSING = "」』】》〉〕）"
# Japanese says after a quotation whose it is: 「…。」と言った. Words that only begin alike open
# a sentence of their own.
_QUOTING = re.compile(r"って|と(?!ても|ころ|にかく|きどき|りあえず|うとう|もかく|つぜん)")
# Marks that end a sentence, and that sentencex does not know in that language.
_MORE_ENDS = {
    "bn": re.compile("৷+"),  # typed for the danda, which looks the same
    "km": re.compile("[។៕]+"),
}


def sentence_spans(text: str, language: str) -> tuple[Span, ...]:
    """Where the sentences of `text` stand, in order, without the white space around them.

    By sentencex, which knows the abbreviations of some languages and falls back to English. A full
    stop after a day of the month ends no sentence where the language writes one there ("14. März"),
    nor does that of a short form before a number, or of an ordinal before a small letter. Marks
    alone are no sentence: they close the one before them. In Japanese a quotation goes on with the
    words that say whose it is.
    """
    base = base_language(language)
    spans: list[Span] = []
    for span in _pieces(text, base):
        start = span.start
        if spans:
            end, start = _closed(text, spans[-1].end, span)
            spans[-1] = Span(spans[-1].start, end)
        if start == span.end:
            continue
        rest = Span(start, span.end)
        if spans and _goes_on(text, spans[-1], rest, base):
            rest = Span(spans.pop().start, rest.end)
        spans.append(rest)
    return tuple(spans)


def _pieces(text: str, base: str) -> Iterator[Span]:
    """What sentencex makes of the text, between the marks that it does not know."""
    ends = [mark.end() for mark in _MORE_ENDS[base].finditer(text)] if base in _MORE_ENDS else []
    for start, end in pairwise([0, *ends, len(text)]):
        for boundary in get_sentence_boundaries(base, text[start:end]):
            first, last = start + boundary["start_index"], start + boundary["end_index"]
            piece = text[first:last]
            if piece.strip():
                first += len(piece) - len(piece.lstrip())
                yield Span(first, first + len(piece.strip()))


def _closed(text: str, end: int, piece: Span) -> tuple[int, int]:
    """Where what ended just before a piece does end, with the marks that close it, and what is left
    of the piece starts.
    """
    if end != piece.start or text[end] not in _CLOSING:
        return end, piece.start
    while end < piece.end and text[end] in _CLOSING:
        end += 1
    return end, piece.end - len(text[end : piece.end].lstrip())


def _goes_on(text: str, first: Span, second: Span, base: str) -> bool:
    """Whether two pieces are one sentence: what is between them, or the second, ends none."""
    before, after = first.of(text), second.of(text)
    if all(unicodedata.category(mark).startswith("P") for mark in after):
        return True
    if base == "ja" and before[-1] in _CLOSING and first.end == second.start:
        return _QUOTING.match(after) is not None
    if not before.endswith("."):
        return False
    if after[0].isdigit():
        return _SHORT_FORM.search(before) is not None
    return _shortens(before, after, base)


def _shortens(before: str, after: str, base: str) -> bool:
    """Whether the full stop of `before` is that of a short form or of an ordinal, and ends none."""
    small = after[0].islower()
    if small and base in _WITHIN and _WITHIN[base].search(before):
        return True
    if _ORDINAL.search(before) is None:
        return False
    if small and (len(before) < _LONE or base in _COUNTING_BY_STOP):
        return True
    word = re.match(r"\w+", after)
    return word is not None and word.group().casefold() in _months_after_a_stop(base)


@cache
def _months_after_a_stop(base: str) -> frozenset[str]:
    """Names of months where the CLDR writes a day before them with a stop; else none."""
    from harness.text.data.cldr import calendar_names, locales  # noqa: PLC0415  (rarely asked)

    if not any("d." in locale.date_formats["long"].pattern for locale in locales(base)[:1]):
        return frozenset()
    return frozenset(name.casefold().rstrip(".") for _, name, _ in calendar_names(base, "months"))
