"""Looks for packs by language: among those on this machine, and in an index where asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.core.errors import ConfigError
from harness.core.values import Direction
from harness.packs.find import Pack, parse_direction, release
from harness.packs.index import Published
from harness.text.data.tags import language_name

_LEAST_OF_A_NAME = 3  # letters: shorter words are codes


@dataclass(frozen=True, slots=True)
class Found:
    """A pack that can be used or had. `origin`: as `harness packs list` says it, or `index`."""

    direction: Direction
    version: str
    origin: str
    place: str  # a path, or the address that it is had from

    @property
    def here(self) -> bool:
        """Whether it lies on this machine."""
        return self.origin != "index"


def on_this_machine(packs: Iterable[Pack]) -> Iterator[Found]:
    """What lies here, as found."""
    for pack in packs:
        yield Found(pack.direction, pack.version, str(pack.origin), str(pack.path))


def in_index(published: Iterable[Published]) -> Iterator[Found]:
    """The newest version of each direction that an index names."""
    newest: dict[Direction, Published] = {}
    for entry in published:
        other = newest.get(entry.direction)
        if other is None or release(entry.version) > release(other.version):
            newest[entry.direction] = entry
    for entry in newest.values():
        link = entry.links[0] if entry.links else ""
        yield Found(entry.direction, entry.version, "index", link)


def matching(found: Iterable[Found], words: Iterable[str]) -> list[Found]:
    """Those in which every word is found: a direction, a code, the beginning of a language's name.

    In the order of the directions; of one direction, what lies here comes first.
    """
    asked = list(words)
    fitting = [one for one in found if all(_fits(one.direction, word) for word in asked)]
    return sorted(fitting, key=lambda one: (str(one.direction), not one.here))


def _fits(direction: Direction, word: str) -> bool:
    wanted = word.strip().casefold()
    ends = (direction.source, direction.target)
    if wanted in {code.casefold() for code in ends}:
        return True
    try:
        return parse_direction(word) == direction
    except ConfigError:
        names = " ".join(map(language_name, ends)).casefold().split()
        return len(wanted) >= _LEAST_OF_A_NAME and any(n.startswith(wanted) for n in names)
