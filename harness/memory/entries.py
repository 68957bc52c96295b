"""What is told of a translation that is to be remembered, beside its key."""

from collections.abc import Mapping
from dataclasses import dataclass

from harness.core.half_characters import place_of_half
from harness.core.values import Direction

UNNAMED = "vectors of an older version"  # kept before schema 2: nobody said of what kind they are


@dataclass(frozen=True, slots=True)
class Origin:
    """Who translated: what its answers are remembered by, its signature in one line, its way."""

    identity: str
    engine: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked for what: the texts by their keys."""

    origin: Origin
    texts: Mapping[str, str]


def storable(text: str) -> str | None:
    """`text`, if SQLite can hold it: it has no half of a character (a lone surrogate)."""
    return text if place_of_half(text) is None else None
