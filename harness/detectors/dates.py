"""Months, weekdays and halves of the day that the round trip changed or lost."""

import re
from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Mark, Signature, Span
from harness.text.data.language import language_data
from harness.text.data.signatures import signature_of
from harness.text.facts.dates import (
    DateFact,
    DatePart,
    date_names,
    dates_in,
    knows_halves,
    numeric_dates,
    rewritten_days,
)
from harness.text.words.quoting import quoted

_HALF_DAY = 12 * 3600
_RUN = re.compile(r"\d+")
_DAYS, _MONTHS = 31, 12


class Dates:
    """Dates and times that say another month, weekday or half of the day.

    Compares values: "Mar." and "March", "3 pm", "15:00" and "three in the afternoon" are equal. The
    numbers of a date, its day, year and hour, are `numbers`' business; a time is looked at here
    only where the other side says the other half of the day for the same hour.

    Reports: `accuracy/mistranslation/date-time`: critical for another month, weekday or half of the
    day, and for day and month exchanged in "2020-04-03"; major for a month or weekday lost or
    added, and for "3/4/2020" that became "4/3/2020", which lands read differently.
    Blind to: relative days ("tomorrow"), seasons, festivals, eras, other calendars; a half of the
    day that is left out.
    """

    subjects = ("months and weekdays", "morning and evening")

    def unseen(self, language: str) -> Sequence[str]:
        data = language_data(language)
        known = bool(date_names(data)), knows_halves(data)
        return [subject for subject, seen in zip(self.subjects, known, strict=True) if not seen]

    @property
    def signature(self) -> Signature:
        return signature_of("dates", __name__, "babel", "text2num")

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        source, back = bead.source, bead.back_translation
        if not source.text.strip() or not back.text.strip() or source.text == back.text:
            return ()
        stops = [dates_in(stop.text, language_data(stop.language)) for stop in bead.stops]
        days = rewritten_days(
            source.text, back.text, language_data(source.language), language_data(back.language)
        )
        for end in (0, -1):
            stops[end] = tuple(
                fact for fact in stops[end] if not any(day[end].overlaps(fact.span) for day in days)
            )
        if not stops[0] and not stops[-1]:
            return ()
        findings = []
        for part in (DatePart.MONTH, DatePart.WEEKDAY):
            findings += _missed_names(part, stops)
        return [*findings, *_halves(stops), *_exchanged(bead)]


def _exchanged(bead: BeadText) -> list[Issue]:
    """Dates in digits whose day and month changed places: 2024-03-05, 2024-05-03.

    Where the year comes last, lands differ in which is which; a day after the 12th tells, then.
    """
    source, back = bead.source.text, bead.back_translation.text
    old, new = numeric_dates(source), numeric_dates(back)
    if len(old) != len(new):
        return []
    issues = []
    for one, other in zip(old, new, strict=True):
        here, there = (
            tuple(map(int, _RUN.findall(span.of(text))))
            for span, text in ((one, source), (other, back))
        )
        if how := _exchange(here, there):
            issues.append(_moved(how, one, other, bead))
    return issues


def _exchange(here: tuple[int, ...], there: tuple[int, ...]) -> str:
    """How day and month changed places between two dates; empty where they did not."""
    if here == there:
        return ""
    if here[0] == there[0] > _DAYS and here[1:] == (there[2], there[1]):
        return "exchanged"
    swapped = here[2] == there[2] > _DAYS and here[:2] == (there[1], there[0])
    return "exchanged.unsure" if swapped and max(here[:2]) <= _MONTHS else ""


def _moved(how: str, one: Span, other: Span, bead: BeadText) -> Issue:
    old, new = one.of(bead.source.text), other.of(bead.back_translation.text)
    return Issue(
        f"dates.{how}",
        Category.DATE_TIME,
        f"{quoted(old)} came back as {quoted(new)}: day and month changed places.",
        (Mark(0, one), Mark(len(bead.stops) - 1, other)),
        (("source", old), ("back_translation", new)),
    )


def _missed_names(part: DatePart, stops: Sequence[Sequence[DateFact]]) -> list[Issue]:
    """A name is missed only where the other side does not say it at all, and once."""
    source, back = ([fact for fact in stops[end] if fact.part is part] for end in (0, -1))
    lost, added = _without(source, back), _without(back, source)
    pairs = list(zip(lost, added, strict=False))
    return [
        *(_issue(one, other, stops) for one, other in pairs),
        *(_issue(one, None, stops) for one in lost[len(pairs) :]),
        *(_issue(None, other, stops) for other in added[len(pairs) :]),
    ]


def _without(facts: Sequence[DateFact], others: Sequence[DateFact]) -> list[DateFact]:
    seen = {other.value for other in others}
    left = []
    for fact in facts:
        if fact.sure and fact.value not in seen:
            seen.add(fact.value)
            left.append(fact)
    return left


def _halves(stops: Sequence[Sequence[DateFact]]) -> list[Issue]:
    source, back = ([f for f in stops[end] if f.part is DatePart.HALF] for end in (0, -1))
    there = {fact.value for fact in back}
    here = {fact.value for fact in source}
    findings = []
    for one in source:
        opposite = (one.value + _HALF_DAY) % (2 * _HALF_DAY)
        other = next((f for f in back if f.value == opposite and f.value not in here), None)
        if one.value not in there and other:
            findings.append(_issue(one, other, stops))
    return findings


def _issue(
    one: DateFact | None, other: DateFact | None, stops: Sequence[Sequence[DateFact]]
) -> Issue:
    ends = [fact for fact in (one, other) if fact]
    marks = [Mark(0, one.span)] if one else []
    for stop, facts in enumerate(stops[1:-1], start=1):
        marks += [
            Mark(stop, fact.span)
            for fact in facts
            if any((fact.part, fact.value) == (end.part, end.value) for end in ends)
        ]
    marks += [Mark(len(stops) - 1, other.span)] if other else []
    pairs = (("source", one), ("back_translation", other))
    what = "changed" if one and other else "lost" if one else "added"
    return Issue(
        f"dates.{what}",
        Category.DATE_TIME,
        _message(one, other),
        tuple(marks),
        tuple((name, fact.text) for name, fact in pairs if fact),
    )


def _message(one: DateFact | None, other: DateFact | None) -> str:
    if one and other:
        return f"{quoted(one.text)} came back as {quoted(other.text)}."
    if one:
        return f"The {one.part.value} {quoted(one.text)} did not come back."
    added = other.text if other else ""
    return f"{quoted(added)} was added; it is not in the source."
