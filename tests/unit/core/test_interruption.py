"""Signals as a flag: nothing is raised but where it is asked for, and no end has another code."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

_BEGIN = """
import os, signal, sys, tempfile, time
from harness.core import interruption
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell leaves it to background jobs
    signal.signal(signal.SIGINT, signal.default_int_handler)
interruption.listen()
def signalled(number=signal.SIGINT):
    os.kill(os.getpid(), number)
"""


def ended(program: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN + program],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_a_signal_raises_only_at_a_border(number: str) -> None:
    program = f"""
signalled(signal.{number})
print("after", interruption.asked())
try:
    interruption.check()
except KeyboardInterrupt:
    print("border")
interruption.leave(0)
"""
    assert ended(program) == (3, "after True\nborder\n", "")


def test_without_a_signal_borders_are_passed_and_the_code_stays() -> None:
    assert ended("interruption.check(); interruption.leave(1)") == (1, "", "")


def test_what_a_finaliser_would_swallow_is_not_lost() -> None:
    program = """
class Library:
    def __del__(self):
        signalled()
Library()
try:
    interruption.check()
except KeyboardInterrupt:
    print("border")
"""
    assert ended(program)[1:] == ("border\n", "")


def test_asked_twice_it_ends_at_once_and_temporary_files_go() -> None:
    program = """
place = tempfile.TemporaryDirectory()
print(place.name, flush=True)
signalled()
time.sleep(0.15)
signalled()
print("never")
"""
    code, out, errors = ended(program)
    assert (code, errors) == (3, "error: interrupted\n")
    assert not Path(out.strip()).exists()


def test_whoever_holds_what_tidying_needs_is_not_waited_for() -> None:
    program = """
import atexit, threading
atexit.register(threading.Lock().acquire)
lock = threading.Lock()
lock.acquire()
atexit.register(lock.acquire)
signalled()
time.sleep(0.15)
signalled()
"""
    assert ended(program)[0] == 3


def test_one_press_that_a_wrapper_hands_on_is_one() -> None:
    program = """
signalled()
signalled()
print("goes on", flush=True)
interruption.leave(0)
"""
    assert ended(program) == (3, "goes on\n", "")


def test_while_it_waits_for_somebody_a_signal_raises_there() -> None:
    program = """
try:
    with interruption.promptly():
        signalled()
        print("never")
except KeyboardInterrupt:
    print("there")
try:
    with interruption.promptly():
        print("never")
except KeyboardInterrupt:
    print("not even begun")
"""
    assert ended(program)[1] == "there\nnot even begun\n"


def test_a_signal_on_the_way_out_changes_the_code_and_nothing_else() -> None:
    program = """
import atexit
atexit.register(signalled, signal.SIGTERM)
print("whole")
interruption.leave(0)
"""
    assert ended(program) == (3, "whole\n", "")


def test_a_signal_that_the_caller_has_ignored_stays_so() -> None:
    program = """
signal.signal(signal.SIGINT, signal.SIG_IGN)
interruption.listen()
signalled()
print(interruption.asked())
"""
    assert ended(program)[1] == "False\n"


def test_in_this_process_nobody_listens() -> None:
    assert signal.getsignal(signal.SIGINT) in (signal.default_int_handler, signal.SIG_IGN)
