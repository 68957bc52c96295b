"""Language models behind a server that speaks the OpenAI form: llama-server, Ollama, vLLM."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath, PureWindowsPath
from typing import Any

from harness.core.errors import EngineContractError, EngineDied, EngineError, EngineUnavailable
from harness.core.protocols import Obstacle, OfferOfMany, Surroundings
from harness.core.settings import Setting, nearest
from harness.core.values import Direction, Outcome, Translated, Untranslatable
from harness.engines.options import whole_number
from harness.engines.servers.model_answers import objection
from harness.engines.servers.probe import Said, ServerEngine
from harness.engines.servers.prompts import NAMES, USUAL, Prompt, prompt_named
from harness.engines.servers.server import (
    BAD_REQUEST,
    FORBIDDEN,
    NOT_FOUND,
    SERVER_ERROR,
    SETTINGS,
    UNAUTHORIZED,
    Place,
    Reply,
    Server,
    Silent,
    blame_the_text,
    hastily,
    place_of,
)
from harness.engines.servers.side_by_side import SideBySide
from harness.text.words.control_characters import strip_controls

NAME = "openai"
_EXAMPLE = "http://127.0.0.1:8080"
_HARMLESS = "Yes."
_NO_ADDRESS = f"no address is set for {NAME}"
_SAY_WHERE = f"start a server and say where: --option {NAME}.address={_EXAMPLE}"
_LOG = "look into the server's log, then go on with --resume"
_LONGEST_NAME = 120  # characters
_API = "/v1"  # where an address names no path
# Tokens that an answer may have, by characters of the text; more is no translation of it.
_LEAST_TOKENS, _TOKENS_A_CHARACTER, _MOST_TOKENS = 256, 4, 8192


class OpenAI:
    """A language model at an address that the user names; it translates as a prompt tells it."""

    uses_network = True
    settings = (
        Setting("address", f"where the server is, such as {_EXAMPLE}"),
        *SETTINGS,
        Setting("model", "the model, as the server calls it", "the only one that it serves"),
        Setting("parallel", "questions asked at once, 1 to 64; answers may then vary", "1"),
        Setting("prompt", f"{', '.join(NAMES)}, or your own words with {{text}} in them", USUAL),
    )

    def survey(self, surroundings: Surroundings) -> Sequence[OfferOfMany | Obstacle]:
        place = _place(surroundings)
        if place is None:
            return [Obstacle(_NO_ADDRESS, _SAY_WHERE)]
        try:
            model = _model(place, surroundings.settings)
        except EngineError as error:
            return [Obstacle(str(error), error.hint)]
        return [OfferOfMany((), model, str(place.address))]

    def open(self, direction: Direction, surroundings: Surroundings) -> ServerEngine:
        place = _place(surroundings)
        if place is None:
            raise EngineUnavailable(_NO_ADDRESS, hint=_SAY_WHERE)
        prompt = prompt_named(NAME, surroundings.settings.get("prompt", USUAL), direction)
        model = _model(place, surroundings.settings)
        parallel = whole_number(
            NAME, "parallel", surroundings.settings.get("parallel", "1"), lowest=1, highest=64
        )
        asked = SideBySide([_Asked(_server(place), model, prompt) for _ in range(parallel)])
        facts = (
            ("model", _without_place(model)),
            ("prompt", prompt.label),
            ("temperature", "0"),
            # What is computed beside it may change an answer.
            *((("parallel", str(parallel)),) if parallel > 1 else ()),
        )
        judge = functools.partial(_judged, direction)
        return ServerEngine(NAME, direction, facts, say=asked.say, judge=judge, close=asked.close)


def _place(surroundings: Surroundings) -> Place | None:
    place = place_of(NAME, surroundings.settings, example=_EXAMPLE)
    if place is None or place.address.path:
        return place
    return place.under(_API)


def _server(place: Place) -> Server:
    return Server(place, {"Authorization": f"Bearer {place.key}"} if place.key else {})


def _model(place: Place, settings: Mapping[str, str]) -> str:
    """The model that the user names, else the only one that is served. Raises: EngineError."""
    wanted = settings.get("model")
    server = _server(hastily(place))
    try:
        reply = server.get("/models")
    finally:
        server.close()
    if reply.status == NOT_FOUND and wanted:
        return wanted  # not every server lists what it serves
    _refuse(server, reply)
    served = _listed(reply)
    if wanted in served or (wanted and not served):
        return wanted
    if wanted:
        raise EngineUnavailable(
            f"{place.address} serves no model {wanted!r}", hint=nearest(wanted, served)
        )
    if len(served) != 1:
        raise EngineUnavailable(
            f"{place.address} serves {len(served) or 'no'} models",
            hint=f"name one with --option {NAME}.model=…"
            + (f": {', '.join(served[:5])}" if served else ""),
        )
    return served[0]


def _listed(reply: Reply) -> list[str]:
    listed = reply.data.get("data") if isinstance(reply.data, dict) else None
    models = [each.get("id") for each in listed or () if isinstance(each, dict)]
    return [each for each in models if isinstance(each, str) and each]


def _without_place(model: str) -> str:
    """A model's name for a signature: of a path its last part, of `maker/model` both.

    The name is the server's word: what does not show is taken out, and it has an end.
    """
    model = strip_controls(model)[:_LONGEST_NAME]
    path = PureWindowsPath(model) if "\\" in model else PurePath(model)
    if path.is_absolute() or model.startswith("."):
        return path.name
    return model.replace("\\", "/").replace("/", ":")


@dataclass(frozen=True, slots=True)
class _Asked:
    """One model of a server, told to translate in one direction."""

    server: Server
    model: str
    prompt: Prompt

    def say(self, text: str) -> Said:
        """Raises: EngineError when the server as a whole gives up."""
        try:
            reply = self._reply(text)
        except Silent as cause:
            blame_the_text(cause, self._harmless)
            return Untranslatable(self.server.without_address(str(cause)))
        if reply.fine:
            return self._text(reply)
        if reply.status != BAD_REQUEST and reply.status < SERVER_ERROR:
            _refuse(self.server, reply)
        blame_the_text(self._failure(reply), self._harmless)
        return Untranslatable(f"the server fails on this text ({reply.status}: {reply.message})")

    def close(self) -> None:
        self.server.close()

    def _reply(self, text: str) -> Reply:
        tokens = min(_MOST_TOKENS, _LEAST_TOKENS + _TOKENS_A_CHARACTER * len(text))
        return self.server.post(
            "/chat/completions",
            {
                "model": self.model,
                "messages": [{"role": "user", "content": self.prompt.about(text)}],
                "temperature": 0,
                "seed": 0,
                "max_tokens": tokens,
                "stream": False,
            },
        )

    def _text(self, reply: Reply) -> Said:
        try:
            choice: dict[str, Any] = reply.data["choices"][0]
            text = choice["message"]["content"]
        except (TypeError, KeyError, IndexError):
            text, choice = None, {}
        if choice.get("finish_reason") == "length":
            return Untranslatable("the model did not come to an end")
        if not isinstance(text, str):
            raise EngineContractError(
                f"{self.server.place.address} gives no text: {reply.message!r}",
                hint="check that the address is that of a server of the OpenAI form",
            )
        return text

    def _failure(self, reply: Reply) -> EngineDied:
        where = self.server.place.address
        return EngineDied(f"{where}: it fails ({reply.status}: {reply.message})", hint=_LOG)

    def _harmless(self) -> Reply:
        return self._reply(_HARMLESS)


def _judged(direction: Direction, text: str, said: Said) -> Outcome:
    """The outcome, where what was said may be a translation."""
    if isinstance(said, Untranslatable):
        return said
    why = objection(text, said, direction)
    return Untranslatable(why) if why else Translated(said.strip())


def _refuse(server: Server, reply: Reply) -> None:
    """Raises: EngineError for a reply that no other text would change."""
    if reply.status in (UNAUTHORIZED, FORBIDDEN):
        raise server.failed(
            f"it wants another key ({reply.status}: {reply.message})",
            f"set HARNESS_{NAME.upper()}_API_KEY, or {NAME}.api_key_file",
        )
    if not reply.fine and reply.status < SERVER_ERROR:
        raise server.failed(
            f"it does not take the request ({reply.status}: {reply.message})",
            f"check {NAME}.address and {NAME}.model",
        )
    if not reply.fine:
        raise server.failed(f"it fails ({reply.status}: {reply.message})", _LOG)
