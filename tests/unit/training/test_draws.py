"""What an epoch of teaching the paraphrase model reads."""

import importlib
import random
from types import ModuleType

import pytest
from program import ROOT

TRIP = {"a": "ab", "b": "cde", "set": "natural en", "group": "ab"}
TURNED = {**TRIP, "a": "cde", "b": "ab", "marks": {"a": [], "b": [[0, 1, 2]]}}


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts/training/paraphrase"))
    return importlib.import_module("draws")


def test_every_epoch_reads_all_round_trips_some_the_other_way_round(draws: ModuleType) -> None:
    trip = {**TRIP, "marks": {"a": [[0, 1, 2]], "b": []}}
    rng = random.Random(1)
    epochs = [draws.draw([trip], rng) for _ in range(50)]
    read = [row for epoch in epochs for row in epoch]
    assert len(read) == 50
    assert all(row in (trip, TURNED) for row in read)
    assert 5 < read.count(TURNED) < 25


def test_a_share_of_the_other_groups_is_read_and_groups_stay_whole(draws: ModuleType) -> None:
    pairs = [{"set": "ced", "group": str(i // 2), "place": i} for i in range(2000)]
    read = draws.draw(pairs, random.Random(1))
    assert len(read) == pytest.approx(draws.SHARES["ced"] * len(pairs), rel=0.15)
    assert {row["place"] ^ 1 for row in read} == {row["place"] for row in read}
