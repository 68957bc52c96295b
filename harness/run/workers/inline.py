"""This process carries the segments, with a thread for each stage."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from threading import Event
from typing import TypeVar

from harness.blame.witnesses import Reliability
from harness.core.protocols import HopEngine
from harness.core.stages import stage
from harness.models.likelihood import RunLikelihood
from harness.run.identity import WitnessRoute
from harness.run.measures import MeasuringSet
from harness.run.side_by_side import Stage, one_by_one
from harness.run.translation import Block, portions, translate_hop, witness_returns
from harness.run.workers import MeasuredBlock, Reuse
from harness.run.workers.steps import ScoredBlock, judge, measured_together, score

A = TypeVar("A")
B = TypeVar("B")


class Inline:
    """Every hop, every witness and the metrics work in threads of their own, beside the caller's,
    in which changes are found. The rows are those that one thing after the other would make.

    Witnesses bring back what the first hop made of each segment; their failures are recorded in
    the rows and fail nothing. How reliable they are is estimated from the segments so far.
    Likelihood scorers say how probable the words at each stop are. Beads that are `known` are not
    measured again; with witnesses nothing can be.

    Args:
        side_by_side: without, one thing is done after the other, all in the caller's thread.
    """

    def __init__(
        self,
        engines: Sequence[HopEngine],
        measures: MeasuringSet,
        witnesses: Sequence[WitnessRoute] = (),
        *,
        likelihood: RunLikelihood | None = None,
        known: Reuse | None = None,
        side_by_side: bool = True,
    ) -> None:
        self._engines, self._witnesses = engines, witnesses
        self._measures, self._likelihood = measures, likelihood
        self._known = None if witnesses else known
        self._side_by_side = side_by_side

    def measured(self, blocks: Iterator[Block]) -> Generator[MeasuredBlock, None, None]:
        """The segments of `blocks`, in order. See `Workers`."""
        reliability = Reliability()
        scored_blocks = self._stage(self._travelled(blocks), self._score, "metrics")
        try:
            for each in scored_blocks:
                yield judge(each, self._measures, reliability, self._likelihood)
        finally:
            if isinstance(scored_blocks, Stage):
                scored_blocks.close()

    def _travelled(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Blocks that have been through every hop, and that every witness has seen."""
        for number, engine in enumerate(self._engines, start=1):
            title = f"hop {number}, {engine.direction} {engine.signature.name}"
            blocks = self._stage(blocks, partial(_hop, engine, title), title)
        for way in self._witnesses:
            blocks = self._stage(blocks, partial(_witness, way), f"witness {way.name}")
        return blocks

    def _stage(
        self, items: Iterator[A], work: Callable[[A, Event], Iterable[B]], title: str
    ) -> Iterator[B]:
        return Stage(items, work, title) if self._side_by_side else one_by_one(items, work)

    def _score(self, travelled: Block, _: Event) -> Iterator[ScoredBlock]:
        for block in portions(travelled, measured_together(len(self._witnesses))):
            yield score(block, self._measures, self._known)


def _hop(engine: HopEngine, title: str, block: Block, stopping: Event) -> list[Block]:
    with stage(title):
        return [Block(translate_hop(block.states, engine, stopping))]


def _witness(way: WitnessRoute, block: Block, stopping: Event) -> list[Block]:
    with stage(f"witness {way.name}"):
        returned = witness_returns(block.arrived, way, stopping)
    return [replace(block, returned=(*block.returned, returned))]
