"""Punctuation and capitals that are wrong in any text."""

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from harness.core.values import Category, Cover, Issue, LocalText, Mark, Signature, Span
from harness.text.data.language import LanguageData, language_data
from harness.text.data.signatures import signature_of
from harness.text.facts.addresses import address_spans
from harness.text.facts.names import starts_sentence
from harness.text.words.quoting import quoted
from harness.text.words.tokens import Token, TokenKind, tokenize

_SPACE_BEFORE = regex.compile(r"(?<=[\p{L}\p{N}\p{Pf}\p{Pe}])[ \u00a0]+(?P<mark>[,.;:!?])(?=\s|$)")
_DOUBLED = regex.compile(r"(?<![.…])\.\.(?!\.)|,\s?,+|;\s?;+|,\s?\.(?![\d.])|(?<=\w)::(?=\s)")
_NO_SPACE = regex.compile(r"(?<=\p{Ll}{2})[.!?](?=\p{Lu}\p{Ll})|(?<=\p{L}{2})[,;](?=\p{L}{2})")
_FRENCH = frozenset(";:!?")  # marks that French sets off with a space
_HEADLINE = 0.6  # of a line's longer words; from there on capitals are its style
_LONGER = 4  # letters


class Punctuation:
    """Spaces on the wrong side of a mark, doubled marks, capitals inside a sentence.

    Reports: `fluency/punctuation`, minor: a space before a mark, none after it, a mark twice, and
    a function word with a capital in the middle of a sentence ("However, The arrival").
    Blind to: missing or wrong marks; capitals of other words, which may be names; headlines.
    """

    @property
    def signature(self) -> Signature:
        return signature_of("punctuation", __name__)

    def check(self, text: LocalText) -> Sequence[Issue]:
        language = language_data(text.language)
        addresses = Cover(address_spans(text.text))
        findings = [*_marks(text.text, language), *_capitals(text.text, language)]
        return [
            finding
            for finding in findings
            if not any(addresses.touches(mark.span) for mark in finding.marks)
        ]


def _marks(text: str, language: LanguageData) -> Iterator[Issue]:
    for match in _SPACE_BEFORE.finditer(text):
        if not (language.quotes.space_inside and match["mark"] in _FRENCH):
            yield _issue(
                Span(*match.span()),
                text,
                "space-before",
                "There is a space before the punctuation mark",
            )
    for match in _DOUBLED.finditer(text):
        yield _issue(Span(*match.span()), text, "doubled", "A punctuation mark is doubled")
    for match in _NO_SPACE.finditer(text):
        yield _issue(
            Span(*match.span()), text, "no-space", "There is no space after the punctuation mark"
        )


def _capitals(text: str, language: LanguageData) -> Iterator[Issue]:
    """Function words with a capital where no sentence starts."""
    start = 0
    for line in text.splitlines(keepends=True):
        tokens = tokenize(line)
        if not _headline(tokens):
            for index, token in enumerate(tokens):
                if _stray(tokens, index, language):
                    span = token.span.shifted(start)
                    yield _issue(
                        span, text, "capital", "There is a capital letter within the sentence"
                    )
        start += len(line)


def _stray(tokens: Sequence[Token], index: int, language: LanguageData) -> bool:
    word = tokens[index].text
    if not (len(word) > 1 and word[0].isupper() and word[1:].islower() and index):
        return False
    if word.casefold() not in _small_words(language):
        return False
    before, after = tokens[index - 1], tokens[index + 1 : index + 2]
    if before.kind is TokenKind.NUMBER:
        return True
    # "The Hague", "Lord Of The Rings": beside another capital it is part of a name.
    name = before.text[0].isupper() or (bool(after) and after[0].text[0].isupper())
    inside = before.kind is TokenKind.WORD or before.text == ","
    return inside and not name and not starts_sentence(tokens, index, language.names)


@cache
def _small_words(language: LanguageData) -> frozenset[str]:
    """Function words that no month shares ("may")."""
    return language.function_words.difference(language.names.months)


def _headline(tokens: Sequence[Token]) -> bool:
    longer = [
        token for token in tokens if token.kind is TokenKind.WORD and len(token.text) >= _LONGER
    ]
    return sum(token.text[0].isupper() for token in longer) > _HEADLINE * len(longer)


def _issue(span: Span, text: str, what: str, problem: str) -> Issue:
    context = " ".join(text[max(span.start - 15, 0) : span.end + 15].split())
    return Issue(
        f"punctuation.{what}",
        Category.PUNCTUATION,
        f"{problem}: {quoted(context)}.",
        (Mark(0, span),),
        (("found", span.of(text)), ("context", context)),
    )
