"""What a whole process takes, from its start to its end."""

import os
import subprocess
import tempfile
import time
from collections.abc import Container, Sequence
from typing import NamedTuple


class Spent(NamedTuple):
    """User and system time, and time by the clock, in seconds; the most memory in megabytes."""

    processor: float
    clock: float
    memory: float


def spent(command: Sequence[str], expected: Container[int] = (0,)) -> Spent:
    """Run a command, and say what it took. What it prints is dropped, unless it fails.

    Raises: SystemExit: it ended with another exit status than those that are expected.
    """
    start = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors) as process,
    ):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        clock = time.perf_counter() - start
        if process.returncode not in expected:
            errors.seek(0)
            raise SystemExit(
                f"{errors.read()}{' '.join(command)}: exit status {process.returncode}"
            )
    return Spent(usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss / 1024)
