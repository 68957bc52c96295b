"""Evidence of the row's other findings: where one hop broke a thing, it mostly broke the next, too.

Hops differ in how well they carry a text, and a text in how hard it is for either of them: of two
findings of a row that readers put down to one hop each, most are put down to the same.
"""

from collections.abc import Iterator, Sequence

from harness.blame.calibration import sure, weights_of
from harness.blame.evidence import Evidence, beliefs
from harness.core.values import Issue

KIND = "row"

_HEARD = 60  # findings of a row that are witnesses for the others; who has more has a loop


def by_the_others(
    issues: Sequence[Issue], clues: Sequence[Sequence[Evidence]], hops: int
) -> Iterator[Evidence | None]:
    """For each finding of a row what the beliefs in the hops of the others add up to.

    Args:
        clues: the evidence of each finding, without this.
    """
    every = [beliefs(each, hops) for each in clues]
    for others in apart(issues):
        sums = [sum(every[other][hop] for other in others) for hop in range(hops)]
        best = sums.index(max(sums))
        lean = sums[best] - len(others) / hops
        if trust := sure(weights_of(KIND)["others"] * lean):
            text = f"Most of the row's other findings are put down to hop {best + 1}."
            yield Evidence(KIND, range(best + 1, best + 2), trust, text)
        else:
            yield None


def apart(issues: Sequence[Issue]) -> Iterator[list[int]]:
    """For each issue the places of those that speak of other words: what several detectors say of
    the same words rests on the same evidence.
    """
    for own in issues:
        yield [
            place for place, other in enumerate(issues[:_HEARD]) if not _of_same_words(own, other)
        ]


def _of_same_words(one: Issue, other: Issue) -> bool:
    return one is other or any(
        mine.stop == yours.stop and mine.span.overlaps(yours.span)
        for mine in one.marks
        for yours in other.marks
    )
