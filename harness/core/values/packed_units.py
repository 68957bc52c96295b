"""Many units in little memory: packed in blocks, and unpacked as they are asked for."""

import pickle
import zlib
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, overload

from harness.core.values.document import Unit

_BLOCK = 256  # units that are packed together
_MANY = 4096  # units from which on they are packed
_KEPT = 2  # blocks that stay unpacked
_LEVEL = 6


class PackedUnits(Sequence[Unit]):
    """A sequence of units that holds them packed: about an eighth of what a tuple takes.

    To go through it takes some ten microseconds a unit. It equals every sequence of the same units.

    Raises: ValueError: two units have one id; names it.
    """

    ids_differ = True

    def __init__(self, units: Iterable[Unit]) -> None:
        self._blocks: list[bytes] = []
        self._count = 0
        self._unpacked: deque[tuple[int, list[Unit]]] = deque(maxlen=_KEPT)
        waiting, known = iter(units), array("q")
        while block := list(islice(waiting, _BLOCK)):
            known.extend(hash(unit.unit_id) for unit in block)
            self._count += len(block)
            self._blocks.append(zlib.compress(pickle.dumps(block, protocol=5), _LEVEL))
        if not _differ(known):
            self._check()

    def _check(self) -> None:
        seen = set[str]()
        for unit in self:
            if unit.unit_id in seen:
                raise ValueError(f"two units are called {unit.unit_id!r}")
            seen.add(unit.unit_id)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Unit]:
        for block in self._blocks:
            yield from _unpacked(block)

    @overload
    def __getitem__(self, place: int) -> Unit: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Unit]: ...
    def __getitem__(self, place: int | slice) -> Unit | Sequence[Unit]:
        if isinstance(place, slice):
            return tuple(self[at] for at in range(*place.indices(self._count)))
        at = place + self._count if place < 0 else place
        if not 0 <= at < self._count:
            raise IndexError(place)
        number = at // _BLOCK
        for known, block in self._unpacked:
            if known == number:
                return block[at % _BLOCK]
        block = _unpacked(self._blocks[number])
        self._unpacked.append((number, block))
        return block[at % _BLOCK]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        pairs = zip(self, other, strict=False)
        return len(self) == len(other) and all(one == another for one, another in pairs)

    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> dict[str, Any]:
        return {"_blocks": self._blocks, "_count": self._count}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._blocks, self._count = state["_blocks"], state["_count"]
        self._unpacked = deque(maxlen=_KEPT)


def _differ(numbers: Sequence[int]) -> bool:
    """Whether no two are equal; a sixteenth of them at a time, in little memory."""
    for rest in range(16):
        own = [number for number in numbers if number % 16 == rest]
        if len(set(own)) < len(own):
            return False
    return True


def _unpacked(block: bytes) -> list[Unit]:
    units: list[Unit] = pickle.loads(zlib.decompress(block))  # noqa: S301  (packed by us, in memory)
    return units


def gathered(units: Iterable[Unit]) -> Sequence[Unit]:
    """Units as a tuple, or packed where there are thousands."""
    waiting = iter(units)
    first = list(islice(waiting, _MANY))
    if len(first) < _MANY:
        return tuple(first)
    return PackedUnits(chain(_emptied(first), waiting))


def _emptied(units: list[Unit]) -> Iterator[Unit]:
    """The units of a list, which holds none of them any more when they have been taken."""
    units.reverse()
    while units:
        yield units.pop()
