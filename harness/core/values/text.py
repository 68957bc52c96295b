"""Ranges of a text, and a text with its language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
