"""Files that are whole or not there, whatever fails on the way."""

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from harness.core.errors import ConfigError, WriteError
from harness.writing.files import write_whole, write_whole_bytes

OLD, NEW = "as it was\n", ["one\n", "two é\r\n"]


def _only(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_a_file_is_there_with_its_line_ends_and_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file.txt"
    write_whole(path, NEW)
    assert path.read_bytes() == "one\ntwo é\r\n".encode()
    assert _only(path.parent) == path


def test_a_longer_name_than_a_partial_could_extend(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 127)
    write_whole(path, NEW)
    assert _only(tmp_path) == path


@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_permissions_stay_those_of_the_old_file(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    path.write_text(OLD)
    path.chmod(mode)
    write_whole(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_permissions_that_the_user_wants(tmp_path: Path) -> None:
    usual = os.umask(0o027)
    try:
        write_whole(tmp_path / "file", NEW)
    finally:
        os.umask(usual)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


def test_a_link_stays_one_and_what_it_names_is_written(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_text(OLD)
    link.symlink_to(path)
    write_whole(link, NEW)
    assert link.is_symlink()
    assert path.read_text("utf-8").startswith("one")


def test_a_pipe_is_written_directly() -> None:
    program = (
        "from pathlib import Path; from harness.writing.files import write_whole;"
        "write_whole(Path('/dev/stdout'), ['one\\n'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "one\n"


# ── refused ─────────────────────────────────────────────────────────────────────────────────────


def test_a_read_only_file_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(OLD)
    path.chmod(0o444)
    with pytest.raises(WriteError, match="read-only") as caught:
        write_whole(path, NEW)
    assert "make it writable" in caught.value.hint
    assert path.read_text() == OLD
    assert _only(tmp_path) == path


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a folder, not a file"):
        write_whole(tmp_path, NEW)


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(OLD)
    with pytest.raises(WriteError) as caught:
        write_whole(tmp_path / "file" / "in it", NEW, hint="elsewhere")
    assert caught.value.hint == "elsewhere"


def test_half_a_character_is_told_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(OLD)
    with pytest.raises(WriteError, match=r"U\+D800"):
        write_whole(path, ["one", "\ud800"])
    assert path.read_text() == OLD
    assert _only(tmp_path) == path


# ── faults ──────────────────────────────────────────────────────────────────────────────────────


class _Full:
    """A stream whose disk is full at the second piece, or not before it is flushed."""

    def __init__(self, stream: BinaryIO, at: str, number: int) -> None:
        self._stream, self._at, self._number, self._pieces = stream, at, number, 0

    def write(self, data: bytes) -> int:
        self._pieces += 1
        if self._at == "write" and self._pieces == 2:
            raise OSError(self._number, os.strerror(self._number))
        return self._stream.write(data)

    def flush(self) -> None:
        if self._at == "flush":
            raise OSError(self._number, os.strerror(self._number))
        self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()

    def close(self) -> None:
        self._stream.close()


def _failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("at", ["open", "write", "flush", "fsync", "chmod", "rename"])
@pytest.mark.parametrize("old", [OLD, None])
def test_a_fault_keeps_the_old_file_and_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, at: str, old: str | None
) -> None:
    path = tmp_path / "file"
    if old is not None:
        path.write_text(old)
    elif at == "chmod":
        pytest.skip("a new file takes no permissions over")
    real = os.fdopen
    if at == "open":
        monkeypatch.setattr(os, "open", _failing(number))
    elif at in ("write", "flush"):
        monkeypatch.setattr(os, "fdopen", lambda *said: _Full(real(*said), at, number))
    elif at == "fsync":
        monkeypatch.setattr(os, "fsync", _failing(number))
    else:
        monkeypatch.setattr(Path, "chmod" if at == "chmod" else "replace", _failing(number))
    with pytest.raises(WriteError, match=os.strerror(number)) as caught:
        write_whole(path, NEW)
    assert str(caught.value).startswith(f"{path}: ")
    assert caught.value.hint
    left = sorted(tmp_path.iterdir())
    assert left == ([path] if old is not None else [])
    assert old is None or path.read_text() == old


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(OLD)
    program = (
        "import resource, signal, sys; from pathlib import Path;"
        "from harness.writing.files import write_whole_bytes;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "write_whole_bytes(Path(sys.argv[1]), [b'x' * 1000] * 100)"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, path], capture_output=True, text=True, check=False
    )
    assert "WriteError" in done.stderr
    assert path.read_text() == OLD
    assert _only(tmp_path) == path


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError, OSError])
def test_what_fails_in_making_the_pieces_comes_through(
    tmp_path: Path, error: type[BaseException]
) -> None:
    def pieces() -> Iterator[str]:
        yield "one"
        raise error

    path = tmp_path / "file"
    path.write_text(OLD)
    with pytest.raises(error):
        write_whole(path, pieces())
    assert path.read_text() == OLD
    assert _only(tmp_path) == path


def test_two_writers_of_one_file_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "file"
    both = threading.Barrier(2)
    failed: list[BaseException] = []

    def pieces(letter: bytes) -> Iterator[bytes]:
        for number in range(50):
            if number in (0, 25):
                both.wait(10)  # both are in the middle of it
            yield letter * 1000

    def write(letter: bytes) -> None:
        try:
            write_whole_bytes(path, pieces(letter))
        except BaseException as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(letter,)) for letter in (b"a", b"b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failed
    assert path.read_bytes() in (b"a" * 50_000, b"b" * 50_000)
    assert _only(tmp_path) == path


# ── killed ──────────────────────────────────────────────────────────────────────────────────────

_SLOW = """
import sys, time
from pathlib import Path
from harness.core import interruption
from harness.writing.files import write_whole
interruption.listen()
def pieces():
    yield "one"
    print("begun", flush=True)
    time.sleep(60)
    yield "two"
write_whole(Path(sys.argv[1]), pieces())
"""


def _begun(path: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", _SLOW, path], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    return process


def test_what_a_killed_process_left_is_taken_away_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "file [1]"
    other = tmp_path / ".file [1]-mine.partial"
    other.write_text("a person's own")
    with _begun(path) as process:
        process.kill()
    (left,) = set(tmp_path.iterdir()) - {other}
    os.utime(left, (1, 1))
    write_whole(path, NEW)
    assert sorted(tmp_path.iterdir()) == [other, path]


def test_what_somebody_is_writing_stays(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with _begun(path) as process:
        (partial,) = tmp_path.iterdir()
        os.utime(partial, (1, 1))
        write_whole(path, NEW)
        assert sorted(tmp_path.iterdir()) == [partial, path]
        process.kill()


def test_a_second_interrupt_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with _begun(path) as process:
        for _ in range(2):
            process.send_signal(signal.SIGTERM)
            time.sleep(0.2)
        assert process.wait(20) == 3
    assert list(tmp_path.iterdir()) == []
