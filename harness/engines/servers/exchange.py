"""One question and one answer over HTTP, in which nothing is without a bound.

Written for servers that nobody vouches for: no redirect is followed, no proxy is asked, an answer
has a largest size, and every wait an end, also where bytes come one by one. Ctrl-C is looked at
while a server keeps us waiting.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, cast

from harness.core import interruption
from harness.engines.servers.address import Address

LARGEST = 16 * 2**20  # bytes of an answer
_TICK = 0.25  # seconds between two looks at Ctrl-C


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, until the first byte of an answer, and for the whole of it."""

    connect: int
    first_byte: int
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever it says. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class NoAnswer(Exception):
    """The server could not be asked, or what came is no answer. `slow`: it took too long."""

    def __init__(self, reason: str, *, slow: bool = False) -> None:
        super().__init__(reason)
        self.slow = slow


class Exchange:
    """A server that is asked one thing after the other, over a connection that is kept.

    Serves one thread at a time.
    """

    def __init__(self, address: Address, patience: Patience, largest: int = LARGEST) -> None:
        self._address = address
        self._patience = patience
        self._largest = largest
        self._connection: _Connection | None = None

    def ask(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        """The server's answer to one request. Raises: NoAnswer."""
        kept = self._connection is not None
        try:
            return self._asked(method, path, content, headers)
        except _Closed:
            if not kept:  # a kept one is often closed by the other side, and tells so only now
                raise NoAnswer("it closed the connection without an answer") from None
        try:
            return self._asked(method, path, content, headers)
        except _Closed:
            raise NoAnswer("it closed the connection without an answer") from None

    def close(self) -> None:
        """Let the connection go. May be called twice."""
        if self._connection is not None:
            self._connection.close()  # and with it an answer that was not read to its end
            self._connection = None

    def _asked(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        try:
            answer = self._over_connection(method, path, content, headers)
        except BaseException as cause:
            self.close()  # what is left in it belongs to no later question
            if isinstance(cause, TimeoutError):
                raise NoAnswer(str(cause), slow=True) from cause
            if isinstance(cause, ConnectionError | http.client.RemoteDisconnected):
                raise _Closed if _was_cut(cause) else NoAnswer(_reason(cause)) from cause
            if isinstance(cause, OSError | http.client.HTTPException | ValueError):
                raise NoAnswer(_reason(cause)) from cause
            raise
        return answer

    def _over_connection(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        connection = self._connection = self._connection or _Connection(
            self._address, self._patience
        )
        connection.begin(self._patience)
        connection.request(
            method,
            self._address.path + path,
            content,
            {
                "Host": self._address.authority,
                "User-Agent": "retranslation-harness",
                **headers,
            },
        )
        with closing(connection.getresponse()) as response:
            body = self._content(response)
        named = {name.casefold(): value for name, value in response.getheaders()}
        if response.will_close:
            self.close()
        return Answer(response.status, named, body)

    def _content(self, response: http.client.HTTPResponse) -> bytes:
        if response.length is not None and response.length > self._largest:
            raise http.client.HTTPException(self._too_large())
        expected = response.length
        content = response.read(self._largest + 1)
        if len(content) > self._largest:
            raise http.client.HTTPException(self._too_large())
        if expected is not None and len(content) < expected:
            raise http.client.HTTPException(
                f"the answer broke off after {len(content)} of {expected} bytes"
            )
        return content

    def _too_large(self) -> str:
        return f"the answer is larger than {self._largest // 2**20 or 1} MB"


class _Closed(Exception):
    """The other side closed the connection before it answered anything."""


def _was_cut(cause: BaseException) -> bool:
    return not isinstance(cause, ConnectionRefusedError)


def _reason(cause: BaseException) -> str:
    if isinstance(cause, http.client.IncompleteRead):
        return "the answer broke off"
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection: {cause.reason or cause}"
    if isinstance(cause, OSError):
        return cause.strerror or str(cause)
    if isinstance(cause, http.client.HTTPException) and type(cause) is not (
        http.client.HTTPException
    ):
        return "what it answers is no HTTP"
    return str(cause) or "what it answers is no HTTP"


class _Connection(http.client.HTTPConnection):
    """An HTTP connection to an address, whose socket keeps the deadlines of each request."""

    def __init__(self, address: Address, patience: Patience) -> None:
        super().__init__(address.host, address.port)
        self._to = address
        self._patience = patience

    def begin(self, patience: Patience) -> None:
        """A request begins: its deadlines count from now."""
        if self.sock is None:
            self.connect()
        cast(_BoundedSocket, self.sock).begin(patience)

    def connect(self) -> None:
        """Connect to the first host that listens. Raises: OSError."""
        self.sock = cast(Any, _BoundedSocket(self._opened()))

    def _opened(self) -> socket.socket:
        failure: OSError | None = None
        for host in self._to.hosts:
            interruption.check()
            try:
                plain = socket.create_connection((host, self._to.port), self._patience.connect)
            except TimeoutError as cause:
                failure = TimeoutError(f"no connection within {self._patience.connect} s")
                failure.__cause__ = cause
            except OSError as cause:
                failure = failure if isinstance(failure, ConnectionRefusedError) else cause
            else:
                return self._secured(plain)
        raise failure or OSError("no host")

    def _secured(self, plain: socket.socket) -> socket.socket:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._to.scheme == "http":
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=self._to.host)
        except BaseException:
            plain.close()
            raise


class _BoundedSocket:
    """As much of a socket as `http.client` uses; whatever waits in it waits until a deadline."""

    def __init__(self, inner: socket.socket) -> None:
        self._inner = inner
        self._first_byte = self._end = 0.0
        self._patience = Patience(0, 0, 0)
        self._begun = False
        self._readers = 0
        self._left = False

    def begin(self, patience: Patience) -> None:
        """A request begins: deadlines count from now."""
        now = time.monotonic()
        self._patience = patience
        self._first_byte, self._end = now + patience.first_byte, now + patience.total
        self._begun = False

    def sendall(self, data: bytes) -> None:
        self._inner.settimeout(self._patience.total)
        try:
            self._inner.sendall(data)
        except TimeoutError as cause:
            raise TimeoutError(
                f"it did not take the question within {self._patience.total} s"
            ) from cause

    def receive(self, buffer: memoryview) -> int:
        """Bytes into `buffer`; 0 where the other side is done. Raises: TimeoutError."""
        while True:
            interruption.check()
            left = (self._end if self._begun else min(self._first_byte, self._end)) - (
                time.monotonic()
            )
            if left <= 0:
                raise TimeoutError(self._too_late())
            self._inner.settimeout(min(_TICK, left))
            with suppress(TimeoutError):
                count = self._inner.recv_into(buffer)
                self._begun = True
                return count

    def makefile(self, *_: object) -> io.BufferedReader:
        """What `http.client` reads answers from."""
        self._readers += 1
        return io.BufferedReader(_Incoming(self))

    def close(self) -> None:
        """At once, or when the answer has been read that is still being read."""
        self._left = True
        if not self._readers:
            self._inner.close()

    def reader_closed(self) -> None:
        """One reader fewer."""
        self._readers -= 1
        if self._left:
            self.close()

    def _too_late(self) -> str:
        if self._begun:
            return f"the answer was not whole within {self._patience.total} s"
        return f"no answer within {min(self._patience.first_byte, self._patience.total)} s"


class _Incoming(io.RawIOBase):
    """The bytes of one answer."""

    def __init__(self, source: _BoundedSocket) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._source.receive(memoryview(buffer))

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._source.reader_closed()
