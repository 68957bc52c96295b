"""Who carries segments through engines and measures: this process, several, or a cluster.

Behind one seam: blocks of segments go in, the same blocks with their rows come out, in order, and
what is in a row does not depend on who made it. `inline` is this process, with a thread for each
stage. `distributed` hands small blocks (`shards`) to workers that have engines of their own: to
processes on this machine (`processes`) or to a Ray cluster (`ray_cluster`); it alone looks up and
writes the memory.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from harness.core.values import BeadText, MeasuredRow
from harness.run.translation import Block, SegmentState

# The measured row of an earlier run with the same measures and words, if there is one.
Reuse = Callable[[BeadText], MeasuredRow | None]


@dataclass(frozen=True, slots=True)
class MeasuredBlock:
    """Segments at the end of their way, with a row for each one that arrived."""

    states: Sequence[SegmentState]
    rows: Sequence[MeasuredRow]


class Workers(Protocol):
    """Carry blocks of segments through engines and measures."""

    def measured(self, blocks: Iterator[Block]) -> Generator[MeasuredBlock, None, None]:
        """The segments of `blocks`, in order, in blocks of any size.

        Closed before its end, it waits for what is at work, and that is remembered.

        Raises: EngineError: an engine or a likelihood scorer failed as a whole.
        """
        ...
