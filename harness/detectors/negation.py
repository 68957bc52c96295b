"""Denials that the round trip lost or added."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.core.values import (
    BeadText,
    Category,
    Finding,
    LocalText,
    Mark,
    Severity,
    Signature,
    Span,
)
from harness.text.correspondence import replacements
from harness.text.language import LanguageData, data_digest, language_data
from harness.text.negation import Negation as Denial
from harness.text.negation import negations_in, opposites
from harness.text.quoting import quoted
from harness.text.tokens import Token, TokenKind, tokenize

_CONTEXT = 2  # words shown on either side of a denial


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of the bead: its words, and the denials among them."""

    text: str
    tokens: tuple[Token, ...]
    denials: tuple[Denial, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(token.text.casefold().replace("’", "'") for token in self.tokens)


class Negation:
    """Statements that were denied and no longer are, or the other way round.

    Counts denials on both ends; "did not" and "didn't", "never" and "not ever", "no" and "not any"
    weigh the same. A word that became its own opposite by a prefix ("unhappy") counts as a denial,
    so that "not happy" may come back as "unhappy". A word that denies by its meaning ("failed
    to") may stand for a denial of the other side.

    Reports: `accuracy/mistranslation/negation`, critical; the denying word, on its side. Where a
    pivot holds denials, they are marked too.
    Blind to: a denial that moved to another part of the sentence; denial by an antonym; languages
    without data. Two errors that cancel out are not seen.
    """

    @property
    def signature(self) -> Signature:
        return Signature("negation", (("version", "1"), ("data", data_digest())))

    def detect(self, bead: BeadText) -> Sequence[Finding]:
        if not bead.source.text.strip() or not bead.back_translation.text.strip():
            return ()
        language = language_data(bead.source.language)
        source = _side(bead.source, language)
        back = _side(bead.back_translation, language)
        lost = _surplus(source, back, language)
        added = _surplus(back, source, language)
        last = len(bead.stops) - 1
        return [_finding(denial, source, 0, bead) for denial in lost] + [
            _finding(denial, back, last, bead) for denial in added
        ]


def _side(text: LocalText, language: LanguageData) -> _Side:
    words = tuple(token for token in tokenize(text.text) if token.kind is not TokenKind.SYMBOL)
    return _Side(text.text, words, negations_in(text.text, language))


def _surplus(side: _Side, other: _Side, language: LanguageData) -> list[Denial]:
    """The denials that `side` has and `other` has not."""
    ours, theirs = frozenset(side.words), frozenset(other.words)
    habits = language.negation
    prefixed = _opposites(side, other, language)
    count = len(side.denials) + len(prefixed)
    answers = len(other.denials) + len(_opposites(other, side, language))
    missing = count - answers
    if missing <= 0:
        return []
    missing -= len((theirs - ours) & habits.implicit)
    if other.denials and len(side.denials) > 1:
        # "not eat and not drink" comes back as "not eat or drink".
        missing -= max(_either(other, language) - _either(side, language), 0)
    return _unanswered(side, other, [*side.denials, *prefixed])[: max(missing, 0)]


def _opposites(side: _Side, other: _Side, language: LanguageData) -> list[Denial]:
    words = opposites(side.words, other.words, language.negation)
    return [
        Denial(token.text, token.span)
        for token, word in zip(side.tokens, side.words, strict=True)
        if word in words
    ]


def _either(side: _Side, language: LanguageData) -> int:
    return sum(word in language.negation.either for word in side.words)


def _unanswered(side: _Side, other: _Side, denials: Sequence[Denial]) -> list[Denial]:
    """`denials`, those first in whose place the other side denies nothing."""
    places = {token.span: index for index, token in enumerate(side.tokens)}
    denying = {denial.span for denial in other.denials}
    stretches = replacements(side.words, other.words)

    def rank(denial: Denial) -> int:
        place = places.get(denial.span, -1)
        for stretch in stretches:
            if place in stretch.source:
                return int(any(other.tokens[index].span in denying for index in stretch.target))
        return 2  # the very word is still there

    return sorted(denials, key=rank)


def _finding(denial: Denial, side: _Side, stop: int, bead: BeadText) -> Finding:
    lost = stop == 0
    context = _context(denial.span, side)
    message = (
        f"The denial {quoted(denial.text)} in {quoted(context)} did not come back."
        if lost
        else f"The back-translation denies what the source does not: {quoted(denial.text)} in "
        f"{quoted(context)}."
    )
    return Finding(
        "negation",
        Category.NEGATION,
        Severity.CRITICAL,
        message,
        tuple(sorted([Mark(stop, denial.span), *_on_pivots(bead)])),
        (("source" if lost else "back_translation", denial.text), ("context", context)),
    )


def _context(span: Span, side: _Side) -> str:
    place = next(index for index, token in enumerate(side.tokens) if token.span.end >= span.end)
    first = side.tokens[max(place - _CONTEXT, 0)]
    last = side.tokens[min(place + _CONTEXT, len(side.tokens) - 1)]
    return side.text[first.span.start : last.span.end]


def _on_pivots(bead: BeadText) -> list[Mark]:
    return [
        Mark(stop, denial.span)
        for stop, text in enumerate(bead.pivots, start=1)
        for denial in negations_in(text.text, language_data(text.language))
    ]
