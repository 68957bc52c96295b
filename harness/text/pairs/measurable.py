"""How much of a text is measured at once: limits, so that no segment costs more than seconds.

Whoever compares two texts looks at each word of the one with each of the other. What is longer than
these limits is no sentence: an engine's loop, a whole file in one line, a stream of codes. It is
not measured, and the reason says which limit it passed; nothing of it is left out in silence.
"""

from collections.abc import Mapping

from harness.core.values import LocalText
from harness.text.data.language import language_data
from harness.text.facts.numbers import numbers_in
from harness.text.words.repetitions import RepeatedUnit, in_words, repeats_in
from harness.text.words.tokens import TokenKind, tokenize

LETTERS = 50_000  # code points of a text
WORDS = 2_000  # words and marks of a text
NUMBERS = 300  # of a text, in digits or in words
DIGITS = 1_000  # of one number

_SURELY_FEW = NUMBERS  # code points: no text so short passes any limit
_SEARCHED = 100_000  # code points in which a loop is looked for, to name it


def beyond_limits(text: LocalText) -> str | None:
    """Why a text is too long to be measured, with the limit; None if it is not."""
    if len(text.text) <= _SURELY_FEW:
        return None  # as nearly always
    if len(text.text) > LETTERS:
        return _beyond(text, len(text.text), "characters", LETTERS)
    tokens = tokenize(text.text)
    if len(tokens) > WORDS:
        return _beyond(text, len(tokens), "words and marks", WORDS)
    longest = max((len(t.text) for t in tokens if t.kind is TokenKind.NUMBER), default=0)
    if longest > DIGITS:
        return _beyond(text, longest, "digits of one number", DIGITS)
    numbers = len(numbers_in(text.text, language_data(text.language)))
    return _beyond(text, numbers, "numbers", NUMBERS) if numbers > NUMBERS else None


def first_beyond_limits(texts: Mapping[str, LocalText]) -> str | None:
    """Why one of some texts is too long, by what it is called; None if none is."""
    for what, text in texts.items():
        if why := beyond_limits(text):
            return f"{what} has {why}"
    return None


def _beyond(text: LocalText, count: int, what: str, most: int) -> str:
    reason = f"{count:,} {what} in one segment, of at most {most:,} that are measured"
    loops = [unit for unit in repeats_in(text.text[:_SEARCHED]) if unit.count > 2]
    longest = max(loops, key=lambda unit: len(unit.span), default=None)
    return f"{reason}; {_loop(longest)}" if longest else reason


def _loop(unit: RepeatedUnit) -> str:
    said = in_words(unit)
    return said[0].lower() + said[1:]
