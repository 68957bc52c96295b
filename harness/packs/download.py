"""Fetches files over https. The only module that opens a connection; nothing does so unasked.

Plain http is for this machine alone (a loopback address). A redirect is held to the same rule,
and never leads from https to anything else.
"""

import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from harness.core import interruption
from harness.core.errors import NotDownloaded
from harness.core.progress import Advance, ProgressFactory
from harness.packs.disk_space import require_room, unwritable

MEBIBYTE = 1 << 20

_PATIENCE = 30.0  # seconds without a byte
_SCHEMES = ("https", "http")


@dataclass(frozen=True, slots=True)
class Downloader:
    """Fetches files. `proxies` are by scheme; a loopback address is never asked for through one."""

    proxies: Mapping[str, str] = field(default_factory=dict)

    def read(self, url: str, *, most: int) -> bytes:
        """The bytes at `url`.

        Raises:
            NotDownloaded: not allowed, not there, or more than `most` bytes.
        """
        with self._opened(url) as response:
            return b"".join(_blocks(url, response, most))

    def save(self, url: str, path: Path, *, most: int, show_progress: ProgressFactory) -> None:
        """Write the bytes at `url` into the new file `path`.

        Raises:
            NotDownloaded: not allowed, not there, cut short, or more than `most` bytes.
            WriteError: `path` cannot be written, or there is no room for it.
        """
        with self._opened(url) as response:
            size = response.length or 0
            require_room(path.parent, size)
            blocks = _blocks(url, response, most)
            with _display(show_progress, size) as advance:
                try:
                    with path.open("xb") as out:
                        for block in blocks:
                            out.write(block)
                            advance(1)
                except OSError as cause:
                    raise unwritable(path.parent, cause) from cause

    @contextmanager
    def _opened(self, url: str) -> Iterator[http.client.HTTPResponse]:
        _refuse(url)
        request = Request(url, headers={"User-Agent": "retranslation-harness"})  # noqa: S310  (checked)
        with interruption.promptly(), _answers(url):
            response = self._opener(url).open(request, timeout=_PATIENCE)
        with response:
            yield response

    def _opener(self, url: str) -> OpenerDirector:
        """Knows http and https, and nothing else: no files, no FTP, no data addresses."""
        proxies = {} if _is_loopback(url) else dict(self.proxies)
        opener = OpenerDirector()
        for handler in (
            ProxyHandler(proxies),
            HTTPHandler(),
            HTTPSHandler(),
            HTTPDefaultErrorHandler(),
            HTTPErrorProcessor(),
            _CheckedRedirects(),
        ):
            opener.add_handler(handler)
        return opener


def without_secrets(url: str) -> str:
    """An address as it may be kept: without a user's name, password, and what follows the path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


class _CheckedRedirects(HTTPRedirectHandler):
    def redirect_request(  # noqa: PLR0917  (urllib's signature)
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> Request | None:
        _refuse(newurl, came_from=req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refuse(url: str, came_from: str = "") -> None:
    """Raises: NotDownloaded when `url` is not one to be asked for."""
    what = f"{came_from}: redirects to {url}, which is" if came_from else f"{url}:"
    scheme = url.partition(":")[0].lower()
    if scheme not in _SCHEMES or not _host(url):
        raise NotDownloaded(f"{what} not an https address", hint="give an https address")
    downgraded = came_from.lower().startswith("https:")
    if scheme == "http" and (downgraded or not _is_loopback(url)):
        raise NotDownloaded(
            f"{what} not encrypted, so that anybody on the way could change what comes",
            hint="give an https address",
        )


def _host(url: str) -> str:
    """The machine that an address names; empty where it names none, or is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_loopback(url: str) -> bool:
    host = _host(url)
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _blocks(url: str, response: http.client.HTTPResponse, most: int) -> Iterator[bytes]:
    """The body, a mebibyte at a time, held to its announced length and to `most` bytes."""
    announced, received = response.length, 0
    if announced is not None and announced > most:
        raise NotDownloaded(f"{url}: {announced} bytes, more than the {most} that are accepted")
    while True:
        with interruption.promptly(), _answers(url):
            block = response.read(MEBIBYTE)
        if not block:
            break
        received += len(block)
        if received > most:
            raise NotDownloaded(f"{url}: more than the {most} bytes that are accepted")
        yield block
    if announced is not None and received != announced:
        raise NotDownloaded(
            f"{url}: cut short after {received} of {announced} bytes", hint="try again"
        )


@contextmanager
def _answers(url: str) -> Iterator[None]:
    """Whatever goes wrong between here and the server, in words."""
    try:
        yield
    except HTTPError as cause:
        cause.close()
        raise NotDownloaded(
            f"{url}: the server answers {cause.code} {cause.reason}",
            hint="check the address" if cause.code in (404, 410) else "try again later",
        ) from cause
    except (OSError, ValueError, http.client.HTTPException) as cause:
        reason = cause.reason if isinstance(cause, URLError) else cause
        raise NotDownloaded(f"{url}: {_reason_words(reason)}", hint=_remedy(reason)) from cause


def _reason_words(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return f"no answer within {_PATIENCE:.0f} seconds"
    words = reason.strerror if isinstance(reason, OSError) else str(reason)
    return words or str(reason) or type(reason).__name__


def _remedy(reason: object) -> str:
    if isinstance(reason, ssl.SSLError):
        return "check the date of this machine and its certificates"
    return "check the network connection, or install a file that was fetched elsewhere"


def _display(show_progress: ProgressFactory, size: int) -> AbstractContextManager[Advance]:
    """Progress, where the server says how much there is to come."""
    if not size:
        return nullcontext(lambda _: None)
    return show_progress("downloading (MiB)", -(-size // MEBIBYTE))
