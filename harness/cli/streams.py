"""Standard output that says when it was what failed, and shows what its encoding lacks."""

import sys
from collections.abc import Iterable
from io import TextIOWrapper

from harness.writing.live import shown


class OutputFailed(Exception):
    """Standard output is full, or closed. No `OSError`: nobody takes it for a file's."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


class _Output(TextIOWrapper):
    """On a terminal, nothing of what is written acts on it.

    Raises: OutputFailed where it cannot be written.
    """

    def write(self, text: str) -> int:
        try:
            return super().write(shown(text) if self.isatty() else text)
        except OSError as cause:
            raise OutputFailed(cause) from cause

    def writelines(self, lines: Iterable[str]) -> None:  # type: ignore[override]
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as cause:
            raise OutputFailed(cause) from cause


def prepare() -> None:
    """A character that the terminal's encoding lacks is shown by its number, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if type(sys.stdout) is TextIOWrapper:
        old = sys.stdout
        encoding, buffered = old.encoding, old.line_buffering
        # The old one is of no use from now on, whoever kept it.
        made = _Output(old.detach(), encoding, "backslashreplace", line_buffering=buffered)
        sys.stdout = sys.__stdout__ = made  # type: ignore[misc]
