"""Nothing comes into a baseline that the suite, as it stands, does not give."""

import subprocess
import sys
import tomllib
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from typer.testing import CliRunner

from harness.cli import app
from harness.core.errors import ConfigError
from harness.core.values import Direction, Signature, Translated
from harness.engines.transcript import write_transcript
from harness.gate.baseline import held

LINES = ["Boat 7 is late.", "Boat 8 is late.", "Anna did not sign."]
SUITE = """\
routes = ["en:es:en"]
metrics = ["chrf"]
detectors = ["numbers"]
packs = [{packs}]
[[corpus]]
file = "boats.en.txt"
segmenter = "lines"
"""


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


def transcript(path: Path, way: tuple[str, str], beam: str = "4", drop: str = "") -> None:
    said = [(line, Translated(line.replace(drop, "") if drop else line)) for line in LINES]
    write_transcript(path, Signature("recorded", (("beam", beam),)), Direction(*way), said)


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    (tmp_path / "boats.en.txt").write_text("\n".join(LINES) + "\n")
    transcript(tmp_path / "out.jsonl", ("en", "es"))
    transcript(tmp_path / "back.jsonl", ("es", "en"))
    transcript(tmp_path / "damaged.jsonl", ("es", "en"), drop="not ")
    path = tmp_path / "boats.harness.toml"
    path.write_text(SUITE.format(packs='"out.jsonl", "back.jsonl"'))
    return path


def harness(*arguments: str | Path) -> Any:
    """The error that a command ended with, or its exit code."""
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    return done.exception if isinstance(done.exception, ConfigError) else done.exit_code


def accepted(suite: Path) -> list[str]:
    data = tomllib.loads(suite.with_name("boats.baseline.toml").read_text("utf-8"))
    return [output["texts"][-1] for each in data["segment"] for output in each["output"]]


def refused(suite: Path, *arguments: str) -> str:
    error = harness("accept", suite, *arguments)
    assert isinstance(error, ConfigError), error
    assert f"harness check {suite}" in error.hint
    return str(error)


def test_the_walk_with_a_damaged_pack_ends_in_a_refusal(suite: Path) -> None:
    assert harness("check", suite) == 0
    assert harness("accept", suite, "--reason", "a start") == 0
    good = accepted(suite)
    whole = suite.read_text()
    suite.write_text(SUITE.format(packs='"out.jsonl", "damaged.jsonl"'))
    harness("check", suite)
    suite.write_text(whole)
    assert harness("noise", suite, "-q") == 0
    assert accepted(suite) == good
    told = refused(suite, "--reason", "looks fine")
    assert "engine 2 (es→en): transcript was " in told
    assert accepted(suite) == good
    assert harness("check", suite) == 0
    assert harness("accept", suite, "--reason", "as it stands") == 0


def test_the_noise_of_a_damaged_pack_is_not_accepted(suite: Path) -> None:
    assert harness("check", suite) == 0
    assert harness("accept", suite, "--reason", "a start") == 0
    good = accepted(suite)
    suite.write_text(SUITE.format(packs='"out.jsonl", "damaged.jsonl"'))
    assert harness("noise", suite, "-q") == 0
    assert accepted(suite) == good


def test_the_output_of_another_beam_is_named_and_refused(suite: Path) -> None:
    transcript(suite.with_name("back.jsonl"), ("es", "en"), beam="1")
    harness("check", suite)
    transcript(suite.with_name("back.jsonl"), ("es", "en"), beam="4")
    assert "engine 2 (es→en): beam was 1, is 4" in refused(suite, "--reason", "x")


@pytest.mark.parametrize("arguments", [("--list",), ("--trim",), ("--reason", "x")])
def test_another_text_or_setting_is_refused_whatever_is_asked(
    suite: Path, arguments: tuple[str, ...]
) -> None:
    harness("check", suite)
    (suite.parent / "boats.en.txt").write_text("\n".join(LINES[:2]) + "\n")
    assert "text: digest was " in refused(suite, *arguments)
    assert not suite.with_name("boats.baseline.toml").exists()


def test_a_run_of_another_text_is_refused_too(suite: Path, tmp_path: Path) -> None:
    harness("check", suite)
    (tmp_path / "ships.en.txt").write_text(LINES[0])
    packs = ("--pack", tmp_path / "out.jsonl", "--pack", tmp_path / "back.jsonl")
    run = ("run", tmp_path / "ships.en.txt", "-r", "en:es:en", "-o", tmp_path / "other")
    assert harness(*run, *packs, "--metric", "chrf", "-q") == 0
    told = refused(suite, "--run", str(tmp_path / "other"), "--reason", "x")
    assert "no such text and route" in told


def test_five_who_accept_at_once_all_have_their_output_there(suite: Path) -> None:
    assert harness("check", suite) == 0
    known = CliRunner().invoke(app, ["accept", str(suite), "--list"]).stdout.splitlines()
    rows = [line.split()[2] for line in known if line.startswith("would accept")]
    assert len(rows) == len(LINES)
    program = "from harness.__main__ import main; main()"
    started = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                program,
                "accept",
                suite,
                "--segment",
                row,
                "--reason",
                "at once",
            ]
        )
        for row in rows
    ]
    assert [each.wait(120) for each in started] == [0] * len(rows)
    assert len(accepted(suite)) == len(rows)
    assert sorted(path.name for path in suite.parent.glob(".*")) == []


def test_whoever_changes_a_baseline_keeps_the_others_out(tmp_path: Path) -> None:
    path, inside = tmp_path / "new" / "boats.baseline.toml", Event()

    def other() -> None:
        with held(path):
            inside.set()

    thread = Thread(target=other)
    with held(path):
        thread.start()
        assert not inside.wait(0.3)
    assert inside.wait(30)
    thread.join()
    assert not list(path.parent.iterdir())
