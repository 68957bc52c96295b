"""The translations of a memory as a translation memory, TMX, for tools of translators.

The memory knows texts by their fingerprints. Since schema 3 it keeps the text, too: entries of an
older version can be exported once they were asked for again.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.core.errors import ConfigError
from harness.core.progress import Advance, ProgressFactory
from harness.core.values import Direction
from harness.memory.entries import Origin
from harness.memory.faults import sound
from harness.memory.file import MemoryFile
from harness.memory.pruning import origins_of
from harness.writing.tmx import TmxHeader, TmxUnit, TmxVariant, tmx

_STEP = 1000  # units between two steps of the display


@dataclass(slots=True)
class Exported:
    """How much was exported; final when the pieces have been read to their end.

    `left_out`: translations whose text or engine is not known, or that are empty.
    """

    units: int = 0
    left_out: int = 0


def export_tmx(
    file: MemoryFile,
    show_progress: ProgressFactory,
    exported: Exported,
    *,
    direction: Direction | None = None,
    engine: str = "",
) -> Iterator[str]:
    """TMX 1.4b in pieces: a unit for each translation, in the order of last use.

    Args:
        exported: is told how many units there were.
        direction: only this one.
        engine: only this one's: its name, or the first letters of its identity.

    Raises:
        ConfigError: nothing of such an engine or such a direction is remembered.
    """
    with file.snapshot() as reading, sound(file.path):
        origins = _origins(reading, direction, engine)
        chosen = ", ".join(map(str, origins))
        (total,) = reading.execute(
            f"SELECT count(*) FROM outcomes WHERE origin IN ({chosen})"
        ).fetchone()
        (exported.left_out,) = reading.execute(
            "SELECT count(*) FROM outcomes WHERE origin IS NULL"
        ).fetchone()
        languages = {each.direction.source for each in origins.values()}
        header = TmxHeader(languages.pop() if len(languages) == 1 else "*all*", "harness-memory")
        with show_progress("exporting", total) as advance:
            yield from tmx(header, _units(reading, origins, exported, advance))


def _origins(
    reading: sqlite3.Connection, direction: Direction | None, engine: str
) -> dict[int, Origin]:
    rows = reading.execute("SELECT id, identity, engine, source, target FROM origins")
    known = {
        number: Origin(identity, name, Direction(source, target))
        for number, identity, name, source, target in rows
    }
    if engine:
        known = {number: known[number] for number in origins_of(reading, engine)}
    chosen = {
        number: each
        for number, each in known.items()
        if direction is None or each.direction == direction
    }
    if direction is not None and not chosen:
        raise ConfigError(
            f"the memory holds no translation that is known to be of the direction {direction}",
            hint="`harness memory stats` lists engines and directions",
        )
    return chosen


def _units(
    reading: sqlite3.Connection,
    origins: Mapping[int, Origin],
    exported: Exported,
    advance: Advance,
) -> Iterator[TmxUnit]:
    # Not by the index of origins: numbers are in the order of use, and are read as they lie.
    rows = reading.execute(
        "SELECT key, origin, source, text FROM outcomes NOT INDEXED"
        f" WHERE origin IN ({', '.join(map(str, origins))}) ORDER BY id"
    )
    for place, (key, number, source, text) in enumerate(rows, start=1):
        if source is None or not source.strip() or not text.strip():
            exported.left_out += 1
        else:
            exported.units += 1
            yield _unit(key, origins[number], source, text)
        if not place % _STEP:
            advance(_STEP)


def _unit(key: str, origin: Origin, source: str, text: str) -> TmxUnit:
    way = origin.direction
    return TmxUnit(
        key,
        (TmxVariant(way.source, source), TmxVariant(way.target, text)),
        properties=(("engine", origin.engine),),
    )
