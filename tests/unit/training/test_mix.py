"""What one round of teaching the paraphrase model reads."""

import importlib
import json
import sys
from pathlib import Path

import pytest
from program import ROOT

TRIP = {"a": "ab", "b": "cde", "set": "natural en", "marks": {"a": [[0, 1, 2]], "b": []}}


@pytest.mark.parametrize("share", [0, 1])
def test_round_trips_are_kept_and_read_the_other_way_round_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts/training/paraphrase"))
    source, made = tmp_path / "teach.jsonl", tmp_path / "round.jsonl"
    source.write_text(json.dumps(TRIP) + "\n", "utf-8")
    arguments = ["mix.py", str(source), "--swapped", str(share), "--output", str(made)]
    monkeypatch.setattr(sys, "argv", arguments)
    importlib.import_module("mix").main()
    pairs = [json.loads(line) for line in made.read_text("utf-8").splitlines()]
    assert TRIP in pairs
    turned = {**TRIP, "a": "cde", "b": "ab", "marks": {"a": [], "b": [[0, 1, 2]]}}
    assert (turned in pairs, len(pairs)) == (bool(share), 1 + share)
