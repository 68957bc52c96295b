"""What is said of a row does not depend on the rows beside it: bit for bit, with all models."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness import machine
from harness.core.values import BeadText, LocalText, MeasuredRow
from harness.run import assembly
from harness.run.measurement import measure
from harness.run.measures import MeasuringSet

GOLDEN = Path(__file__).parents[2] / "golden/findings"
TAKEN = 10  # of each file


def beads() -> list[BeadText]:
    lines = [
        line
        for path in sorted(GOLDEN.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()[:TAKEN]
    ]
    return [
        BeadText(tuple(LocalText(language, text) for language, text in json.loads(line)["stops"]))
        for line in lines
    ]


BEADS = beads()


@pytest.fixture(scope="module")
def measures() -> MeasuringSet:
    """The usual ones, which ask for the hop of minor findings, too; nothing is remembered."""
    made, _ = assembly.measuring_set((), (), machine.site(), locate_minor=True)
    return made


@pytest.fixture(scope="module")
def alone(measures: MeasuringSet) -> list[MeasuredRow]:
    return [row for bead in BEADS for row in measure([((), bead)], measures)]


@settings(max_examples=10, deadline=None)
@given(order=st.permutations(range(len(BEADS))), size=st.integers(1, len(BEADS)))
def test_a_row_is_the_same_alone_and_among_any_others(
    measures: MeasuringSet, alone: list[MeasuredRow], order: list[int], size: int
) -> None:
    for start in range(0, len(order), size):
        places = order[start : start + size]
        together = measure([((), BEADS[place]) for place in places], measures)
        assert together == [alone[place] for place in places]
    assert sum(len(row.findings) for row in alone) > len(BEADS)
