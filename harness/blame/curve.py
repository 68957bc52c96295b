"""What becomes of a text from stop to stop: facts still alive, and where repeated trips settle."""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.blame.facts import copies, dates, denials, numbers
from harness.blame.names import names
from harness.core.values import BeadText, Mark, Span
from harness.text.language import same_language

_FACTS = (numbers, dates, copies, denials, names)


@dataclass(frozen=True, slots=True)
class Orbit:
    """Where trips out and back lead: `settled` is the trip after which nothing changes any more,
    `cycle` after how many trips texts come again (1 for a fixed point); None where not seen.
    """

    settled: int | None
    cycle: int | None


def alive(bead: BeadText) -> tuple[int, ...]:
    """How many of the source's facts still stand at each stop; first all of them.

    Facts are numbers, dates, copies, denials and names; one that cannot be read at a stop (a name
    that may be translated there) counts as what it is at the next stop where it can. Blind to all
    other content.
    """
    everything = Mark(0, Span(0, len(bead.source.text)))
    traces = [trace.counts for read in _FACTS for trace in read(bead, everything)]
    return tuple(sum(_stands(counts, stop) for counts in traces) for stop in range(len(bead.stops)))


def _stands(counts: Sequence[int | None], stop: int) -> bool:
    first = counts[0] or 0
    known = next((count for count in counts[stop:] if count is not None), 0)
    return known >= first


def home_stops(bead: BeadText) -> tuple[int, ...]:
    """The stops in the language of the source: the only ones that compare word by word."""
    return tuple(
        stop
        for stop, text in enumerate(bead.stops)
        if same_language(text.language, bead.source.language)
    )


def orbit(bead: BeadText) -> Orbit:
    """Where the texts at home repeat themselves, white space at their ends aside."""
    texts = [bead.stops[stop].text.strip() for stop in home_stops(bead)]
    seen: dict[str, int] = {}
    for trip, text in enumerate(texts):
        if text in seen:
            return Orbit(seen[text], trip - seen[text])
        seen[text] = trip
    return Orbit(None, None)
