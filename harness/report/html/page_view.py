"""Runs -> plain values with everything a page shows. Templates decide looks, never content.

One run or several over the same source: rows of different runs that speak of the same source
sentences stand in one `Block`. Everything here is made row by row, so that a book needs no more
memory than its outline.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from harness.core.errors import ComparisonError
from harness.core.values import Run
from harness.report.html.blocks import BlockBuilder
from harness.report.html.merge import side_by_side
from harness.report.html.outline import Outline, outline
from harness.report.html.overview import overview
from harness.report.html.view import Block, Overview
from harness.report.html.view_source import Subject
from harness.report.shared.run_titles import run_titles


class RunPage:
    """The content of a report over one or several runs.

    Raises:
        ComparisonError: there is no run, or the runs do not start from the same segments, so that
            their rows could only be put side by side by guessing.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = tuple(runs)
        _refuse_unlike(self._runs)
        titles = run_titles([run.identity for run in self._runs])
        self._subjects = tuple(map(Subject.of_run, self._runs, titles))
        self._letters = tuple(_letter(index) for index in range(len(self._runs)))

    def blocks(self) -> Iterator[Block]:
        """The rows of all runs, in order of the text. Can be asked for again."""
        builder = BlockBuilder(self._subjects, self._letters)
        groups = side_by_side([run.rows for run in self._runs])
        for place, (rank, rows) in enumerate(zip(self._outline.ranks, groups, strict=True), 1):
            yield builder.block(rows, place, rank)

    @cached_property
    def overview(self) -> Overview:
        """What stands above the rows."""
        return overview(self._runs, self._subjects, self._letters, self._outline)

    @cached_property
    def _outline(self) -> Outline:
        return outline(self._subjects, self._letters)


def _letter(index: int) -> str:
    """How a run is called in a report of several: A, B, …; numbers after Z."""
    return chr(ord("A") + index) if index < 26 else str(index + 1)


def _refuse_unlike(runs: Sequence[Run]) -> None:
    if not runs:
        raise ComparisonError("there is no run to report", hint="name at least one run record")
    first = runs[0].identity
    for run in runs[1:]:
        other = run.identity
        if (other.text_digest, other.language) != (first.text_digest, first.language):
            raise ComparisonError(
                f"{other.doc_id} ({other.route}) starts from another text than {first.doc_id}",
                hint="make one report for each text",
            )
        if other.segmenter != first.segmenter:
            raise ComparisonError(
                f"the text was cut by {first.segmenter} in one run and by {other.segmenter} in"
                " another, so their rows do not correspond",
                hint="run both routes with the same segmenter",
            )
