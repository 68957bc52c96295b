"""Facts of a route through another script are put down to hops."""

import pytest

from harness.blame import fact_counts, name_counts
from harness.core.values import BeadText, LocalText, Mark, Span


def bead(pivot: str, text: str, *stops: str) -> BeadText:
    tags = ("en", pivot, "en")
    return BeadText(tuple(map(LocalText, tags, (text, *stops))))


def counts(counter, texts: BeadText, word: str) -> list[tuple[int | None, ...]]:
    start = texts.source.text.index(word)
    mark = Mark(0, Span(start, start + len(word)))
    return [trace.counts for trace in counter(texts, mark)]


@pytest.mark.parametrize(
    ("pivot", "there"),
    [
        ("ru", "Роберт Келлер пришёл."),
        ("ja", "ロバート・ケラーが来た。"),
        ("ko", "로버트 켈러가 왔다."),
    ],
)
def test_a_name_that_the_pivot_spells_in_its_script_is_there(pivot: str, there: str) -> None:
    texts = bead(pivot, "We met Robert Keller.", there, "We met Robert.")
    assert counts(name_counts.names, texts, "Keller") == [(1, 1, 0)]


def test_a_name_that_sounds_otherwise_is_not_held_for_lost() -> None:
    texts = bead("ja", "They flew to Vienna.", "彼らはウィーンへ飛んだ。", "They flew to Paris.")
    assert counts(name_counts.names, texts, "Vienna") == [(1, None, 0)]


@pytest.mark.parametrize(
    ("pivot", "there"),
    [("ru", "Мы закрыты в субботу."), ("ja", "土曜日は休みです。"), ("pl", "W sobotę zamknięte.")],
)
def test_a_weekday_with_an_ending_or_without_spaces_is_there(pivot: str, there: str) -> None:
    texts = bead(pivot, "We close on Saturday.", there, "We close on Sunday.")
    assert counts(fact_counts.dates, texts, "Saturday") == [(1, 1, 0)]


def test_a_month_in_signs_is_there() -> None:
    texts = bead("ja", "It ends on 3 October.", "10月3日に終わる。", "It ends on 3 June.")
    assert counts(fact_counts.dates, texts, "October") == [(1, 1, 0)]
