from hypothesis import given
from hypothesis import strategies as st
from support import texts

from harness.blame.curve import Orbit, alive, home_stops, orbit
from harness.core.values import BeadText, LocalText


def travel(*stops: str) -> BeadText:
    """A text that goes out and back again and again."""
    return BeadText(tuple(LocalText(("en", "es")[n % 2], text) for n, text in enumerate(stops)))


def test_facts_die_hop_by_hop() -> None:
    stops = (
        "On Monday 75 boats left for Rotterdam.",
        "El lunes 75 barcos salieron para Rotterdam.",
        "On Monday 57 boats left for Rotterdam.",
        "El martes 57 barcos salieron.",
        "On Tuesday 57 boats left.",
    )
    assert alive(travel(*stops)) == (3, 3, 2, 0, 0)


def test_a_text_without_facts_has_none_to_lose() -> None:
    assert alive(travel("They left early.", "Salieron temprano.", "They went.")) == (0, 0, 0)


def test_a_name_that_may_be_translated_counts_as_at_the_next_stop() -> None:
    assert alive(travel("We left Vienna.", "Dejamos Wien.", "We left Vienna.")) == (1, 1, 1)


def test_trips_settle_in_a_fixed_point() -> None:
    assert orbit(travel("a", "x", "b", "y", "b")) == Orbit(settled=1, cycle=1)
    assert orbit(travel("a", "x", "a")) == Orbit(settled=0, cycle=1)


def test_trips_may_run_in_a_circle() -> None:
    assert orbit(travel("a", "x", "b", "y", "c", "z", "b")) == Orbit(settled=1, cycle=2)


def test_trips_that_never_repeat_are_not_settled() -> None:
    assert orbit(travel("a", "x", "b", "y", "c")) == Orbit(None, None)


@given(st.lists(texts, min_size=3, max_size=7).filter(lambda each: len(each) % 2 == 1))
def test_every_stop_has_as_many_facts_as_the_source_at_most(stops: list[str]) -> None:
    counts = alive(travel(*stops))
    assert len(counts) == len(stops)
    assert all(0 <= count <= counts[0] for count in counts)
    assert home_stops(travel(*stops)) == tuple(range(0, len(stops), 2))


@given(texts)
def test_nothing_dies_where_nothing_changes(text: str) -> None:
    counts = alive(BeadText(tuple(LocalText("en", text) for _ in range(3))))
    assert len(set(counts)) == 1
