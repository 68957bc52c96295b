"""What commands share when they speak to a terminal: errors, progress, findings that fail."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from harness.core import interruption
from harness.core.progress import Advance, ProgressFactory
from harness.core.values import ExitCode, Finding, Severity

if TYPE_CHECKING:
    from harness.writing.ink import Ink

_PAUSE = 10.0  # seconds between lines of progress where stderr is no terminal


class FailOn(StrEnum):
    """From which severity on findings make a command exit 1."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    NEVER = "never"


def complain(message: str, hint: str = "") -> None:
    """One error on stderr, with what to do about it."""
    from harness.text.words.control_characters import strip_controls

    typer.echo(f"error: {strip_controls(message)}", err=True)
    if hint:
        typer.echo(f"hint: {strip_controls(hint)}", err=True)


def ink(output: Path | None = None) -> "Ink":
    """How to write to standard output; to a file (`output`), plainly."""
    from harness import machine
    from harness.writing.ink import Ink

    return Ink(output is None and machine.shows_colour(sys.stdout))


def note(message: str) -> None:
    """Something worth knowing that is no result, on stderr."""
    echo(message, err=True)


def echo(line: str, *, err: bool = False) -> None:
    """Print one line with its indent, without what could steer a terminal."""
    from harness.text.words.control_characters import strip_controls

    indent = line[: len(line) - len(line.lstrip())]
    typer.echo(indent + strip_controls(line.lstrip()), err=err)


def finding_exit_code(findings: Iterable[Finding], fail_on: FailOn) -> ExitCode:
    """The exit code of a command that fails on findings."""
    if fail_on is FailOn.NEVER:
        return ExitCode.PASSED
    least = Severity(fail_on.value)
    drifted = any(finding.severity >= least for finding in findings)
    return ExitCode.DRIFTED if drifted else ExitCode.PASSED


def progress_display(*, quiet: bool) -> ProgressFactory:
    """What long work opens to show its progress; see `_progress`."""
    return lambda title, total: _stoppable(_progress(title, total, quiet=quiet))


@contextmanager
def _stoppable(shown: AbstractContextManager[Advance]) -> Iterator[Advance]:
    """Whoever shows progress is between two blocks, and can stop there."""

    def advance(by: int) -> None:
        interruption.check()
        further(by)

    with shown as further:
        yield advance


@contextmanager
def _progress(title: str, total: int, *, quiet: bool) -> Iterator[Advance]:
    """A bar with rate and time left in a terminal, a line now and then elsewhere."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar(title, total) as advance:
            yield advance
    else:
        yield _lines(title, total)


@contextmanager
def _bar(title: str, total: int) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total, rate="")

        def advance(by: int) -> None:
            bar.advance(task, by)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield advance


def _lines(title: str, total: int) -> Advance:
    start = shown = time.monotonic()
    done = 0

    def advance(by: int) -> None:
        nonlocal done, shown
        done += by
        now = time.monotonic()
        if now - shown >= _PAUSE:
            shown = now
            rate = done / (now - start)
            note(f"{title}: {done}/{total}, {rate:.1f}/s, {(total - done) / rate:.0f} s left")

    return advance
