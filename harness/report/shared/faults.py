"""The same fault in many rows: what makes two findings one, and which few of them matter most.

A text made from templates, or a word that a model does not know, gives the same finding over and
over. People read it once, with its count and a few of its places; programs are given all.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from harness.core.values import BeadText, Category
from harness.report.shared.entries import Entry

_EXAMPLES = 4  # places of a fault that are kept beside the one that is shown

Place = TypeVar("Place")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong with which words: the same in another sentence is the same fault.

    `before` are the words of the source, `after` those of the return, both without regard to case.
    Of a finding that has words on one side only, or on neither, `before` is its sentence: a "not"
    that was lost here and one that was lost there are two faults, unless the same stands around.
    """

    category: Category
    before: str
    after: str


def fault_of(entry: Entry, texts: BeadText) -> Fault:
    """Which fault an entry of a row is an instance of."""
    stops = texts.stops
    before, after = (_words(entry, stop, stops[stop].text) for stop in (0, len(stops) - 1))
    if not (before and after):
        before, after = entry.finding.message.casefold(), ""
    return Fault(entry.finding.category, before, after)


def _words(entry: Entry, stop: int, text: str) -> str:
    parts = (span.of(text) for span in sorted(entry.spans(stop)))
    return " ".join(" … ".join(parts).split()).casefold()


@dataclass(frozen=True, slots=True)
class Repeats(Generic[Place]):
    """In how many rows a fault was found, and the first few of them."""

    rows: int
    places: tuple[Place, ...]

    def besides(self, place: Place) -> tuple[Place, ...]:
        """Other places than this one, as examples."""
        return tuple(each for each in self.places if each != place)[:_EXAMPLES]


class FaultTally(Generic[Place]):
    """Counts rows by fault. Holds a number and a few places for each; no row and no finding."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, int] = {}
        self._places: dict[Hashable, list[Place]] = {}

    def take(self, faults: Iterable[Hashable], place: Place) -> None:
        """One row and the faults in it; one that is there twice counts once."""
        for fault in dict.fromkeys(faults):
            self._rows[fault] = self._rows.get(fault, 0) + 1
            places = self._places.setdefault(fault, [])
            if len(places) <= _EXAMPLES:
                places.append(place)

    def of(self, fault: Hashable) -> Repeats[Place]:
        """What is known of one fault so far."""
        return Repeats(self._rows.get(fault, 0), tuple(self._places.get(fault, ())))


Rank = tuple[int, ...]  # as long as all others in one list; smaller comes first


@dataclass(frozen=True, slots=True)
class _Leader(Generic[Item]):
    badness: int
    rows: int
    rank: Rank
    item: Item

    @property
    def order(self) -> tuple[int, int, Rank]:
        return -self.badness, -self.rows, self.rank


class Leaders(Generic[Item]):
    """The few worst of many, one for each fault: the worst first, then the most frequent.

    Of one fault the item with the worst instance is kept, then that with the smallest rank. All
    but the few are forgotten on the way, so that a long text is not held twice.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._kept: dict[Hashable, _Leader[Item]] = {}

    def offer(self, fault: Hashable, badness: int, rows: int, rank: Rank, item: Item) -> None:
        """One more instance: how bad, in how many rows so far, and what to show of it."""
        made = _Leader(badness, rows, rank, item)
        if known := self._kept.get(fault):
            better = min(known, made, key=lambda each: (-each.badness, each.rank))
            made = _Leader(better.badness, rows, better.rank, better.item)
        self._kept[fault] = made
        if len(self._kept) > self._count:
            del self._kept[max(self._kept, key=lambda each: self._kept[each].order)]

    def found(self) -> tuple[tuple[Hashable, Item], ...]:
        """What is left, the worst first."""
        ordered = sorted(self._kept.items(), key=lambda pair: pair[1].order)
        return tuple((fault, leader.item) for fault, leader in ordered)
