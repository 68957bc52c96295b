"""A witness is offered where hops are not known and an engine here could tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from run_samples import finding, plain, run_of

from harness import machine
from harness.core.errors import EngineUnavailable
from harness.core.protocols import Obstacle, Offer
from harness.core.values import Direction, Locus, Run, Severity, Witness
from harness.run import witness_offer as offers

FORWARD = Locus.at(1, 2, (), 0.9)


@dataclass
class Provider:
    """An engine that only says what it could do."""

    found: Sequence[Offer | Obstacle]
    broken: bool = False

    def survey(self, _: object) -> Sequence[Offer | Obstacle]:
        if self.broken:
            raise EngineUnavailable("it does not answer", hint="mend it")
        return self.found


def _offer(source: str, target: str) -> Offer:
    return Offer(Direction(source, target), "model", "here")


def _run(unknown: int, known: int, minor: int = 0) -> Run:
    told = [finding()] * unknown + [replace(finding(), locus=FORWARD)] * known
    told += [finding(severity=Severity.MINOR)] * minor
    return run_of(plain(3), {1: told})


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Provider]]:
    """The engines of this machine, to be filled; each has the settings that it needs."""
    engines: list[tuple[str, Provider]] = []
    monkeypatch.setattr(offers, "askable", lambda _: iter(engines))
    monkeypatch.setattr(machine.Site, "of", lambda _, part: part)
    return engines


SITE = object.__new__(machine.Site)


def test_findings_above_minor_without_a_hop_are_counted() -> None:
    assert offers.hops_known(_run(3, 2, minor=4).rows) == offers.HopsKnown(found=5, unknown=3)


def test_another_engine_that_translates_back_is_offered(
    here: list[tuple[str, Provider]],
) -> None:
    here += [
        ("argos", Provider([_offer("es", "en")])),  # the run's own
        ("other", Provider([_offer("en", "es"), Obstacle("no model", "install one")])),
        ("broken", Provider([], broken=True)),
        ("apertium", Provider([_offer("es", "en")])),
    ]
    said = "3 of 5 findings have no hop: add --witness apertium"
    assert offers.offer_words(_run(3, 2), SITE) == said
    in_a_suite = offers.offer_words(_run(1, 0), SITE, offers.IN_A_SUITE)
    assert in_a_suite == '1 of 1 finding has no hop: add witnesses = ["apertium"] to the suite'


def test_nothing_is_offered_where_it_would_not_help(here: list[tuple[str, Provider]]) -> None:
    assert offers.offer_words(_run(3, 0), SITE) is None, "no other engine"
    here.append(("apertium", Provider([_offer("es", "en")])))
    assert offers.offer_words(_run(0, 5, minor=3), SITE) is None, "all hops are known"
    witnessed = _run(3, 0)
    identity = replace(witnessed.identity, witnesses=(Witness("es:en@x", ()),))
    assert offers.offer_words(replace(witnessed, identity=identity), SITE) is None
