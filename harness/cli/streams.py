"""Standard output that says when it was what failed, and shows what its encoding lacks."""

import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from harness.writing.live import shown


class OutputFailed(Exception):
    """Standard output is full, or closed. No `OSError`: nobody takes it for a file's."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


class _Output(TextIOWrapper):
    """On a terminal, nothing of what is written acts on it.

    Where the program at the other end of a pipe has ended (`| head`), nothing more is written, and
    the command goes on: its exit code is what it finds, whoever reads.

    Raises: OutputFailed where it cannot be written.
    """

    _unread = False

    def write(self, text: str) -> int:
        if self._unread:
            return len(text)
        try:
            return super().write(shown(text) if self.isatty() else text)
        except BrokenPipeError:
            self._read_no_more()
            return len(text)
        except OSError as cause:
            raise OutputFailed(cause) from cause

    def writelines(self, lines: Iterable[str]) -> None:  # type: ignore[override]
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        try:
            super().flush()
        except BrokenPipeError:
            self._read_no_more()
        except OSError as cause:
            raise OutputFailed(cause) from cause

    def _read_no_more(self) -> None:
        """What is still in the buffer goes nowhere, too, or closing would fail again."""
        self._unread = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def prepare() -> None:
    """A character that the terminal's encoding lacks is shown by its number, not a crash.

    A stream that the caller closed (`>&-`) leads nowhere; else its number would be the next file's.
    """
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if type(sys.stdout) is TextIOWrapper:
        old = sys.stdout
        encoding, buffered = old.encoding, old.line_buffering
        # The old one is of no use from now on, whoever kept it.
        made = _Output(old.detach(), encoding, "backslashreplace", line_buffering=buffered)
        sys.stdout = sys.__stdout__ = made  # type: ignore[misc]
