"""From which language into which a file is translated, and the route that a review takes."""

from harness import plugins
from harness.core.errors import ConfigError, HarnessError
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
    if targets and None not in found:
        return sorted(tag for tag in found if tag)
    if document.target_language and targets:
        return [document.target_language]
    return sorted({tag for unit in document.units for tag in unit.references})


def usual_route(language: str, target: str, here: Site) -> Route:
    """The file's translations, and home by whichever engine can: `en:es@file:en`.

    The variety of a language is kept only where an engine is made for it: `es-419` is `es` else.
    """
    served = target if _is_served(Direction(target, language), here) else base_language(target)
    home = language
    if not _is_served(Direction(served, home), here):
        home = base_language(language)
    return Route((Leg(Direction(home, served), FILE), Leg(Direction(served, home))))


def _is_served(direction: Direction, here: Site) -> bool:
    for name in assembly.engine_names():
        try:
            offers = [] if _asks_network(name) else assembly.survey(name, here)
        except HarnessError:
            continue
        if any(isinstance(each, Offer) and each.direction == direction for each in offers):
            return True
    return False


def _asks_network(name: str) -> bool:
    return plugins.engine_provider(name).uses_network
