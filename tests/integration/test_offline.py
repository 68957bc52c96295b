"""Nothing looks up a host, not even a library behind our back: watched below Python, in libc."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHIM = r"""
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void note(const char *what) {
  int log = open(getenv("LOOKED_UP"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dprintf(log, "%s\n", what);
  close(log);
}
int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
  note(host ? host : "(no host)");
  return EAI_FAIL;
}
int connect(int socket, const struct sockaddr *address, socklen_t length) {
  if (address->sa_family == AF_INET || address->sa_family == AF_INET6) note("(an address)");
  errno = ENETUNREACH;
  return -1;
}
"""

WAIT = """
import time
from pathlib import Path

def wait_for(file, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end and not Path(file).exists():
        time.sleep(0.1)
"""

# How long the library takes to look up its host after it was imported: about ten seconds.
BARE = WAIT + "import sys, onnxruntime; wait_for(sys.argv[1], 60)"

# The same patience, once the bare one has looked up its host.
HARNESS = (
    WAIT
    + """
import sys
from harness.cli import main

awaited = sys.argv.pop(1)
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
assert "onnxruntime" in sys.modules
if awaited != "-":
    wait_for(awaited, 60)
    time.sleep(5)
"""
)


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux") or compiler is None:
        pytest.skip("needs Linux and a C compiler")
    folder = tmp_path_factory.mktemp("shim")
    (folder / "shim.c").write_text(SHIM, "utf-8")
    library = folder / "shim.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", library, folder / "shim.c"],
        check=True,
        capture_output=True,
    )
    return library


class Watched:
    """Python programs with a home of their own, whose look-ups and connections are written down."""

    def __init__(self, folder: Path, shim: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.log = folder / "looked-up"
        # Nothing else: a runner of tests may have set what the library heeds.
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LD_PRELOAD": str(shim),
            "LOOKED_UP": str(self.log),
        }

    def start(self, code: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def store(self) -> Path:
        return self.folder / ".cache/Microsoft"


def finish(process: subprocess.Popen[bytes]) -> None:
    _, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints.decode()


def test_a_look_up_is_seen(shim: Path, tmp_path: Path) -> None:
    watched = Watched(tmp_path / "home", shim)
    unheard = "import socket, contextlib\nwith contextlib.suppress(OSError):\n    socket."
    finish(watched.start(unheard + "getaddrinfo('example.org', 80)"))
    finish(watched.start(unheard + "socket().connect(('192.0.2.1', 9))"))
    assert watched.log.read_text("utf-8").splitlines() == ["example.org", "(an address)"]


@pytest.mark.engine
@pytest.mark.slow
def test_the_argos_segmenter_does_not_call_home(shim: Path, tmp_path: Path) -> None:
    """The bare library beside it, at the same time, shows that there is something to see."""
    bare = Watched(tmp_path / "bare", shim)
    ours = Watched(tmp_path / "ours", shim)
    (ours.folder / "text.en.txt").write_text("It rains. The boat is small.\n", "utf-8")
    run = ("run", "text.en.txt", "-r", "en:es@argos:en@argos", "--metric", "chrf")
    run += ("--segmenter", "argos")
    # What the first one keeps, the next one with the same home would send.
    finish(ours.start(HARNESS, "-", *run, "-o", "first"))
    control = bare.start(BARE, bare.log)
    second = ours.start(HARNESS, bare.log, *run, "-o", "second")
    finish(control)
    finish(second)
    assert not ours.log.exists()
    assert not ours.store().exists()
    if not bare.log.exists():
        pytest.skip("this onnxruntime does not call home by itself")
    assert bare.store().exists()
