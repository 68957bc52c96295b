"""Small HTTP servers for tests, real ones on loopback: good ones, and every kind of bad one."""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A request as a server sees it."""

    method: str
    path: str
    headers: Mapping[str, str]
    content: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True)
class Says:
    """An ordinary answer. `data` is sent as JSON, `raw` as it is."""

    data: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


# What a server does with a request: an answer, or its own way with the bytes of the connection.
Bytes = Callable[[Callable[[bytes], object], Event], None]
App = Callable[[Asked], "Says | Bytes"]


@dataclass
class Running:
    address: str
    asked: list[Asked]

    def of(self, path: str) -> list[Asked]:
        return [each for each in self.asked if each.path.endswith(path)]


@contextmanager
def serving(app: App, tls: ssl.SSLContext | None = None) -> Iterator[Running]:
    """A server that runs as long as the block does. It keeps connections, as real ones do."""
    over = Event()
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _answer(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Asked(self.command, self.path, dict(self.headers), content)
            asked.append(request)
            reply = app(request)
            if isinstance(reply, Says):
                body = json.dumps(reply.data).encode() if reply.raw is None else reply.raw
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                return
            self.close_connection = True
            with suppress(OSError):  # whoever asked did not wait
                reply(self.wfile.write, over)

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Running(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        over.set()
        server.shutdown()
        server.server_close()


def closes(write: Callable[[bytes], object], over: Event) -> None:
    """Closes the connection without a word."""


def hangs(write: Callable[[bytes], object], over: Event) -> None:
    """Never answers."""
    over.wait(20)


def drips(write: Callable[[bytes], object], over: Event) -> None:
    """Answers a byte at a time, for ever."""
    write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not over.wait(0.02):
        write(b" ")


def drips_headers(write: Callable[[bytes], object], over: Event) -> None:
    """Never comes to the end of its first line."""
    while not over.wait(0.02):
        write(b"H")


def babbles(write: Callable[[bytes], object], over: Event) -> None:
    """Speaks something else than HTTP."""
    write(b"220 mail.example.org ESMTP\r\n")


def floods(write: Callable[[bytes], object], over: Event) -> None:
    """Answers without an end."""
    write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while not over.is_set():
        write(b" " * 65536)


def promises_too_much(write: Callable[[bytes], object], over: Event) -> None:
    """Says that its answer is a terabyte."""
    write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n{}")


def breaks_off(write: Callable[[bytes], object], over: Event) -> None:
    """Closes the connection in the middle of its answer."""
    write(b'HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{"translatedText": "Ho')


def breaks_off_chunked(write: Callable[[bytes], object], over: Event) -> None:
    """The same, without having told a length."""
    write(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n28\r\n{"translatedText": "Ho')


def shouting(asked: Asked) -> Says:
    """A good server of either kind, whose translations are capitals (a model's: backwards)."""
    if asked.path == "/languages":
        return Says([{"code": "en", "targets": ["es"]}, {"code": "es", "targets": ["en"]}])
    if asked.path == "/v1/models":
        return Says({"data": [{"id": "capitals"}]})
    if asked.method == "GET":
        return Says({})
    if "q" in asked.data:
        return Says({"translatedText": asked.data["q"].upper()})
    text = asked.data["messages"][0]["content"].split("\n\n", 1)[1].lstrip("\n")
    said = text.upper()[::-1]  # in no language
    return Says({"choices": [{"message": {"content": said}, "finish_reason": "stop"}]})
