"""Which packs score words in a run, and what attribution asks them. No model is loaded."""

from collections.abc import Iterator

import pytest

from harness.blame.hop_attribution import HopAttribution
from harness.core.bundled import bundled
from harness.core.protocols import Surroundings
from harness.core.route_syntax import parse_route
from harness.machine import Site
from harness.run import assembly
from harness.run.measures import MeasuringSet
from harness.run.opening import UNREMEMBERED, OpenedRoute, open_way
from harness.settings import RunSettings
from harness.severity.grades import usual_grades

BUNDLED = Site(Surroundings(bundled_packs=bundled("langpacks"), threads=1))


@pytest.fixture
def open_route() -> Iterator[object]:
    ways: list[OpenedRoute] = []

    def opened(route: str, **settings: object) -> OpenedRoute:
        asked = RunSettings(routes=(parse_route(route),), **settings)  # type: ignore[arg-type]
        ways.append(open_way(asked.routes[0], asked, BUNDLED, UNREMEMBERED, None, stand_ins=False))
        return ways[-1]

    yield opened
    for way in ways:
        way.close()


def directions(way: OpenedRoute) -> list[str]:
    return [str(each.direction) for each in way.likelihood.scorers] if way.likelihood else []


def test_unasked_the_packs_that_translate_score_words(open_route) -> None:
    assert directions(open_route("en:es@argos:en@argos")) == ["en→es", "es→en"]


@pytest.mark.parametrize("settings", [{"metrics": ("chrf",)}, {"likelihood": False}])
def test_none_where_metrics_are_named_or_nobody_wants_them(open_route, settings) -> None:
    assert directions(open_route("en:es@argos:en@argos", **settings)) == []


@pytest.mark.parametrize(
    ("route", "scored"),
    [("en:es@argos:en@apertium", []), ("en:es@apertium:en@argos", ["es→en"])],
)
def test_only_a_pack_that_is_open_anyway_scores_unasked(route: str, scored: list[str]) -> None:
    """What is graded are texts that the last engine brought home: without its pack, none scores."""
    scorers = assembly.likelihood_scorers_of_engines(parse_route(route), BUNDLED)
    assert [str(each.direction) for each in scorers] == scored


def test_contrasts_are_for_those_who_ask(open_route) -> None:
    measures = MeasuringSet((), (), HopAttribution(), None, None, (), usual_grades())
    unasked = open_route("en:es@argos:en@argos").measures(measures)
    asked = open_route("en:es@argos:en@argos", likelihood=True).measures(measures)
    assert unasked.attribution == measures.attribution
    assert "support.judges" in dict(asked.attribution.signature.fields)
