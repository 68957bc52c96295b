"""Benchmark text in training pairs is found on either side, and taken out."""

from pathlib import Path

from cleaning import KeepOut
from overlap import overlapping, without

KEPT_OUT = [
    "The pilot was identified as a squadron leader.",
    "Los investigadores afirman que esto permitirá detectar el cáncer antes de lo que se podía.",
]


def test_a_planted_line_is_found_on_either_side_and_removed(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    clean = "A river is cold.\tUn río es frío.\n"
    equal = "the pilot was identified, as a squadron leader\tEl piloto fue identificado.\n"
    run = "It helps.\tDicen que esto permitirá detectar el cáncer antes de lo esperado.\n"
    path.write_text(clean + equal + run + clean, encoding="utf-8")
    found = overlapping(path, KeepOut.of(KEPT_OUT))
    assert found == [1, 2]
    without(path, found)
    assert path.read_text(encoding="utf-8") == clean + clean
