"""An exchange with a server ends within its bounds, whatever the server does."""

import ssl
import subprocess
import time

import pytest
import servers
from hypothesis import given
from hypothesis import strategies as st
from servers import Asked, Says, serving

from harness.core.errors import ConfigError
from harness.engines.servers import exchange
from harness.engines.servers.address import parse_address
from harness.engines.servers.exchange import Exchange, NoAnswer, Patience

PATIENCE = Patience(connect=2, first_byte=1, total=1)


def at(address, *, remote=False):
    return parse_address("part", address, allow_remote=remote, example="http://127.0.0.1:1")


def asked(address, **bounds):
    one = Exchange(at(address), PATIENCE, **bounds)
    try:
        return one.ask("POST", "/x", b"{}", {})
    finally:
        one.close()


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        (servers.closes, "closed the connection"),
        (servers.hangs, "no answer within 1 s"),
        (servers.drips, "not whole within 1 s"),
        (servers.drips_headers, "not whole within 1 s"),
        (servers.babbles, "no HTTP"),
        (servers.floods, "larger than 1 MB"),
        (servers.promises_too_much, "larger than 1 MB"),
        (servers.breaks_off, "broke off"),
        (servers.breaks_off_chunked, "broke off"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_no_answer_ends_soon_and_says_why(app, reason):
    begun = time.monotonic()
    with serving(lambda _: app) as server, pytest.raises(NoAnswer, match=reason) as failure:
        asked(server.address, largest=2**20)
    assert failure.value.slow == ("within" in reason)
    assert time.monotonic() - begun < 10


def test_nobody_listens():
    with serving(lambda _: Says()) as server:
        pass
    with pytest.raises(NoAnswer, match="refused"):
        asked(server.address)


def test_a_connection_is_kept_and_renewed_when_the_other_side_let_it_go():
    with serving(lambda _: Says("fine")) as server:
        one = Exchange(at(server.address), PATIENCE)
        assert one.ask("GET", "/a", None, {}).content == b'"fine"'
        connection = one._connection
        assert one.ask("GET", "/b", None, {}).status == 200
        assert one._connection is connection
        connection.sock._inner.shutdown(2)  # as a server does that was started anew
        assert one.ask("GET", "/c", None, {}).content == b'"fine"'
        one.close()
        one.close()
    assert [each.path for each in server.asked] == ["/a", "/b", "/c"]


def test_an_answer_that_ends_with_its_connection_is_read_whole():
    def app(_: Asked):
        return lambda write, over: write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it")

    with serving(app) as server:
        assert asked(server.address).content == b"all of it"


def test_no_proxy_of_the_environment_is_asked(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving(lambda _: Says("fine")) as server:
        assert asked(server.address).status == 200


def test_ctrl_c_ends_a_wait(monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    with serving(lambda _: servers.hangs) as server:
        one = Exchange(at(server.address), Patience(5, 60, 60))
        monkeypatch.setattr(exchange, "_TICK", 0.01)
        monkeypatch.setattr(exchange.interruption, "check", interrupted)
        with pytest.raises(KeyboardInterrupt):
            one.ask("GET", "/", None, {})


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://127.0.0.1/", "http://127.0.0.1"),
        ("http://localhost:8080/v1/", "http://localhost:8080/v1"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("http://127.8.9.1:1", "http://127.8.9.1:1"),
    ],
)
def test_this_machine_needs_no_leave(address, shown):
    parsed = at(address)
    assert parsed.local
    assert str(parsed) == shown


def test_localhost_is_never_looked_up(monkeypatch):
    asked_for = []
    monkeypatch.setattr(
        exchange.socket, "create_connection", lambda to, _: asked_for.append(to) or (1 / 0)
    )
    with pytest.raises(ZeroDivisionError):
        asked("http://localhost:5")
    assert asked_for == [("127.0.0.1", 5)]


@pytest.mark.parametrize(
    "address",
    [
        "http://192.168.1.5:5000",
        "http://example.org",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org:5000",
        "http://0.0.0.0:5000",
        "http://127.1:5000",
        "http://[::ffff:10.0.0.1]:5",
    ],
)
def test_another_machine_needs_leave(address):
    with pytest.raises(ConfigError, match="another machine") as refusal:
        at(address)
    assert "allow_remote=yes" in refusal.value.hint
    assert not at(address, remote=True).local


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:5000",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "http://",
        "http://127.0.0.1:99999",
        "http://127.0.0.1/?key=1",
        "http://127.0.0.1/#x",
        "http://127.0.0.1/\r\nX: y",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ConfigError) as refusal:
        at(address, remote=True)
    assert refusal.value.hint


def test_an_address_with_a_password_is_refused_and_not_repeated():
    with pytest.raises(ConfigError, match="password") as refusal:
        at("http://me:xyzzy@127.0.0.1:5000")
    assert "xyzzy" not in f"{refusal.value} {refusal.value.hint}"


@given(st.ip_addresses())
def test_only_loopback_addresses_are_this_machine(address):
    host = f"[{address}]" if address.version == 6 else str(address)
    parsed = at(f"http://{host}:5000", remote=True)
    assert parsed.local == address.is_loopback


def test_a_server_without_tls_is_no_secure_one():
    with serving(lambda _: Says("fine")) as server, pytest.raises(NoAnswer, match="secure"):
        asked(server.address.replace("http:", "https:"))


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(
            [*made, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no openssl here to make a certificate with")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with (
        serving(lambda _: Says("fine"), tls=context) as server,
        pytest.raises(NoAnswer, match="secure"),
    ):
        asked(server.address.replace("http:", "https:"))
