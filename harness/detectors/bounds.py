"""By when, until when, from when: "by 1976" that became "in 1976"."""

from collections.abc import Sequence
from fractions import Fraction

from harness.core.values import BeadText, Category, Issue, Signature, Span
from harness.detectors._wording import comparable, reworded
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.dates import DatePart, dates_in
from harness.text.facts.numbers import NumberKind, Written, numbers_in
from harness.text.pairs.lexical_cues import Cue, cues_in
from harness.text.pairs.word_alignment import WordAlignment

_YEARS = range(1000, 2101)
# Classes that translators use for each other, in one direction or both.
_NEAR = (
    {"by", "before"},
    {"by", "until"},
    {"until", "before"},
    {"since", "after"},
    {"in", "since"},
)


class Bounds:
    """What stands before a year, a time, a month or a weekday that is the same on both sides.

    Classes are by ("no later than"), in (on, at, during), until, since (from), before and after.

    Reports `accuracy/mistranslation/date-time`: major where one became another; minor where
    translators use the one for the other ("by", "before").
    Blind to: bounds of other numbers (see `quantifier`), bounds lost or added, dates that stand
    more than once, languages without wordings.
    """

    subjects = ("by when",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("bounds", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if lexical_resources(language).bound else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None or not lexical_resources(bead.source.language).bound:
            return ()
        here = _bounds(bead, pair, 0)
        there = _bounds(bead, pair, -1) if here else {}
        issues = []
        for fact in here.keys() & there.keys():
            one, other = here[fact], there[fact]
            if one.kinds & other.kinds or {"before", "after"} <= one.kinds | other.kinds:
                continue  # the same, or the quantifiers' business
            kind = f"bounds.exchanged{'.near' * _near(one, other)}"
            issues.append(reworded(kind, Category.DATE_TIME, bead, one.span, other.span))
        return sorted(issues, key=lambda issue: issue.marks)


def _near(one: Cue, other: Cue) -> bool:
    return any({here, there} in _NEAR for here in one.kinds for there in other.kinds)


def _bounds(bead: BeadText, pair: WordAlignment, end: int) -> dict[tuple[str, int], Cue]:
    """The cue right before each date that stands once, by what the date says."""
    text = bead.stops[end].text
    words = pair.source if end == 0 else pair.back
    cues = cues_in(words, lexical_resources(bead.source.language).bound)
    if not cues:
        return {}
    facts = _dates(text, bead.source.language)
    keys = [key for key, _ in facts]
    found = {}
    for key, span in facts:
        before = [cue for cue in cues if cue.span.end <= span.start]
        if before and keys.count(key) == 1 and not text[before[-1].span.end : span.start].strip():
            found[key] = before[-1]
    return found


def _dates(text: str, tag: str) -> list[tuple[tuple[str, int], Span]]:
    language = language_data(tag)
    found = [
        ((fact.part.value, fact.value), fact.span)
        for fact in dates_in(text, language)
        if fact.part in (DatePart.MONTH, DatePart.WEEKDAY) and fact.sure
    ]
    for number in numbers_in(text, language):
        year = number.measure is NumberKind.AMOUNT and _is_year(number.value)
        if number.written is Written.DIGITS and (year or number.measure is NumberKind.TIME):
            found.append(((number.measure.value, int(number.value)), number.span))
    return found


def _is_year(value: Fraction) -> bool:
    # A fraction is looked for in a range by comparing it with every member.
    return value.denominator == 1 and value.numerator in _YEARS
