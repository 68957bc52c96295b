"""Signals at many moments of a run: always exit 3, and a record that is right after `--resume`."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import Program

from harness.core.values import Direction, Signature, Translated
from harness.engines.transcript import write_transcript

LINES = [f"Boat {n} with {n * 7} tons of fish was not late, said Anna Keller." for n in range(60)]
PATIENCE = 120
# Seconds that a process takes to end at most, which no signal can change once it has begun to.
ENDING = 0.3

# A shell that runs the tests in its background lets them, and their children, ignore Ctrl-C.
_PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from harness.__main__ import main
main()
"""


@pytest.fixture
def arguments(harness: Program) -> tuple[str, ...]:
    folder = harness.folder
    (folder / "a.en.txt").write_text("\n".join(LINES) + "\n")
    for name, way in (("out", ("en", "es")), ("back", ("es", "en"))):
        said = [(line, Translated(line.replace("not ", ""))) for line in LINES]
        said += [(back.text, back) for _, back in said]
        write_transcript(folder / f"{name}.jsonl", Signature("recorded"), Direction(*way), said)
    packs = ("--pack", "out.jsonl", "--pack", "back.jsonl")
    return ("run", "a.en.txt", "-r", "en:es:en", *packs, "--segmenter", "lines", "--metric", "chrf")


def rows(folder: Path) -> list[bytes]:
    (record,) = folder.glob("*.jsonl")
    return record.read_bytes().split(b"\n")[1:-2]


def started(harness: Program, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *arguments],
        cwd=harness.folder,
        env=harness.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def moments(whole: float) -> Iterator[tuple[float, signal.Signals, bool]]:
    rng = random.Random(19)
    for part in (0.2, 0.45, 0.6, 0.75, 0.9):
        yield part * whole, rng.choice([signal.SIGINT, signal.SIGTERM]), rng.random() < 0.4


def test_at_any_moment_it_exits_3_and_loses_nothing(
    harness: Program, arguments: tuple[str, ...]
) -> None:
    begun = time.monotonic()
    assert harness(*arguments, "-o", "whole").returncode == 0
    whole = time.monotonic() - begun
    for number, (moment, how, twice) in enumerate(moments(whole)):
        out = f"cut-{number}"
        process = started(harness, *arguments, "-o", out)
        time.sleep(moment)
        if process.poll() is None:
            process.send_signal(how)
            sent = time.monotonic()
            if twice:
                time.sleep(0.15)
                process.send_signal(how)
            _, errors = process.communicate(timeout=PATIENCE)
            was_ending = process.returncode == 0 and time.monotonic() - sent < ENDING
            if not was_ending:
                assert (process.returncode, b"Traceback" in errors) == (3, False), (moment, errors)
                assert b"interrupted" in errors
        process.communicate()
        resumes = (harness.folder / out / "plan.json").exists()
        again = ("run", "--resume") if resumes else arguments
        assert harness(*again, "-o", out).returncode == 0
        assert rows(harness.folder / out) == rows(harness.folder / "whole")
        left = sorted(path.name for path in (harness.folder / out).iterdir())
        assert left == ["1-en-es-en.jsonl", "plan.json", "source.txt"]
