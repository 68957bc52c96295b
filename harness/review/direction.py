"""From which language into which a file is translated, and the route that a review takes."""

from itertools import islice

from harness import plugins
from harness.core.errors import ConfigError, EngineUnavailable, HarnessError
from harness.core.protocols import Offer
from harness.core.route_syntax import FILE, base_language
from harness.core.values import Direction, Document, Leg, Route
from harness.machine import Site
from harness.run import assembly


def target_language(document: Document, asked: str | None = None) -> str:
    """The language of the translations that are reviewed.

    Raises: ConfigError where the file holds none, or several.
    """
    held = _held(document)
    if asked is not None:
        return asked
    if len(held) == 1:
        return held[0]
    if held:
        raise ConfigError(
            f"{document.origin}: there are translations into {', '.join(held)}",
            hint=f"name one: --to {held[0]}",
        )
    if any(unit.target for unit in document.units):
        raise ConfigError(
            f"{document.origin}: it does not say which language its translations are in",
            hint="name it, as in --to es",
        )
    raise ConfigError(
        f"{document.origin}: there are no translations in it",
        hint="give a file with both (XLIFF, PO, TMX, CSV …), or two files: the source, then its "
        "translation",
    )


def _held(document: Document) -> list[str]:
    """The languages of its translations, as the file calls them."""
    targets = [unit.target for unit in document.units if unit.target]
    found = {each.language or document.target_language for each in targets}
    found |= {tag for unit in document.units for tag in unit.references}
    return sorted(tag for tag in found - {None} if tag)


def usual_route(language: str, target: str, here: Site) -> Route:
    """The file's translations, and home by whichever engine can: `en:es@file:en`.

    The variety of a language is kept only where an engine is made for it: `es-419` is `es` else.
    """
    served = target if _is_served(Direction(target, language), here) else base_language(target)
    home = language
    if not _is_served(Direction(served, home), here):
        home = base_language(language)
    return Route((Leg(Direction(home, served), FILE), Leg(Direction(served, home))))


def usual_witnesses(route: Route, here: Site) -> tuple[str, ...]:
    """Another engine that brings the translations home, if there is one here besides the route's.

    None where nothing brings them home at all: whoever opens the route says so.
    """
    if len(route.legs) > 2:
        return ()
    try:
        leg, engine = assembly.open_leg(route.legs[1], here)
    except EngineUnavailable:
        return ()
    engine.close()
    others = (name for name in assembly.engine_names() if name != leg.engine)
    return tuple(islice((name for name in others if _serves(name, leg.direction, here)), 1))


def _is_served(direction: Direction, here: Site) -> bool:
    return any(_serves(name, direction, here) for name in assembly.engine_names())


def _serves(name: str, direction: Direction, here: Site) -> bool:
    """Whether an engine translates so here, without asking any network."""
    try:
        if plugins.engine_provider(name).uses_network:
            return False
        offers = assembly.survey(name, here)
    except HarnessError:
        return False
    return any(isinstance(each, Offer) and each.direction == direction for each in offers)
