"""Evidence for one hop, and how pieces of it are weighed against each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from harness.core.values import BeadText, Locus
from harness.text.words.quoting import quoted

_SURE = 0.77  # belief from which on a hop is named; below it a finding's locus stays unknown


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence that one of the hops `hops` (counted from 1) made the change.

    `trust` is the probability that such evidence is right, in (0, 1); `kind` names where it comes
    from: clues of one kind are not independent and count once.
    """

    kind: str
    hops: range
    trust: float
    text: str

    def __post_init__(self) -> None:
        if not 0 < self.trust < 1:
            raise ValueError(f"no evidence is beyond doubt: trust {self.trust}")
        if not self.hops or self.hops[0] < 1:
            raise ValueError(f"evidence points at hops counted from 1, not at {self.hops}")


@dataclass(frozen=True, slots=True)
class CountTrace:
    """How often a fact stands at every stop of a route; None where that cannot be told.

    `what` is the fact as it is written, `trust` how far to believe what it shows.
    """

    kind: str
    what: str
    counts: tuple[int | None, ...]
    trust: float


def change_point(counts: Sequence[int | None]) -> range | None:
    """The hops within which a count went from what it is at the start to what it is at the end.

    From the last stop that still has as much as the source (as little, for what was added) to the
    next that has no more than the end: one hop, or several where stops between them cannot be
    read or lie between the two. None where both ends are alike.
    """
    first, last = counts[0], counts[-1]
    if first is None or last is None or first == last:
        return None
    rising = last > first

    def as_before(count: int | None) -> bool:
        return count is not None and (count <= first if rising else count >= first)

    def as_after(count: int | None) -> bool:
        return count is not None and (count >= last if rising else count <= last)

    held = max(stop for stop, count in enumerate(counts) if as_before(count))
    turned = min(stop for stop in range(held + 1, len(counts)) if as_after(counts[stop]))
    return range(held + 1, turned + 1)


def evidence_of(trace: CountTrace, bead: BeadText) -> Evidence | None:
    """What a trace says, None where it says nothing."""
    hops = change_point(trace.counts)
    if hops is None or len(hops) == hops_of(bead):
        return None
    first, last = trace.counts[0] or 0, trace.counts[-1] or 0
    before, after = _stop(hops[0] - 1, bead), _stop(hops[-1], bead)
    still = "still " if hops[0] > 1 else ""
    text = (
        f"The {trace.kind} {quoted(trace.what)} is {still}{before}, and no longer {after}."
        if last < first
        else f"The {trace.kind} {quoted(trace.what)} is not yet {before}, but {after}."
    )
    return Evidence(trace.kind, hops, trace.trust, text)


def _stop(stop: int, bead: BeadText) -> str:
    if stop == 0:
        return "in the source"
    if stop == len(bead.stops) - 1:
        return "in the back-translation"
    return f"there after hop {stop} ({bead.stops[stop].language})"


def weigh(clues: Iterable[Evidence], hops: int) -> Locus:
    """The locus that `clues` earn together, with their texts as evidence.

    Naive Bayes: every hop is as likely as any other beforehand, clues of different kinds are taken
    as independent, and a clue shares its trust among its hops and the rest among the others. Of
    several clues of one kind for the same hops the most trusted counts.
    """
    counted = strongest(clues, hops)
    if not counted:
        return Locus("unknown")
    believed = beliefs(counted, hops)
    best = max(range(hops), key=lambda index: believed[index])
    confidence = round(believed[best], 3)
    evidence = tuple(clue.text for clue in counted)
    if confidence < _SURE:
        return Locus("unknown", None, evidence, confidence)
    return Locus.at(best + 1, hops, evidence, confidence)


def beliefs(clues: Iterable[Evidence], hops: int) -> list[float]:
    """How probable each hop is by `clues` together, as `weigh` counts them; they add up to 1."""
    counted = strongest(clues, hops)
    found = [prod(_belief(clue, hop, hops) for clue in counted) for hop in range(1, hops + 1)]
    return [each / sum(found) for each in found]


def strongest(clues: Iterable[Evidence], hops: int) -> list[Evidence]:
    """The clues that count on a route of `hops` hops, most trusted first: one of each kind for the
    same hops, and none that accuses all of them.
    """
    best: dict[tuple[str, range], Evidence] = {}
    for clue in clues:
        known = best.get((clue.kind, clue.hops))
        if len(clue.hops) < hops and (known is None or clue.trust > known.trust):
            best[clue.kind, clue.hops] = clue
    return sorted(best.values(), key=lambda clue: (-clue.trust, clue.hops[0], clue.text))


def _belief(clue: Evidence, hop: int, hops: int) -> float:
    if hop in clue.hops:
        return clue.trust / len(clue.hops)
    return (1 - clue.trust) / (hops - len(clue.hops))


def hops_of(bead: BeadText) -> int:
    """How many hops lie between the stops of a bead."""
    return sum(1 for _ in pairwise(bead.stops))
