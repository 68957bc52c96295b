"""Programs that somebody else wrote: how long they are waited for, how much of them is read.

Whatever a program does, it costs its time-out and its largest answer, no more: it may hang, write
without end to either stream, say one byte a second, or leave children behind.
"""

import os
import selectors
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO

LARGEST = 1 << 20  # bytes of one answer
_BLOCK = 1 << 16
_KEPT = 400  # bytes of what programs wrote to stderr that an error message may quote


class ProgramFailed(Exception):
    """It ended badly, gave too long an answer, or none in time; the message says which."""


class ProgramHung(ProgramFailed):
    """It gave no answer in time. Whoever asks again waits again."""


class LastWords:
    """The end of what programs write to stderr, read as they write it and never kept whole.

    `end` is the file descriptor to start them with; close it once they are started.
    """

    def __init__(self) -> None:
        start, self.end = os.pipe()
        self._said = b""
        self._thread = threading.Thread(target=self._listen, args=(start,), daemon=True)
        self._thread.start()

    def said(self) -> str:
        """The last of it, in one line. For programs that have ended, or are about to."""
        self._thread.join(timeout=0.2)
        return " ".join(self._said.decode("utf-8", errors="replace").split())

    def close(self) -> None:
        """No program is started with it any more."""
        if self.end >= 0:
            os.close(self.end)
            self.end = -1

    def _listen(self, start: int) -> None:
        with suppress(OSError):
            while block := os.read(start, _BLOCK):
                self._said = (self._said + block)[-_KEPT:]
        os.close(start)


def output_of(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    given: bytes = b"",
    patience: float,
    largest: int = LARGEST,
) -> bytes:
    """What a program writes to standard output, when it is given `given` on standard input.

    Args:
        patience: seconds from its start to its end.
        largest: bytes that it may write.

    Raises:
        OSError: it cannot be started.
        ProgramFailed: it ended with another status than 0, or passed a limit.
    """
    words = LastWords()
    with tempfile.TemporaryFile() as question:
        question.write(given)
        question.seek(0)
        try:
            program = subprocess.Popen(
                command,
                env=environment,
                stdin=question,
                stdout=subprocess.PIPE,
                stderr=words.end,
                process_group=0,  # Ctrl-C is for whoever reads the answer
            )
        finally:
            words.close()
    try:
        answer = _read_whole(program, time.monotonic() + patience, patience, largest)
    finally:
        end(program)
    if program.returncode:
        raise ProgramFailed(f"it ended with status {program.returncode} {words.said()}".strip())
    return answer


def end(program: "subprocess.Popen[bytes]") -> None:
    """End a program that leads a process group, with what it started, and wait for it."""
    with suppress(OSError):  # nobody is left
        os.killpg(program.pid, signal.SIGKILL)
    for stream in (program.stdin, program.stdout):
        with suppress(OSError):  # what was still to be written is not read any more
            if stream is not None:
                stream.close()
    program.wait()


def readable(stream: IO[bytes], within: float) -> bool:
    """Whether a program says something, or has ended, within so many seconds."""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return bool(selector.select(max(within, 0)))


def _read_whole(
    program: "subprocess.Popen[bytes]", deadline: float, patience: float, largest: int
) -> bytes:
    stream = program.stdout
    assert stream is not None  # noqa: S101  (asked for in `output_of`)
    answer = bytearray()
    while readable(stream, deadline - time.monotonic()):
        block = os.read(stream.fileno(), _BLOCK)
        answer += block
        if len(answer) > largest:
            raise ProgramFailed(f"it wrote more than {largest:,} bytes")
        if not block:
            with suppress(subprocess.TimeoutExpired):
                program.wait(timeout=max(deadline - time.monotonic(), 0))
                return bytes(answer)
            break
    raise ProgramHung(f"no answer for {patience:g} seconds")
