"""Explaining a finding shows its words at every stop, and nothing that could drive a terminal."""

from types import SimpleNamespace

from harness.core.values import (
    BeadText,
    Category,
    Drift,
    Finding,
    LocalText,
    Mark,
    Segment,
    Severity,
    Span,
)
from harness.report.explain import Known, _marked, find

ROWS = tuple(
    Drift(
        (Segment(f"row-{n}", "doc", n, f"Sentence {n}."),),
        BeadText(
            (
                LocalText("en", f"It has 75 {thing}."),
                LocalText("es", f"Tiene 57 {thing}."),
                LocalText("en", f"It has 57 {thing}.\x1b[2J"),
            )
        ),
        {},
        (
            Finding(
                "numbers",
                Category.NUMBER,
                Severity.CRITICAL,
                "“75” came back as “57”.",
                (Mark(0, Span(7, 9)), Mark(2, Span(7, 9))),
                (("source", "75"), ("place", str(n))),
            ),
        ),
    )
    for n, thing in enumerate(("aircraft", "ships", "cars"))
)
RUN = SimpleNamespace(rows=ROWS)


def test_a_finding_is_found_by_the_start_of_its_id_with_its_neighbours() -> None:
    (wanted,) = ROWS[1].finding_ids()
    (known,) = find(RUN, wanted[:8])
    assert known.row is ROWS[1]
    assert (known.before, known.after) == (ROWS[0], ROWS[2])
    assert find(RUN, "row-1") == [known]
    assert find(RUN, wanted[:3]) == []


def test_the_first_and_the_last_row_have_one_neighbour() -> None:
    (first,) = find(RUN, "row-0")
    (last,) = find(RUN, "row-2")
    assert first.before is None
    assert last.after is None


def test_words_are_marked_where_they_stand_and_controls_do_not_pass() -> None:
    (wanted,) = ROWS[0].finding_ids()
    known = Known(wanted, ROWS[0].findings[0], ROWS[0], None, None)
    assert _marked(known, 0) == "It has ‹75› aircraft."
    assert _marked(known, 1) == "Tiene 57 aircraft."
    assert "\x1b" not in _marked(known, 2)
