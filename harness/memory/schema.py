"""What the file of a memory looks like, and how an older one becomes one of today.

History: 1, the first; 2, likelihoods have a table of their own, and vectors say what they are;
3, every entry knows the day when it was last of use, translations know what was translated and by
whom. An older memory is changed when it is opened, in one transaction, and forgets nothing.

Entries have a number (`id`) that grows: what was of use last stands last, so that the oldest are
next to each other, whole pages of the file, and are found and freed without a search. Values lie
beside these numbers and not in the index of keys, where a vector would take twice its room.
"""

import sqlite3
from datetime import date
from pathlib import Path

from harness.core.errors import MemoryDamaged
from harness.memory.faults import remove
from harness.memory.likelihoods import is_likelihood

SCHEMA = 3
_OWNER = 0x5265_5472  # "ReTr": marks the file as ours

# Each table of entries with what an entry holds beside its number, its key and its day of use.
ENTRIES = {
    "outcomes": ("origin", "source", "text", "score", "unknown"),
    "likelihoods": ("value",),
    "vectors": ("kind", "value"),
}

TABLES = (
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # Who translated: `identity` is what its answers are remembered by, `engine` its signature.
    "CREATE TABLE origins (id INTEGER PRIMARY KEY, identity TEXT NOT NULL, engine TEXT NOT NULL,"
    " source TEXT NOT NULL, target TEXT NOT NULL, UNIQUE (identity, source, target))",
    # `used`: a day, counted from 0001-01-01. `source` and `origin` are not known of older entries,
    # nor the source where no file can hold it (half a character).
    "CREATE TABLE outcomes (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " used INTEGER NOT NULL, origin INTEGER, source TEXT, text TEXT NOT NULL, score REAL,"
    " unknown TEXT NOT NULL)",
    "CREATE INDEX outcomes_by_origin ON outcomes (origin)",
    "CREATE TABLE likelihoods (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " used INTEGER NOT NULL, value BLOB NOT NULL)",
    "CREATE TABLE vectors (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " used INTEGER NOT NULL, kind TEXT, value BLOB NOT NULL)",
    "CREATE INDEX vectors_by_kind ON vectors (kind)",
)
# Schema 1 kept likelihoods among the vectors, as JSON, which no vector is.
FROM_SCHEMA_1 = (
    "ALTER TABLE vectors ADD COLUMN kind TEXT",
    "CREATE TABLE judgements (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "INSERT INTO judgements SELECT key, value FROM vectors WHERE is_likelihood(value)",
    "DELETE FROM vectors WHERE is_likelihood(value)",
)
# When an entry of schema 2 was of use last, nobody knows: today, so that none is forgotten at once.
FROM_SCHEMA_2 = (
    "ALTER TABLE outcomes RENAME TO old_outcomes",
    "ALTER TABLE vectors RENAME TO old_vectors",
    *TABLES,
    "INSERT INTO outcomes (key, used, text, score, unknown)"
    " SELECT key, this_day(), text, score, unknown FROM old_outcomes",
    "INSERT INTO likelihoods (key, used, value) SELECT key, this_day(), value FROM judgements",
    "INSERT INTO vectors (key, used, kind, value)"
    " SELECT key, this_day(), kind, value FROM old_vectors",
    "DROP TABLE old_outcomes",
    "DROP TABLE old_vectors",
    "DROP TABLE judgements",
)


def is_of_today(connection: sqlite3.Connection) -> bool:
    """Whether the file needs no change."""
    return _marks(connection) == (_OWNER, SCHEMA)


def bring_up_to_date(connection: sqlite3.Connection, path: Path, today: date) -> None:
    """Make a memory of today of an empty file, or of an older memory. Wants a transaction.

    Raises:
        MemoryDamaged: the file belongs to another program, or to a newer version of this one.
    """
    statements = _missing(connection, path)
    connection.create_function("is_likelihood", 1, is_likelihood, deterministic=True)
    connection.create_function("this_day", 0, today.toordinal, deterministic=True)
    marks = (f"PRAGMA application_id = {_OWNER}", f"PRAGMA user_version = {SCHEMA}")
    for statement in (*statements, *marks):
        connection.execute(statement)


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    """Whose database it says it is, and of which schema; (0, 0) for an empty file."""
    owner, schema = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    )
    return owner, schema


def _missing(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    owner, schema = _marks(connection)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != _OWNER and (tables or schema):
        raise MemoryDamaged(
            f"{path}: the database of another program", hint="name another file with --memory"
        )
    if schema > SCHEMA:
        raise MemoryDamaged(
            f"{path}: written by a newer version (schema {schema}, known {SCHEMA})",
            hint="name another file with --memory, or upgrade",
        )
    if owner != _OWNER:
        return TABLES
    steps = {1: (*FROM_SCHEMA_1, *FROM_SCHEMA_2), 2: FROM_SCHEMA_2, SCHEMA: ()}
    if schema not in steps:
        raise MemoryDamaged(f"{path}: a memory of no known schema ({schema})", hint=remove(path))
    return steps[schema]
