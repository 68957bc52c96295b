"""Numbers that the round trip changed, lost or added."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from harness.core.values import BeadText, Category, Issue, LocalText, Mark, Signature
from harness.detectors._exchanged_numbers import exchanged_numbers
from harness.text.data.language import language_data
from harness.text.data.lexicon import lexicon
from harness.text.data.signatures import signature_of
from harness.text.facts.dates import DatePart, dates_in, numeric_dates, rewritten_days
from harness.text.facts.numbers import Number, NumberKind, Written, agree, numbers_in, spelled_out
from harness.text.facts.placeables import mangled_spans, placeable_spans
from harness.text.facts.quantities import converted, equal, quantities_in
from harness.text.facts.rates import rates_in
from harness.text.facts.roman_numerals import rewritten_numerals
from harness.text.words.quoting import quoted

_NAMED = frozenset((DatePart.WEEKDAY, DatePart.MONTH))
_ALIKE = 40.0  # of 100: digits at least so similar may be one number, changed
_WORST_FIRST = ("", ".words", ".one")  # of two numbers the one that weighs more says what changed


@dataclass(frozen=True, slots=True)
class _NumberDifference:
    """Numbers of the source and of the back-translation that nothing on the other side answers."""

    lost: list[Number]
    added: list[Number]
    kept: list[Number]


class Numbers:
    """Numbers whose value does not come back.

    Compares values, not writing: "1,234.5" equals "1.234,5" where each language writes it so,
    "twelve" equals "12". A value lost on one side is paired with a value added on the other.

    Reports: `accuracy/mistranslation/number` for a changed value, `accuracy/omission` for a lost
    and `accuracy/addition` for an added one. Critical where digits are concerned, major where
    the number is written in words or still stands elsewhere, minor for the number one and for one
    that the source has and the return says once more ("100 yards/meters", "100 yards or 100
    meters"). Pivots where the value still stands are marked as well.
    Two numbers that changed places while the words between and after them stayed are critical,
    too; major at the ends of a range ("25-23").
    Blind to: numbers exchanged between clauses that were reworded, units, currencies and percent
    signs, Roman numerals (see `names`), values that a word only suggests ("a pair"), number words
    of languages unknown to text2num.
    """

    subjects = ("numbers in words",)

    def unseen(self, language: str) -> Sequence[str]:
        return () if spelled_out(language_data(language)) else self.subjects

    @property
    def signature(self) -> Signature:
        return signature_of("numbers", __name__, "text2num")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        if not bead.source.text.strip() or not bead.back_translation.text.strip():
            return ()
        stops = [_numbers(stop, bead.source) for stop in bead.stops]
        stops[0], stops[-1] = _unconverted(bead, stops[0], stops[-1])
        stops[0], stops[-1] = (
            _without_months(stops[0], bead.source, bead.back_translation),
            _without_months(stops[-1], bead.back_translation, bead.source),
        )
        difference = _without_doubles(_difference(stops[0], stops[-1]), bead)
        pairs, lost, added = _paired(difference)
        findings = [_changed(one, other, stops, bead) for one, other in pairs]
        findings += [
            _unpaired_finding(number, Category.OMISSION, stops, difference) for number in lost
        ]
        findings += [
            _unpaired_finding(number, Category.ADDITION, stops, difference) for number in added
        ]
        return findings or exchanged_numbers(bead, stops)


def _numbers(stop: LocalText, source: LocalText) -> tuple[Number, ...]:
    """The numbers of one stop, without those in addresses, placeholders and identifiers.

    And in names of months and weekdays: Portuguese "quarta-feira" is no fourth one, "4月" is April.
    """
    language = language_data(stop.language)
    numbers = numbers_in(stop.text, language)
    named = (f.span for f in dates_in(stop.text, language) if f.sure and f.part in _NAMED)
    taken = (*placeable_spans(stop.text), *mangled_spans(source.text, stop.text), *named)
    return tuple(
        number for number in numbers if not any(span.covers(number.span) for span in taken)
    )


def _unconverted(
    bead: BeadText, source: tuple[Number, ...], back: tuple[Number, ...]
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Without the numbers of quantities that came back as much in other units (5 km, 5,000 m), of
    rates that came back as often in other words (every 12 hours, twice a day), and of days that
    came back in other writing (14 March, 14/03), as Roman numerals do (XII, 12).
    """
    ends = (bead.source, bead.back_translation)
    (source_text, back_text), (own, other) = zip(
        *((end.text, language_data(end.language)) for end in ends), strict=True
    )
    pairs = converted(source_text, back_text, own, other)
    rates = [rates_in(end.text, language_data(end.language)) for end in ends]
    days = rewritten_days(source_text, back_text, own, other)
    numerals = rewritten_numerals(source_text, back_text)
    left = []
    for side, numbers in enumerate((source, back)):
        same = {rate.value: rate.text for rate in rates[1 - side]}
        spans = [pair[side].number.span for pair in pairs]
        spans += [r.span for r in rates[side] if same.get(r.value, r.text) != r.text]
        spans += [pair[side] for pair in (*days, *numerals)]
        left.append(tuple(n for n in numbers if not any(span.covers(n.span) for span in spans)))
    return left[0], left[1]


def _without_months(
    numbers: tuple[Number, ...], text: LocalText, other: LocalText
) -> tuple[Number, ...]:
    """Without the numbers of months that the other side names: 12/03/2021, 12 March 2021."""
    dated = numeric_dates(text.text)
    if not dated:
        return numbers
    language = language_data(other.language)
    named = [
        fact.value
        for fact in dates_in(other.text, language)
        if fact.part is DatePart.MONTH and (fact.sure or not any(c.isdigit() for c in fact.text))
    ]
    left = list(numbers)
    for date in dated:
        months = (n for n in left if date.covers(n.span) and n.value in named)
        # Of two that may be the month, the one that the other side's numbers do not answer.
        there = [n.value for n in numbers_in(other.text, language)]
        month = min(months, key=lambda n: there.count(n.value), default=None)
        if month is not None:
            left.remove(month)
            named.remove(int(month.value))
    return tuple(left)


def _difference(source: Sequence[Number], back: Sequence[Number]) -> _NumberDifference:
    """What is left when each plain number is answered by one that agrees, hints answering last."""
    lost = [number for number in source if number.written is not Written.HINT]
    added = [number for number in back if number.written is not Written.HINT]
    kept = _cancel(lost, added)
    hints_of_source = [number for number in source if number.written is Written.HINT]
    hints_of_back = [number for number in back if number.written is Written.HINT]
    kept += _cancel(lost, hints_of_back)
    kept += _cancel(added, hints_of_source)
    _cancel(hints_of_source, hints_of_back)
    _add_ordinals(lost, added, hints_of_source, hints_of_back)
    return _NumberDifference(lost, added, kept)


def _without_doubles(difference: _NumberDifference, bead: BeadText) -> _NumberDifference:
    """Without the numbers of quantities said twice: of "100 feet (30 m)" one may go or come."""
    if bool(difference.lost) == bool(difference.added):
        return difference  # what went and what came may be one number, changed
    ends = (bead.source, bead.back_translation)
    lost, added = (
        [number for number in numbers if not _said_otherwise(number, text)]
        for numbers, text in zip((difference.lost, difference.added), ends, strict=True)
    )
    return replace(difference, lost=lost, added=added)


def _said_otherwise(number: Number, text: LocalText) -> bool:
    """Whether a quantity of the same text is as much as this number's, in another unit."""
    quantities = quantities_in(text.text, language_data(text.language))
    own = [each for each in quantities if each.number.span == number.span]
    return any(
        other.unit.system != one.unit.system and equal(one, other)
        for one in own
        for other in quantities
    )


def _cancel(ours: list[Number], theirs: list[Number]) -> list[Number]:
    """Take out of both lists what agrees, each with one; the same writing first."""
    kept = []
    for number in list(ours):
        answers = [other for other in theirs if agree(number, other)]
        if answers:
            answer = min(answers, key=lambda other: other.text != number.text)
            ours.remove(number)
            theirs.remove(answer)
            kept.append(number)
    return kept


def _add_ordinals(
    lost: list[Number], added: list[Number], ours: list[Number], theirs: list[Number]
) -> None:
    """A word such as "second" may mean anything, unless the other side has another ordinal."""
    rivals = [
        [number for number in plain if number.measure is NumberKind.ORDINAL]
        for plain in (lost, added)
    ]
    hints = [
        [number for number in vague if number.measure is NumberKind.ORDINAL]
        for vague in (ours, theirs)
    ]
    pairs = min(len(rivals[0] + hints[0]), len(rivals[1] + hints[1]))
    lost += hints[0][: max(pairs - len(rivals[0]), 0)]
    added += hints[1][: max(pairs - len(rivals[1]), 0)]


def _paired(
    difference: _NumberDifference,
) -> tuple[list[tuple[Number, Number]], list[Number], list[Number]]:
    """Lost and added numbers as pairs, most similar digits first.

    Where as many were lost as added, each changed into another, however unlike they are.
    """
    lost, added = difference.lost, difference.added
    least = 0.0 if len(lost) == len(added) else _ALIKE
    ours, theirs = ([number.digits for number in numbers] for numbers in (lost, added))
    candidates = sorted(
        (-likeness, i, j)
        for i, one in enumerate(ours)
        for j, other in enumerate(theirs)
        if (likeness := fuzz.ratio(one, other)) >= least
    )
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in candidates:
        if i not in partners and j not in taken:
            partners[i] = j
            taken.add(j)
    pairs = [(lost[i], added[j]) for i, j in partners.items()]
    return (
        sorted(pairs, key=lambda pair: pair[0].span),
        [number for i, number in enumerate(lost) if i not in partners],
        [number for j, number in enumerate(added) if j not in taken],
    )


def _changed(
    one: Number, other: Number, stops: Sequence[Sequence[Number]], bead: BeadText
) -> Issue:
    hows = _how(one), _how(other)
    how = next(how for how in _WORST_FIRST if how in hows)
    alone = how == ".words" and _rest(one, bead.source) == _rest(other, bead.back_translation)
    alone = alone and not lexicon(bead.source.language).senses  # else readers' models grade it
    return Issue(
        f"numbers.changed{how}{'.alone' * alone}",
        Category.NUMBER,
        f"{quoted(one.text)} came back as {quoted(other.text)}.",
        _marks(one, other, stops),
        (("source", one.text), ("back_translation", other.text)),
    )


def _rest(number: Number, text: LocalText) -> tuple[str, str]:
    return text.text[: number.span.start], text.text[number.span.end :]


def _unpaired_finding(
    number: Number,
    category: Category,
    stops: Sequence[Sequence[Number]],
    difference: _NumberDifference,
) -> Issue:
    """A number that was lost or added."""
    lost = category is Category.OMISSION
    what = _lost_how(number, difference) if lost else "was added; it is not in the source"
    again = not lost and any(agree(number, other) for other in difference.kept)
    side = "lost" if lost else "added"
    return Issue(
        "numbers.added.again" if again else f"numbers.{side}{_how(number, difference.kept)}",
        category,
        f"The number {quoted(number.text)} {what}.",
        _marks(number, None, stops) if lost else _marks(None, number, stops),
        (("source" if lost else "back_translation", number.text),),
    )


def _lost_how(number: Number, difference: _NumberDifference) -> str:
    again = any(agree(number, other) for other in difference.kept)
    return "came back fewer times than the source has it" if again else "did not come back"


def _how(number: Number, kept: Sequence[Number] = ()) -> str:
    """Whether it is the number one, in words, or still there in another place."""
    if number.value == 1 and number.measure is not NumberKind.ORDINAL:
        return ".one"  # most languages say it as an article
    if number.written is not Written.DIGITS:
        return ".words"
    return ".fewer" if any(agree(number, other) for other in kept) else ""


def _marks(
    source: Number | None, back: Number | None, stops: Sequence[Sequence[Number]]
) -> tuple[Mark, ...]:
    """Both ends, and each pivot where one of the values still stands."""
    marks = [Mark(0, source.span)] if source else []
    ends = [number for number in (source, back) if number]
    for stop, numbers in enumerate(stops[1:-1], start=1):
        marks += [
            Mark(stop, number.span)
            for number in numbers
            if number.written is not Written.HINT and any(agree(number, end) for end in ends)
        ]
    return (*marks, Mark(len(stops) - 1, back.span)) if back else tuple(marks)
