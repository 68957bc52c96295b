"""Findings without a hop, and the engine on this machine that could tell more of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from harness.core.errors import HarnessError
from harness.core.protocols import Obstacle
from harness.core.values import Direction, MeasuredRow, Row, Run, Severity
from harness.machine import Site
from harness.run.assembly import askable


@dataclass(frozen=True, slots=True)
class HopsKnown:
    """How many findings above minor there are, and how many of them no hop is known of."""

    found: int
    unknown: int


def hops_known(rows: Iterable[Row]) -> HopsKnown:
    """Over all rows that have hops between their ends."""
    found = unknown = 0
    for row in rows:
        if not isinstance(row, MeasuredRow) or not row.texts.pivots:
            continue
        for finding in row.findings:
            if finding.severity is not Severity.MINOR:
                found += 1
                unknown += not finding.locus.known
    return HopsKnown(found, unknown)


def witness_offer(run: Run, here: Site) -> str | None:
    """An engine that translates the hypothesis back and is not the one that did; None without one.

    Nothing is opened and no network is used: engines only say what they could do.
    """
    route, engines = run.identity.route, run.identity.engines
    if run.identity.witnesses or len(engines) < 2:
        return None
    back = Direction(route.stops[1], route.language)
    legs = zip(engines, route.legs, strict=True)
    used = {engine.name for engine, leg in legs if leg.direction == back}
    for name, provider in askable(here):
        if name not in used:
            try:
                found = provider.survey(here.of(name))
            except HarnessError:  # an engine that is not in order helps nobody here
                continue
            if any(not isinstance(each, Obstacle) and each.serves(back) for each in found):
                return name
    return None


OPTION = "--witness {engine}"
IN_A_SUITE = 'witnesses = ["{engine}"] to the suite'


def offer_words(run: Run, here: Site, how: str = OPTION) -> str | None:
    """`3 of 28 findings have no hop: add --witness apertium`; None where nothing helps.

    `how` says what to add, with the engine's name in it.
    """
    if run.identity.witnesses:
        return None
    known = hops_known(run.rows)
    engine = witness_offer(run, here) if known.unknown else None
    if engine is None:
        return None
    noun = "finding has" if known.found == 1 else "findings have"
    return f"{known.unknown} of {known.found} {noun} no hop: add {how.format(engine=engine)}"
