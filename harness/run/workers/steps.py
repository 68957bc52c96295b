"""The steps of measuring that workers take with a block that has travelled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.blame.witnesses import Reliability
from harness.core.values import BeadText, MeasuredRow
from harness.models.likelihood import RunLikelihood
from harness.run.measurement import BLOCK, TOGETHER, ScoredBeads, judged, scored
from harness.run.measures import MeasuringSet
from harness.run.translation import Block
from harness.run.workers import MeasuredBlock, Reuse


@dataclass(frozen=True, slots=True)
class ScoredBlock:
    """A block whose beads have their scores. `before` are rows that are known already."""

    block: Block
    before: Sequence[MeasuredRow | None]
    fresh: ScoredBeads


def measured_together(witnesses: int) -> int:
    """Segments of a block for `score` and `judge`: with witnesses, rows depend on it."""
    return BLOCK if witnesses else TOGETHER


def score(block: Block, measures: MeasuringSet, known: Reuse | None = None) -> ScoredBlock:
    """The scores of metrics, and the rows that are known."""
    bundles = [((state.segment,), BeadText(state.texts)) for state in block.arrived]
    before = [
        replace(row, segments=segments) if known and (row := known(bead)) else None
        for segments, bead in bundles
    ]
    fresh = [bundle for bundle, row in zip(bundles, before, strict=True) if row is None]
    return ScoredBlock(block, before, scored(fresh, measures))


def judge(
    scored_block: ScoredBlock,
    measures: MeasuringSet,
    reliability: Reliability,
    likelihood: RunLikelihood | None,
) -> MeasuredBlock:
    """The rows of a block. With witnesses, blocks must come in order."""
    returned = scored_block.block.returned
    fresh = iter(judged(scored_block.fresh, measures, returned, reliability, likelihood=likelihood))
    rows = [next(fresh) if row is None else row for row in scored_block.before]
    return MeasuredBlock(scored_block.block.states, rows)
