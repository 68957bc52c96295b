"""What is retained from stop to stop: facts kept, similarity to the source, fixed points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.blame.fact_counts import copies, dates, denials, numbers
from harness.blame.name_counts import names
from harness.core.protocols import Metric
from harness.core.values import BeadText, Mark, Score, Span
from harness.text.data.language import same_language

_FACTS = (numbers, dates, copies, denials, names)


@dataclass(frozen=True, slots=True)
class Convergence:
    """Where trips out and back lead: `settled` is the trip after which nothing changes any more,
    `cycle` after how many trips texts come again (1 for a fixed point); None where not seen.
    """

    settled: int | None
    cycle: int | None


def facts_kept(bead: BeadText) -> tuple[int, ...]:
    """How many of the source's facts still stand at each stop; first all of them.

    Facts are numbers, dates, copies, denials and names; one that cannot be read at a stop (a name
    that may be translated there) counts as what it is at the next stop where it can. Blind to all
    other content.
    """
    everything = Mark(0, Span(0, len(bead.source.text)))
    traces = [trace.counts for read in _FACTS for trace in read(bead, everything)]
    return tuple(
        sum(_is_kept(counts, stop) for counts in traces) for stop in range(len(bead.stops))
    )


def _is_kept(counts: Sequence[int | None], stop: int) -> bool:
    first = counts[0] or 0
    known = next((count for count in counts[stop:] if count is not None), 0)
    return known >= first


def similarity_by_hop(
    beads: Sequence[BeadText],
    metrics: Sequence[Metric],
    scores: Sequence[Mapping[str, Score]],
) -> list[dict[str, tuple[float | None, ...]]]:
    """For each bead of more than two hops by metric how like the source the text after each hop is.

    None where a metric cannot compare the two languages; figures across languages lie lower than
    those within one, and are comparable among stops of one language.

    Args:
        scores: those of the back-translations, which are not measured again.
    """
    made: list[dict[str, tuple[float | None, ...]]] = [{} for _ in beads]
    for metric in metrics:
        name = metric.card.name
        places = [
            (number, stop)
            for number, bead in enumerate(beads)
            if len(bead.stops) > 3 and name in scores[number]
            for stop in range(1, len(bead.stops) - 1)
            if metric.card.across_languages or stop in home_stops(bead)
        ]
        pairs = [(beads[n].source.text, beads[n].stops[stop].text) for n, stop in places]
        values = {
            place: score.value for place, score in zip(places, metric.measure(pairs), strict=True)
        }
        for number, bead in enumerate(beads):
            if len(bead.stops) > 3 and name in scores[number]:
                inner = (values.get((number, stop)) for stop in range(1, len(bead.stops) - 1))
                made[number][name] = (*inner, scores[number][name].value)
    return made


def home_stops(bead: BeadText) -> tuple[int, ...]:
    """The stops in the language of the source: the only ones that compare word by word."""
    return tuple(
        stop
        for stop, text in enumerate(bead.stops)
        if same_language(text.language, bead.source.language)
    )


def convergence(bead: BeadText) -> Convergence:
    """Where the texts at home repeat themselves, white space at their ends aside."""
    texts = [bead.stops[stop].text.strip() for stop in home_stops(bead)]
    seen: dict[str, int] = {}
    for trip, text in enumerate(texts):
        if text in seen:
            return Convergence(seen[text], trip - seen[text])
        seen[text] = trip
    return Convergence(None, None)
