"""Evidence of the hop reader: had the words of an issue been changed by the text after a hop?

It reads source, return and a pivot as one, and has learnt from readers what a fault looks like that
the pivot has already, and one that only the way back made.
"""

from collections.abc import Iterator, Sequence
from math import exp
from typing import Protocol

from harness.blame.calibration import located, weights_of
from harness.blame.evidence import Evidence
from harness.core.route_syntax import base_language
from harness.core.values import BeadText, Issue, Signature
from harness.models.hop_reader import MOST_LETTERS, HopReading, Triple
from harness.models.taught_languages import TAUGHT
from harness.text.words.tokens import tokenize

KIND = "reading"


class Reader(Protocol):
    """Reads triples: `HopReader`."""

    @property
    def signature(self) -> Signature: ...

    def read(self, triples: Sequence[Triple]) -> Sequence[HopReading]:
        """One reading for each triple, in order; triples do not influence each other."""
        ...


class HopReadings:
    """What the hop reader says of issues.

    Blind in other languages than English, Spanish and Portuguese, and to words beyond the first 600
    letters of a text.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def signature(self) -> Signature:
        """The reader's."""
        return self._reader.signature

    @staticmethod
    def covers(bead: BeadText) -> bool:
        """Whether it reads a bead: all its languages are those that it was taught."""
        return bool(bead.pivots) and all(
            base_language(stop.language) in TAUGHT for stop in bead.stops
        )

    def odds(self, asked: Sequence[tuple[BeadText, Issue]]) -> list[list[tuple[float | None, ...]]]:
        """For each issue, pivot by pivot, what its words of the source and of the return say.

        Log-odds that they had been changed by then, the mean over the words of each end; None for
        an end that has none. Nothing at all where the bead is not read. Every bead is read once.
        """
        beads = [bead for bead in dict.fromkeys(bead for bead, _ in asked) if self.covers(bead)]
        triples = [
            (bead.source.text, bead.back_translation.text, pivot.text)
            for bead in beads
            for pivot in bead.pivots
        ]
        read = iter(self._reader.read(triples))
        readings = {bead: [next(read) for _ in bead.pivots] for bead in beads}
        return [
            [
                tuple(_mean(list(_word_odds(bead, issue, end, each))) for end in (0, 1))
                for each in readings.get(bead, ())
            ]
            for bead, issue in asked
        ]


def changed_by_then(ends: tuple[float | None, ...]) -> float:
    """Log-odds that an issue's words had been changed at a pivot, by what is said of both ends."""
    weights = weights_of(KIND)
    return sum(
        weights[name] * odds + weights[f"{name}_offset"]
        for name, odds in zip(("source", "back"), ends, strict=True)
        if odds is not None
    )


def hop_evidence(by_pivot: Sequence[tuple[float | None, ...]]) -> Evidence | None:
    """Evidence on an issue by its odds; None where they say next to nothing."""
    odds = [changed_by_then(ends) for ends in by_pivot]
    shown = ", ".join(f"{_percent(each)} after hop {hop}" for hop, each in enumerate(odds, 1))
    return located(KIND, odds, f"Chance that these words had changed, by the hop reader: {shown}.")


def _percent(odds: float) -> str:
    return f"{100 / (1 + exp(-odds)):.0f} %"


def _word_odds(bead: BeadText, issue: Issue, end: int, reading: HopReading) -> Iterator[float]:
    """What is said of each word of an issue at the source (0) or at the return (1)."""
    stop = end * (len(bead.stops) - 1)
    spans = issue.spans(stop)
    for token in tokenize(bead.stops[stop].text[:MOST_LETTERS]) if spans else ():
        if any(token.span.overlaps(span) for span in spans):
            yield reading.odds_at(end, token.span)


def _mean(odds: Sequence[float]) -> float | None:
    return sum(odds) / len(odds) if odds else None
