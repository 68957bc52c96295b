"""Packs from a server, a real one on this machine: what is fetched, what is refused."""

import hashlib
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from argos_packages import FILES, archive
from program import Program

from harness.core.bundled import bundled
from harness.machine import package_index

pytestmark = pytest.mark.engine

EN_ES = next((bundled("langpacks") / "en_es").glob("*.argosmodel"))
VERSION = EN_ES.stem.rpartition("-")[2].replace("_", ".")

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Server:
    """Answers what it is told to, and remembers what it was asked."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return self.address + path


def serving(scheme: str = "http", context: ssl.SSLContext | None = None) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            answer = server.answers.get(self.path, lambda request: request.send_error(404))
            answer(self)

        def log_message(self, *arguments: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.handle_error = lambda *arguments: None
    if context is not None:
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
    server = Server(f"{scheme}://localhost:{listening.server_port}")
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


def body(data: bytes, claimed: int | None = None) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(data) if claimed is None else claimed))
        request.end_headers()
        request.wfile.write(data)

    return answer


def redirect(to: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", to)
        request.end_headers()

    return answer


def slow(data: bytes) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data[: len(data) // 2])
        time.sleep(30)

    return answer


def entry(source: str, target: str, version: str, *links: str) -> dict[str, object]:
    codes = {"from_code": source, "to_code": target, "package_version": version}
    return codes | {"type": "translate", "links": list(links)}


def packages(harness: Program) -> Path:
    return harness.folder / "home/.local/share/argos-translate/packages"


def nothing_is_left(harness: Program) -> bool:
    return not packages(harness).exists() or not list(packages(harness).iterdir())


@pytest.fixture
def through(harness: Program, server: Server) -> Program:
    """Looks directions up on the server."""
    server.answers["/x.argosmodel"] = body(EN_ES.read_bytes())
    server.answers["/index.json"] = body(
        json.dumps(
            [
                entry("en", "es", "0.9", server.url("/old.argosmodel")),
                entry(
                    "en", "es", VERSION, server.url("/gone.argosmodel"), server.url("/x.argosmodel")
                ),
                entry("es", "de", "1.0", "ipfs://nowhere"),
            ]
        ).encode()
    )
    return Program(harness.folder, {"ARGOS_PACKAGE_INDEX": server.address + "/"})


def test_the_index_is_that_of_argos_translate(tmp_path: Path) -> None:
    code = "from argostranslate import settings; print(settings.remote_package_index)"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ARGOS_"))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kept | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert package_index({}) == done.stdout.strip()


def test_a_direction_is_looked_up_fetched_and_installed(through: Program, server: Server) -> None:
    done = through("packs", "install", "en_es")
    assert done.returncode == 0, done.stderr
    assert server.asked == ["/index.json", "/gone.argosmodel", "/x.argosmodel"]
    (pack,) = packages(through).iterdir()
    digest = hashlib.sha256((pack / "model/model.bin").read_bytes()).hexdigest()
    unpacked = through.folder / "by hand"
    shutil.unpack_archive(EN_ES, unpacked, "zip")
    (model,) = unpacked.glob("*/model/model.bin")
    assert digest == hashlib.sha256(model.read_bytes()).hexdigest()

    again = through("packs", "install", "en:es")
    assert "installed already" in again.stdout
    assert server.asked[3:] == ["/index.json"]
    forced = through("packs", "install", "en:es", "--force", "-q")
    assert forced.returncode == 0, forced.stderr
    assert not forced.stderr
    assert server.asked[-1] == "/x.argosmodel"


def test_the_index_may_be_a_file(harness: Program, server: Server) -> None:
    server.answers["/x.argosmodel"] = body(EN_ES.read_bytes())
    listing = [entry("en", "es", VERSION, server.url("/x.argosmodel"))]
    (harness.folder / "mine.json").write_text(json.dumps(listing))
    done = harness("packs", "install", "en:es", "--index", "mine.json")
    assert done.returncode == 0, done.stderr
    assert len(list(packages(harness).iterdir())) == 1


def test_an_address_is_fetched_and_installed(harness: Program, server: Server) -> None:
    server.answers["/a"] = redirect("/b%20c?x=1")
    server.answers["/b%20c?x=1"] = body(EN_ES.read_bytes())
    done = harness("packs", "install", server.url("/a"))
    assert done.returncode == 0, done.stderr
    assert len(list(packages(harness).iterdir())) == 1


def test_what_the_index_lacks_is_refused_with_a_way_round(through: Program, server: Server) -> None:
    done = through("packs", "install", "en:de")
    assert done.returncode == 2
    assert "en:es es:de" in done.stderr
    assert server.asked == ["/index.json"]


def test_a_link_that_is_no_https_address_is_refused(through: Program) -> None:
    done = through("packs", "install", "es:de")
    assert done.returncode == 3
    assert "ipfs://nowhere: not an https address" in done.stderr
    assert nothing_is_left(through)


def test_a_pack_that_translates_something_else_is_refused(
    through: Program, server: Server, tmp_path: Path
) -> None:
    server.answers["/x.argosmodel"] = body(archive(tmp_path / "y").read_bytes())
    done = through("packs", "install", "en:es")
    assert done.returncode == 2
    assert "/x.argosmodel: translates es→en, not en→es" in done.stderr
    assert nothing_is_left(through)


@pytest.mark.parametrize(
    ("answer", "complaint", "code"),
    [
        (lambda request: request.send_error(404), "answers 404", 3),
        (lambda request: request.send_error(503), "answers 503", 3),
        (lambda request: request.wfile.write(b"garbage\r\n\r\n"), "garbage", 3),
        (lambda request: None, "closed connection", 3),
        (body(b"x" * 100, claimed=200), "cut short after 100 of 200", 3),
        (body(b"x", claimed=9 << 30), "needed|accepted", 3),
        (body(b"a page that asks to log in"), "not a readable zip", 2),
        (redirect("file:///etc/passwd"), "answers 302", 3),
        (redirect("ftp://localhost/x"), "not an https address", 3),
        (redirect("data:text/plain,x"), "answers 302", 3),
        (redirect("http://192.0.2.1/x"), "192.0.2.1/x, which is not encrypted", 3),
        (redirect("http://[oops/x"), "oops|Invalid", 3),
        (redirect("/x"), "infinite loop", 3),
    ],
)
def test_what_a_server_may_do_wrong(
    harness: Program, server: Server, answer: Answer, complaint: str, code: int
) -> None:
    import re

    server.answers["/x"] = answer
    done = harness("packs", "install", server.url("/x"))
    assert done.returncode == code, done.stderr
    assert re.search(complaint, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert nothing_is_left(harness)


def test_a_hostile_archive_is_refused(harness: Program, server: Server, tmp_path: Path) -> None:
    path = archive(tmp_path / "y", FILES | {"../../evil.txt": b"evil"})
    server.answers["/x"] = body(path.read_bytes())
    done = harness("packs", "install", server.url("/x"))
    assert done.returncode == 2
    assert f"{server.url('/x')}: holds a file that may be written outside its folder" in done.stderr
    assert nothing_is_left(harness)
    assert not list(harness.folder.rglob("evil.txt"))


def test_no_network_is_said_in_words(harness: Program, server: Server) -> None:
    closed = server.address.replace(server.address.rsplit(":", 1)[1], "1")
    done = harness("packs", "install", f"{closed}/x.argosmodel")
    assert done.returncode == 3
    assert "Connection refused" in done.stderr
    assert "install a file" in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_download_leaves_nothing(
    harness: Program, server: Server, how: signal.Signals
) -> None:
    server.answers["/x"] = slow(EN_ES.read_bytes())
    process = harness.start("packs", "install", server.url("/x"))
    limit = time.monotonic() + 60
    while not any(packages(harness).glob(".harness-*/staged/*")) and time.monotonic() < limit:
        time.sleep(0.02)
    os.killpg(process.pid, how)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 3
    assert b"interrupted" in errors
    assert b"Traceback" not in errors
    assert nothing_is_left(harness)


def test_a_proxy_is_asked_for_what_lies_elsewhere(harness: Program, server: Server) -> None:
    """The proxy refuses; that it was asked at all, and not for this machine, is the point."""
    own = Program(harness.folder, {"https_proxy": server.address, "http_proxy": server.address})
    server.answers["/x"] = body(b"")
    assert "not a readable zip" in own("packs", "install", server.url("/x")).stderr
    assert server.asked == ["/x"]
    done = own("packs", "install", "https://example.invalid/x")
    assert done.returncode == 3
    assert "Tunnel connection failed" in done.stderr


# ── https ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("the program openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", "key.pem", "-out", "cert.pem"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def secure(certificate: Path) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    yield from serving("https", context)


def test_a_server_that_nobody_vouches_for_is_refused(harness: Program, secure: Server) -> None:
    secure.answers["/x"] = body(EN_ES.read_bytes())
    done = harness("packs", "install", secure.url("/x"))
    assert done.returncode == 3
    assert "certificate verify failed" in done.stderr
    assert not secure.asked


def test_https_never_leads_back_to_http(
    harness: Program, secure: Server, server: Server, certificate: Path
) -> None:
    trusting = Program(harness.folder, {"SSL_CERT_FILE": str(certificate / "cert.pem")})
    secure.answers["/x"] = body(EN_ES.read_bytes())
    secure.answers["/down"] = redirect(server.url("/x"))
    server.answers["/x"] = body(EN_ES.read_bytes())
    server.answers["/up"] = redirect(secure.url("/x"))
    refused = trusting("packs", "install", secure.url("/down"))
    assert refused.returncode == 3
    assert "not encrypted" in refused.stderr
    assert not server.asked
    done = trusting("packs", "install", server.url("/up"))
    assert done.returncode == 0, done.stderr
    assert (packages(harness) / EN_ES.stem / "metadata.json").exists()


def test_a_search_asks_the_index_only_when_told_to(harness: Program, server: Server) -> None:
    listing = [entry("en", "de", "1.5", server.url("/x.argosmodel"))]
    server.answers["/index.json"] = body(json.dumps(listing).encode())
    own = Program(harness.folder, {"ARGOS_PACKAGE_INDEX": server.url("/")})
    assert own("packs", "search", "german").returncode == 2
    assert server.asked == []
    done = own("packs", "search", "german", "--online", "--json")
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["packs"]
    assert (found["origin"], found["here"]) == ("index", False)
    assert found["place"] == server.url("/x.argosmodel")
    assert server.asked == ["/index.json"]
