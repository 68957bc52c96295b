"""Which segments of two texts correspond."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from harness.core.values.text import LocalText, Span


@dataclass(frozen=True, slots=True)
class BeadText:
    """The words of one bead at every stop of the route: all that a detector may look at.

    `stops[0]` is the source, `stops[-1]` the back-translation, between them the pivots. A null
    bead has an empty text on one side. Two texts in one language make a bead with two stops.
    """

    stops: tuple[LocalText, ...]

    def __post_init__(self) -> None:
        if len(self.stops) < 2:
            raise ValueError("a bead has at least a source and a back-translation")

    @property
    def source(self) -> LocalText:
        return self.stops[0]

    @property
    def pivots(self) -> tuple[LocalText, ...]:
        return self.stops[1:-1]

    @property
    def back_translation(self) -> LocalText:
        return self.stops[-1]


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments that correspond: `source` and `target` are half-open ranges of positions.

    An empty range on one side is a null: the segments of the other side were dropped (no target)
    or added (no source). A `moved` bead has segments on both sides, and its target stands
    elsewhere than its neighbours' (see `Alignment`). `score` is the aligner's own, in [0, 1], None
    where it gives none.
    """

    source: Span
    target: Span
    score: float | None = None
    moved: bool = False

    def __post_init__(self) -> None:
        if not len(self.source) and not len(self.target):
            raise ValueError("a bead cannot be empty on both sides")
        if self.moved and self.is_null:
            raise ValueError(f"{self.source} and {self.target}: a null cannot have moved")
        if self.score is not None and not 0 <= self.score <= 1:
            raise ValueError(f"a bead's score lies in [0, 1], not at {self.score}")

    @property
    def is_null(self) -> bool:
        """One side is empty: something was dropped or added."""
        return not len(self.source) or not len(self.target)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Beads in order of the source.

    Law: every segment of either side is in exactly one bead. The beads that are not moved rise on
    both sides. A moved bead stands at the place of its source, and crosses another that is no null.
    """

    beads: tuple[Bead, ...]
    source_count: int
    target_count: int

    def __post_init__(self) -> None:
        elsewhere = {bead.target.start: bead.target.end for bead in self.beads if bead.moved}
        source = target = 0
        for bead in self.beads:
            if not bead.moved:
                while target != bead.target.start and target in elsewhere:
                    target = elsewhere.pop(target)
            if bead.source.start != source or not (bead.moved or bead.target.start == target):
                raise ValueError(f"{bead} does not follow on ({source}, {target})")
            source = bead.source.end
            if not bead.moved:
                target = bead.target.end
        while target in elsewhere:
            target = elsewhere.pop(target)
        if (source, target) != (self.source_count, self.target_count):
            raise ValueError(f"beads end at ({source}, {target}), not at the texts' ends")
        if sum(len(bead.target) for bead in self.beads) != self.target_count:
            raise ValueError("two beads hold the same segment")
        for bead in _in_line(self.beads):
            raise ValueError(f"{bead} is in line with all others, and did not move")

    def __iter__(self) -> Iterator[Bead]:
        return iter(self.beads)


def _in_line(beads: Sequence[Bead]) -> Iterator[Bead]:
    """The moved beads that cross no other; nulls have no place of their own to be crossed."""
    pairs = [bead for bead in beads if not bead.is_null]
    furthest = accumulate((bead.target.start for bead in pairs), max)
    nearest = list(accumulate((bead.target.start for bead in reversed(pairs)), min))
    for bead, before, after in zip(pairs, furthest, reversed(nearest), strict=True):
        if bead.moved and before == after == bead.target.start:
            yield bead
