"""One light pass over the rows of all runs: how bad each is, and where; a few numbers a row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from harness.core.values import MeasuredRow, Row, Severity
from harness.report.html.contrasts import Contrasts
from harness.report.html.merge import side_by_side
from harness.report.html.row_groups import (
    RowAnchors,
    findings_of,
    is_remarkable,
    position,
    segment_count,
    weight,
    worst_of,
)
from harness.report.html.view import Contrast, Tick, WorstRow
from harness.report.html.view_source import Subject
from harness.report.html.worst_rows import WorstRows
from harness.report.shared import labels


@dataclass(frozen=True, slots=True)
class Outline:
    """What one light pass over all rows gives: how bad each group is, and where.

    `steady` counts for each run the measured rows without a finding above minor, `loci` its
    findings by category path and locus, `scores` holds every row's scores by metric, `facts_kept`
    how many facts of the source are still present at each stop, `similarity_by_hop` by metric the
    mean score of each hop's text against the source, None where that was not measured.
    """

    ranks: tuple[int, ...]
    ticks: tuple[tuple[Tick, ...], ...]
    sentences: tuple[int, ...]
    steady: tuple[int, ...]
    loci: tuple[Mapping[tuple[str, str], int], ...]
    scores: tuple[Mapping[str, Sequence[float]], ...]
    facts_kept: tuple[Sequence[int], ...]
    similarity_by_hop: tuple[Mapping[str, Sequence[float | None]], ...]
    contrasts: tuple[Contrast, ...]
    worst: tuple[WorstRow, ...]


class _RunTally:
    """What is counted of one run on the way."""

    def __init__(self) -> None:
        self.ticks: list[Tick] = []
        self.sentences = 0
        self.steady = 0
        self.loci: Counter[tuple[str, str]] = Counter()
        self.scores: dict[str, list[float]] = {}
        self.facts_kept: list[int] = []
        self.similarities_by_hop: dict[str, list[tuple[float | None, ...]]] = {}

    def take(self, row: Row) -> None:
        self.sentences += segment_count(row)
        if not isinstance(row, MeasuredRow):
            return
        self.steady += row.severity in (None, Severity.MINOR)
        self.loci.update((each.category.value, str(each.locus)) for each in findings_of(row))
        if row.facts_kept:
            before = self.facts_kept or [0] * len(row.facts_kept)
            self.facts_kept = [a + b for a, b in zip(before, row.facts_kept, strict=True)]
        for name, score in row.scores.items():
            self.scores.setdefault(name, []).append(score.value)
        for name, course in row.similarity_by_hop.items():
            self.similarities_by_hop.setdefault(name, []).append(course)

    def mean_similarity_by_hop(self) -> Mapping[str, Sequence[float | None]]:
        """The mean over rows, hop by hop."""
        return {
            name: [_mean(values) for values in zip(*courses, strict=True)]
            for name, courses in self.similarities_by_hop.items()
        }


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def outline(subjects: Sequence[Subject], letters: Sequence[str]) -> Outline:
    """One pass over the rows of all runs, or of a text, holding a few numbers for each group."""
    anchors = RowAnchors()
    tallies = [_RunTally() for _ in subjects]
    contrasts = Contrasts(subjects, letters)
    weights: list[tuple[int, ...]] = []
    reviewed = len(subjects) == 1 and subjects[0].reviewed
    worst_rows = WorstRows(letters, reviewed=reviewed)
    for place, rows in enumerate(side_by_side([subject.rows for subject in subjects])):
        anchor, where = anchors.block(rows), position(rows)
        weights.append(weight(rows))
        contrasts.take(rows, anchor, where)
        for tally, of_run in zip(tallies, rows, strict=True):
            for row in of_run:
                tally.take(row)
            worst = worst_of(of_run)
            if is_remarkable(worst):
                words = f"row {where}: {labels.worst_words(worst)}"
                tally.ticks.append(Tick(place, anchor, worst, words))
        worst_rows.take(rows, (*weights[-1], place), anchor, where)
    order = sorted(range(len(weights)), key=lambda place: (weights[place], place))
    ranks = dict(zip(order, range(1, len(order) + 1), strict=True))
    return Outline(
        ranks=tuple(ranks[place] for place in range(len(order))),
        ticks=tuple(tuple(tally.ticks) for tally in tallies),
        sentences=tuple(tally.sentences for tally in tallies),
        steady=tuple(tally.steady for tally in tallies),
        loci=tuple(tally.loci for tally in tallies),
        scores=tuple(tally.scores for tally in tallies),
        facts_kept=tuple(tally.facts_kept for tally in tallies),
        similarity_by_hop=tuple(tally.mean_similarity_by_hop() for tally in tallies),
        contrasts=contrasts.found(),
        worst=worst_rows.found(),
    )
