"""The file of a memory, opened: who may use it at once, how large it is, how it is kept whole."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import RLock

from harness.core.errors import ConfigError, MemoryDamaged
from harness.core.stages import stage
from harness.memory import schema
from harness.memory.faults import remove, sound, told

LEAST_LIMIT = 1_000_000  # bytes; less would hold less than a run needs at once
_PATIENCE = 60_000  # milliseconds that a run waits for another one writing to the same memory
_CACHE = 32_768  # KiB of the file that SQLite keeps at hand
_LOG = 67_108_864  # bytes that the log of writes may keep beside the file after a large write
_STRANGE = "SELECT count(*) FROM sqlite_master WHERE type IN ('view', 'trigger')"


class MemoryFile:
    """An open memory file. Use it as a context manager.

    Any number of processes may have one file open, and any number of threads may use one object: a
    lock lets one of them in at a time. A process that was forked opens the file anew.

    Args:
        path: the file. It is made if it is missing, and its folder too.
        today: the day that uses are noted under.

    Raises:
        MemoryDamaged: the file is no memory, or a newer one than this program knows.
        WriteError: the folder cannot be written, or the disk is full.
    """

    def __init__(self, path: Path, today: Callable[[], date] = date.today) -> None:
        self.path = path
        self._today = today
        self._lock = RLock()
        with self.guarded():
            path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = sqlite3.connect(
                path, timeout=_PATIENCE / 1000, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self.connection.close()
                raise

    def _prepare(self) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        self.connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        self.connection.execute(f"PRAGMA journal_size_limit = {_LOG}")
        if not schema.is_of_today(self.connection):
            # Two runs may be creating it at once: who is first is settled under the lock.
            with self.transaction():
                schema.bring_up_to_date(self.connection, self.path, self._today())
        if self.connection.execute(_STRANGE).fetchone() != (0,):
            raise MemoryDamaged(
                f"{self.path}: holds views or triggers, which no harness makes",
                hint=remove(self.path),
            )
        if not self._writes_ahead():
            # Refused at once while another run is at work; that run, or the next one, does it.
            with suppress(sqlite3.OperationalError):
                self.connection.execute("PRAGMA journal_mode = WAL")
        if self._writes_ahead():
            # No write waits for the disk. Where the power fails, the last blocks are asked again.
            self.connection.execute("PRAGMA synchronous = NORMAL")

    def _writes_ahead(self) -> bool:
        (mode,) = self.connection.execute("PRAGMA journal_mode").fetchone()
        return bool(mode == "wal")

    def close(self) -> None:
        """Close the file. May be called twice."""
        with self._lock:
            self.connection.close()

    @property
    def day(self) -> int:
        """Today, as days since 0001-01-01."""
        return self._today().toordinal()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """One thread at a time; SQLite's errors become ours."""
        with stage("memory"), self._lock, told(self.path):
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done within, or nothing. Wants to be guarded."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """The memory as it is now, for reading that takes long: what comes later is not seen.

        A connection of its own, so that nobody has to wait.
        """
        with told(self.path), closing(sqlite3.connect(self.path, isolation_level=None)) as own:
            own.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            own.execute("PRAGMA query_only = ON")
            own.execute("BEGIN")
            yield own

    def check(self) -> None:
        """Raises: MemoryDamaged when SQLite finds the file inconsistent."""
        with self.guarded():
            (result,) = self.connection.execute("PRAGMA quick_check(1)").fetchone()
        if result != "ok":
            raise MemoryDamaged(f"{self.path}: {result}", hint=remove(self.path))

    @property
    def used_bytes(self) -> int:
        """What entries and their index take of the file. Room that is free in it counts not."""
        with self.guarded():
            pages, free, size = (
                self.connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_count", "freelist_count", "page_size")
            )
        return int((pages - free) * size)

    @property
    def limit(self) -> int | None:
        """The size limit in bytes, which lies in the file and holds for all who use it."""
        with self.guarded():
            row = self.connection.execute(
                "SELECT value FROM settings WHERE name = 'limit'"
            ).fetchone()
        if row is None:
            return None
        with sound(self.path):
            if type(row[0]) is not int or row[0] < LEAST_LIMIT:
                raise ValueError(f"a limit of {row[0]!r:.40}")
        return row[0]

    def set_limit(self, limit: int | None) -> None:
        """Limit what entries take to so many bytes from now on, or lift the limit.

        Nothing is forgotten before the next block is kept.

        Raises:
            ConfigError: the limit is too small to work with.
        """
        if limit is not None and limit < LEAST_LIMIT:
            raise ConfigError(
                f"a memory cannot be limited to {limit:,} bytes",
                hint=f"give at least {LEAST_LIMIT // 1_000_000} MB",
            )
        with self.guarded(), self.transaction():
            self.connection.execute("DELETE FROM settings WHERE name = 'limit'")
            if limit is not None:
                self.connection.execute("INSERT INTO settings VALUES ('limit', ?)", (limit,))

    def compact(self) -> bool:
        """Give the room that is free in the file back to the disk. Whether it could be done.

        It cannot while another run uses the memory, nor where the disk has no room for a copy.
        """
        with self.guarded():
            try:
                self.connection.execute("VACUUM")
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.OperationalError:
                return False
        return True
