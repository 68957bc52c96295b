"""The memory: what was answered before, looked up and kept block by block."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from harness.core.protocols import Engine, LikelihoodScorer
from harness.core.values import Translated, WordScores
from harness.memory.entries import UNNAMED, Asked, storable
from harness.memory.faults import sound
from harness.memory.file import MemoryFile
from harness.memory.likelihoods import packed, unpacked
from harness.memory.pruning import shrink_to
from harness.memory.remembering import RememberingEngine, RememberingLikelihood
from harness.memory.schema import ENTRIES

_WEEK = 7  # days in which a further use is not noted: look-ups of the same week write nothing
_ROOM_MADE = 0.9  # of the limit: what may be left when the oldest entries were forgotten


class Memory:
    """An open memory. Use it as a context manager.

    Any number of processes may have one memory open, and any number of threads may use one object:
    a lock lets one of them in at a time. A process that was forked opens the memory anew.

    One statement looks a whole block of keys up, one transaction keeps a block. Where the file has
    a size limit and the block made it too large, what was not of use for longest is forgotten.

    Args:
        path: the file. It is made if it is missing, and its folder too.
        today: the day that uses are noted under.

    Raises:
        MemoryDamaged: the file is no memory, or a newer one than this program knows.
        WriteError: the folder cannot be written, or the disk is full.
    """

    def __init__(self, path: Path, today: Callable[[], date] = date.today) -> None:
        self.file = MemoryFile(path, today)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.file.path

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def remembering(self, engine: Engine, *, block: int) -> RememberingEngine:
        """`engine`, asked only for what is not known yet, `block` segments at a time."""
        return RememberingEngine(engine, self, block)

    def remembering_likelihood(
        self, scorer: LikelihoodScorer, *, block: int
    ) -> RememberingLikelihood:
        """`scorer`, asked only for what is not known yet, `block` pairs at a time."""
        return RememberingLikelihood(scorer, self, block)

    def known(self, keys: Sequence[str], asked: Asked | None = None) -> dict[str, Translated]:
        """The remembered outcomes among `keys`.

        From `asked` the memory learns what entries of an older version are translations of.
        """
        rows = self._recalled("outcomes", "text, score, unknown, origin", keys)
        if asked is not None:
            self._complete([row[0] for row in rows if row[-1] is None], asked)
        with sound(self.path):
            return {key: _outcome(text, score, unknown) for key, _, text, score, unknown, _ in rows}

    def remember(self, outcomes: Mapping[str, Translated], asked: Asked | None = None) -> None:
        """Keep `outcomes`, all of them or none. `asked` says what they are translations of."""
        rows = [
            (
                key,
                storable(asked.texts[key]) if asked else None,
                outcome.text,
                outcome.score,
                json.dumps(outcome.unknown, ensure_ascii=False),
            )
            for key, outcome in outcomes.items()
        ]
        self._keep("outcomes", rows, asked)

    def recall_vectors(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The remembered vectors among `keys`, of whatever kind."""
        return {key: value for key, _, value in self._recalled("vectors", "value", keys)}

    def keep_vectors(self, vectors: Mapping[str, bytes], kind: str) -> None:
        """Keep vectors, all of them or none. `kind` is their plural: what `sizes` calls them."""
        self._keep("vectors", [(key, kind, value) for key, value in vectors.items()])

    def recall_likelihoods(self, keys: Sequence[str]) -> dict[str, WordScores]:
        """The remembered likelihoods among `keys`."""
        rows = self._recalled("likelihoods", "value", keys)
        return {key: unpacked(value) for key, _, value in rows}

    def keep_likelihoods(self, likelihoods: Mapping[str, WordScores]) -> None:
        """Keep likelihoods, all of them or none."""
        self._keep("likelihoods", [(key, packed(each)) for key, each in likelihoods.items()])

    def sizes(self) -> dict[str, int]:
        """How much is remembered, by what it is: translations, likelihoods, then vectors by kind.

        Vectors that an older version kept did not say of what kind they are.
        """
        with self.file.guarded():
            ask = self.file.connection.execute
            (outcomes,) = ask("SELECT count(*) FROM outcomes").fetchone()
            (likelihoods,) = ask("SELECT count(*) FROM likelihoods").fetchone()
            vectors = ask(
                "SELECT coalesce(kind, ?), count(*) FROM vectors GROUP BY kind ORDER BY kind",
                (UNNAMED,),
            ).fetchall()
        return {"translations": outcomes, "likelihoods": likelihoods, **dict(vectors)}

    def check(self) -> None:
        """Raises: MemoryDamaged when SQLite finds the file inconsistent."""
        self.file.check()

    def _recalled(self, table: str, columns: str, keys: Sequence[str]) -> list[tuple[Any, ...]]:
        """Key, day of use and columns of what is remembered, by one statement."""
        if not keys:
            return []
        with self.file.guarded():
            rows = self.file.connection.execute(
                f"SELECT key, used, {columns}"
                f" FROM (SELECT value AS wanted FROM json_each(?)) CROSS JOIN {table} AS entries"
                " ON entries.key = wanted",
                (json.dumps(keys),),
            ).fetchall()
            week = self.file.day - _WEEK
            with sound(self.path):
                used = [row[0] for row in rows if row[1] <= week]
            self._note_use(table, used)
        return rows

    def _note_use(self, table: str, keys: Sequence[str]) -> None:
        """Put entries last, as those that were of use today."""
        if not keys:
            return
        columns = ", ".join(ENTRIES[table])
        # A use that cannot be noted (the disk is full) does no harm: the answer is known.
        with suppress(sqlite3.OperationalError), self.file.transaction():
            self.file.connection.execute(
                f"INSERT OR REPLACE INTO {table} (key, used, {columns}) SELECT key, ?, {columns}"
                f" FROM {table} WHERE key IN (SELECT value FROM json_each(?)) ORDER BY id",
                (self.file.day, json.dumps(keys)),
            )

    def _complete(self, keys: Sequence[str], asked: Asked) -> None:
        """Tell entries of an older version what they are translations of."""
        if not keys:
            return
        rows = [(storable(asked.texts[key]), key) for key in keys]
        with self.file.guarded(), suppress(sqlite3.OperationalError), self.file.transaction():
            number = self._number_of_origin(asked)
            self.file.connection.executemany(
                f"UPDATE outcomes SET origin = {number}, source = ? WHERE key = ?", rows
            )

    def _keep(
        self, table: str, rows: Sequence[tuple[object, ...]], asked: Asked | None = None
    ) -> None:
        """Keep rows of a key and values, in one transaction; then look after the limit."""
        if not rows:
            return
        with self.file.guarded():
            with self.file.transaction():
                fixed = {"used": self.file.day}
                if asked:
                    fixed["origin"] = self._number_of_origin(asked)
                given = [name for name in ENTRIES[table] if name != "origin"]
                marks = ", ".join("?" * (1 + len(given)))
                self.file.connection.executemany(
                    f"INSERT OR REPLACE INTO {table} ({', '.join([*fixed, 'key', *given])})"
                    f" VALUES ({', '.join(map(str, fixed.values()))}, {marks})",
                    rows,
                )
            limit = self.file.limit
            if limit is not None and self.file.used_bytes > limit:
                shrink_to(self.file, int(_ROOM_MADE * limit))

    def _number_of_origin(self, asked: Asked) -> int:
        """The number of who was asked; a new one if nothing of it was remembered yet."""
        who, way = asked.origin, asked.origin.direction
        unique = (who.identity, way.source, way.target)
        self.file.connection.execute(
            "INSERT OR IGNORE INTO origins (identity, source, target, engine) VALUES (?, ?, ?, ?)",
            (*unique, who.engine),
        )
        (number,) = self.file.connection.execute(
            "SELECT id FROM origins WHERE identity = ? AND source = ? AND target = ?", unique
        ).fetchone()
        return int(number)


def _outcome(text: object, score: object, unknown: object) -> Translated:
    """Raises: ValueError, TypeError for values of other types than are kept."""
    words = [] if unknown == "[]" else json.loads(str(unknown))
    if not isinstance(text, str):
        raise TypeError("a translation that is no text")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TypeError("unknown words that are no texts")
    if score is not None and not isinstance(score, float):
        raise TypeError("a score that is no number")
    return Translated(text, score, tuple(words))
