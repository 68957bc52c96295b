"""No command opens a connection: seen by the kernel, below Python and below every library.

Each command runs without a network (`unshare -n`) under strace, in one home folder; those that load
libraries run twice, since what a library keeps the first time it sends the second. Where strace or
the right to be without a network is missing, the test of the library that did so (in
tests/integration/test_offline.py) still watches libc.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import Program
from security.commands import COMMANDS, write_files

_INTERNET = ("AF_INET", "AF_INET6", "AF_PACKET")
# Stores of libraries that would send what they hold; anything new in a home is looked at, too.
_OURS = ("home/.cache/retranslation-harness", "home/.local/state", "home/.local/share")
_TWICE = ("run", "report", "check", "diff", "noise")

_DRIVER = """
import json, subprocess, sys
for arguments, codes in json.load(sys.stdin):
    done = subprocess.run([sys.executable, "-m", "harness", *arguments], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    if done.returncode not in codes:
        print(arguments, done.returncode, done.stderr)
"""


def traced(program: Program, log: Path, code: str, given: str = "") -> str:
    """What Python code prints that runs without a network, its sockets noted in `log`."""
    strace = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket,sendto,connect")
    done = subprocess.run(
        ["unshare", "-rn", *strace, "-o", str(log), sys.executable, "-c", code],
        input=given,
        capture_output=True,
        text=True,
        cwd=program.folder,
        env=program.environment,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def internet(log: Path) -> list[str]:
    """The calls in a log that are not local to this machine."""
    return [line for line in log.read_text("utf-8").splitlines() if any(map(line.count, _INTERNET))]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path)
    (tmp_path / "home").mkdir()
    if not shutil.which("strace") or not shutil.which("unshare"):
        pytest.skip("needs strace and unshare")
    try:
        traced(made, tmp_path / "try.log", "pass")
    except AssertionError as cause:
        pytest.skip(f"strace is not allowed here: {cause}")
    return made


def test_a_socket_is_seen(program: Program, tmp_path: Path) -> None:
    traced(program, tmp_path / "log", "import socket; socket.socket()")
    assert len(internet(tmp_path / "log")) == 1


@pytest.mark.slow
@pytest.mark.engine
def test_no_command_opens_a_socket(program: Program, tmp_path: Path) -> None:

    write_files(tmp_path)
    again = [each for each in COMMANDS if each[0][0] in _TWICE]
    log = tmp_path / "calls.log"
    failed = traced(program, log, _DRIVER, json.dumps([*COMMANDS, *again]))
    assert internet(log) == []
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    strange = [
        path.relative_to(tmp_path).as_posix()
        for path in kept
        if not path.relative_to(tmp_path).as_posix().startswith(_OURS)
    ]
    assert strange == []
    assert failed == ""
