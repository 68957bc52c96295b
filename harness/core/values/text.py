"""Ranges of a text, and a text with its language."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, `text[start:end]`. Never bytes, never UTF-16 units."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} does not run forward from 0")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The part of `text` that this span covers."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> "Span":
        """The same span in a text that has `by` more code points before it."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether all of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end


class PackedSpans(Sequence[Span]):
    """Spans of one text in 8 bytes each, where a tuple of them takes 110: texts have millions.

    Equal to any sequence of the same spans. Raises: OverflowError beyond 4,294,967,295 code points.
    """

    __slots__ = ("_ends",)

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._ends = array("I", (edge for span in spans for edge in (span.start, span.end)))

    def __len__(self) -> int:
        return len(self._ends) // 2

    @overload
    def __getitem__(self, place: int) -> Span: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Span, ...]: ...
    def __getitem__(self, place: int | slice) -> Span | tuple[Span, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        at = range(len(self))[place] * 2
        return Span(self._ends[at], self._ends[at + 1])

    def __iter__(self) -> Iterator[Span]:
        edges = iter(self._ends)
        return map(Span, edges, edges)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PackedSpans):
            return self._ends == other._ends
        return isinstance(other, tuple) and tuple(self) == other

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


# Words of a text and of its translation that stand for each other.
WordPairs = Sequence[tuple[Span, Span]]


class Cover:
    """Which code points of a text are taken by spans that have a length.

    Whoever asks pays for the length of the question, however many spans were added.
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._taken = bytearray()
        for span in spans:
            self.add(span)

    def add(self, span: Span) -> None:
        """Take all of `span`."""
        if len(self._taken) < span.end:
            self._taken.extend(bytes(span.end - len(self._taken)))
        self._taken[span.start : span.end] = b"\x01" * len(span)

    def touches(self, span: Span) -> bool:
        """Whether a code point of `span` is taken."""
        return self._taken.find(1, span.start, span.end) >= 0


@dataclass(frozen=True, slots=True)
class LocalText:
    """A piece of text and the language it is meant to be in."""

    language: str  # BCP 47
    text: str  # as it stands
    unknown: tuple[str, ...] = ()  # words that the engine did not know
