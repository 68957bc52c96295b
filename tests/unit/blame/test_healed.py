"""Words that were never translated, and came back."""

import pytest
from support import bead

from harness.blame.healed import healed_faults
from harness.core.values import BeadText, Category, Issue, LocalText
from harness.metrics.surface import ChrF
from harness.run.measurement import measure
from harness.run.measures import MeasuringSet
from harness.run.totals import RunTally
from harness.severity.grades import usual_grades

INSTRUMENTS = MeasuringSet((ChrF(),), (), None, None, None, (), usual_grades())

COPIED = (
    "Clean the streaks off the pane.",
    "Limpia los streaks del cristal.",
    "Clean the streaks.",
)


def words(found: tuple[Issue, ...]) -> list[str]:
    return [value for issue in found for _, value in issue.evidence]


def test_a_word_that_no_engine_translated_is_told_with_its_places_and_hop() -> None:
    texts = bead(*COPIED)
    (issue,) = healed_faults(texts)
    assert issue.category is Category.UNTRANSLATED
    assert [mark.span.of(texts.stops[mark.stop].text) for mark in issue.marks] == ["streaks"] * 3
    assert [mark.stop for mark in issue.marks] == [0, 1, 2]
    assert str(issue.locus) == "forward"


@pytest.mark.parametrize(
    ("source", "pivot", "back"),
    [
        ("The total is final.", "El total es final.", "The total is final."),  # words of both
        ("Clean the streaks.", "Limpia las rayas.", "Clean the streaks."),  # translated
        ("Clean the streaks.", "Limpia los streaks.", "Clean the stripes."),  # a finding's business
        ("Ask Zuckfeld now.", "Pregunta a Zuckfeld ya.", "Ask Zuckfeld now."),  # a name
        ("See streaks.example.org", "Ver streaks.example.org", "See streaks.example.org"),
        ("She is rid of it.", "Está rid de eso.", "She is rid of it."),  # too short to tell
    ],
)
def test_nothing_else_is_told(source: str, pivot: str, back: str) -> None:
    assert healed_faults(bead(source, pivot, back)) == ()


def test_every_pivot_in_another_language_is_looked_at() -> None:
    stops = (
        LocalText("en", "Clean the streaks."),
        LocalText("es", "Limpia los streaks."),
        LocalText("en", "Wipe the streaks."),
        LocalText("es", "Limpia los streaks."),
        LocalText("en", "Wipe the streaks."),
    )
    found = healed_faults(BeadText(stops))
    assert words(found) == ["streaks"] * 2
    assert [issue.locus.hop for issue in found] == [1, 3]


def test_two_texts_have_no_pivot() -> None:
    assert healed_faults(bead("Clean the streaks.", "Clean the streaks.")) == ()


def test_they_raise_neither_row_nor_score_and_are_added_up() -> None:
    texts = bead("Clean the streaks.", "Limpia los streaks.", "Clean the streaks.")
    (row,) = measure([((), texts)], INSTRUMENTS)
    tally = RunTally(INSTRUMENTS.metrics)
    tally.add(row)
    assert (row.findings, row.severity, tally.totals().healed) == ((), None, 1)
    assert {name: score.value for name, score in row.scores.items()} == {"chrf": 100.0}
