"""Which kinds of finding grew, and which only occur in other sentences than before.

A model that words things differently has findings in other sentences, and need not be worse.
Whether it is worse shows in how many segments got worse in a kind of finding, against how many got
better in it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.compare.finding_changes import WEIGHTS
from harness.core.values import Category
from harness.gate.finding_growth import FindingDelta
from harness.statistics.decisions import chance_of_growth

FEW = 5  # the least number of segments from which a sign test can say anything at 5 %

Kind = tuple[str, Category]  # the route's languages, and the kind


@dataclass(frozen=True, slots=True)
class NetChange:
    """One kind of finding over all segments of one route.

    Attributes:
        worse, better: segments whose findings of this kind weigh more, or less, than as accepted.
        floor: by how many segments the engines' own noise may make it worse.
        p: how probable so uneven a count is, if worse and better were as likely (sign test,
            one-sided).
        fails: it grew by more than the floor, and significantly (or nearly nothing got better).
    """

    route: str
    category: Category
    worse: int
    better: int
    floor: float
    p: float
    fails: bool


def net_changes(
    changes: Iterable[tuple[str, FindingDelta]],
    noise: Mapping[str, Mapping[str, float]],
    segments: Mapping[str, int],
    alpha: float,
) -> dict[Kind, NetChange]:
    """Every kind in which a segment got worse.

    A kind that grew fails if that is not chance, by its own count or by that of all kinds together;
    and where fewer than `FEW` segments of the route got better in any kind: then each new finding
    counts.

    Args:
        changes: the route, and the findings that count, of segments that have an accepted output.
        noise: by route and kind, the share of segments by which a repetition was worse.
        segments: how many there are on each route.
        alpha: the level of both tests, not corrected for the number of kinds.

    Blind to gravity beyond its weights in one segment, and to kinds that exchange with each other:
    ten words lost for ten numbers found is a growth of words.
    """
    by_route: defaultdict[str, list[FindingDelta]] = defaultdict(list)
    for route, parts in changes:
        by_route[route].append(parts)
    made = {}
    for route, every in by_route.items():
        worse, better = _sides(every)
        more, fewer = _together(every)
        strict = fewer < FEW or chance_of_growth(more, fewer) < alpha
        for category, count in worse.items():
            p = chance_of_growth(count, better[category])
            floor = noise.get(route, {}).get(category.value, 0.0) * segments[route]
            fails = count - better[category] > floor and (strict or p < alpha)
            made[route, category] = NetChange(
                route, category, count, better[category], floor, p, fails
            )
    return made


def growth(changes: Iterable[FindingDelta]) -> Mapping[Category, int]:
    """By how many segments each kind grew, worse less better; below 0 where it shrank."""
    worse, better = _sides(changes)
    return {category: worse[category] - better[category] for category in worse | better}


def _sides(changes: Iterable[FindingDelta]) -> tuple[Counter[Category], Counter[Category]]:
    """How many segments got worse in each kind, and how many better."""
    worse: Counter[Category] = Counter()
    better: Counter[Category] = Counter()
    for parts in changes:
        for category, weight in _net(parts).items():
            if weight:
                (worse if weight > 0 else better)[category] += 1
    return worse, better


def _together(changes: Iterable[FindingDelta]) -> tuple[int, int]:
    """How many segments got worse, and how many better, whatever the kind."""
    weights = [_net(parts).total() for parts in changes]
    return sum(weight > 0 for weight in weights), sum(weight < 0 for weight in weights)


def _net(parts: FindingDelta) -> Counter[Category]:
    """By how much the findings of each kind weigh more than before, in one segment."""
    weights: Counter[Category] = Counter()
    for sign, findings in zip((1, -1), parts, strict=True):
        for finding in findings:
            weights[finding.category] += sign * WEIGHTS[finding.severity]
    return weights
