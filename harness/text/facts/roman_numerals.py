"""Roman numerals: how a value is written, and where another text writes it in digits.

Blind to numerals in small letters.
"""

import re

from harness.core.values import Span

_LETTERS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_HIGHEST = 3999  # beyond, other signs are needed
_ORDINAL = "er|re|ère|ème|e|è|º|ª|°"  # after numerals, too: "XIXe", "Ier"
# After a number such letters are units: "12 V".
_CANDIDATE = re.compile(rf"(?<![\w.'-])(?<!\d[\s\u00a0])([MDCLXVI]+)(?:{_ORDINAL})?(?![\w'-])")
_DIGITS = re.compile(rf"(?<![\w.,:/-])(\d{{1,4}})(?:st|nd|rd|th|{_ORDINAL})?(?![\w:/-]|[.,]\d)")
# Single letters that are numerals as a rule. "De", "Le", "Ce" and "Ve" are words.
_ALONE = frozenset({"V", "X", "Xe", "Ier", "Ire", "Ière", "Iº", "Iª", "Vº", "Vª", "Xº", "Xª"})


def roman_numeral(value: int) -> str:
    """A value as a Roman numeral; empty for one that has none."""
    if not 0 < value <= _HIGHEST:
        return ""
    written = ""
    for worth, letters in _LETTERS:
        count, value = divmod(value, worth)
        written += letters * count
    return written


def rewritten_numerals(source: str, back: str) -> tuple[tuple[Span, Span], ...]:
    """Where one text has a Roman numeral and the other the same value in digits, each once, as
    pairs of places in `source` and `back`: "siglo XII" and "siglo 12".

    Blind to I, C, D, L and M alone (a pronoun, initials), and to numerals that stand for a word
    ("MIX").
    """
    forth = _answered(source, back)
    return (*forth, *((there, here) for here, there in _answered(back, source)))


def _numeral(written: str, letters: str) -> bool:
    return len(letters) > 1 or written in _ALONE


def _answered(roman: str, digits: str) -> list[tuple[Span, Span]]:
    """The numerals of one text, and the digits of the other that say the same."""
    numerals = [each for each in _CANDIDATE.finditer(roman) if _numeral(*each.group(0, 1))]
    if not numerals:
        return []
    left = [(roman_numeral(int(each[1])), Span(*each.span())) for each in _DIGITS.finditer(digits)]
    pairs = []
    for numeral in numerals:
        answer = next((each for each in left if each[0] == numeral[1]), None)
        if answer is not None:
            left.remove(answer)
            pairs.append((Span(*numeral.span()), answer[1]))
    return pairs
