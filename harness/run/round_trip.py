"""A text out and home: every segment translated hop after hop, measured, and made a row."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from harness.core import interruption
from harness.core.progress import Advance
from harness.core.protocols import HopEngine
from harness.core.stages import stage
from harness.core.values import MeasuredRow, Row, Segmentation, Unmeasured
from harness.models.likelihood import RunLikelihood
from harness.run.identity import WitnessRoute
from harness.run.measurement import with_document_findings
from harness.run.measures import MeasuringSet
from harness.run.translation import blocks_of
from harness.run.workers import MeasuredBlock, Reuse, Workers
from harness.run.workers.inline import Inline


def round_trip(  # noqa: PLR0913  (what, how, measured with what, and three that may be absent)
    segmentation: Segmentation,
    engines: Sequence[HopEngine],
    measures: MeasuringSet,
    progress: Advance,
    witnesses: Sequence[WitnessRoute] = (),
    *,
    likelihood: RunLikelihood | None = None,
    known: Reuse | None = None,
) -> Generator[Row, None, None]:
    """Translate every segment with `engines`, one a hop, and measure what comes back, in order.

    As `carried`, by this process alone.
    """
    workers = Inline(engines, measures, witnesses, likelihood=likelihood, known=known)
    return carried(segmentation, workers, measures, progress)


def carried(
    segmentation: Segmentation, workers: Workers, measures: MeasuringSet, progress: Advance
) -> Generator[Row, None, None]:
    """The rows of a text, in order. Close the generator before the engines.

    What only a whole text shows is found here, row after row, whoever did the rest.

    Raises:
        EngineError: an engine or a likelihood scorer failed as a whole. One segment's failure is
            an Unmeasured row.
    """
    states = measures.document_states()
    with closing(workers.measured(blocks_of(segmentation))) as blocks:
        for block in blocks:
            interruption.check()
            with stage("detectors"):
                rows = [with_document_findings(row, states, measures.grades) for row in block.rows]
            yield from _in_order(block, rows)
            progress(len(block.states))


def _in_order(block: MeasuredBlock, rows: Sequence[MeasuredRow]) -> Iterator[Row]:
    """One row for every segment: measured if it came back."""
    measured = iter(rows)
    for state in block.states:
        if state.failure is None:
            yield next(measured)
        else:
            yield Unmeasured(state.segment, state.texts, len(state.texts), state.failure)
