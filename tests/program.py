"""The installed program, run as a user runs it: another process, a home of its own."""

import importlib.util
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT / "corpora"
HARNESS = (sys.executable, "-m", "harness")
FAST = ("--metric", "chrf")  # no embeddings: for tests that are about something else

# A shell that runs the tests in its background lets them, and their children, ignore Ctrl-C.
_HEEDING_INTERRUPTS = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from harness.cli import main
main()
"""


def script(path: str) -> ModuleType:
    """A program of `scripts/` as a module, by its path from there."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / "scripts" / path)
    assert spec is not None
    assert spec.loader is not None
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)  # for dataclasses
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Program:
    """`harness` with an empty home; its working folder is where outputs land.

    `python` is the interpreter that it is installed for.
    """

    folder: Path
    extra: Mapping[str, str] = field(default_factory=dict)
    python: str = sys.executable

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ARGOS_"))}
        return kept | {"HOME": str(self.folder / "home"), "COLUMNS": "100", **self.extra}

    def __call__(
        self, *arguments: str | Path, stdin: bytes = b"", timeout: float = 300
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [self.python, "-m", "harness", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env=self.environment,
            timeout=timeout,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Without waiting, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-c", _HEEDING_INTERRUPTS, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment,
            start_new_session=True,
        )

    def memory(self) -> Path:
        return self.folder / "home/.cache/retranslation-harness/memory.sqlite"


def kill(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    os.killpg(process.pid, how)
    process.communicate(timeout=60)


def remembered(memory: Path) -> int:
    """How many translations a memory holds; 0 while it is not there yet."""
    if not memory.exists():
        return 0
    connection = sqlite3.connect(f"file:{memory}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT count(*) FROM outcomes").fetchone()[0]
    except sqlite3.OperationalError:  # not created yet
        return 0
    finally:
        connection.close()
