"""Folders to work in: gone afterwards, also those of programs that were killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.writing.work_folders import sweep, work_folder

_WORKS = """
import sys
from pathlib import Path
from harness.writing.work_folders import work_folder
with work_folder(".work-", Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x")
    print(folder, flush=True)
    sys.stdin.read()
"""


@contextmanager
def working(parent: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another program that works in a folder of its own, which was made long ago."""
    command = [sys.executable, "-c", _WORKS, str(parent)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        os.utime(folder, (1, 1))
        yield process, folder
        process.kill()


def test_it_is_gone_afterwards_whatever_happens(tmp_path: Path) -> None:
    def failing() -> None:
        with work_folder(".work-", tmp_path) as folder:
            assert folder.parent == tmp_path
            (folder / "a").mkdir()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert not list(tmp_path.iterdir())


def test_what_a_killed_program_left_is_taken_away_by_the_next(tmp_path: Path) -> None:
    with working(tmp_path) as (process, folder):
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (folder / "half").exists()
    with work_folder(".work-", tmp_path) as own:
        assert list(tmp_path.iterdir()) == [own]


def test_what_was_written_a_moment_ago_is_taken_away_too(tmp_path: Path) -> None:
    left = tmp_path / ".work-1"
    left.mkdir()
    (left / "half").write_text("x")  # it was locked before anything was written
    sweep(tmp_path, ".work-")
    assert not left.exists()


def test_what_others_work_in_stays(tmp_path: Path) -> None:
    other = tmp_path / ".other-1"
    young = tmp_path / ".work-young"
    other.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".work-link").symlink_to(tmp_path / "elsewhere")
    os.utime(other, (1, 1))
    with working(tmp_path) as (_, folder):
        young.mkdir()  # its program has not come to lock it
        with work_folder(".work-", tmp_path):
            assert (folder / "half").exists()
    assert young.exists()
    assert other.exists()
    assert (tmp_path / "elsewhere").exists()
