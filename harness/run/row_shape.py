"""What holds between the values of a row, and between rows: only a forged record breaks it."""

from collections.abc import Sized

from harness.core.values import BeadText, Mark, MeasuredRow, Row, RunTotals

_LARGEST = 1 << 53  # of a statistic: sums of larger ones are not exact


class RowShape:
    """Holds the rows of one record to the shape of its route and of the rows before.

    Args:
        stops: how many the route has.
    """

    def __init__(self, stops: int) -> None:
        self._stops = stops
        self._lengths: dict[tuple[str, str], int] = {}

    def check(self, row: Row) -> None:
        """Raises: ValueError, saying what does not fit."""
        if not isinstance(row, MeasuredRow):
            return
        if len(row.texts.stops) != self._stops:
            raise ValueError(f"texts: {len(row.texts.stops)}, and the route has {self._stops}")
        if len(row.facts_kept) not in (0, self._stops):
            raise ValueError("facts_kept: not one number a stop")
        for reported in (*row.findings, *row.healed):
            for mark in reported.marks:
                _check_mark(mark, row.texts)
        for name, score in row.scores.items():
            self._check_length("statistics", name, score.statistics)
            if any(abs(number) >= _LARGEST for number in score.statistics):
                raise ValueError(f"scores: a statistic of {name} is too large")
        for name, course in row.similarity_by_hop.items():
            self._check_length("similarity_by_hop", name, course)

    def _check_length(self, what: str, name: str, values: Sized) -> None:
        known = self._lengths.setdefault((what, name), len(values))
        if len(values) != known:
            raise ValueError(f"{what}: {len(values)} for {name}, and {known} in rows before")


def _check_mark(mark: Mark, texts: BeadText) -> None:
    if not 0 <= mark.stop < len(texts.stops):
        raise ValueError(f"findings: a mark at stop {mark.stop}, where there is none")
    if not 0 <= mark.span.start <= mark.span.end <= len(texts.stops[mark.stop].text):
        raise ValueError("findings: a mark beyond the text")


def check_totals(totals: RunTotals) -> None:
    """Raises: ValueError for counts that do not add up."""
    parts = totals.measured, totals.unmeasured
    if min(parts) < 0 or sum(parts) != totals.rows:
        raise ValueError(f"{totals.rows} rows are not {parts[0]} measured and {parts[1]} not")
