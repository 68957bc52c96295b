"""Labelled round trips as the harness measures them: rows of natural.jsonl -> measured rows.

A row has `lang`, `route`, `source`, `pivot` (and `pivot2` on three hops), `return`; see
`corpora/natural/README.md`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from harness import machine
from harness.core.errors import EngineUnavailable
from harness.core.route_syntax import parse_route
from harness.core.values import BeadText, Finding, LocalText, MeasuredRow, StopLikelihood
from harness.models.likelihood import RunLikelihood
from harness.plugins import names
from harness.run import assembly
from harness.run.measurement import measure

NaturalRow = Mapping[str, Any]
Spans = Sequence[tuple[int, int]]
Packs = Literal["none", "usual", "all"]

SEVERITIES = ("none", "minor", "major", "critical")


def bead_of(row: NaturalRow) -> BeadText:
    """The stops of a row's round trip."""
    texts = [row[key] for key in ("source", "pivot", "pivot2", "return") if key in row]
    languages = parse_route(row["route"]).stops
    return BeadText(tuple(map(LocalText, languages, texts)))


def measured(rows: Sequence[NaturalRow], packs: Packs = "usual") -> list[MeasuredRow]:
    """What `harness run` says of each row.

    Args:
        packs: which packs' likelihoods it asks for: those of the route's engines, as by default,
            of all packs as with --likelihood (but for contrasts, which change no severity), or
            of none.
    """
    measures, _ = assembly.measuring_set((), names("detectors"), machine.site())
    made: dict[int, MeasuredRow] = {}
    for route, places in _by_route(rows).items():
        likelihood = _likelihood(route, packs)
        beads = [((), bead_of(rows[place])) for place in places]
        made |= zip(places, measure(beads, measures, likelihood=likelihood), strict=True)
    return [made[place] for place in range(len(rows))]


def likelihoods_of(
    rows: Sequence[NaturalRow], beads: Sequence[BeadText]
) -> dict[int, tuple[StopLikelihood, ...]]:
    """The likelihoods of the rows, by place, whose route a pack here can score."""
    made: dict[int, tuple[StopLikelihood, ...]] = {}
    for route, places in _by_route(rows).items():
        if likelihood := _likelihood(route, "all"):
            scored = likelihood.score([beads[place] for place in places])
            made |= zip(places, scored, strict=True)
    return made


def level_of(row: NaturalRow, bead: BeadText, finding: Finding) -> int:
    """The worst severity of the labelled differences whose words a finding touches."""
    worst, last = 0, len(bead.stops) - 1
    for difference in row["differences"]:
        quoted = ((0, "source"), (last, "return"))
        if difference["kind"] != "fluency" and any(
            touches(finding, stop, places(row[side], difference[side])) for stop, side in quoted
        ):
            worst = max(worst, SEVERITIES.index(difference["severity"]))
    return worst


def places(text: str, quote: str) -> Spans:
    """Where a quote stands in a text, wherever it does."""
    found = []
    start = text.find(quote) if quote else -1
    while start >= 0:
        found.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return found


def touches(finding: Finding, stop: int, quoted: Spans) -> bool:
    """Whether a finding marks a letter of one of the places in one stop's text."""
    return any(
        span.start < end and start < span.end
        for span in finding.spans(stop)
        for start, end in quoted
    )


def _by_route(rows: Sequence[NaturalRow]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row["route"]].append(place)
    return places


def _likelihood(route: str, packs: Packs) -> RunLikelihood | None:
    if packs == "none":
        return None
    here = machine.site()
    try:
        scorers = (
            assembly.likelihood_scorers_of_engines(parse_route(route), here)
            if packs == "usual"
            else assembly.open_likelihood_scorers(parse_route(route), here)[0]
        )
    except EngineUnavailable:
        return None
    return RunLikelihood(scorers) if scorers else None
