"""This process carries the segments, with a thread for each stage."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from threading import Event

from harness.blame.witnesses import Reliability
from harness.core.protocols import HopEngine
from harness.models.likelihood import RunLikelihood
from harness.run.identity import WitnessRoute
from harness.run.measures import MeasuringSet
from harness.run.side_by_side import Stage
from harness.run.translation import Block, portions, translate_hop, witness_returns
from harness.run.workers import MeasuredBlock, Reuse
from harness.run.workers.steps import ScoredBlock, judge, measured_together, score


class Inline:
    """Every hop, every witness and the metrics work in threads of their own, beside the caller's,
    in which changes are found. The rows are those that one thing after the other would make.

    Witnesses bring back what the first hop made of each segment; their failures are recorded in
    the rows and fail nothing. How reliable they are is estimated from the segments so far.
    Likelihood scorers say how probable the words at each stop are. Beads that are `known` are not
    measured again; with witnesses nothing can be.
    """

    def __init__(
        self,
        engines: Sequence[HopEngine],
        measures: MeasuringSet,
        witnesses: Sequence[WitnessRoute] = (),
        *,
        likelihood: RunLikelihood | None = None,
        known: Reuse | None = None,
    ) -> None:
        self._engines, self._witnesses = engines, witnesses
        self._measures, self._likelihood = measures, likelihood
        self._known = None if witnesses else known

    def measured(self, blocks: Iterator[Block]) -> Generator[MeasuredBlock, None, None]:
        """The segments of `blocks`, in order. See `Workers`."""
        reliability = Reliability()
        with closing(Stage(self._travelled(blocks), self._score, "metrics")) as scored_blocks:
            for each in scored_blocks:
                yield judge(each, self._measures, reliability, self._likelihood)

    def _travelled(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Blocks that have been through every hop, and that every witness has seen."""
        for number, engine in enumerate(self._engines, start=1):
            blocks = Stage(blocks, partial(_hop, engine), f"hop {number}")
        for way in self._witnesses:
            blocks = Stage(blocks, partial(_witness, way), f"witness {way.name}")
        return blocks

    def _score(self, travelled: Block, _: Event) -> Iterator[ScoredBlock]:
        for block in portions(travelled, measured_together(len(self._witnesses))):
            yield score(block, self._measures, self._known)


def _hop(engine: HopEngine, block: Block, stopping: Event) -> Iterator[Block]:
    yield Block(translate_hop(block.states, engine, stopping))


def _witness(way: WitnessRoute, block: Block, stopping: Event) -> Iterator[Block]:
    returned = witness_returns(block.arrived, way, stopping)
    yield replace(block, returned=(*block.returned, returned))
