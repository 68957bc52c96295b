"""Units of measurement that the round trip changed or lost."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Mark, Signature
from harness.detectors._measured import other_measure
from harness.text.data.cldr import locales
from harness.text.data.language import language_data
from harness.text.data.signatures import signature_of
from harness.text.facts.money import money_in
from harness.text.facts.numbers import Number, Written, agree, numbers_in
from harness.text.facts.quantities import Quantity, quantities_in, unpaired
from harness.text.words.quoting import quoted

_TIMES = "duration"  # "a boy of 12", "a boy 12 years old": often left out


class Units:
    """Numbers that come back with another unit, or without one.

    Compares what is measured, not its writing: "5 km", "five kilometres" and "5,000 m" are equal;
    a conversion between systems may be rounded by 3 percent (5 miles, 8 km). A number that changed
    is `numbers`' business, and it leaves alone what was converted rightly.

    Reports: `accuracy/mistranslation/unit`: critical for another unit with the same number ("5 km",
    "5 miles"), be it one that has no name here; major for a unit that is lost or added while its
    number stands; nothing for years, days and hours that are left out.
    Blind to: units without a number ("several miles"), compound ones ("5 ft 3 in"), a number and
    its unit both changed, units without a name in CLDR.
    """

    subjects = ("units of measurement",)

    @property
    def signature(self) -> Signature:
        return signature_of("units", __name__, "babel", "text2num")

    def unseen(self, language: str) -> Sequence[str]:
        return () if locales(language) else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        source, back = bead.source, bead.back_translation
        if not source.text.strip() or not back.text.strip() or source.text == back.text:
            return ()
        stops = [quantities_in(stop.text, language_data(stop.language)) for stop in bead.stops]
        if not stops[0] and not stops[-1]:
            return ()
        lost, added = unpaired(stops[0], stops[-1])
        findings = []
        for one in [each for each in lost if each.stated]:
            other = next((each for each in added if agree(one.number, each.number)), None)
            if other is not None:
                lost.remove(one)
                added.remove(other)
                findings.append(_changed(one, other, stops))
        findings += _bare_quantities(lost, stops, bead, end=-1)
        findings += _bare_quantities(added, stops, bead, end=0)
        return findings


def _changed(one: Quantity, other: Quantity, stops: Sequence[Sequence[Quantity]]) -> Issue:
    kinds = (one.unit, other.unit)
    marks = [Mark(0, one.span)]
    for stop, quantities in enumerate(stops[1:-1], start=1):
        marks += [Mark(stop, each.span) for each in quantities if each.unit in kinds]
    return Issue(
        "units.changed",
        Category.UNIT,
        f"{quoted(one.text)} came back as {quoted(other.text)}.",
        (*marks, Mark(len(stops) - 1, other.span)),
        (("source", one.text), ("back_translation", other.text)),
    )


def _bare_quantities(
    alone: Sequence[Quantity], stops: Sequence[Sequence[Quantity]], bead: BeadText, *, end: int
) -> list[Issue]:
    """Quantities whose number stands bare on the other side, which has their unit nowhere."""
    text = bead.stops[end]
    others = stops[end]
    language = language_data(text.language)
    taken = [other.number.span for other in others]
    taken += [amount.number.span for amount in money_in(text.text, language)]
    free = [
        number
        for number in numbers_in(text.text, language)
        if number.span not in taken and number.written is Written.DIGITS
    ]
    findings = []
    for one in alone:
        named = any(other.unit == one.unit for other in others)
        bare = next((number for number in free if _as_it_stands(one.number, number)), None)
        if bare and not named and one.stated and one.unit.dimension != _TIMES:
            free.remove(bare)
            findings.append(_lost(one, bare, bead, lost=end == -1))
    return findings


def _as_it_stands(one: Number, other: Number) -> bool:
    """Whether both are one value, and not as a multiple only ("8 mi": miles, or millions)."""
    return agree(one, other) and (one.otherwise is None or one.value == other.value)


def _lost(one: Quantity, bare: Number, bead: BeadText, *, lost: bool) -> Issue:
    last = len(bead.stops) - 1
    name = one.text[len(one.number.text) :]
    other = other_measure(bead, bare.span, name, end=-1 if lost else 0)
    place = other or bare.span
    written = place.of(bead.stops[-1 if lost else 0].text)
    spans = (one.span, place) if lost else (place, one.span)
    texts = (one.text, written) if lost else (written, one.text)
    how = "" if other else " without its unit," if lost else " with a unit,"
    message = f"{quoted(texts[0])} came back{how} as {quoted(texts[1])}."
    return Issue(
        "units.changed" if other else "units.lost" if lost else "units.added",
        Category.UNIT,
        message,
        (Mark(0, spans[0]), Mark(last, spans[1])),
        (("source", texts[0]), ("back_translation", texts[1])),
    )
