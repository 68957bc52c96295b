"""What a memory holds, counted: for `harness memory stats`."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from harness.memory.entries import UNNAMED
from harness.memory.faults import sound
from harness.memory.pruning import LIKELIHOODS, TRANSLATIONS
from harness.memory.schema import ENTRIES, SCHEMA
from harness.memory.store import Memory

_SAMPLE = 1000  # entries of a kind of which the mean size is taken
_ROW = 200  # bytes that an entry takes beside its values: number, key, twice, and what pages waste

# What the values of an entry take, by kind: all others are vectors.
_BYTES = {
    TRANSLATIONS: "SELECT length(text) + coalesce(length(source), 0) AS bytes FROM outcomes",
    LIKELIHOODS: "SELECT length(value) AS bytes FROM likelihoods",
}
_BYTES_OF_VECTORS = "SELECT length(value) AS bytes FROM vectors WHERE kind IS ?"


@dataclass(frozen=True, slots=True)
class KindStats:
    """Entries of one kind; `bytes` is estimated from a sample."""

    kind: str
    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class OriginStats:
    """Translations of one engine in one direction; older ones do not say whose they are."""

    engine: str  # its signature in one line; "" where it is not known
    identity: str
    direction: str
    translations: int


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is told of a memory.

    Args:
        file_bytes: the size of the file; `used_bytes` of it are taken by entries.
        limit_bytes: what entries may take; None: no limit.
        oldest, newest: days of use, as ISO dates; None where nothing is remembered. Uses within a
            week are noted once.
        exportable: translations of which the text and the engine are known.
    """

    path: str
    schema: int
    file_bytes: int
    used_bytes: int
    limit_bytes: int | None
    oldest: str | None
    newest: str | None
    exportable: int
    kinds: tuple[KindStats, ...]
    origins: tuple[OriginStats, ...]


def contents(memory: Memory) -> Contents:
    """What `memory` holds. Counts come from indexes: 10 million entries take seconds."""
    sizes = memory.sizes()
    with memory.file.snapshot() as reading, sound(memory.path):
        days = _days(reading)
        return Contents(
            path=str(memory.path),
            schema=SCHEMA,
            file_bytes=memory.path.stat().st_size,
            used_bytes=memory.file.used_bytes,
            limit_bytes=memory.file.limit,
            oldest=_iso(min(days, default=None)),
            newest=_iso(max(days, default=None)),
            exportable=reading.execute("SELECT count(origin) FROM outcomes").fetchone()[0],
            kinds=tuple(
                KindStats(kind, entries, entries * _mean_bytes(reading, kind))
                for kind, entries in sizes.items()
            ),
            origins=tuple(_origins(reading)),
        )


def _days(reading: sqlite3.Connection) -> list[int]:
    """The days of use of the first and last entries of each table: they stand in this order."""
    found = (
        reading.execute(f"SELECT used FROM {table} ORDER BY id {order} LIMIT 1").fetchone()
        for table in ENTRIES
        for order in ("ASC", "DESC")
    )
    return [row[0] for row in found if row]


def _iso(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def _mean_bytes(reading: sqlite3.Connection, kind: str) -> int:
    statement = _BYTES.get(kind, _BYTES_OF_VECTORS)
    values = () if kind in _BYTES else (None if kind == UNNAMED else kind,)
    (mean,) = reading.execute(
        f"SELECT avg(bytes) FROM ({statement} LIMIT {_SAMPLE})", values
    ).fetchone()
    return 0 if mean is None else _ROW + round(mean)


def _origins(reading: sqlite3.Connection) -> Iterator[OriginStats]:
    """By number of translations, most first; those of nobody known last."""
    counts = dict(reading.execute("SELECT origin, count(*) FROM outcomes GROUP BY origin"))
    rows = reading.execute("SELECT id, engine, identity, source, target FROM origins ORDER BY id")
    known = [
        OriginStats(engine, identity, f"{source}:{target}", counts[number])
        for number, engine, identity, source, target in rows
        if number in counts
    ]
    yield from sorted(known, key=lambda each: -each.translations)
    if None in counts:
        yield OriginStats("", "", "", counts[None])
