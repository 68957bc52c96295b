"""LibreTranslate, or any server with its interface, over HTTP.

Texts are sent one by one over a connection that is kept. A list would save nothing, since the
server works through it in turn, and it would make answers depend on their neighbours: a text
without letters is given back as it is when alone, and translated when it stands beside others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.core.errors import EngineContractError, EngineDied, EngineError, EngineUnavailable
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.route_syntax import canonical_tag
from harness.core.settings import Setting
from harness.core.values import Direction, Outcome, Translated, Untranslatable
from harness.engines.options import one_of
from harness.engines.servers.probe import Said, ServerEngine, has_words
from harness.engines.servers.server import (
    BAD_REQUEST,
    FORBIDDEN,
    OK,
    SERVER_ERROR,
    SETTINGS,
    Place,
    Reply,
    Server,
    Silent,
    blame_the_text,
    hastily,
    place_of,
)

NAME = "libretranslate"
_EXAMPLE = "http://127.0.0.1:5000"
_ENGLISH = "en"  # what the server goes by where it has no model for a direction
_HARMLESS = "a"  # what any model answers: where even this fails, the text before is not to blame
_TOO_LONG = re.compile(r"request \((\d+)\) exceeds text limit \((\d+)\)")
_NO_ADDRESS = f"no address is set for {NAME}"
_SAY_WHERE = f"start the server and say where: --option {NAME}.address={_EXAMPLE}"
_EDITED = (
    "LibreTranslate cuts texts into sentences by itself, and edits what its models write (case of "
    "the first letter, capitals, marks at the end, HTML entities). Where it differs from another "
    "engine, that may be the reason."
)


class LibreTranslate:
    """A LibreTranslate server at an address that the user names."""

    uses_network = True
    settings = (
        Setting("address", f"where the server is, such as {_EXAMPLE}"),
        *SETTINGS,
        Setting(
            "pivots",
            "accept: also directions without English, which the server may silently translate "
            "through English",
            "refuse",
        ),
    )

    def survey(self, surroundings: Surroundings) -> Sequence[Offer | Obstacle]:
        place = place_of(NAME, surroundings.settings, example=_EXAMPLE)
        if place is None:
            return [Obstacle(_NO_ADDRESS, _SAY_WHERE)]
        try:
            offered = _offered(place, surroundings)
        except EngineError as error:
            return [Obstacle(str(error), error.hint)]
        return [Offer(each, "a server's model", str(place.address)) for each in offered] or [
            Obstacle(f"{place.address} lists no direction", "install models on the server")
        ]

    def open(self, direction: Direction, surroundings: Surroundings) -> ServerEngine:
        place = place_of(NAME, surroundings.settings, example=_EXAMPLE)
        if place is None:
            raise EngineUnavailable(_NO_ADDRESS, hint=_SAY_WHERE)
        codes = _offered(place, surroundings).get(direction)
        if codes is None:
            raise EngineUnavailable(
                f"{place.address} does not translate {direction} by a model of its own",
                hint=f"name {_ENGLISH} as a hop of its own, or see `harness engines --ask {NAME}`",
            )
        server = Server(place, {})
        asked = _Asked(server, *codes, _character_limit(server))
        facts = (
            *((("version", version),) if (version := _version(server)) else ()),
            *(() if _ENGLISH in codes else (("pivot", "unknown"),)),
        )
        return ServerEngine(
            NAME,
            direction,
            facts,
            say=lambda texts: [asked.say(text) for text in texts],
            judge=_judged,
            close=server.close,
            remarks=(_EDITED,),
        )


def _offered(place: Place, surroundings: Surroundings) -> dict[Direction, tuple[str, str]]:
    """The directions that may be asked, each with the server's own codes. Raises: EngineError."""
    settings = surroundings.settings
    pivots = one_of(NAME, "pivots", settings.get("pivots", "refuse"), ("accept", "refuse"))
    server = Server(hastily(place), {})
    try:
        reply = server.get("/languages")
    finally:
        server.close()
    _refuse(server, reply)
    try:
        pairs = [
            (str(each["code"]), str(target)) for each in reply.data for target in each["targets"]
        ]
    except (TypeError, KeyError) as cause:
        raise EngineContractError(
            f"{place.address}/languages holds no list of languages", hint=_SAY_WHERE
        ) from cause
    return {
        Direction(canonical_tag(source), canonical_tag(target)): (source, target)
        for source, target in pairs
        if source and target and source != target
        if pivots == "accept" or _ENGLISH in (source, target)
    }


def _character_limit(server: Server) -> int | None:
    """How many characters a text may have; None where the server names no limit."""
    limit = _object(server.get("/frontend/settings")).get("charLimit")
    return limit if isinstance(limit, int) and limit > 0 else None


def _version(server: Server) -> str:
    """The server's version, if it tells one."""
    told = _object(server.get("/spec")).get("info")
    version = told.get("version") if isinstance(told, dict) else None
    return version if isinstance(version, str) and re.fullmatch(r"[\w.+-]{1,40}", version) else ""


def _object(reply: Reply) -> dict[str, Any]:
    return reply.data if reply.fine and isinstance(reply.data, dict) else {}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One direction of a server, in the server's own codes."""

    server: Server
    source: str
    target: str
    longest: int | None

    def say(self, text: str) -> Said:
        """Raises: EngineError when the server as a whole gives up."""
        if self.longest is not None and len(text) > self.longest:
            return _too_long(len(text), self.longest)
        try:
            reply = self._reply(text)
        except Silent as cause:
            blame_the_text(cause, self._harmless)
            return Untranslatable(self.server.without_address(str(cause)))
        if reply.fine:
            return self._text(reply)
        if reply.status == BAD_REQUEST and (found := _TOO_LONG.search(reply.message)):
            return _too_long(int(found[1]), int(found[2]))
        _refuse(self.server, reply)
        failure = f"the server fails on this text ({reply.status}: {reply.message})"
        died = EngineDied(f"{self.server.place.address}: {failure}", hint=_LOG)
        blame_the_text(died, self._harmless)
        return Untranslatable(failure)

    def _reply(self, text: str) -> Reply:
        question = {"q": text, "source": self.source, "target": self.target, "format": "text"}
        key = self.server.place.key
        return self.server.post("/translate", {**question, **({"api_key": key} if key else {})})

    def _harmless(self) -> Reply:
        return self._reply(_HARMLESS)

    def _text(self, reply: Reply) -> str:
        text = reply.data.get("translatedText") if isinstance(reply.data, dict) else None
        if not isinstance(text, str):
            raise EngineContractError(
                f"{self.server.place.address}/translate gives no text: {reply.message!r}",
                hint="check that the address is that of a LibreTranslate",
            )
        return text


_LOG = "look into the server's log, then go on with --resume"


def _refuse(server: Server, reply: Reply) -> None:
    """Raises: EngineError for a reply that no other text would change."""
    if reply.status == FORBIDDEN:
        raise server.failed(
            f"it refuses to answer (403: {reply.message})",
            "check the key; after a ban, wait until the server's operator lifts it",
        )
    if reply.status == BAD_REQUEST and "API key" in reply.message:
        raise server.failed(
            f"it wants a key (400: {reply.message})",
            f"set HARNESS_{NAME.upper()}_API_KEY, or {NAME}.api_key_file",
        )
    if reply.status != OK and reply.status < SERVER_ERROR:
        raise server.failed(
            f"it does not take the request ({reply.status}: {reply.message})",
            "check that the address is that of a LibreTranslate",
        )


def _too_long(length: int, longest: int) -> Untranslatable:
    return Untranslatable(f"{length} characters, and the server takes at most {longest} of a text")


def _judged(text: str, said: Said) -> Outcome:
    """With the wrong secret some servers answer an emoji: what has no words is no translation."""
    if isinstance(said, Untranslatable):
        return said
    if said.strip() and has_words(text) and not has_words(said):
        return Untranslatable("the server's answer holds no word")
    return Translated(said)
