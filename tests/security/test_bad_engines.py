"""Engines that raise, garble, flood, hang and die: what it costs, and what the rest get."""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from harness.core.errors import EngineContractError, EngineDied, EngineUnavailable, HarnessError
from harness.core.programs import LARGEST, ProgramFailed, ProgramHung, output_of
from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable
from harness.engines.apertium import _Fresh, _Steady
from harness.engines.apertium_mode import Installation
from harness.engines.guarded import Guarded

GOOD, BAD = "good", "bad"


class Fake:
    """An engine that does something to any batch with the bad segment in it."""

    direction = Direction("en", "es")
    signature = Signature("fake")

    def __init__(self, answer: Callable[[str], object]) -> None:
        self._answer = answer

    def translate(self, segments: Sequence[str]) -> Sequence[Outcome]:
        return [
            self._answer(each) if each == BAD else Translated(each.upper()) for each in segments
        ]

    def close(self) -> None: ...


def raising(error: Exception) -> Callable[[str], object]:
    def answer(_: str) -> object:
        raise error

    return answer


ERRORS = (
    ValueError("token 12452"),
    RuntimeError("CUDA"),
    KeyError("x"),
    IndexError(),
    TypeError("none"),
    RecursionError("deep"),
    MemoryError(),
    AssertionError(),
    ZeroDivisionError(),
    OSError(5, "I/O"),
    TimeoutError("slow"),
    ConnectionResetError(),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
    StopIteration(),
    AttributeError("gone"),
    NotImplementedError(),
)


def test_an_engine_that_fails_when_it_is_closed_is_named() -> None:
    class Stuck(Fake):
        def close(self) -> None:
            raise OSError(5, "I/O")

    engine = Guarded(Stuck(str))
    assert engine.translate([GOOD]) == [Translated("GOOD")]
    with pytest.raises(EngineDied, match="fake failed when it was closed: OSError"):
        engine.close()


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_poisoned_segment_is_given_up_alone(error: Exception) -> None:
    first, bad, last = Guarded(Fake(raising(error))).translate([GOOD, BAD, GOOD])
    assert first == last == Translated("GOOD")
    assert isinstance(bad, Untranslatable)
    assert bad.reason.startswith(f"fake failed: {type(error).__name__}")


@pytest.mark.parametrize("error", ERRORS[:4], ids=lambda error: type(error).__name__)
def test_a_poisoned_segment_alone_is_no_dead_engine(error: Exception) -> None:
    (bad,) = Guarded(Fake(raising(error))).translate([BAD])
    assert isinstance(bad, Untranslatable)


class Dead(Fake):
    def translate(self, segments: Sequence[str]) -> Sequence[Outcome]:
        raise ValueError("no model")


def test_an_engine_that_raises_at_everything_died() -> None:
    with pytest.raises(EngineDied, match="fake answers nothing: ValueError: no model"):
        Guarded(Dead(str)).translate([GOOD, BAD])


@pytest.mark.parametrize(
    "outcome",
    [None, "text", Translated(None), Translated(b"x"), Translated("x", unknown=(1,)), ("x",), 3],
    ids=repr,
)
def test_what_is_no_outcome_breaks_the_contract(outcome: object) -> None:
    with pytest.raises(EngineContractError, match="no outcome of the protocol"):
        Guarded(Fake(lambda _: outcome)).translate([BAD])


@pytest.mark.parametrize("answers", [[], [Translated("x")] * 3], ids=["too few", "too many"])
def test_another_number_of_outcomes_breaks_the_contract(answers: list[Outcome]) -> None:
    class Counting(Fake):
        def translate(self, segments: Sequence[str]) -> Sequence[Outcome]:
            return answers

    with pytest.raises(EngineContractError, match="was asked for 2 outcomes"):
        Guarded(Counting(str)).translate([GOOD, BAD])


def test_a_flood_is_not_taken() -> None:
    (flood,) = Guarded(Fake(lambda _: Translated("x" * 1_000_001))).translate([BAD])
    assert isinstance(flood, Untranslatable)
    assert "1,000,001 characters, of at most 1,000,000" in flood.reason


def test_errors_of_the_harness_pass() -> None:
    with pytest.raises(HarnessError, match="stop"):
        Guarded(Fake(raising(HarnessError("stop")))).translate([GOOD, BAD])


# ── programs ────────────────────────────────────────────────────────────────────────────────────

HERE = Installation(Path("/usr/bin"), Path("/nowhere"))
PATIENCE = 2.0

# What a stage of a pipeline does with a piece that says "bad"; it answers others in capitals.
STAGE = """
import os, sys, time
rest = b""
while block := os.read(0, 1 << 16):
    *pieces, rest = (rest + block).split(bytes(1))
    for piece in pieces:
        if b"bad" in piece:
            {}
        else:
            os.write(1, piece.upper() + bytes(1))
"""
STAGES = {
    "hangs": "time.sleep(99)",
    "writes without end": "[os.write(1, b'x' * 65536) for _ in iter(int, 1)]",
    "writes byte by byte": "[(os.write(1, b'x'), time.sleep(0.05)) for _ in iter(int, 1)]",
    "complains without end": "[os.write(2, b'x' * 65536) for _ in iter(int, 1)]",
    "ends": "sys.exit(0)",
    "fails": "sys.exit(3)",
    "aborts": "os.abort()",
    "is killed": "os.kill(os.getpid(), 9)",
    "is stopped": "os.kill(os.getpid(), 19)",
    "closes its output": "os.close(1); time.sleep(99)",
    "leaves a child behind": "import subprocess; subprocess.Popen(['sleep', '99']); time.sleep(99)",
}


def stage(does: str) -> tuple[str, ...]:
    return (sys.executable, "-c", STAGE.format(does))


@pytest.mark.parametrize("does", STAGES.values(), ids=STAGES)
def test_a_stage_that_fails_at_one_piece_costs_that_piece(does: str) -> None:
    part = _Steady((stage(does),), HERE, PATIENCE)
    started = time.monotonic()
    first, bad, last = part.through([b"a", b"bad", b"b"])
    part.close()
    assert (first, last) == (b"A", b"B")
    assert isinstance(bad, Untranslatable)
    assert time.monotonic() - started < 30  # two time-outs, and nine starts on a busy machine


ONCE = {
    "hangs": "import time; time.sleep(99)",
    "floods": "import os\nwhile True: os.write(1, b'x' * 65536)",
    "floods with complaints": "import os\nwhile True: os.write(2, b'x' * 65536)",
    "drips": "import os, time\nwhile True: os.write(1, b'x'), time.sleep(0.05)",
    "closes and stays": "import os, time; os.close(1); time.sleep(99)",
    "fails": "raise SystemExit(3)",
    "is killed": "import os; os.kill(os.getpid(), 9)",
    "does not read": "import os; os.close(0); raise SystemExit(1)",
}


@pytest.mark.parametrize("does", ONCE.values(), ids=ONCE)
def test_a_program_that_is_run_once_is_bounded(does: str) -> None:
    started = time.monotonic()
    with pytest.raises(ProgramFailed):
        output_of((sys.executable, "-c", does), given=b"x" * 300_000, patience=1.5)
    assert time.monotonic() - started < 20


def test_a_program_that_hangs_says_for_how_long() -> None:
    with pytest.raises(ProgramHung, match=r"no answer for 0\.5 seconds"):
        output_of(("sleep", "60"), patience=0.5)


def test_a_program_may_write_as_much_as_is_taken() -> None:
    write = f"import sys; sys.stdout.write('x' * {LARGEST})"
    assert len(output_of((sys.executable, "-c", write), patience=60)) == LARGEST
    assert output_of(("cat",), given=b"x" * 300_000, patience=60) == b"x" * 300_000


def test_what_it_complained_of_is_said() -> None:
    with pytest.raises(ProgramFailed, match="status 3 no such model"):
        output_of(("sh", "-c", "echo no such model >&2; exit 3"), patience=60)


def test_a_tagger_that_floods_is_not_the_segments_fault() -> None:
    flood = (sys.executable, "-c", ONCE["floods"])
    with pytest.raises(EngineUnavailable, match="it wrote more than 1,048,576 bytes"):
        _Fresh((flood,), HERE, 5).through([b"a"])


def test_a_version_that_floods_makes_apertium_unavailable(tmp_path: Path) -> None:
    program = tmp_path / "apertium"
    program.write_text("#!/bin/sh\nexec yes\n")
    program.chmod(0o755)
    with pytest.raises(EngineUnavailable, match="wrote more than"):
        Installation(tmp_path, tmp_path).output("apertium", "-V")


@pytest.mark.parametrize(
    "said",
    [None, "evil", Signature("evil", (("v", 1),)), Signature("\ud800")],  # type: ignore[arg-type]
)
def test_a_signature_that_no_record_can_hold_is_refused_before_the_first_text(said: object) -> None:
    engine = Fake(Translated)
    engine.signature = said  # type: ignore[assignment, misc]
    with pytest.raises(EngineContractError, match="signature"):
        Guarded(engine)


def test_a_reason_is_taken_up_to_a_length() -> None:
    (outcome,) = Guarded(Fake(lambda _: Untranslatable("x" * 3_000_000))).translate([BAD])
    assert isinstance(outcome, Untranslatable)
    assert len(outcome.reason) <= 1_000


class Wordless(Exception):
    def __str__(self) -> str:
        raise ValueError("not even that")


def test_an_exception_that_cannot_say_itself_is_one_all_the_same() -> None:
    first, bad, _ = Guarded(Fake(raising(Wordless()))).translate([GOOD, BAD, GOOD])
    assert isinstance(first, Translated)
    assert isinstance(bad, Untranslatable)
