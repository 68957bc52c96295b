"""Long-lived programs joined by pipes, which answer every NUL-ended piece with another."""

import os
import selectors
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO

from harness.core.errors import EngineUnavailable

_BLOCK = 1 << 16
_LAST_WORDS = 400  # bytes of what programs wrote to stderr that an error message may quote


class ChainBroke(Exception):
    """The chain died or fell silent; the message says how. Never leaves the engine."""


class Chain:
    """Starts at once; ends at `close` or at the first failure.

    Raises: EngineUnavailable when a program cannot be started.
    """

    def __init__(
        self, stages: Sequence[Sequence[str]], environment: Mapping[str, str], *, patience: float
    ) -> None:
        self._patience = patience
        self._names = [stage[0] for stage in stages]
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the programs)
        self._stages: list[subprocess.Popen[bytes]] = []
        try:
            for stage in stages:
                self._start(stage, environment)
        except OSError as cause:
            self.close()
            raise EngineUnavailable(
                f"{stage[0]} cannot be started: {cause}", hint="reinstall apertium"
            ) from cause

    def exchange(self, pieces: Sequence[bytes]) -> list[bytes]:
        """One answer a piece, in order. Raises: ChainBroke, after which the chain is closed."""
        if self._readable(0):  # an answer too many to the last question would shift all that follow
            unasked = os.read(self._output.fileno(), _BLOCK)
            reason = "it gave an answer too many" if unasked else self._who_died()
            reason = f"{reason} {self._last_words()}".strip()
            self.close()
            raise ChainBroke(reason)
        writer = threading.Thread(target=_write, args=(self._input, pieces), daemon=True)
        writer.start()
        answers: list[bytes] = []
        rest = b""
        try:
            while len(answers) < len(pieces):
                *complete, rest = (rest + self._read()).split(b"\0")
                answers += complete
        except (OSError, TimeoutError) as cause:
            reason = f"{cause} {self._last_words()}".strip()
            self.close()
            raise ChainBroke(reason) from cause
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
            stage.kill()
        for stage in self._stages:
            with suppress(OSError):  # what was still to be written is not read any more
                if stage.stdin is not None:
                    stage.stdin.close()
            if stage.stdout is not None:
                stage.stdout.close()
            stage.wait()
        self._stages = []
        self._stderr.close()

    def _start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        previous = self._stages[-1] if self._stages else None
        stage = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE if previous is None else previous.stdout,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
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

    def _readable(self, within: float) -> bool:
        """Whether the last program says something, or has ended, within so many seconds."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            return bool(selector.select(within))

    def _read(self) -> bytes:
        if not self._readable(self._patience):
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

    def _last_words(self) -> str:
        end = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, end - _LAST_WORDS))
        return " ".join(self._stderr.read().decode("utf-8", errors="replace").split())


def _write(stream: IO[bytes], pieces: Sequence[bytes]) -> None:
    with suppress(OSError, ValueError):  # who reads sees the end of the chain and says why
        for piece in pieces:
            stream.write(piece + b"\0")
        stream.flush()
