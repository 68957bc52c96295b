"""Roman numerals that another text writes in digits: "siglo XII" and "siglo 12".

Blind to numerals in small letters, to I, C, D, L and M alone (a pronoun, initials), and to numerals
that stand for a word ("MIX").
"""

import re
from itertools import pairwise

from harness.core.values import Span

_NUMERAL = re.compile(
    r"(?<![\w.'-])(?=[MDCLXVI])"
    r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})"
    r"(?![\w'-])"
)
_DIGITS = re.compile(r"(?<![\w.,:/-])(\d{1,4})(?:st|nd|rd|th|[ºª°])?(?![\w:/-]|[.,]\d)")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ALONE = frozenset("VX")  # single letters that are numerals as a rule


def rewritten_numerals(source: str, back: str) -> tuple[tuple[Span, Span], ...]:
    """Where one text has a Roman numeral and the other the same value in digits, each once, as
    pairs of places in `source` and `back`.
    """
    forth = _answered(_roman(source), _digits(back))
    back_again = _answered(_roman(back), _digits(source))
    return (*forth, *((there, here) for here, there in back_again))


def roman_value(numeral: str) -> int:
    """The value of a well-formed Roman numeral."""
    values = [_VALUES[letter] for letter in numeral]
    lowered = (one < after for one, after in pairwise((*values, 0)))
    return sum(-one if low else one for one, low in zip(values, lowered, strict=True))


def _roman(text: str) -> list[tuple[int, Span]]:
    return [
        (roman_value(found[0]), Span(*found.span()))
        for found in _NUMERAL.finditer(text)
        if len(found[0]) > 1 or found[0] in _ALONE
    ]


def _digits(text: str) -> list[tuple[int, Span]]:
    return [(int(found[1]), Span(*found.span(1))) for found in _DIGITS.finditer(text)]


def _answered(
    romans: list[tuple[int, Span]], digits: list[tuple[int, Span]]
) -> list[tuple[Span, Span]]:
    left, pairs = list(digits), []
    for value, span in romans:
        answer = next((each for each in left if each[0] == value), None)
        if answer is not None:
            left.remove(answer)
            pairs.append((span, answer[1]))
    return pairs
