from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st
from support import texts

from harness.blame.retention import (
    Convergence,
    convergence,
    facts_kept,
    home_stops,
    similarity_by_hop,
)
from harness.core.values import BeadText, LocalText, MetricCard, Score, Signature


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
    assert facts_kept(travel(*stops)) == (3, 3, 2, 0, 0)


def test_a_text_without_facts_has_none_to_lose() -> None:
    assert facts_kept(travel("They left early.", "Salieron temprano.", "They went.")) == (0, 0, 0)


def test_a_name_that_may_be_translated_counts_as_at_the_next_stop() -> None:
    assert facts_kept(travel("We left Vienna.", "Dejamos Wien.", "We left Vienna.")) == (1, 1, 1)


def test_trips_settle_in_a_fixed_point() -> None:
    assert convergence(travel("a", "x", "b", "y", "b")) == Convergence(settled=1, cycle=1)
    assert convergence(travel("a", "x", "a")) == Convergence(settled=0, cycle=1)


def test_trips_may_run_in_a_circle() -> None:
    assert convergence(travel("a", "x", "b", "y", "c", "z", "b")) == Convergence(settled=1, cycle=2)


def test_trips_that_never_repeat_are_not_settled() -> None:
    assert convergence(travel("a", "x", "b", "y", "c")) == Convergence(None, None)


@given(st.lists(texts, min_size=3, max_size=7).filter(lambda each: len(each) % 2 == 1))
def test_every_stop_has_as_many_facts_as_the_source_at_most(stops: list[str]) -> None:
    counts = facts_kept(travel(*stops))
    assert len(counts) == len(stops)
    assert all(0 <= count <= counts[0] for count in counts)
    assert home_stops(travel(*stops)) == tuple(range(0, len(stops), 2))


@given(texts)
def test_nothing_dies_where_nothing_changes(text: str) -> None:
    counts = facts_kept(BeadText(tuple(LocalText("en", text) for _ in range(3))))
    assert len(set(counts)) == 1


class Letters:
    """Share of the reference's letters that are found again."""

    def __init__(self, *, across_languages: bool) -> None:
        self.card = MetricCard(
            "letters",
            "Letters",
            Signature("letters"),
            0.0,
            1.0,
            higher_is_better=True,
            across_languages=across_languages,
        )
        self.asked: list[tuple[str, str]] = []

    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Score]:
        self.asked += pairs
        return [Score(sum(letter in b for letter in a) / len(a), ()) for a, b in pairs]

    def combine(self, _: Iterable[tuple[int, ...]]) -> float:
        raise AssertionError("one bead at a time")


def test_a_course_compares_every_stop_that_a_metric_can_compare() -> None:
    bead = travel("abcd", "ab", "abc", "a", "ab")
    home = [{"letters": Score(0.5, ())}]
    surface, across = Letters(across_languages=False), Letters(across_languages=True)
    assert similarity_by_hop([bead], [surface], home) == [{"letters": (None, 0.75, None, 0.5)}]
    assert similarity_by_hop([bead], [across], home) == [{"letters": (0.5, 0.75, 0.25, 0.5)}]
    assert ("abcd", "ab") not in surface.asked  # home is not measured again


def test_out_and_back_has_no_course() -> None:
    metric = Letters(across_languages=True)
    assert similarity_by_hop([travel("ab", "a", "a")], [metric], [{"letters": Score(0.5, ())}]) == [
        {}
    ]
    assert metric.asked == []
