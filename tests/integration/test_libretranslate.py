"""A real LibreTranslate on loopback, with this project's packs, beside the engine `argos`.

It is installed from the registry into an environment of its own (600 MB; it needs NumPy below 2)
where the environment variable HARNESS_TEST_LIBRETRANSLATE asks for it:

    HARNESS_TEST_LIBRETRANSLATE=install         into a folder that the tests throw away
    HARNESS_TEST_LIBRETRANSLATE=/path/to/venv   into this one, or used where it is there already
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from program import CORPORA, FAST, Program

from harness.core.bundled import bundled
from harness.core.errors import EngineDied
from harness.core.protocols import Engine, Surroundings, remarks_of
from harness.core.values import Direction, Document, Translated
from harness.engines.argos import Argos
from harness.engines.libretranslate import LibreTranslate
from harness.segmenters.sentencex import SentencexSegmenter

ASKED = os.environ.get("HARNESS_TEST_LIBRETRANSLATE", "")
pytestmark = [
    pytest.mark.engine,
    pytest.mark.slow,
    pytest.mark.skipif(
        not ASKED, reason="a real LibreTranslate is used where HARNESS_TEST_LIBRETRANSLATE asks"
    ),
]

RELEASE = "libretranslate==1.9.6"
EN_ES = Direction("en", "es")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreTranslate's own program, installed where it is not yet."""
    folder = Path(ASKED)
    if ASKED == "install":
        folder = tmp_path_factory.mktemp("libretranslate")
    found = folder / "bin/libretranslate"
    if not found.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", RELEASE], check=True)
    return found


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project's packs, unpacked as LibreTranslate wants them."""
    folder = tmp_path_factory.mktemp("packs")
    harness = Program(folder, {"XDG_DATA_HOME": str(folder / "data")})
    for name in ("en_es", "es_en"):
        done = harness("packs", "install", next((bundled("langpacks") / name).glob("*.argosmodel")))
        assert done.returncode == 0, done.stderr
    return folder / "data/argos-translate/packages"


class Server:
    def __init__(self, program: Path, packs: Path, home: Path, *options: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [program, "--host", "127.0.0.1", "--port", str(port), "--disable-web-ui"]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ARGOS_"))}
        self.process = subprocess.Popen(
            [*command, "--threads", "1", *options],
            env=kept | {"HOME": str(home), "ARGOS_PACKAGES_DIR": str(packs)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=home,
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        opener = build_opener(ProxyHandler({}))
        for _ in range(600):
            assert self.process.poll() is None, "LibreTranslate ended by itself"
            try:
                opener.open(f"{self.address}/languages", timeout=2).close()
            except (URLError, OSError):
                time.sleep(0.2)
            else:
                return
        raise AssertionError("LibreTranslate does not answer")

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def server(
    program: Path, packs: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    running = Server(program, packs, tmp_path_factory.mktemp("home"))
    yield running
    running.kill()


def libre(address: str, **settings: str) -> Engine:
    return LibreTranslate().open(EN_ES, Surroundings(settings={"address": address, **settings}))


def sentences_of(text: str) -> list[str]:
    document = Document.of_text(text, doc_id="t", language="en", origin="t")
    found = SentencexSegmenter().segment(document).segments()
    return [" ".join(each.text.split()) for each in found]


def hundred() -> list[str]:
    text = "\n".join(
        (CORPORA / f"{name}.en.txt").read_text("utf-8") for name in ("news", "leaflet")
    )
    more = (CORPORA / "dialogue.en.txt").read_text("utf-8")
    return list(dict.fromkeys([*sentences_of(text), *sentences_of(more)]))[:100]


def strings() -> list[str]:
    return (CORPORA / "software.en.txt").read_text("utf-8").splitlines()


def without_editing(text: str) -> str:
    """As if LibreTranslate had not edited it: no case, no entities, no marks at either end."""
    bare = "".join(each for each in unescape(text).casefold() if each.isalnum() or each == " ")
    return " ".join(bare.split())


def beside_argos(address: str, texts: Sequence[str]) -> tuple[int, int, list[tuple[str, str, str]]]:
    """How many are equal, how many are but for editing, and the others."""
    surroundings = Surroundings(bundled_packs=bundled("langpacks"), threads=2)
    remote, local = libre(address), Argos().open(EN_ES, surroundings)
    try:
        answers = list(zip(texts, remote.translate(texts), local.translate(texts), strict=True))
    finally:
        remote.close()
        local.close()
    equal = edited = 0
    others = []
    for text, one, other in answers:
        assert isinstance(one, Translated), f"{text!r}: {one}"
        assert isinstance(other, Translated)
        if one.text == other.text:
            equal += 1
        elif without_editing(one.text) == without_editing(other.text):
            edited += 1
        else:
            others.append((text, one.text, other.text))
    return equal, edited, others


@pytest.mark.parametrize("texts", [hundred(), strings()], ids=["sentences", "strings"])
def test_it_answers_as_argos_but_for_its_editing(server: Server, texts: list[str]) -> None:
    equal, edited, others = beside_argos(server.address, texts)
    # It cuts texts into sentences itself, so only those of one sentence can be expected to agree.
    unexplained = [text for text, *_ in others if len(sentences_of(text)) == 1]
    assert len(unexplained) <= len(texts) // 10, (equal, edited, others)


def test_a_run_names_the_editing_and_reports_no_address(server: Server, tmp_path: Path) -> None:
    harness = Program(tmp_path, {"HARNESS_LIBRETRANSLATE_ADDRESS": server.address})
    (tmp_path / "t.en.txt").write_text("\n".join(hundred()[:5]), "utf-8")
    route = "en:es@libretranslate:en@libretranslate"
    done = harness("run", "t.en.txt", "-r", route, "-o", "run", *FAST)
    assert done.returncode == 0, done.stderr
    shown = harness("report", "run", "--format", "markdown").stdout
    assert "LibreTranslate cuts texts into sentences" in shown
    assert server.address.removeprefix("http://") not in shown


def test_a_server_with_a_limit_is_waited_for_and_not_hammered(
    program: Path, packs: Path, tmp_path: Path
) -> None:
    limited = Server(program, packs, tmp_path, "--req-limit", "6", "--req-flood-threshold", "3")
    try:
        engine = libre(limited.address, longest_wait="5")
        with pytest.raises(EngineDied, match="left alone for 60 s"):
            engine.translate(hundred()[:8])
        engine.close()
    finally:
        limited.kill()


def test_a_server_that_dies_ends_the_run(program: Path, packs: Path, tmp_path: Path) -> None:
    dying = Server(program, packs, tmp_path)
    try:
        engine = libre(dying.address)
        assert remarks_of(engine)
        first = engine.translate(["We left."])
        dying.kill()
        with pytest.raises(EngineDied, match="gives no answer"):
            engine.translate(["He stayed."])
        engine.close()
        assert isinstance(first[0], Translated)
    finally:
        dying.kill()
