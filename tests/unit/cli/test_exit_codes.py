"""However a command ends, its exit code says what became of it; 1 is said by commands alone."""

import errno
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from harness import cli
from harness.core.errors import ConfigError, EngineDied, ReadError


@pytest.fixture
def ends(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[[BaseException | None], int]]:
    """The code of a program whose only command ends so."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(sys, "argv", ["harness"])

    def code(error: BaseException | None) -> int:
        program = typer.Typer(pretty_exceptions_enable=False)

        @program.command()
        def command() -> None:
            if error is not None:
                raise error

        monkeypatch.setattr(cli, "app", program)
        return cli.exit_code()

    yield code
    for number, handler in before.items():
        signal.signal(number, handler)


class Panic(BaseException):
    """As `pyo3_runtime.PanicException`, which no `except Exception` sees."""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (None, 0),
        (typer.Exit(0), 0),
        (typer.Exit(1), 1),
        (typer.Exit(3), 3),
        (ConfigError("no"), 2),
        (ReadError("no"), 3),
        (EngineDied("no"), 3),
        (KeyboardInterrupt(), 3),
        (typer.Abort(), 3),
        (EOFError(), 3),
        (typer.BadParameter("no"), 2),
    ],
)
def test_what_is_expected_has_its_code(
    ends: Callable[..., int], capsys: pytest.CaptureFixture[str], error: Any, code: int
) -> None:
    assert ends(error) == code
    assert "bug" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "error",
    [
        KeyError("x"),
        ValueError("\ud800"),
        RecursionError("deep"),
        AssertionError(),
        UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
        Panic("a library in Rust"),
        OSError(errno.EIO, "Input/output error"),
        SystemExit(1),
        SystemExit("a library's last words"),
        GeneratorExit(),
    ],
    ids=repr,
)
def test_what_nobody_expected_is_called_a_bug_and_its_trace_kept(
    ends: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    error: BaseException,
) -> None:
    assert ends(error) == 3
    told = capsys.readouterr().err
    assert told.startswith("error: this is a bug in harness or in a plug-in: ")
    assert type(error).__name__ in told
    assert "Traceback" not in told
    (trace,) = (tmp_path / "caches/retranslation-harness/traces").iterdir()
    assert str(trace) in told
    assert type(error).__name__ in trace.read_text("utf-8")
    assert "in command" in trace.read_text("utf-8")


def test_where_no_trace_can_be_kept_it_is_shown(
    ends: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "caches").write_text("no folder")
    assert ends(ZeroDivisionError()) == 3
    assert "Traceback" in capsys.readouterr().err


def test_the_oldest_traces_go(ends: Callable[..., int], tmp_path: Path) -> None:
    for _ in range(25):
        assert ends(ZeroDivisionError()) == 3
    assert len(list((tmp_path / "caches/retranslation-harness/traces").iterdir())) == 20


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "not enough memory"),
        (OSError(errno.ENOSPC, "No space left on device", "/tmp/x"), "/tmp/x: No space left"),
    ],
)
def test_a_machine_that_fails_is_no_bug(
    ends: Callable[..., int], capsys: pytest.CaptureFixture[str], error: Exception, told: str
) -> None:
    assert ends(error) == 3
    assert capsys.readouterr().err.startswith(f"error: {told}")
