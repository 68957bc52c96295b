"""Numbers that a translation writes otherwise, and that are no change: XXI, 2020, COVID-19."""

import re

from harness.bilingual.pair import Pair
from harness.core.values import Issue, LocalText, Span
from harness.text.data.language import language_data
from harness.text.facts.quantities import converted
from harness.text.facts.roman_numerals import roman_numeral

_SIGNS = "-−–+"
_HIGHEST_ROMAN = 50  # of centuries, kings and chapters
_LONG_YEAR = re.compile(r"\d{4}\s?[-–/]\s?$")


def is_converted(pair: Pair) -> bool:
    """Whether the translation has an amount of the source in units of another system: inches, cm.

    Then other numbers of the two may belong to such amounts, too ("1 to 2 inches").
    """
    texts = (pair.source, pair.translation)
    ours, theirs = (language_data(each.language) for each in texts)
    amounts = converted(pair.source.text, pair.translation.text, ours, theirs)
    return any(one.unit.system != other.unit.system for one, other in amounts)


def only_written_otherwise(issue: Issue, source: LocalText, translation: LocalText) -> bool:
    """Whether each number that an issue names is in the other text in another writing."""
    sides = ((0, source.text, translation.text), (1, translation.text, source.text))
    named = [(text, other, span) for stop, text, other in sides for span in issue.spans(stop)]
    return bool(named) and all(_is_there(text, span, other) for text, other, span in named)


def _is_there(text: str, span: Span, other: str) -> bool:
    """Whether a number of one text stands in the other one.

    Its digits may be part of something that is no number ("COVID-19"); a sign may be a range's
    ("40%-50%"); a year may be short ("2019-20"); small ones may be Roman ("siglo XXI").
    """
    written = span.of(text)
    digits = "".join(sign for sign in written if sign.isdigit())
    if not digits.strip("0"):
        return True  # in words, which are answered in many ways; "8 h 00"
    signed = written[0] in _SIGNS and (span.start == 0 or text[span.start - 1].isspace())
    if signed:
        return False
    whole = written.strip(_SIGNS + " ")
    if _stands(whole if whole[0].isdigit() and whole[-1].isdigit() else digits, other):
        return True
    return _as_year(text, span, digits, other) or _as_roman(digits, other)


def _stands(written: str, other: str) -> bool:
    return bool(re.search(rf"(?<![\d.,:]){re.escape(written)}(?![\d]|[.,:]\d)", other))


def _as_year(text: str, span: Span, digits: str, other: str) -> bool:
    """Whether "20" of "2019-20" is 2020 there, or the other way round."""
    if len(digits) == 2 and _LONG_YEAR.search(text, 0, span.start):
        return bool(re.search(rf"(?<!\d)\d\d{digits}(?!\d)", other))
    short = rf"\d{{4}}\s?[-–/]\s?{digits[2:]}(?!\d)"
    return len(digits) == 4 and bool(re.search(short, other))


def _as_roman(digits: str, other: str) -> bool:
    value = int(digits)
    if not 0 < value <= _HIGHEST_ROMAN:
        return False
    return bool(re.search(rf"(?<!\w){roman_numeral(value)}(?!\w)", other))
