"""Two numbers in each other's place: what `numbers` looks for where no value is missed."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from harness.core.values import BeadText, Category, Issue, LocalText, Mark
from harness.text.data.lexical_resources import lexical_resources
from harness.text.facts.dates import numeric_dates
from harness.text.facts.numbers import Number, NumberKind, Written
from harness.text.words.quoting import quoted
from harness.text.words.tokens import words

_DASHES = frozenset("-–—")


def exchanged_numbers(bead: BeadText, stops: Sequence[Sequence[Number]]) -> list[Issue]:
    """Two numbers in each other's place, while the words between and after them stayed.

    "5 mg and 3 got 10 mg", "10 mg and 3 got 5 mg". Not in a list, whose order says nothing.
    """
    ends = (bead.source, bead.back_translation)
    here, there = (
        _single(numbers, text) for numbers, text in zip((stops[0], stops[-1]), ends, strict=True)
    )
    both = sorted(here.keys() & there.keys(), key=lambda value: here[value].span)
    for one, other in combinations(both, 2):
        if there[one].span < there[other].span:
            continue
        old, new = (here[one], here[other]), (there[other], there[one])
        if (how := _in_place(old, new, bead)) is not None:
            return [_exchange(old, new, how, stops)]
    return []


def _single(numbers: Sequence[Number], text: LocalText) -> dict[Fraction, Number]:
    """Plain numbers that stand once, outside dates in digits, whose parts have an order."""
    dated = numeric_dates(text.text)
    plain = [
        number
        for number in numbers
        if number.written is not Written.HINT
        and number.measure is not NumberKind.LABEL
        and not any(span.covers(number.span) for span in dated)
    ]
    values = [number.value for number in plain]
    return {number.value: number for number in plain if values.count(number.value) == 1}


def _in_place(old: tuple[Number, Number], new: tuple[Number, Number], bead: BeadText) -> str | None:
    """How two numbers stand where two others did, the first of each first; None if they do not."""
    source, back = bead.source.text, bead.back_translation.text
    here, there = (
        (words(text[one.span.end : other.span.start]), words(text[other.span.end :])[:1])
        for text, (one, other) in ((source, old), (back, new))
    )
    if here != there:
        return None
    if not here[0]:
        between = source[old[0].span.end : old[1].span.start].strip()
        return ".range" if between and between in _DASHES else None
    idle = {*lexical_resources(bead.source.language).joining, *here[1]}
    return "" if set(here[0]) - idle else None


def _exchange(
    old: tuple[Number, Number],
    new: tuple[Number, Number],
    how: str,
    stops: Sequence[Sequence[Number]],
) -> Issue:
    last = len(stops) - 1
    return Issue(
        f"numbers.exchanged{how}",
        Category.NUMBER,
        f"{quoted(old[0].text)} and {quoted(old[1].text)} changed places.",
        (
            *(Mark(0, number.span) for number in old),
            *(Mark(last, number.span) for number in new),
        ),
        (("source", old[0].text), ("back_translation", new[0].text)),
    )
