"""Which kinds of finding grew beyond what was accepted, the gravest growth first.

One segment shows what is wrong in it; only all together show what is wrong with the model.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.compare.finding_changes import WEIGHTS
from harness.core.values import Category, Finding, Severity

# Findings that a segment gained, and lost.
FindingDelta = tuple[Sequence[Finding], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class FindingGrowth:
    """Findings of one kind: how many came, how many went, and what that weighs together.

    `weight` is gained less lost, a minor finding counting 1, a major 5, a critical 10. A model that
    only words things differently gains and loses about the same, and its weight is near 0.
    """

    category: Category
    gained: int
    lost: int
    weight: int


def finding_growth(changes: Iterable[FindingDelta], least: Severity) -> tuple[FindingGrowth, ...]:
    """The kinds that grew, at severity `least` or above; the most grown first.

    Equal growth is ordered by count, then by name, so that a verdict does not depend on the order
    of its segments.
    """
    gained: defaultdict[Category, list[Finding]] = defaultdict(list)
    lost: defaultdict[Category, list[Finding]] = defaultdict(list)
    for come, gone in changes:
        for side, findings in ((gained, come), (lost, gone)):
            for finding in findings:
                if finding.severity >= least:
                    side[finding.category].append(finding)
    made = [
        FindingGrowth(kind, len(come), len(lost[kind]), _weight(come) - _weight(lost[kind]))
        for kind, come in gained.items()
    ]
    grown = [each for each in made if each.weight > 0]
    return tuple(sorted(grown, key=lambda each: (-each.weight, -each.gained, each.category.value)))


def _weight(findings: Iterable[Finding]) -> int:
    return sum(WEIGHTS[finding.severity] for finding in findings)
