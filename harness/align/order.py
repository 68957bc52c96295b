"""Links between sentences in any order -> an alignment that marks reordered ones."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from harness.core.values import Alignment, Bead, Span


def in_source_order(beads: Iterable[Bead], source_count: int, target_count: int) -> Alignment:
    """The alignment that these beads make, wherever each of them says that its nulls stand.

    As few segments as possible have moved: those outside the heaviest chain of beads that rises on
    both sides. Nulls keep their order among themselves; where it is not that of the texts, what was
    dropped comes before what was added. Time grows as n log n.

    Raises:
        ValueError: a segment is in no bead, or in two.
    """
    given = list(beads)
    if len(set(given)) < len(given):
        raise ValueError("two beads hold the same segment")
    pairs = sorted((bead for bead in given if not bead.is_null), key=lambda bead: bead.source)
    kept = _heaviest_rise(pairs)
    slots: list[list[Bead]] = [[] for _ in range(len(kept) + 1)]
    starts = [bead.source.start for bead in kept], [bead.target.start for bead in kept]
    in_line = frozenset(kept)
    for bead in given:
        if bead not in in_line:
            slots[_slot(bead, starts)].append(replace(bead, moved=not bead.is_null))
    ordered = _in_order(slots[0])
    for bead, after in zip(kept, slots[1:], strict=True):
        ordered += [replace(bead, moved=False), *_in_order(after)]
    return Alignment(tuple(_placed(ordered)), source_count, target_count)


def _slot(bead: Bead, starts: tuple[list[int], list[int]]) -> int:
    """After how many of the beads that stay in line a bead stands."""
    if len(bead.source):
        return bisect_left(starts[0], bead.source.start)
    return bisect_left(starts[1], bead.target.start)


def _in_order(slot: list[Bead]) -> list[Bead]:
    from_source = [bead for bead in slot if len(bead.source)]
    added = [bead for bead in slot if not len(bead.source)]
    rising = sorted(from_source, key=lambda bead: bead.source)
    rising_added = sorted(added, key=lambda bead: bead.target)
    if (from_source, added) == (rising, rising_added):
        return slot
    return [*rising, *rising_added]


def _placed(beads: Iterable[Bead]) -> Iterable[Bead]:
    """Nulls with their empty side where the beads before them end."""
    source = target = 0
    for bead in beads:
        if not len(bead.source):
            placed = replace(bead, source=Span(source, source))
        elif not len(bead.target):
            placed = replace(bead, target=Span(target, target))
        else:
            placed = bead
        yield placed
        source = placed.source.end
        target = target if placed.moved else placed.target.end


def _heaviest_rise(pairs: Sequence[Bead]) -> list[Bead]:
    """The chain with the most segments, of beads that rise on the left, that rises on the right."""
    ends: list[int] = []  # where chains end on the right; the further, the heavier
    chains: list[tuple[int, int]] = []  # their weight, and their last bead
    before: list[int] = []
    for index, bead in enumerate(pairs):
        at = bisect_left(ends, bead.target.start)
        weight, last = chains[at - 1] if at else (0, -1)
        before.append(last)
        weight += len(bead.source) + len(bead.target)
        beaten = at
        while beaten < len(ends) and chains[beaten][0] <= weight:
            beaten += 1
        ends[at:beaten] = [bead.target.start]
        chains[at:beaten] = [(weight, index)]
    rise = []
    step = chains[-1][1] if chains else -1
    while step >= 0:
        rise.append(pairs[step])
        step = before[step]
    return rise[::-1]
