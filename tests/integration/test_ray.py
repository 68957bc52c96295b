"""A real Ray cluster on this machine: two nodes, one of which is killed in the middle of a run.

Runs where the extra `ray` is installed: `pip install ray` into the environment of the tests.
"""

import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from program import CORPORA, FAST, Program, remembered

pytest.importorskip("ray", reason="the extra `ray` is not installed")
pytestmark = pytest.mark.engine

SLOW = (*FAST, "--option", "argos.batch=single")  # there must be time to kill a node


@dataclass
class Cluster:
    address: str
    nodes: list[Any]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A head that works at nothing, and two nodes with a processor each."""
    quiet = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_raylet_start_wait_time_s": "180"}
    before = dict(os.environ)
    os.environ.update(quiet)
    from ray.cluster_utils import Cluster as Local

    local = Local(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        yield Cluster(local.address, [local.add_node(num_cpus=1) for _ in range(2)])
    finally:
        local.shutdown()
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = [
        line
        for name in ("dialogue", "leaflet", "news")
        for line in (CORPORA / f"{name}.en.txt").read_text("utf-8").splitlines()
        if line.strip()
    ]
    path = tmp_path_factory.mktemp("text") / "long.en.txt"
    texts = [f"{line} That was number {n}." for n in range(4) for line in lines]
    path.write_text("\n".join(texts), "utf-8")
    return path


def rows(folder: Path) -> list[str]:
    """All lines of the record but the header, which says when it was made."""
    (record,) = folder.glob("*.jsonl")
    _, *lines, footer = record.read_text("utf-8").splitlines()
    assert json.loads(footer)["rows"] == len(lines) > 200
    return lines


def test_a_node_that_is_killed_changes_nothing_in_the_record(
    cluster: Cluster, text: Path, tmp_path: Path
) -> None:
    alone, together = Program(tmp_path / "alone"), Program(tmp_path / "together")
    for each in (alone, together):
        each.folder.mkdir()
    arguments = ("run", text, "-r", "en:es:en", "--segmenter", "lines", "-o", "out", *SLOW)
    done = alone(*arguments)
    assert done.returncode == 0, done.stderr

    process = together.start(*arguments, "--cluster", cluster.address)
    limit = time.monotonic() + 240
    while not remembered(together.memory()) and time.monotonic() < limit:
        time.sleep(0.1)
    assert process.poll() is None, "the run ended before a node was killed"
    raylet = cluster.nodes[1].all_processes["raylet"][0].process.pid
    os.kill(raylet, signal.SIGKILL)
    _, errors = process.communicate(timeout=400)
    assert process.returncode == 0, errors.decode()

    assert rows(together.folder / "out") == rows(alone.folder / "out")
    assert remembered(together.memory()) == remembered(alone.memory())


def test_a_cluster_with_an_unlike_node_is_refused(
    cluster: Cluster, text: Path, harness: Program
) -> None:
    # The nodes' own settings are others than the driver's.
    (harness.folder / "home/.config/retranslation-harness").mkdir(parents=True)
    settings = harness.folder / "home/.config/retranslation-harness/harness.toml"
    settings.write_text("[argos]\nbeam = 2\n")
    done = harness("run", text, "-r", "en:es:en", *FAST, "--cluster", cluster.address)
    assert done.returncode == 2, done.stderr
    assert "would give other results (engine 1 (en→es), beam: 4 instead of 2" in done.stderr


def test_no_cluster_is_a_plain_error(harness: Program, text: Path) -> None:
    done = harness("run", text, "-r", "en:es:en", *FAST, "--cluster", "127.0.0.1:9")
    assert done.returncode == 2
    assert "no Ray cluster at 127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr
