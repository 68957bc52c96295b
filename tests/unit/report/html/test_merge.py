"""Rows of several runs side by side: nothing lost, nothing guessed, no group too large."""

from hypothesis import given
from hypothesis import strategies as st
from unit.report.report_samples import segment

from harness.core.values import BeadText, LocalText, MeasuredRow, Row, Unmeasured
from harness.report.html.merge import side_by_side

LENGTHS = st.lists(st.integers(0, 3), max_size=8)


def _row(start: int, count: int) -> Row:
    """A bead over `count` segments; none is an addition; one may be unmeasured."""
    segments = tuple(segment(place, f"s{place}") for place in range(start, start + count))
    if count == 1 and start % 3 == 0:
        return Unmeasured(segments[0], (), 1, "broken")
    text = LocalText("en", "x")
    return MeasuredRow(segments, BeadText((text, text)))


def _rows(counts: list[int], total: int) -> list[Row]:
    rows, start = [], 0
    for count in counts:
        taken = min(count, total - start)
        if taken or not count:
            rows.append(_row(start, taken))
            start += taken
    return rows + [_row(place, 1) for place in range(start, total)]


def _covered(rows: tuple[Row, ...]) -> list[int]:
    return [
        each.position
        for row in rows
        for each in (row.segments if isinstance(row, MeasuredRow) else (row.segment,))
    ]


def _borders(rows: list[Row]) -> set[int]:
    ends, place = {0}, 0
    for row in rows:
        place += len(_covered((row,)))
        ends.add(place)
    return ends


@given(LENGTHS, LENGTHS, st.integers(0, 10))
def test_groups_are_the_finest_that_all_runs_allow(a: list[int], b: list[int], total: int) -> None:
    runs = [_rows(a, total), _rows(b, total)]
    groups = list(side_by_side(runs))
    for index, rows in enumerate(runs):
        assert [row for group in groups for row in group[index]] == rows
    common = [group for group in groups if all(_covered(rows) for rows in group)]
    assert all(_covered(group[0]) == _covered(group[1]) for group in common)
    borders = {0} | {_covered(group[0])[-1] + 1 for group in common}
    assert borders == _borders(runs[0]) & _borders(runs[1])
    for group in groups:
        if group not in common:
            added = [row for rows in group for row in rows]
            assert not any(_covered((row,)) for row in added)
            assert len({row.row_id for row in added if isinstance(row, MeasuredRow)}) == 1


def test_the_same_addition_stands_together_and_another_alone() -> None:
    def added(text: str) -> MeasuredRow:
        return MeasuredRow((), BeadText((LocalText("en", ""), LocalText("en", text))))

    alike = list(side_by_side([[added("x")], [added("x")]]))
    assert [[len(rows) for rows in group] for group in alike] == [[1, 1]]
    other = list(side_by_side([[added("x")], [added("y")]]))
    assert [[len(rows) for rows in group] for group in other] == [[1, 0], [0, 1]]


def test_one_run_is_given_row_by_row() -> None:
    rows = _rows([1, 0, 2, 1], 6)
    assert [group for (group,) in side_by_side([rows])] == [(row,) for row in rows]


def test_a_run_that_ends_early_leaves_a_gap() -> None:
    groups = list(side_by_side([_rows([], 3), _rows([], 1)]))
    assert [[len(rows) for rows in group] for group in groups] == [[1, 1], [1, 0], [1, 0]]


def test_no_run_no_group() -> None:
    assert list(side_by_side([])) == []
    assert list(side_by_side([[], []])) == []
