"""Pipelines that die, hang or say nothing, with small programs in Apertium's place."""

import shlex
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.core.errors import EngineDied, EngineUnavailable
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.values import Direction, Translated, Untranslatable
from harness.engines.apertium import Apertium, ApertiumEngine, _Fresh, _shares, _Steady
from harness.engines.apertium_chain import Chain, ChainBroke
from harness.engines.apertium_mode import Installation

HERE = Installation(Path("/usr/bin"), Path("/nowhere"))

# Upper-cases; on "die" it dies, on "once" it dies the first time, on "hang" it waits for ever.
PROGRAM = """
import os, pathlib, sys, time
rest = b""
while True:
    block = os.read(0, 1 << 16)
    if not block:
        break
    *pieces, rest = (rest + block).split(bytes(1))
    for piece in pieces:
        seen = pathlib.Path(sys.argv[1])
        if b"die" in piece or (b"once" in piece and not seen.exists()):
            seen.touch()
            sys.stderr.write("cannot bear " + piece.decode())
            sys.exit(3)
        if b"hang" in piece:
            time.sleep(600)
        if b"silent" not in piece:
            os.write(1, piece.upper() + bytes(1) + (b"X" + bytes(1)) * (b"twice" in piece))
        if b"late" in piece:
            time.sleep(0.3)
            os.write(1, b"again" + bytes(1))
"""


def fake_apertium(root: Path) -> Path:
    """An installation with one mode, whose pipeline is the program above."""
    programs, modes = root / "bin", root / "share/apertium/modes"
    for folder in (programs, modes):
        folder.mkdir(parents=True)
    upper = f"#!{sys.executable}\n{PROGRAM.replace('sys.argv[1]', repr(str(root / 'seen')))}"
    scripts = {"apertium": "#!/bin/sh\n", "apertium-wblank-mode": '#!/bin/sh\ncat "$2"\n'}
    for name, script in (scripts | {"upper": upper}).items():
        (programs / name).write_text(script, "utf-8")
        (programs / name).chmod(0o755)
    (modes / "eng-spa.mode").write_text(shlex.join([str(programs / "upper"), "$1"]), "utf-8")
    return root


@pytest.fixture
def stage(tmp_path: Path) -> tuple[str, ...]:
    return (sys.executable, "-c", PROGRAM, str(tmp_path / "seen"))


@pytest.fixture
def steady(stage: tuple[str, ...]) -> Iterator[_Steady]:
    part = _Steady((("cat",), stage, ("cat",)), HERE)
    yield part
    part.close()
    part.close()


def test_a_chain_answers_in_order_again_and_again(steady: _Steady) -> None:
    assert steady.through([b"a", b"", b"b"]) == [b"A", b"", b"B"]
    chain = steady.chain
    assert steady.through([b"c"]) == [b"C"]
    assert steady.chain is chain


def test_more_than_the_pipes_hold_does_not_block(steady: _Steady) -> None:
    pieces = [bytes([97 + i % 26]) * 10_000 for i in range(200)]
    assert steady.through(pieces) == [piece.upper() for piece in pieces]


def test_what_kills_the_chain_twice_is_given_up_and_the_rest_goes_on(steady: _Steady) -> None:
    first, killer, last = steady.through([b"a", b"die", b"b"])
    assert (first, last) == (b"A", b"B")
    assert isinstance(killer, Untranslatable)
    assert "status 3" in killer.reason
    assert "cannot bear die" in killer.reason


def test_what_kills_the_chain_once_is_answered(steady: _Steady) -> None:
    assert steady.through([b"a", b"once", b"b"]) == [b"A", b"ONCE", b"B"]


def test_an_outcome_given_up_before_is_passed_on(steady: _Steady) -> None:
    lost = Untranslatable("lost earlier")
    assert steady.through([b"a", lost, b"b"]) == [b"A", lost, b"B"]


@pytest.mark.parametrize("piece", [b"hang", b"silent"])
def test_a_chain_that_says_nothing_is_ended(steady: _Steady, piece: bytes) -> None:
    steady.patience = 1.0
    first, silent, last = steady.through([b"a", piece, b"b"])
    assert (first, last) == (b"A", b"B")  # and not B for the silent one
    assert isinstance(silent, Untranslatable)
    assert "no answer for 1 seconds" in silent.reason


def test_an_answer_too_many_is_noticed(stage: tuple[str, ...]) -> None:
    chain = Chain((stage,), HERE.environment, patience=10)
    with pytest.raises(ChainBroke, match="1 pieces brought 2 answers"):
        chain.exchange([b"twice"])


def test_an_answer_too_many_that_comes_late_shifts_nothing(stage: tuple[str, ...]) -> None:
    chain = Chain((stage,), HERE.environment, patience=10)
    assert chain.exchange([b"late"]) == [b"LATE"]
    time.sleep(0.6)
    with pytest.raises(ChainBroke, match="an answer too many"):
        chain.exchange([b"b"])


def test_a_program_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(EngineUnavailable, match="no-such-program cannot be started"):
        Chain((("cat",), ("no-such-program",)), HERE.environment, patience=1)
    with pytest.raises(EngineUnavailable, match="no-such-program cannot be started"):
        _Fresh((("no-such-program",),), HERE).through([b"a"])


def test_a_fresh_stage_starts_for_each_piece_and_reports_failure() -> None:
    counts = _Fresh((("sed", "-z", "s/^/x/"),), HERE)  # -z is Apertium's flag for NUL: dropped
    assert counts.through([b"a", b"b", Untranslatable("lost")]) == [
        b"xa",
        b"xb",
        Untranslatable("lost"),
    ]
    (failed,) = _Fresh((("sh", "-c", "! grep a"),), HERE).through([b"a"])
    assert isinstance(failed, Untranslatable)
    assert "status 1" in failed.reason


def test_stages_that_answer_nothing_are_not_the_fault_of_a_segment() -> None:
    for part in (_Fresh((("false",),), HERE), _Steady((("false",),), HERE)):
        with pytest.raises(EngineUnavailable, match=r"gives no answer: .*status 1"):
            part.through([b"a"])


def test_without_apertium_the_remedy_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_apertium(tmp_path / "elsewhere")
    monkeypatch.setenv("PATH", str(tmp_path / "elsewhere/bin"))  # not for an engine to read
    surroundings = Surroundings(program_folders=(tmp_path, tmp_path / "missing"))
    for empty in (Surroundings(), surroundings):
        (obstacle,) = Apertium().survey(empty)
        assert isinstance(obstacle, Obstacle)
        assert obstacle.remedy == "apt-get install apertium apertium-eng-spa apertium-es-pt"
        with pytest.raises(EngineUnavailable, match="not installed"):
            Apertium().open(Direction("en", "es"), empty)


def test_the_first_program_folder_with_apertium_counts(tmp_path: Path) -> None:
    for name in ("a", "b"):
        fake_apertium(tmp_path / name)
    folders = tuple(tmp_path / name / "bin" for name in ("missing", "b", "a"))
    (offer,) = Apertium().survey(Surroundings(program_folders=folders))
    modes = str(tmp_path / "b/share/apertium/modes")
    assert offer == Offer(Direction("en", "es"), "eng-spa", modes)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ApertiumEngine]:
    folders = (fake_apertium(tmp_path) / "bin",)
    opened = Apertium().open(Direction("en", "es"), Surroundings(program_folders=folders))
    yield opened
    opened.close()


def test_an_engine_whose_programs_vanish_after_an_answer_died(
    engine: ApertiumEngine, tmp_path: Path
) -> None:
    assert engine.translate(["a"]) == [Translated("A")]
    (tmp_path / "bin/upper").unlink()
    assert engine.translate(["b"]) == [Translated("B")]  # the one that runs lives on
    with pytest.raises(EngineDied, match="upper cannot be started"):
        engine.translate(["die"])


def test_an_engine_whose_programs_fail_at_everything_after_an_answer_died(
    engine: ApertiumEngine, tmp_path: Path
) -> None:
    assert engine.translate(["a", "die", "b"])[::2] == [Translated("A"), Translated("B")]
    (tmp_path / "bin/upper").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(EngineDied, match=r"gives no answer: .*status 1"):
        engine.translate(["die"])


def test_pipelines_side_by_side_answer_in_order(tmp_path: Path) -> None:
    """Whatever the number of pipelines, and also where one of them dies on the way."""
    folders = (fake_apertium(tmp_path) / "bin",)
    texts = [f"word {number}" for number in range(23)] + ["die"] + ["last"]
    answers = []
    for threads in (1, 2, 5):
        surroundings = Surroundings(program_folders=folders, threads=threads)
        opened = Apertium().open(Direction("en", "es"), surroundings)
        answers.append(opened.translate(texts))
        assert len(opened._pool._pipelines) == threads
        opened.close()
    assert [a for a in answers[0] if isinstance(a, Translated)] == [
        Translated(text.upper()) for text in texts if text != "die"
    ]
    assert isinstance(answers[0][23], Untranslatable)
    assert answers[0] == answers[1] == answers[2]


def test_a_few_segments_start_one_pipeline_only() -> None:
    assert [len(share) for share in _shares(["a"] * 7, 8)] == [7]
    assert [len(share) for share in _shares(["a"] * 11, 2)] == [5, 6]


def test_an_engine_whose_programs_never_answered_is_unavailable(
    engine: ApertiumEngine, tmp_path: Path
) -> None:
    (tmp_path / "bin/upper").unlink()
    with pytest.raises(EngineUnavailable, match="upper cannot be started"):
        engine.translate(["a"])
