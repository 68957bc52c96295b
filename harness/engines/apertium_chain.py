"""Long-lived programs joined by pipes, which answer every NUL-ended piece with another."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO

from harness.core.errors import EngineUnavailable
from harness.core.programs import LARGEST, LastWords, ProgramFailed, ProgramHung, end, readable

_BLOCK = 1 << 16


class ChainBroke(ProgramFailed):
    """The chain died or broke a limit; the message says how. Never leaves the engine."""


class ChainSilent(ChainBroke, ProgramHung):
    """No answer came in time."""


class Chain:
    """Starts at once; ends at `close` or at the first failure.

    `patience` is in seconds, from one whole answer to the next: a program that says a byte now and
    then is silent, too.

    Raises: EngineUnavailable when a program cannot be started.
    """

    def __init__(
        self, stages: Sequence[Sequence[str]], environment: Mapping[str, str], *, patience: float
    ) -> None:
        self._patience = patience
        self._names = [stage[0] for stage in stages]
        self._words = LastWords()
        self._stages: list[subprocess.Popen[bytes]] = []
        try:
            for stage in stages:
                self._start(stage, environment)
        except OSError as cause:
            self.close()
            raise EngineUnavailable(
                f"{stage[0]} cannot be started: {cause}", hint="reinstall apertium"
            ) from cause
        finally:
            self._words.close()

    def exchange(self, pieces: Sequence[bytes]) -> list[bytes]:
        """One answer a piece, in order. Raises: ChainBroke, after which the chain is closed."""
        # An answer too many to the last question would shift all that follow.
        if readable(self._output, 0):
            unasked = os.read(self._output.fileno(), _BLOCK)
            reason = "it gave an answer too many" if unasked else self._who_died()
            self.close()
            raise ChainBroke(f"{reason} {self._words.said()}".strip())
        writer = threading.Thread(target=_write, args=(self._input, pieces), daemon=True)
        writer.start()
        try:
            answers, rest = self._read_answers(len(pieces))
        except (OSError, TimeoutError) as cause:
            self.close()
            kind = ChainSilent if isinstance(cause, TimeoutError) else ChainBroke
            raise kind(f"{cause} {self._words.said()}".strip()) from cause
        except BaseException:  # an interrupt leaves answers under way that belong to no question
            self.close()
            raise
        writer.join()
        if rest or len(answers) > len(pieces):
            self.close()
            raise ChainBroke(f"{len(pieces)} pieces brought {len(answers)} answers")
        return answers

    def close(self) -> None:
        for stage in self._stages:
            end(stage)
        self._stages = []

    def _start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        previous = self._stages[-1] if self._stages else None
        stage = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE if previous is None else previous.stdout,
            stdout=subprocess.PIPE,
            stderr=self._words.end,
            process_group=0,  # Ctrl-C is for whoever reads the answers
        )
        if previous is not None and previous.stdout is not None:
            previous.stdout.close()  # the next program holds it now
        self._stages.append(stage)

    @property
    def _input(self) -> IO[bytes]:
        stream = self._stages[0].stdin
        assert stream is not None  # noqa: S101  (asked for in `_start`)
        return stream

    @property
    def _output(self) -> IO[bytes]:
        stream = self._stages[-1].stdout
        assert stream is not None  # noqa: S101  (asked for in `_start`)
        return stream

    def _read_answers(self, count: int) -> tuple[list[bytes], bytes]:
        """So many answers or more, and what came after the last of them."""
        answers: list[bytes] = []
        rest = b""
        until = time.monotonic() + self._patience
        while len(answers) < count:
            *complete, rest = (rest + self._read(until)).split(b"\0")
            if max(map(len, (rest, *complete))) > LARGEST:
                raise OSError(f"an answer of more than {LARGEST:,} bytes")
            if complete:
                until = time.monotonic() + self._patience
            answers += complete
        return answers, rest

    def _read(self, until: float) -> bytes:
        if not readable(self._output, until - time.monotonic()):
            raise TimeoutError(f"no answer for {self._patience:g} seconds")
        block = os.read(self._output.fileno(), _BLOCK)
        if not block:
            raise OSError(self._who_died())
        return block

    def _who_died(self) -> str:
        for stage, name in zip(self._stages, self._names, strict=True):
            with suppress(subprocess.TimeoutExpired):  # those before the dead one are alive
                if stage.wait(timeout=0.2):
                    return f"{name} ended with status {stage.returncode}"
        return "the pipeline ended"


def _write(stream: IO[bytes], pieces: Sequence[bytes]) -> None:
    with suppress(OSError, ValueError):  # who reads sees the end of the chain and says why
        for piece in pieces:
            stream.write(piece + b"\0")
        stream.flush()
