"""The measurement itself: damage whose outcome is known, and a score that can fall."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from program import script

from harness.align.bitext import kind_of
from harness.core.values import Alignment, Bead, Span


@pytest.fixture(scope="module")
def bench():
    return script("benchmarks/align_damage.py")


PAIRS = [
    (f"Source number {i} has its own words.", f"Return number {i}, of many own words, is here.")
    for i in range(400)
]


@pytest.mark.parametrize("rate", [0.05, 0.2])
@pytest.mark.parametrize("seed", range(3))
def test_the_outcome_of_damage_is_known(bench, rate: float, seed: int) -> None:
    case = bench.damaged(PAIRS, rate, random.Random(seed))
    whole = {back for _, back in PAIRS}
    for bead in case.gold:  # Alignment checks that every sentence is in one bead
        numbers = {case.source[i].split()[2] for i in range(bead.source.start, bead.source.end)}
        for j in range(bead.target.start, bead.target.end):
            text = case.target[j]
            if text in whole and not bead.is_null:
                assert text.split()[2].rstrip(",") in numbers
    kinds = Counter(kind_of(bead).value for bead in case.gold)
    struck = len(PAIRS) - sum(
        bead.target == Span(j, j + 1) and case.target[j] in whole and not bead.moved
        for bead in case.gold
        for j in [bead.target.start]
    )
    assert rate / 3 < struck / len(PAIRS) < 1.5 * rate
    assert all(kinds[kind] for kind in ("1-1", "n-1", "1-n", "1-0", "0-1"))
    assert any(bead.moved for bead in case.gold)


def scores(bench, align) -> dict[str, dict[str, float]]:
    return bench.measure(align, [PAIRS], 0.2, 1)


def test_the_right_answer_has_full_marks_and_a_wrong_one_has_not(bench) -> None:
    case = bench.damaged(PAIRS, 0.2, random.Random("0 0"))
    right = scores(bench, lambda *_: case.gold)
    assert {said["f1"] for said in right.values()} == {1.0, None}
    blind = scores(bench, dropped_and_added)
    assert blind["moved"]["recall"] == 0
    assert blind["nulls"]["precision"] < 0.1


def dropped_and_added(source: Sequence[str], target: Sequence[str]) -> Alignment:
    beads = [Bead(Span(i, i + 1), Span(0, 0)) for i in range(len(source))]
    beads += [Bead(Span(len(source), len(source)), Span(j, j + 1)) for j in range(len(target))]
    return Alignment(tuple(beads), len(source), len(target))


def test_equal_answers_count_alike(bench) -> None:
    exchanged = bench.in_source_order(
        [Bead(Span(0, 1), Span(1, 2)), Bead(Span(1, 2), Span(0, 1))], 2, 2
    )
    case = bench.Case([], [], exchanged, list(bench._exchanged(exchanged)))
    other = [Bead(b.source, b.target, moved=not b.moved) for b in exchanged]
    assert bench.compare(case, Alignment(tuple(other), 2, 2))["right"].total() == 2
