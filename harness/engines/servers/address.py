"""Where a server is: an address that the user wrote, on this machine unless told otherwise."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from harness.core.errors import ConfigError

_PORTS = {"http": 80, "https": 443}
# Where `localhost` is looked for. No name server is asked: it could say something else.
_LOCALHOST = ("127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """`scheme://host:port/path`, the path without a slash at its end.

    `hosts` are what is connected to, in turn; `local`: all of them are this machine.
    """

    scheme: str
    host: str
    port: int
    path: str
    hosts: tuple[str, ...]
    local: bool

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """Host and port, as the header `Host` wants them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def with_path(self, path: str) -> "Address":
        """The same server under another path."""
        return Address(self.scheme, self.host, self.port, path, self.hosts, self.local)


def parse_address(part: str, text: str, *, allow_remote: bool, example: str) -> Address:
    """The address that a setting of `part` holds.

    Raises:
        ConfigError: no address of http or https, one that holds a password, or another machine's
            without `allow_remote`.
    """
    hint = f"write it like {example}"
    try:
        url = urlsplit(text.strip())
        port = url.port
    except ValueError as cause:
        raise ConfigError(f"{part}.address is no address: {cause}", hint=hint) from cause
    if url.username is not None or url.password is not None:
        raise ConfigError(
            f"{part}.address holds a name or a password, and addresses are kept with the run",
            hint=f"set HARNESS_{part.upper()}_API_KEY in the environment instead",
        )
    if url.scheme not in _PORTS or not url.hostname or url.query or url.fragment:
        raise ConfigError(f"{part}.address cannot be {text!r}", hint=hint)
    written = text.strip()
    if not written.isascii() or not written.isprintable() or " " in written:
        raise ConfigError(f"{part}.address cannot be {text!r}", hint=hint)
    hosts = _LOCALHOST if url.hostname == "localhost" else (url.hostname,)
    local = all(map(_is_loopback, hosts))
    if not local and not allow_remote:
        raise ConfigError(
            f"{part}.address is another machine, {url.hostname}: your texts would leave this one",
            hint=f"if they may, say so: --option {part}.allow_remote=yes",
        )
    return Address(
        url.scheme,
        url.hostname,
        port or _PORTS[url.scheme],
        url.path.rstrip("/"),
        hosts,
        local,
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
