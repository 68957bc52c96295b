"""Ctrl-C and SIGTERM as a flag, which long work looks at where it can stop.

An exception that a signal's handler raises comes anywhere: within a library's callback it becomes
another one, within a finaliser it is lost. So the handler only notes that somebody asked, and
`check` raises `KeyboardInterrupt` at the borders of blocks, between rows, between pieces of a file.
Who asks twice is not made to wait: the process ends at once, as after `kill -9` but for temporary
files, which are removed.

Only the program listens (`listen`); in a test runner or a notebook the flag is never set, and
Ctrl-C does what it does there.
"""

import atexit
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

NOT_MEASURED = 3  # how an interrupted program ends: `ExitCode`, which costs more to import

_SAME = 0.1  # seconds in which two signals are one Ctrl-C, handed on by a wrapper
_LAST_PATIENCE = 2.0  # seconds for tidying up, once somebody asked twice
_STOPPING = b"stopping after what is at work; press Ctrl-C again to stop at once\n"
_AT_ONCE = b"error: interrupted\n"

_asked_at: list[float] = []  # a list, since a handler must not wait for a lock
_prompt: list[None] = []  # one for each `promptly` that is open


def listen() -> None:
    """Let SIGINT and SIGTERM set the flag; one that the caller lets be ignored stays so."""
    with suppress(ValueError):  # only the main thread may
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _note)


def asked() -> bool:
    """Whether somebody asked to stop."""
    return bool(_asked_at)


def check() -> None:
    """To be called where work can stop. Raises: KeyboardInterrupt if somebody asked to."""
    if _asked_at:
        raise KeyboardInterrupt


@contextmanager
def promptly() -> Iterator[None]:
    """While the main thread waits for a person or a network, signals raise where it is."""
    check()
    _prompt.append(None)
    try:
        yield
    finally:
        _prompt.pop()


def leave(code: int) -> NoReturn:
    """End the process with this code; with that of an interrupt, if one came until now.

    Python's own way out puts signals back to what they do by default, so that a late one would
    end the process with another code.
    """
    _tidy_up()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(NOT_MEASURED if _asked_at else code)


def _note(*_: object) -> None:
    now = time.monotonic()
    if _asked_at and now - _asked_at[0] > _SAME:
        _leave_at_once()
    if not _asked_at:
        _asked_at.append(now)
        if not _prompt:
            _say(_STOPPING)
    if _prompt:
        raise KeyboardInterrupt


def _leave_at_once() -> NoReturn:
    """What a thread waits for may be locked by the one that the signal came in: so with a limit."""
    import threading  # noqa: PLC0415  (this module must be loaded before anything else)

    timer = threading.Timer(_LAST_PATIENCE, os._exit, [NOT_MEASURED])
    timer.daemon = True
    timer.start()
    _say(_AT_ONCE)
    _end_workers()
    _tidy_up()
    os._exit(NOT_MEASURED)


def _end_workers() -> None:
    if multiprocessing := sys.modules.get("multiprocessing"):
        for child in multiprocessing.active_children():
            child.terminate()


def _tidy_up() -> None:
    with suppress(Exception):
        atexit._run_exitfuncs()


def _say(line: bytes) -> None:
    """Not by `sys.stderr`, which the signal may have come in the middle of."""
    with suppress(OSError):
        if line is _AT_ONCE or os.isatty(2):
            os.write(2, line)
