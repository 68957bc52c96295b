"""Reading a route as people write it: `en:es:en`, `en:pt:es:en`, `en:es@apertium:en@argos`."""

import itertools
import re

from harness.core.errors import ConfigError
from harness.core.values import Direction, Leg, Route

FILE = "file"  # the engine of a hop that the document itself answers: en:es@file:en

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_HINT = "write it like en:es:en, or with engines like en:es@apertium:en@argos"
_WAY = "name an engine (apertium), or a way back with its hops (es:pt:en@bergamot)"


def parse_route(text: str) -> Route:
    """`text` as a Route. The engine after `@` serves the hop into the language before it.

    Raises:
        ConfigError: not a route, does not come home, or an engine on the first stop.
    """
    stops = [_stop(part, route=text) for part in text.split(":")]
    if stops[0][1] is not None:
        raise ConfigError(f"route {text!r}: no hop leads into its first language", hint=_HINT)
    try:
        return Route(
            tuple(
                Leg(Direction(source, target), engine)
                for (source, _), (target, engine) in itertools.pairwise(stops)
            )
        )
    except ValueError as cause:
        raise ConfigError(f"route {text!r}: {cause}", hint=_HINT) from cause


def parse_way(text: str, start: str, home: str) -> tuple[Leg, ...] | None:
    """A witness's way back: an engine (`apertium`), or hops as in a route (`es:pt:en@bergamot`).

    None where a way that names its hops leads from another language than `start`, or not home.

    Raises:
        ConfigError: neither an engine's name nor hops.
    """
    if ":" not in text:
        if not text or "@" in text:
            raise ConfigError(f"witness {text!r} is no engine and no way back", hint=_WAY)
        return (Leg(Direction(start, home), text),)
    stops = [_stop(part, route=text) for part in text.split(":")]
    if stops[0][1] is not None:
        raise ConfigError(f"witness {text!r}: no hop leads into its first language", hint=_WAY)
    if (stops[0][0], stops[-1][0]) != (start, home):
        return None
    try:
        return tuple(
            Leg(Direction(source, target), engine)
            for (source, _), (target, engine) in itertools.pairwise(stops)
        )
    except ValueError as cause:
        raise ConfigError(f"witness {text!r}: {cause}", hint=_WAY) from cause


def _stop(part: str, *, route: str) -> tuple[str, str | None]:
    tag, _, engine = part.partition("@")
    if not _TAG.fullmatch(tag) or (not engine and "@" in part):
        raise ConfigError(f"route {route!r}: {part!r} is not a stop", hint=_HINT)
    return canonical_tag(tag), engine or None


def base_language(tag: str) -> str:
    """A tag without script and region: `pt` of `pt-BR`, `pt_BR` and `PT`."""
    return tag.replace("_", "-").partition("-")[0].casefold()


def canonical_tag(tag: str) -> str:
    """BCP 47's usual case: `pt-br` becomes `pt-BR`, `zh-hans` becomes `zh-Hans`."""
    first, *others = tag.split("-")
    return "-".join(
        [
            first.lower(),
            *(o.upper() if len(o) == 2 else o.title() if len(o) == 4 else o for o in others),
        ]
    )
