"""The Argos package index: which packages are published, and where they can be fetched.

It holds no checksums: that a package is the published one rests on https alone. What was installed
is written down (`packs.receipt`), so that at least a later change is found.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from harness.core.errors import ConfigError, ReadError
from harness.core.values import Direction
from harness.packs.find import parse_direction, release
from harness.packs.metadata import is_version

_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Published:
    """One package in the index. Its links lead to the same file, the preferred one first."""

    direction: Direction
    version: str
    links: tuple[str, ...]


def parse_index(data: bytes, origin: str) -> tuple[Published, ...]:
    """The packages in an index that translate, in its order; entries of other kinds are left out.

    Raises:
        ReadError: not an index of packages.
    """
    try:
        entries = json.loads(data)
    except (ValueError, RecursionError) as cause:
        raise ReadError(f"{origin}: not an index of packages: {cause}") from cause
    if not isinstance(entries, list):
        raise ReadError(f"{origin}: not an index of packages: it holds no list")
    return tuple(found for entry in entries for found in _published(entry))


def look_up(index: Collection[Published], direction: Direction) -> Published:
    """The newest package for `direction`.

    Raises:
        ConfigError: there is none; hints at a way round, or at what is like it.
    """
    fitting = [entry for entry in index if entry.direction == direction]
    if not fitting:
        raise ConfigError(
            f"the index has no package for {direction}",
            hint=_way_round({entry.direction for entry in index}, direction),
        )
    return max(fitting, key=lambda entry: release(entry.version))


def _published(entry: Any) -> Iterator[Published]:
    if not isinstance(entry, Mapping) or entry.get("type", "translate") != "translate":
        return
    links = entry.get("links")
    codes = (entry.get("from_code"), entry.get("to_code"), entry.get("package_version"))
    if not isinstance(links, list) or not all(isinstance(text, str) for text in (*links, *codes)):
        return
    source, target, version = map(str, codes)
    if not is_version(version):
        return
    try:
        direction = parse_direction(f"{source}:{target}")
    except ConfigError:
        return
    yield Published(direction, version, tuple(links))


def _way_round(known: Collection[Direction], wanted: Direction) -> str:
    pivots = sorted(
        first.target
        for first in known
        if first.source == wanted.source
        and first.target != wanted.target
        and Direction(first.target, wanted.target) in known
    )
    if pivots:
        pivot = "en" if "en" in pivots else pivots[0]
        return f"install the way through {pivot}: {wanted.source}:{pivot} {pivot}:{wanted.target}"
    names = sorted(f"{direction.source}:{direction.target}" for direction in known)
    near = get_close_matches(f"{wanted.source}:{wanted.target}", names, n=_SUGGESTIONS)
    return f"there are {', '.join(near)}" if near else "check the codes of the languages"
