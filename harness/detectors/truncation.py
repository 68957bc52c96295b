"""Texts that stop before their source does."""

from collections.abc import Sequence

import regex

from harness.core.values import BeadText, Category, Issue, Mark, Signature, Span
from harness.text.data.language import language_data, same_language
from harness.text.data.signatures import signature_of
from harness.text.words.quoting import quoted
from harness.text.words.tokens import Token, TokenKind, tokenize

_ENDED = regex.compile(r"[.!?…。！？।؟:;]['\"’”»)\]\s]*$")
_SHORT = 0.75  # of its source's length, in code points: a text that broke off has lost a good part
_FEW = 8  # words of a source; a shorter one is not checked
_TAIL = 4  # words of the source's end, most of which did not come back


class Truncation:
    """A pivot or a return that breaks off in the middle of a sentence while its source goes on.

    Said only where three things come together: the source ends with a mark that ends a sentence and
    the text does not; the text is shorter by a quarter; and its last word is a function word, or,
    in the source's own language, most of the source's last content words do not stand in it.

    Reports: `accuracy/omission/truncation`, critical, once, at the first stop that breaks off.
    Blind to: texts cut at the end of a sentence (see `sentences`), headlines and other texts
    without a final mark, sources of fewer than eight words, languages written without spaces.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("truncation", __name__)

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        source = bead.source.text
        words = _word_tokens(source)
        if len(words) < _FEW or not _ENDED.search(source):
            return ()
        for stop, text in enumerate(bead.stops[1:], start=1):
            mine = _word_tokens(text.text)
            if not mine or _ENDED.search(text.text):
                continue
            if len(text.text.strip()) > _SHORT * len(source.strip()):
                continue
            function_words = language_data(text.language).function_words
            hanging = mine[-1].text.casefold() in function_words
            tail = _tail(words, function_words)
            home = same_language(text.language, bead.source.language)
            if hanging or (home and 2 * len(tail & _all(mine)) < len(tail)):
                return [_issue(bead, stop, words, mine)]
        return ()


def _word_tokens(text: str) -> list[Token]:
    return [token for token in tokenize(text) if token.kind is TokenKind.WORD]


def _tail(words: Sequence[Token], function_words: frozenset[str]) -> frozenset[str]:
    content = [token.text.casefold() for token in words]
    return frozenset([word for word in content if word not in function_words][-_TAIL:])


def _all(words: Sequence[Token]) -> frozenset[str]:
    return frozenset(token.text.casefold() for token in words)


def _issue(bead: BeadText, stop: int, words: Sequence[Token], mine: Sequence[Token]) -> Issue:
    text = bead.stops[stop].text
    place = "The back-translation" if stop == len(bead.stops) - 1 else f"The text after hop {stop}"
    last = Span(mine[-min(_TAIL, len(mine))].span.start, mine[-1].span.end)
    lost = Span(words[-_TAIL].span.start, words[-1].span.end)
    return Issue(
        "truncation.broken-off",
        Category.TRUNCATION,
        f"{place} breaks off after {quoted(last.of(text))}; the source goes on to "
        f"{quoted(lost.of(bead.source.text))}.",
        (Mark(0, lost), Mark(stop, last)),
        (("source", lost.of(bead.source.text)), ("last", last.of(text)), ("hop", str(stop))),
    )
