"""Each run against the first, row by row: which rows got better, which got worse."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import nlargest

from harness.core.values import MeasuredRow, MetricCard, Row, Unmeasured
from harness.report.html.lit_cells import return_cell, source_cell
from harness.report.html.row_groups import above_minor, findings_of, weight
from harness.report.html.score_contrasts import ScoreContrasts
from harness.report.html.text_runs import plain
from harness.report.html.view import Contrast, ContrastRow
from harness.report.html.view_source import Subject
from harness.report.shared import labels
from harness.report.shared.entries import Entry, entries
from harness.statistics.decisions import sign_test

_SHOWN = 8
_FEWEST = 6  # a sign test over fewer rows cannot reach 5 %, whatever they say
_UNLIKELY = 0.05

# How much a row gained: in findings first, then in score; the earlier row where that is equal.
_Gain = tuple[tuple[int, ...], float, int]


@dataclass(frozen=True, slots=True)
class _Changed:
    """One group in the first run and in another one; shown only if it stays among the few."""

    base: Sequence[Row]
    other: Sequence[Row]
    anchor: str
    where: str
    better: bool


@dataclass(slots=True)
class _RowTally:
    better: int = 0
    worse: int = 0
    same: int = 0
    best: list[tuple[_Gain, _Changed]] = field(default_factory=list)
    worst: list[tuple[_Gain, _Changed]] = field(default_factory=list)


class Contrasts:
    """Takes groups of rows one after the other and keeps the few that changed most.

    A row is better if it has fewer critical findings, or as many and fewer failures to measure, or
    then fewer major ones. Minor ones and scores decide nothing; they put equal changes in order.
    Blind to findings that no detector made.
    """

    def __init__(self, subjects: Sequence[Subject], letters: Sequence[str]) -> None:
        first, *others = subjects
        self._letters = tuple(letters)
        self._metrics = [_shared_metric(first.metrics, each.metrics) for each in others]
        self._tallies = [_RowTally() for _ in others]
        self._scores = [
            ScoreContrasts(first.metrics, each.metrics, (first.totals.scores, each.totals.scores))
            for each in others
        ]
        self._place = 0

    def take(self, rows: Sequence[Sequence[Row]], anchor: str, where: str) -> None:
        """The next group: the rows of each run that speak of the same source."""
        self._place += 1
        base, *others = rows
        for other, scores in zip(others, self._scores, strict=True):
            scores.take(base, other)
        before = weight([base])
        for other, tally, metric in zip(others, self._tallies, self._metrics, strict=True):
            after = weight([other])
            if above_minor(before) == above_minor(after):
                tally.same += 1
                continue
            better = after > before
            rise = _score(other, metric) - _score(base, metric)
            steps = tuple(b - a for a, b in zip(before, after, strict=True))
            sign = 1 if better else -1
            gain = tuple(sign * step for step in steps), sign * rise, -self._place
            entry = gain, _Changed(base, other, anchor, where, better)
            if better:
                tally.better += 1
                tally.best = nlargest(_SHOWN, [*tally.best, entry], key=lambda each: each[0])
            else:
                tally.worse += 1
                tally.worst = nlargest(_SHOWN, [*tally.worst, entry], key=lambda each: each[0])

    def found(self) -> tuple[Contrast, ...]:
        """Each run but the first against the first."""
        return tuple(
            Contrast(
                run=letter,
                against=self._letters[0],
                words=_tally_words(tally),
                chance=_chance_words(tally.better, tally.worse),
                scores=scores.found(),
                better=tuple(_row(each, (self._letters[0], letter)) for _, each in tally.best),
                worse=tuple(_row(each, (self._letters[0], letter)) for _, each in tally.worst),
            )
            for letter, tally, scores in zip(
                self._letters[1:], self._tallies, self._scores, strict=True
            )
        )


def _tally_words(tally: _RowTally) -> str:
    rows = labels.counted(tally.better, "row")
    return f"better in {rows}, worse in {tally.worse:,}, as good in {tally.same:,}"


def _chance_words(better: int, worse: int) -> str:
    differing = better + worse
    if not differing:
        return "By findings, no row is better or worse."
    if differing < _FEWEST:
        return "So few rows differ that chance cannot be ruled out."
    p = sign_test(better, worse)
    p_text = "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
    chance = "is unlikely to be chance" if p < _UNLIKELY else "may well be chance"
    return f"Such a split {chance} (sign test over rows, {p_text})."


def _shared_metric(one: Sequence[MetricCard], other: Sequence[MetricCard]) -> MetricCard | None:
    """The first metric that both runs have under the same signature."""
    known = {card.signature for card in other}
    return next((card for card in one if card.signature in known), None)


def _score(rows: Sequence[Row], metric: MetricCard | None) -> float:
    """Mean score of the rows, higher is better; 0 where there is none."""
    if metric is None:
        return 0.0
    found = [
        row.scores[metric.name].value
        for row in rows
        if isinstance(row, MeasuredRow) and metric.name in row.scores
    ]
    mean = sum(found) / len(found) if found else 0.0
    return mean if metric.higher_is_better else -mean


def _row(changed: _Changed, letters: tuple[str, str]) -> ContrastRow:
    """The texts of both runs, lit where the worse one says that something is wrong."""
    telling = changed.base if changed.better else changed.other
    severity, message = _worst_said(telling or changed.other or changed.base)
    shown = _worst_row(telling or changed.other or changed.base)
    leading = _leading(shown)
    sides = zip(letters, (changed.base, changed.other), strict=True)
    return ContrastRow(
        anchor=changed.anchor,
        position=changed.where,
        severity=severity,
        change=f"{_held(changed.base)} → {_held(changed.other)}",
        message=plain(message),
        source=source_cell(shown, leading),
        returns=tuple(
            (letter, return_cell(row, leading if row is shown else None))
            for letter, rows in sides
            for row in rows
        ),
    )


def _worst_row(rows: Sequence[Row]) -> Row:
    """The one of them that has the worst finding; the first of equal ones."""
    return max(rows, key=lambda row: max((f.severity.rank for f in findings_of(row)), default=-1))


def _leading(row: Row) -> Entry | None:
    """Its worst entry, which is the first."""
    return next(iter(entries(findings_of(row))), None)


def _held(rows: Sequence[Row]) -> str:
    """What a run has in a row, in the fewest words: 1 critical, 2 minor."""
    parts = [
        f"{count} {severity.value}"
        for severity in labels.WORST_FIRST
        if (count := sum(each.severity is severity for row in rows for each in findings_of(row)))
    ]
    failed = any(isinstance(row, Unmeasured) for row in rows)
    return ", ".join([*parts, *(["not measured"] if failed else [])]) or "no finding"


def _worst_said(rows: Sequence[Row]) -> tuple[str, str]:
    """The worst finding of some rows: its severity, and the sentence."""
    found = [each for row in rows for each in findings_of(row)]
    worst = max(found, key=lambda each: each.severity, default=None)
    reason = next((row.reason for row in rows if isinstance(row, Unmeasured)), "")
    if worst is None or (reason and worst.severity is not labels.WORST_FIRST[0]):
        return (labels.UNMEASURED, reason) if reason else (labels.CLEAN, "")
    return worst.severity.value, worst.message
