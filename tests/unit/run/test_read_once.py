"""Each text of a block is read once, however many steps ask what is in it."""

from support import bead

from harness.blame.hop_attribution import HopAttribution
from harness.detectors.names import Names
from harness.detectors.numbers import Numbers
from harness.run.measurement import measure
from harness.run.measures import MeasuringSet
from harness.text.facts.names import names_in
from harness.text.facts.numbers import numbers_in

BEADS = 90  # more texts than any function of `text` remembers


def test_numbers_and_names_of_a_block_are_read_once() -> None:
    measures = MeasuringSet((), (Numbers(), Names()), HopAttribution())
    texts = [
        bead(
            f"Then Velmora sold {number} boats.",
            f"Después Velmora vendió {number} barcos.",
            f"Then Vermora sold {number + 1000} boats.",
        )
        for number in range(100, 100 + BEADS)
    ]
    before = [read.cache_info().misses for read in (numbers_in, names_in)]
    rows = measure([((), each) for each in texts], measures)
    after = [read.cache_info().misses for read in (numbers_in, names_in)]
    assert all(len(row.findings) >= 2 for row in rows)
    for was, now in zip(before, after, strict=True):
        assert now - was <= 3 * BEADS
