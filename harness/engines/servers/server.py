"""A server that answers questions in JSON, asked with patience and without hammering."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

from harness.core.errors import (
    ConfigError,
    EngineContractError,
    EngineDied,
    EngineError,
    EngineUnavailable,
)
from harness.core.settings import Setting
from harness.engines.failure import stopped
from harness.engines.options import one_of, whole_number
from harness.engines.servers import pace
from harness.engines.servers.address import Address, parse_address
from harness.engines.servers.exchange import Answer, Exchange, NoAnswer, Patience
from harness.text.words.control_characters import strip_controls

OK, BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 200, 400, 401, 403, 404
SERVER_ERROR = 500  # and above
_SLOW_DOWN = 429
_REFUSALS = 2  # of one question in a row, after which the server is left alone
_WAITS = (1.0, 4.0)  # seconds before the second and the third try
_HASTE = 30  # seconds: a busy machine may need some
_QUOTED = 200  # characters of a server's message that are shown
_HIDDEN = "…"  # stands where the key stood

ALLOW_REMOTE = Setting(
    "allow_remote",
    "yes: the server may be another machine, and texts go there",
    "no",
    personal=True,
)
SETTINGS = (
    ALLOW_REMOTE,
    Setting("api_key", "the server's key, if it wants one", secret=True),
    Setting("api_key_file", "a file whose first line is the key", personal=True),
    Setting("connect_timeout", "seconds to connect, 1 to 600", "5"),
    Setting("first_byte_timeout", "seconds until an answer begins, 1 to 3600", "120"),
    Setting("total_timeout", "seconds for one whole answer, 1 to 3600", "300"),
    Setting("longest_wait", "seconds that it may ask to wait (status 429), 0 to 86400", "300"),
)


class Silent(EngineDied):
    """The server did not answer a question, or took longer than the settings allow."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said. `data` is its JSON; None where it sent none. `message`: for people."""

    status: int
    data: Any
    message: str

    @property
    def fine(self) -> bool:
        """Whether it did what it was asked."""
        return self.status == OK


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is and how it is asked, as the settings say."""

    part: str
    address: Address
    patience: Patience
    longest_wait: int
    key: str = field(default="", repr=False)

    def under(self, path: str) -> "Place":
        """The same server under another path."""
        return replace(self, address=self.address.with_path(path))


def place_of(part: str, settings: Mapping[str, str], *, example: str) -> Place | None:
    """The server that the settings of an engine name; None where they hold no address.

    Raises: ConfigError for a value that cannot be.
    """
    if not settings.get("address"):
        return None
    defaults = {each.name: each.default for each in SETTINGS}

    def seconds(name: str, highest: int, lowest: int = 1) -> int:
        value = settings.get(name, defaults[name])
        return whole_number(part, name, value, lowest=lowest, highest=highest)

    remote = one_of(part, "allow_remote", settings.get("allow_remote", "no"), _YES_OR_NO)
    address = parse_address(part, settings["address"], allow_remote=remote in _YES, example=example)
    key = _key(part, settings)
    if key and address.scheme == "http" and not address.local:
        raise ConfigError(
            f"{part}: the key would go to {address.host} in plain text",
            hint="use an address with https, or a tunnel to this machine (ssh -L)",
        )
    patience = Patience(
        seconds("connect_timeout", 600),
        seconds("first_byte_timeout", 3600),
        seconds("total_timeout", 3600),
    )
    return Place(part, address, patience, seconds("longest_wait", 86400, 0), key)


def blame_the_text(failure: EngineDied, harmless: Callable[[], Reply]) -> None:
    """Returns where the server is well, and so only the text before is to blame.

    Args:
        harmless: asks for something that every model can do.

    Raises: `failure` where that fails, too.
    """
    try:
        fine = harmless().fine
    except EngineError:
        fine = False
    if not fine:
        raise failure


def hastily(place: Place) -> Place:
    """The same server for a question that any healthy one answers at once."""
    patience = place.patience
    return replace(
        place,
        patience=Patience(
            min(patience.connect, _HASTE), min(patience.first_byte, _HASTE), 2 * _HASTE
        ),
    )


_YES = ("yes", "true")
_YES_OR_NO = (*_YES, "no", "false")


def _key(part: str, settings: Mapping[str, str]) -> str:
    """The key, from the settings or its file; never quoted where it is wrong."""
    key, where = settings.get("api_key", ""), f"{part}.api_key"
    if not key and (name := settings.get("api_key_file")):
        where = name
        try:
            with Path(name).expanduser().open(encoding="utf-8") as lines:
                key = lines.readline(10_000).strip()
        except (OSError, UnicodeDecodeError) as cause:
            reason = cause.strerror if isinstance(cause, OSError) else "not text in UTF-8"
            raise ConfigError(
                f"{name}: the key cannot be read: {reason}", hint=f"see {part}.api_key_file"
            ) from None
        if not key:
            raise ConfigError(f"{name}: its first line holds no key", hint="write the key there")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError(f"{where}: a key is made of ASCII characters without blanks")
    return key


class Server:
    """One server, asked by one thread.

    Args:
        headers: sent with every question.
    """

    def __init__(self, place: Place, headers: Mapping[str, str]) -> None:
        self.place = place
        self._headers = {"Accept": "application/json", "Accept-Language": "en", **headers}
        self._exchange = Exchange(place.address, place.patience)
        self._pace = pace.pace_at(f"{place.address.scheme}://{place.address.authority}")
        self._answered = False

    def get(self, path: str, *, tries: int = 1) -> Reply:
        """Raises: EngineError, as `post`."""
        return self._ask("GET", path, None, tries)

    def post(self, path: str, question: Mapping[str, Any], *, tries: int = 3) -> Reply:
        """The server's reply, be it a refusal; again where it fails by itself (status 5xx).

        Raises:
            Silent: it answered before, and does not now.
            EngineError: it cannot be reached, asks to be left alone, or is no such server.
        """
        content = json.dumps(question, ensure_ascii=False).encode("utf-8")
        return self._ask("POST", path, content, tries)

    def close(self) -> None:
        """Let the connection go. May be called twice."""
        self._exchange.close()

    def failed(self, reason: str, hint: str) -> EngineError:
        """The error where the server as a whole is of no use (any more)."""
        return stopped(
            f"{self.place.address}: {self.hidden(reason)}", hint=hint, answered=self._answered
        )

    def hidden(self, text: str) -> str:
        """`text` without the key, which a server may repeat in what it says."""
        return text.replace(self.place.key, _HIDDEN) if self.place.key else text

    def without_address(self, text: str) -> str:
        """`text` as a record may hold it: where a server is changes nothing."""
        return text.replace(str(self.place.address), "the server")

    def _ask(self, method: str, path: str, content: bytes | None, tries: int) -> Reply:
        refusals = 0
        waits = list(_WAITS[: tries - 1])
        while True:
            try:
                self._pace.wait_for_turn()
                answer = self._exchange.ask(method, path, content, self._all_headers(content))
            except NoAnswer as cause:
                if cause.slow or not waits:
                    self._unanswered(cause)
                pace.pause(waits.pop(0))
                continue
            if answer.status == _SLOW_DOWN:
                refusals += 1
                self._slow_down(answer, refusals)
            elif answer.status >= SERVER_ERROR and waits:
                pace.pause(waits.pop(0))
            else:
                reply = self._reply(path, answer)
                self._answered = self._answered or (reply.fine and content is not None)
                return reply

    def _all_headers(self, content: bytes | None) -> Mapping[str, str]:
        kind = {"Content-Type": "application/json"} if content is not None else {}
        return {**self._headers, **kind}

    def _unanswered(self, cause: NoAnswer) -> NoReturn:
        part = self.place.part
        reason = f"{self.place.address} gives no answer: {self.hidden(str(cause))}"
        if cause.slow:
            raise Silent(reason, hint=f"give it more time, as by --option {part}.total_timeout=900")
        hint = f"start the server, or say where it is: --option {part}.address=…"
        kind = Silent if self._answered else EngineUnavailable
        raise kind(reason, hint=hint) from None

    def _slow_down(self, answer: Answer, refusals: int) -> None:
        """Wait as the server says, or leave it alone for good."""
        said = _message(answer)
        seconds = pace.told_wait(answer.headers, said)
        if refusals > _REFUSALS or seconds > self.place.longest_wait:
            raise self.failed(
                f"it asks to be left alone for {seconds:.0f} s (429: {said})",
                hint="go on later: what was translated is remembered; or raise "
                f"{self.place.part}.longest_wait",
            )
        self._pace.refused(seconds, pace.told_rate(said))

    def _reply(self, path: str, answer: Answer) -> Reply:
        if answer.status // 100 == 3:
            to = strip_controls(answer.headers.get("location", "nowhere"))[:_QUOTED]
            raise EngineContractError(
                f"{self.place.address}{path} leads on to {self.hidden(to)}, which is not followed",
                hint=f"name the right address: --option {self.place.part}.address=…",
            )
        try:
            data = json.loads(answer.content)
        except (ValueError, RecursionError):
            data = None
        if answer.status == OK and data is None:
            raise EngineContractError(
                f"{self.place.address}{path} answers no JSON: {self.hidden(_message(answer))!r}",
                hint="check that the address is that of such a server",
            )
        return Reply(answer.status, data, self.hidden(_message(answer)))


def _message(answer: Answer) -> str:
    """What a server says about its refusal, for people: one line, not long, nothing hidden."""
    text = answer.content[:100_000].decode("utf-8", "replace")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict):
        said = data.get("error", data.get("message", data.get("detail")))
        if isinstance(said, dict):
            said = said.get("message")
        text = said if isinstance(said, str) else text
    line = strip_controls(text).strip()
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"
