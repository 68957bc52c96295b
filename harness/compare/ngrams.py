"""Words and phrases that one run writes clearly more often than the other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt

from harness.compare.results import OverProduced, RowPair
from harness.core.values import MeasuredRow
from harness.text.words.tokens import words

_LONGEST = 4  # words of a phrase
_CLEARLY = 1.96  # standard errors of a difference of two counts
_SHOWN = 10  # for each stop and each run

NgramCounts = Counter[tuple[str, ...]]


def over_produced(pairs: Sequence[RowPair]) -> tuple[OverProduced, ...]:
    """The clearest differences at each stop after the source, those of the candidate first.

    A phrase stands for its parts: "amara amara" hides "amara" unless that occurs more often. Counts
    are taken as Poisson, which words of one text hardly are: a list to look at, not a test.
    """
    changed = [pair for pair in pairs if pair.is_changed]
    if not changed:
        return ()
    stops = range(1, len(changed[0].baseline.texts.stops))
    return tuple(found for stop in stops for found in _at_stop(changed, stop))


def _at_stop(pairs: Sequence[RowPair], stop: int) -> list[OverProduced]:
    one = _counted((pair.baseline for pair in pairs), stop)
    other = _counted((pair.candidate for pair in pairs), stop)
    more = _clearest(other, one)
    fewer = _clearest(one, other)
    return [
        OverProduced(stop, " ".join(phrase), one[phrase], other[phrase])
        for phrase in (*more, *fewer)
    ]


def _counted(rows: Iterable[MeasuredRow], stop: int) -> NgramCounts:
    counts: NgramCounts = Counter()
    for row in rows:
        found = [word.casefold() for word in words(row.texts.stops[stop].text)]
        for size in range(1, _LONGEST + 1):
            counts.update(zip(*(found[start:] for start in range(size)), strict=False))
    return counts


def _clearest(more: NgramCounts, fewer: NgramCounts) -> list[tuple[str, ...]]:
    def excess(phrase: tuple[str, ...]) -> float:
        return (more[phrase] - fewer[phrase]) / sqrt(more[phrase] + fewer[phrase])

    clear = [phrase for phrase in more if excess(phrase) >= _CLEARLY]
    clear.sort(key=lambda phrase: (-excess(phrase), -len(phrase), phrase))
    kept: list[tuple[str, ...]] = []
    for phrase in clear:
        if len(kept) == _SHOWN:
            break
        if not any(_holds(longer, phrase) and more[longer] >= more[phrase] for longer in clear):
            kept.append(phrase)
    return kept


def _holds(longer: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return len(longer) > size and any(
        longer[start : start + size] == phrase for start in range(len(longer) - size + 1)
    )
