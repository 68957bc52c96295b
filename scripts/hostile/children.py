"""Commands of the program in children that are forked, so that hundreds of them cost little.

All that a command imports is loaded once, here. A child then differs from `harness …` in a shell
only in that its first hundredths of a second are missing.
"""

import importlib
import os
import shutil
import signal
import sys
import tempfile
import termios
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0  # seconds by the clock; a busy machine is slow
_READY = b"."
# What changes a folder, as Python tells it to whoever listens (PEP 578); `fsync` is told by us.
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code, or minus the signal; and what it printed.

    `after` are the seconds from the last signal to the end; `megabytes` the most memory that it or
    a program that it started had; `processor` the seconds that all of them computed.
    """

    code: int
    stdout: str
    stderr: str
    after: float = 0.0
    megabytes: int = 0
    processor: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where commands work: `work` is their folder, `spare` keeps what they print."""

    work: Path
    spare: Path

    def environment(self) -> dict[str, str]:
        """An empty home, and a folder of temporary files that can be looked into."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ARGOS_"))}
        more = {"HOME": str(self.work / "home"), "TMPDIR": str(self.work / "tmp")}
        return kept | more | {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}

    def restore(self, kept: Path) -> None:
        """Let `work` be what `kept` holds."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(kept, self.work, symlinks=True)


@contextmanager
def fresh_place() -> Iterator[Place]:
    """A place among temporary files, with an empty `spare`; gone afterwards."""
    # Not a TemporaryDirectory: a child that ends would take it away.
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        place = Place(folder / "work", folder / "spare")
        place.spare.mkdir()
        yield place
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Child:
    """A command at work.

    `dies_at`: it kills itself at that change of a file, counted from 1. `terminal`: its standard
    output is one, without colours.
    """

    def __init__(
        self,
        place: Place,
        arguments: Sequence[str],
        dies_at: int | None = None,
        *,
        terminal: bool = False,
    ) -> None:
        self._place = place
        self._screen, out = _new_terminal() if terminal else (None, None)
        self._shown = bytearray()
        ready, told = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _become(place, arguments, told, dies_at, out)
        os.close(told)
        if out is not None:
            os.close(out)
        os.read(ready, 1)
        os.close(ready)
        self.started = self._signalled = time.monotonic()

    def send(self, number: signal.Signals) -> None:
        """Send a signal; nothing happens if it ended meanwhile."""
        self._signalled = time.monotonic()
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def ended(self) -> Ended:
        """Wait for the end. Raises: TimeoutError if it does not come."""
        while True:
            self._look_at_screen()
            pid, status, used = os.wait4(self.pid, os.WNOHANG)
            now = time.monotonic()
            if pid:
                break
            if now - self._signalled > PATIENCE:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                raise TimeoutError(f"no end within {PATIENCE:g} seconds")
            time.sleep(0.002)
        with suppress(ProcessLookupError, PermissionError):  # what it had started
            os.killpg(self.pid, signal.SIGKILL)
        out, err = ((self._place.spare / name).read_text("utf-8") for name in ("out", "err"))
        if self._screen is not None:
            self._look_at_screen()
            os.close(self._screen)
            out = self._shown.decode("utf-8", "surrogateescape")
        return Ended(
            os.waitstatus_to_exitcode(status),
            out,
            err,
            now - self._signalled,
            used.ru_maxrss >> 10,
            used.ru_utime + used.ru_stime,
        )

    def _look_at_screen(self) -> None:
        if self._screen is None:
            return
        with suppress(OSError):  # nothing there now, or nobody writes any more
            while block := os.read(self._screen, 1 << 16):
                self._shown += block


def run(place: Place, arguments: Sequence[str], *, terminal: bool = False) -> Ended:
    """A command from its start to its end."""
    return Child(place, arguments, terminal=terminal).ended()


def changes(place: Place, arguments: Sequence[str]) -> int:
    """How many changes of files a command makes."""
    Child(place, arguments, dies_at=0).ended()
    return int((place.spare / "changes").read_text())


def load_all(place: Place, commands: Iterator[Sequence[str]]) -> None:
    """Import here what each of these commands imports when it runs."""
    for arguments in commands:
        run(place, arguments)
        for name in (place.spare / "modules").read_text().split():
            with suppress(Exception):
                importlib.import_module(name)


def stoppable() -> None:
    """Let SIGTERM end this program as Ctrl-C does, so that it still says how far it came."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _new_terminal() -> tuple[int, int]:
    """Both ends of a terminal that shows just what is written."""
    screen, out = os.openpty()
    settings = termios.tcgetattr(out)
    settings[1] &= ~termios.OPOST
    termios.tcsetattr(out, termios.TCSANOW, settings)
    os.set_blocking(screen, False)
    return screen, out


def _become(
    place: Place, arguments: Sequence[str], told: int, dies_at: int | None, terminal: int | None
) -> None:
    """The child's side: never returns."""
    from harness.core.interruption import NOT_MEASURED, leave, listen

    code = NOT_MEASURED
    try:
        os.setpgid(0, 0)
        environment = place.environment()
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(place.work)
        for number, name, flags in (
            (0, os.devnull, os.O_RDONLY),
            (1, place.spare / "out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
            (2, place.spare / "err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ):
            os.dup2(os.open(name, flags), number)
        if terminal is not None:
            os.dup2(terminal, 1)
        # New ones: those of the parent know what they wrote to.
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.argv[:] = ["harness", *arguments]
        if dies_at is not None:
            _count_changes(place, dies_at)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        listen()
        os.write(told, _READY)
        os.close(told)

        from harness.cli import exit_code

        code = exit_code()
        if dies_at is None:
            (place.spare / "modules").write_text("\n".join(sys.modules))
    except BaseException:
        traceback.print_exc()
    leave(code)


def _count_changes(place: Place, dies_at: int) -> None:
    count = 0
    log = os.open(place.spare / "changes", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def changed() -> None:
        nonlocal count
        count += 1
        os.pwrite(log, str(count).encode(), 0)
        if count == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def told(event: str, arguments: tuple[object, ...]) -> None:
        if event in _CHANGES or (event == "open" and _writes(arguments)):
            changed()

    sys.addaudithook(told)
    os.fsync = _before(os.fsync, changed)


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _before(function: Callable[[int], None], first: Callable[[], None]) -> Callable[[int], None]:
    def both(number: int) -> None:
        first()
        function(number)

    return both
