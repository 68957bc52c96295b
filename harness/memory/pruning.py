"""What a memory forgets: the oldest entries, or those that a user names."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from harness.core.errors import ConfigError
from harness.core.progress import Advance, ProgressFactory
from harness.core.settings import nearest
from harness.memory.entries import UNNAMED
from harness.memory.file import MemoryFile
from harness.memory.schema import ENTRIES

_PART = 50  # of a table: at least this part of it is forgotten at once
_FEW = 100  # entries that are forgotten at once, at least
_RANGE = 20_000  # numbers of entries that are looked through in one transaction

_LEAST_LETTERS = 6  # of an identity that names it
_UNKNOWN = "entries of an older version do not say of which engine they are"

TRANSLATIONS, LIKELIHOODS = "translations", "likelihoods"


@dataclass(frozen=True, slots=True)
class Selection:
    """Entries of which all hold that is said here; all entries unless something is said.

    Args:
        kinds: as `Memory.sizes` names them.
        engine: translations of this one: its name, or the first letters of its identity.
        before: those that were last of use before this day (since 0001-01-01).
    """

    kinds: tuple[str, ...] = ()
    engine: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """Entries of one table."""

    table: str
    where: str
    values: tuple[object, ...]


def shrink_to(file: MemoryFile, limit: int, advance: Advance = lambda _: None) -> int:
    """Forget what was not of use for longest, until entries take at most `limit` bytes.

    Args:
        advance: called with how many bytes became free.

    Returns:
        how many entries were forgotten.
    """
    forgotten, size = 0, file.used_bytes
    while size > limit and (gone := _forget_oldest(file)):
        forgotten, before, size = forgotten + gone, size, file.used_bytes
        advance(before - max(size, limit))
    return forgotten


def count(file: MemoryFile, selection: Selection) -> int:
    """How many entries `forget` would forget. Raises: ConfigError as it does."""
    with file.snapshot() as reading:
        return sum(
            reading.execute(
                f"SELECT count(*) FROM {part.table} WHERE {part.where}", part.values
            ).fetchone()[0]
            for part in _parts(reading, selection)
        )


def forget(file: MemoryFile, selection: Selection, show_progress: ProgressFactory) -> int:
    """Forget the entries of a selection, some thousands in one transaction; others may write.

    Returns:
        how many entries were forgotten.

    Raises:
        ConfigError: nothing of such a kind or of such an engine is remembered.
    """
    with file.snapshot() as reading:
        parts = _parts(reading, selection)
        ranges = [(part, ids) for part in parts for ids in _ranges(reading, part.table)]
    forgotten = 0
    with show_progress("looking through the memory", len(ranges)) as advance:
        for part, ids in ranges:
            with file.guarded(), file.transaction():
                forgotten += file.connection.execute(
                    f"DELETE FROM {part.table} WHERE id BETWEEN ? AND ? AND {part.where}",
                    (*ids, *part.values),
                ).rowcount
            advance(1)
    return forgotten


def origins_of(reading: sqlite3.Connection, engine: str) -> list[int]:
    """The numbers of origins of an engine: of its name, or the first letters of its identity.

    Raises:
        ConfigError: nothing of such an engine is remembered.
    """
    known = reading.execute("SELECT id, identity, engine FROM origins").fetchall()
    names = {number: signature.split("|")[0] for number, _, signature in known}
    found = [
        number
        for number, identity, _ in known
        if engine == names[number]
        or (len(engine) >= _LEAST_LETTERS and identity.startswith(engine))
    ]
    if not found:
        raise ConfigError(
            f"the memory holds nothing that is known to be of the engine {engine!r}",
            hint=nearest(engine, set(names.values())) if names else _UNKNOWN,
        )
    return found


def _parts(reading: sqlite3.Connection, selection: Selection) -> list[_Part]:
    """What a selection is in each table. Translations alone know of their engines."""
    kinds = set(selection.kinds) or {
        TRANSLATIONS,
        *(_kinds(reading) if not selection.engine else ()),
    }
    if selection.engine and kinds != {TRANSLATIONS}:
        raise ConfigError(
            "only translations know of their engine", hint="leave --kind out, or --engine"
        )
    for kind in sorted(kinds - {TRANSLATIONS} - set(_kinds(reading))):
        raise ConfigError(
            f"the memory holds no {kind!r}", hint=nearest(kind, [TRANSLATIONS, *_kinds(reading)])
        )
    day, days = ("used < ?", (selection.before,)) if selection.before is not None else ("1", ())
    parts = []
    if TRANSLATIONS in kinds:
        origins = origins_of(reading, selection.engine) if selection.engine else None
        of = "1" if origins is None else f"origin IN ({', '.join(map(str, origins))})"
        parts.append(_Part("outcomes", f"{day} AND {of}", days))
    if LIKELIHOODS in kinds:
        parts.append(_Part("likelihoods", day, days))
    if vectors := sorted(kinds - {TRANSLATIONS, LIKELIHOODS}):
        marks = ", ".join("?" * len(vectors))
        where = f"{day} AND coalesce(kind, '{UNNAMED}') IN ({marks})"
        parts.append(_Part("vectors", where, (*days, *vectors)))
    return parts


def _kinds(reading: sqlite3.Connection) -> list[str]:
    """Kinds beside translations."""
    found = reading.execute("SELECT DISTINCT kind FROM vectors").fetchall()
    return [LIKELIHOODS, *sorted(kind or UNNAMED for (kind,) in found)]


def _ranges(reading: sqlite3.Connection, table: str) -> Iterator[tuple[int, int]]:
    """The numbers of all entries, as ranges of first and last."""
    first, last = reading.execute(f"SELECT min(id), max(id) FROM {table}").fetchone()
    if first is not None:
        for start in range(first, last + 1, _RANGE):
            yield start, start + _RANGE - 1


def _forget_oldest(file: MemoryFile) -> int:
    """Forget a part of the entries that were of use on the earliest day. 0: there is none."""
    with file.guarded(), file.transaction():
        fronts = {table: _front(file.connection, table) for table in ENTRIES}
        days = [front[1] for front in fronts.values() if front]
        return sum(
            file.connection.execute(
                f"DELETE FROM {table} WHERE id < ? AND used <= ?",
                (front[0] + max(_FEW, (front[2] - front[0]) // _PART), min(days)),
            ).rowcount
            for table, front in fronts.items()
            if front and front[1] == min(days)
        )


def _front(connection: sqlite3.Connection, table: str) -> tuple[int, int, int] | None:
    """Number and day of use of the entry that is first, and the last number."""
    row = connection.execute(
        f"SELECT id, used, (SELECT max(id) FROM {table}) FROM {table} ORDER BY id LIMIT 1"
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2])
