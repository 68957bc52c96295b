"""Whoever carries the segments, the record is the same; and what others learn is remembered."""

import multiprocessing
import os
import pickle
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import transcript

from harness.core.errors import ConfigError, EngineDied, EngineError
from harness.core.route_syntax import parse_route
from harness.core.values import Signature
from harness.run.plan import RunPlan
from harness.run.runner import Result, run_plan
from harness.run.workers import hiring as hires
from harness.run.workers import shards
from harness.run.workers.hiring import Hiring
from harness.run.workers.processes import Processes
from harness.run.workers.shards import Order, Shard, ShardResult, carry_out
from harness.settings import RunSettings

NAMES = ("Mirela", "Otto", "Nadia", "Tomás")
SAID = {f"{NAMES[n % 4]} sold {n} boats.": n for n in range(300)}
OUT = {text: f"{NAMES[n % 4]} vendió {n} barcos." for text, n in SAID.items() if n % 11}
HOME = {
    there: f"{NAMES[(n + (n % 7 == 0)) % 4]} sold {n + (n % 5 == 0)} boats."
    for n, there in enumerate(OUT.values())
    if n % 13
}

WITNESS = {there: f"{NAMES[n % 4]} sold {n} boats." for n, there in enumerate(HOME)}


def run(
    folder: Path, lines: list[str], name: str, hiring: Hiring = hires.INLINE, **more: object
) -> Result:
    """The lines out and home."""
    folder.mkdir(exist_ok=True)
    packs = (
        transcript(folder / "out.jsonl", "en:es", OUT),
        transcript(folder / "back.jsonl", "es:en", HOME),
    )
    if more.get("witnesses"):
        packs += (
            transcript(folder / "over.jsonl", "es:pt", {there: there for there in HOME}),
            transcript(folder / "from.jsonl", "pt:en", WITNESS),
        )
    asked = RunSettings(
        routes=(parse_route("en:es:en"),),
        segmenter="lines",
        metrics=("chrf",),
        detectors=("names", "numbers", "content"),
        packs=packs,
        **more,
    )
    (result,) = run_plan(
        RunPlan("boats.en.txt", asked, folder / f"{name}.sqlite"),
        "\n".join(lines).encode(),
        folder / name,
        provenance={},
        force=False,
        overwrite=True,
        show_progress=lambda *_: nullcontext(lambda _: None),
        hiring=hiring,
    )
    return result


def remembered(memory: Path) -> int:
    with closing(sqlite3.connect(memory)) as connection:
        return int(connection.execute("SELECT count(*) FROM outcomes").fetchone()[0])


CarryOut = Callable[[Order, Shard], ShardResult]


class Shuffled:
    """A pool that does what it is given one after the other, in any order, as if elsewhere."""

    def __init__(self, order: Order, size: int, seed: int, how: CarryOut) -> None:
        self.order, self.size = pickle.loads(pickle.dumps(order)), size
        self._random, self._how = random.Random(seed), how
        self._thread = ThreadPoolExecutor(1)
        self._held: list[tuple[Future[ShardResult], Shard]] = []
        self.shards: list[Shard] = []

    def submit(self, shard: Shard) -> "Future[ShardResult]":
        self.shards.append(shard)
        future: Future[ShardResult] = Future()
        self._held.append((future, shard))
        self._thread.submit(self._do_one)
        return future

    def _do_one(self) -> None:
        time.sleep(0.002)  # so that there are several to choose from
        future, shard = self._held.pop(self._random.randrange(len(self._held)))
        try:
            done = self._how(self.order, pickle.loads(pickle.dumps(shard)))
            future.set_result(pickle.loads(pickle.dumps(done)))
        except Exception as error:
            future.set_exception(error)

    def result(self, future: "Future[ShardResult]") -> ShardResult:
        return future.result()

    def give_up(self, future: "Future[ShardResult]") -> bool:
        return False


@contextmanager
def shuffled(
    monkeypatch: pytest.MonkeyPatch, seed: int = 0, how: CarryOut = carry_out
) -> Iterator[list[Shuffled]]:
    """All pools are such, and are told."""
    pools: list[Shuffled] = []

    def pool(hiring: Hiring, work: hires.Work, here: object) -> AbstractContextManager[Shuffled]:
        pools.append(Shuffled(hires._order(work, 1), hiring.processes, seed, how))
        return nullcontext(pools[-1])

    with monkeypatch.context() as patch:
        patch.setattr(hires, "_pool", pool)
        yield pools


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(st.sampled_from(list(SAID)), min_size=1, max_size=300),
    size=st.integers(1, 3),
    seed=st.integers(0, 99),
    witnesses=st.sampled_from([(), ("es:pt:en",)]),
)
def test_the_record_is_the_same_whoever_works_and_in_whatever_order(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: list[str],
    size: int,
    seed: int,
    witnesses: tuple[str, ...],
) -> None:
    shutil.rmtree(tmp_path / "work", ignore_errors=True)  # of the example before
    tmp_path /= "work"
    alone = run(tmp_path, lines, "alone", witnesses=witnesses)
    with shuffled(monkeypatch, seed) as pools:
        together = run(tmp_path, lines, "together", Hiring(processes=size), witnesses=witnesses)
    assert together.path.read_bytes() == alone.path.read_bytes()
    assert sum(len(shard.states) for shard in pools[0].shards) == len(lines)
    assert remembered(tmp_path / "together.sqlite") == remembered(tmp_path / "alone.sqlite")


def test_one_thing_after_the_other_makes_the_same_record_as_side_by_side(tmp_path: Path) -> None:
    for witnesses in ((), ("es:pt:en",)):
        one, other = f"overlap {len(witnesses)}", f"in turn {len(witnesses)}"
        overlap = run(tmp_path, list(SAID), one, witnesses=witnesses)
        in_turn = run(tmp_path, list(SAID), other, Hiring(side_by_side=False), witnesses=witnesses)
        assert in_turn.path.read_bytes() == overlap.path.read_bytes()


def test_processes_make_the_same_record_and_what_they_learn_is_remembered(tmp_path: Path) -> None:
    alone = run(tmp_path, list(SAID), "alone")
    together = run(tmp_path, list(SAID), "together", Hiring(processes=2))
    assert together.path.read_bytes() == alone.path.read_bytes()
    assert together.translated == alone.translated
    assert remembered(tmp_path / "together.sqlite") == remembered(tmp_path / "alone.sqlite")


def test_what_is_remembered_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = list(SAID)[:150]
    run(tmp_path, lines[:100], "runs")
    with shuffled(monkeypatch) as pools:
        again = run(tmp_path, lines, "runs", Hiring(processes=1))
    kept = {state.segment.text for shard in pools[0].shards for state in shard.states}
    failed = {text for text in lines[:100] if OUT.get(text) not in HOME}
    assert kept == {*lines[100:], *failed}  # rows of the record before; no failure is remembered
    given = [outcomes for shard in pools[0].shards for outcomes in shard.given[0]]
    assert set(given) == {text for text in failed if text in OUT}
    fresh = run(tmp_path, lines, "fresh")
    assert again.path.read_bytes() == fresh.path.read_bytes()


def test_an_engine_that_fails_elsewhere_fails_the_run_and_what_was_learnt_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shards.carry_out

    def fails(order: Order, shard: Shard) -> ShardResult:
        if any("sold 150 boats" in state.segment.text for state in shard.states):
            raise EngineError("out of order")
        return whole(order, shard)

    with shuffled(monkeypatch, how=fails), pytest.raises(EngineError, match="out of order"):
        run(tmp_path, list(SAID), "runs", Hiring(processes=4))
    assert remembered(tmp_path / "runs.sqlite") > 200  # of the other shards, each hop
    assert not list((tmp_path / "runs").glob("*.jsonl"))


def test_a_worker_that_would_give_other_results_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(order: Order, shard: Shard) -> ShardResult:
        first, *rest = order.identity.engines
        unlike = Signature(first.name, (*first.fields, ("processor", "z80")))
        identity = replace(order.identity, engines=(unlike, *rest))
        return shards.carry_out(replace(order, identity=identity), shard)

    with (
        shuffled(monkeypatch, how=other),
        pytest.raises(
            ConfigError,
            match=r"would give other results \(engine 1 .*processor: none instead of z80",
        ),
    ):
        run(tmp_path, list(SAID)[:9], "runs", Hiring(processes=1))


def test_a_worker_of_another_release_or_without_a_pack_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def released(order: Order, shard: Shard) -> ShardResult:
        return shards.carry_out(replace(order, release="0.0.1"), shard)

    def without(order: Order, shard: Shard) -> ShardResult:
        (tmp_path / "out.jsonl").rename(tmp_path / "gone.jsonl")
        return shards.carry_out(replace(order, threads=7), shard)  # another order: opened anew

    for how, told in ((released, "started by 0.0.1"), (without, "worker on .*out.jsonl")):
        with shuffled(monkeypatch, how=how), pytest.raises(ConfigError, match=told):
            run(tmp_path, list(SAID)[:9], f"run {told[:4]}", Hiring(processes=1))


def test_a_process_that_dies_ends_the_run_which_can_be_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Processes, "submit", _submit_and_kill)
    with pytest.raises(EngineDied, match="worker process ended"):
        run(tmp_path, list(SAID), "runs", Hiring(processes=1))
    monkeypatch.undo()
    again = run(tmp_path, list(SAID), "runs", Hiring(processes=1))
    assert again.path.read_bytes() == run(tmp_path, list(SAID), "alone").path.read_bytes()


_submit = Processes.submit


def _submit_and_kill(pool: Processes, shard: Shard) -> "Future[ShardResult]":
    future = _submit(pool, shard)
    for process in multiprocessing.active_children():
        os.kill(process.pid, signal.SIGKILL)
    return future


def test_processes_and_a_cluster_at_once_are_refused_and_neither_is_profiled() -> None:
    with pytest.raises(ConfigError, match="--workers are processes"):
        Hiring(2, "auto")
    for elsewhere in (Hiring(2), Hiring(cluster="auto")):
        with pytest.raises(ConfigError, match="--profile looks into this process only"):
            replace(elsewhere, side_by_side=False)
