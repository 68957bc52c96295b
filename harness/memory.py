"""What engines and metrics have answered before, kept in one SQLite file.

A remembering engine is an Engine around an Engine: same direction, same signature, same answers,
whether the memory is cold, warm or shared by two runs at once (write-ahead log). Every block of
answers is committed before the next is asked for, so that a killed run loses one block at most.

Keys are fingerprints of (engine identity, direction, text): two engines sharing one memory never
serve each other. Schema history: 1, the first.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from harness.core.errors import EngineContractError, MemoryDamaged, WriteError
from harness.core.fingerprint import fingerprint
from harness.core.protocols import Engine, Judge
from harness.core.values import (
    Direction,
    Outcome,
    Signature,
    Span,
    Translated,
    WordScore,
    WordScores,
)

_SCHEMA = 1
_OWNER = 0x5265_5472  # "ReTr": marks the file as ours
_PATIENCE = 60_000  # milliseconds that a run waits for another one writing to the same memory
_ASKED_AT_ONCE = 500  # keys in one SELECT; SQLite takes at least 999

_TABLES = (
    "CREATE TABLE outcomes"
    " (key TEXT PRIMARY KEY, text TEXT NOT NULL, score REAL, unknown TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE vectors (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
)


class Memory:
    """An open memory file. Use it as a context manager.

    Raises:
        MemoryDamaged: the file is no memory, or a newer one than this program knows.
        WriteError: the folder cannot be written, or the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._guarded():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_PATIENCE / 1000, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        if self._marks() != (_OWNER, _SCHEMA):
            # Two runs may be creating it at once: who is first is settled under the lock.
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                if self._is_empty():
                    self._create()
            finally:
                self._connection.execute("COMMIT")
        if self._connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            # Refused at once while another run is at work; that run, or the next one, does it.
            with suppress(sqlite3.OperationalError):
                self._connection.execute("PRAGMA journal_mode = WAL")

    def _marks(self) -> tuple[int, int]:
        """Whose database it says it is, and of which schema; (0, 0) for an empty file."""
        owner, schema = (
            self._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        )
        return owner, schema

    def _is_empty(self) -> bool:
        """False for a memory of this schema. Raises: MemoryDamaged for anything else."""
        owner, schema = self._marks()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if owner != _OWNER and (tables or schema):
            raise MemoryDamaged(
                f"{self.path}: the database of another program",
                hint="name another file with --memory",
            )
        if schema > _SCHEMA:
            raise MemoryDamaged(
                f"{self.path}: written by a newer version (schema {schema}, known {_SCHEMA})",
                hint="name another file with --memory, or upgrade",
            )
        return owner != _OWNER

    def _create(self) -> None:
        for statement in (
            *_TABLES,
            f"PRAGMA application_id = {_OWNER}",
            f"PRAGMA user_version = {_SCHEMA}",
        ):
            self._connection.execute(statement)

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def remembering(self, engine: Engine, *, block: int) -> "RememberingEngine":
        """`engine`, asked only for what is not known yet, `block` segments at a time."""
        return RememberingEngine(engine, self, block)

    def remembering_judge(self, judge: Judge, *, block: int) -> "RememberingJudge":
        """`judge`, asked only for what is not known yet, `block` pairs at a time."""
        return RememberingJudge(judge, self, block)

    def known(self, keys: Sequence[str]) -> dict[str, Translated]:
        """The remembered outcomes among `keys`."""
        return {
            key: Translated(text, score, tuple(json.loads(unknown)))
            for key, text, score, unknown in self._select(
                "key, text, score, unknown FROM outcomes", keys
            )
        }

    def remember(self, outcomes: dict[str, Translated]) -> None:
        """Keep `outcomes`, all of them or none."""
        rows = [
            (key, outcome.text, outcome.score, json.dumps(outcome.unknown, ensure_ascii=False))
            for key, outcome in outcomes.items()
        ]
        self._write("INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?)", rows)

    def recall_vectors(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The remembered embeddings among `keys`."""
        return dict(self._select("key, value FROM vectors", keys))

    def keep_vectors(self, vectors: Mapping[str, bytes]) -> None:
        """Keep embeddings, all of them or none."""
        self._write("INSERT OR REPLACE INTO vectors VALUES (?, ?)", list(vectors.items()))

    def sizes(self) -> tuple[int, int]:
        """How many outcomes and how many embeddings are remembered."""
        with self._guarded():
            counts = [
                self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  (our own names)
                for table in ("outcomes", "vectors")
            ]
        return counts[0], counts[1]

    def check(self) -> None:
        """Raises: MemoryDamaged when SQLite finds the file inconsistent."""
        with self._guarded():
            (verdict,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise MemoryDamaged(f"{self.path}: {verdict}", hint=_remove(self.path))

    def _select(self, columns: str, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        with self._guarded():
            for start in range(0, len(keys), _ASKED_AT_ONCE):
                asked = keys[start : start + _ASKED_AT_ONCE]
                marks = ",".join("?" * len(asked))
                statement = f"SELECT {columns} WHERE key IN ({marks})"
                yield from self._connection.execute(statement, asked)

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        with self._guarded():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany(statement, rows)
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn SQLite's complaints into ours, by what their user can do about them."""
        try:
            yield
        except sqlite3.OperationalError as cause:
            raise WriteError(
                f"{self.path}: {cause}",
                hint="make room or name a writable place with --memory",
            ) from cause
        except sqlite3.DatabaseError as cause:
            raise MemoryDamaged(f"{self.path}: {cause}", hint=_remove(self.path)) from cause
        except OSError as cause:
            raise WriteError(
                f"{self.path}: {cause.strerror}", hint="name a writable place with --memory"
            ) from cause


def _remove(path: Path) -> str:
    return f"move {path} away (it only saves time), or name another file with --memory"


class RememberingEngine:
    """An engine that asks its inner engine only for what the memory does not know.

    Failures are not remembered: another day they may succeed.
    """

    def __init__(self, inner: Engine, memory: Memory, block: int) -> None:
        if block < 1:
            raise ValueError(f"a block holds at least one segment, not {block}")
        self._inner = inner
        self._memory = memory
        self._block = block
        direction = [inner.direction.source, inner.direction.target]
        self._key_start = [inner.signature.identity, direction]
        self.asked = 0  # segments that the inner engine had to translate

    @property
    def direction(self) -> Direction:
        return self._inner.direction

    @property
    def signature(self) -> Signature:
        return self._inner.signature

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        keys = [self._key(segment) for segment in segments]
        outcomes: dict[str, Outcome] = dict(self._memory.known(list(dict.fromkeys(keys))))
        missing = {
            key: segment for key, segment in zip(keys, segments, strict=True) if key not in outcomes
        }
        waiting = list(missing.items())
        for start in range(0, len(waiting), self._block):
            outcomes.update(self._learn(dict(waiting[start : start + self._block])))
        return [outcomes[key] for key in keys]

    def close(self) -> None:
        self._inner.close()

    def _key(self, segment: str) -> str:
        return fingerprint([*self._key_start, segment])

    def _learn(self, missing: dict[str, str]) -> dict[str, Outcome]:
        answers = self._inner.translate(list(missing.values()))
        if len(answers) != len(missing):
            raise EngineContractError(
                f"{self.signature.name} was asked for {len(missing)} outcomes, gave {len(answers)}"
            )
        self.asked += len(missing)
        learnt = dict(zip(missing, answers, strict=True))
        self._memory.remember(
            {key: outcome for key, outcome in learnt.items() if isinstance(outcome, Translated)}
        )
        return learnt


class RememberingJudge:
    """A judge that asks its inner judge only for what the memory does not know.

    Answers are kept as JSON beside the embeddings. What the model could not read is asked again.
    """

    def __init__(self, inner: Judge, memory: Memory, block: int) -> None:
        if block < 1:
            raise ValueError(f"a block holds at least one pair, not {block}")
        self._inner = inner
        self._memory = memory
        self._block = block
        self._identity = inner.signature.identity
        self.asked = 0  # pairs that the inner judge had to score

    @property
    def direction(self) -> Direction:
        return self._inner.direction

    @property
    def signature(self) -> Signature:
        return self._inner.signature

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[WordScores | None]:
        keys = [fingerprint([self._identity, *pair]) for pair in pairs]
        known = self._memory.recall_vectors(list(dict.fromkeys(keys)))
        answers: dict[str, WordScores | None] = {
            key: _unpacked(data) for key, data in known.items()
        }
        missing = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in answers}
        waiting = list(missing.items())
        for start in range(0, len(waiting), self._block):
            answers.update(self._learn(dict(waiting[start : start + self._block])))
        return [answers[key] for key in keys]

    def close(self) -> None:
        self._inner.close()

    def _learn(self, missing: dict[str, tuple[str, str]]) -> dict[str, WordScores | None]:
        scores = self._inner.score(list(missing.values()))
        if len(scores) != len(missing):
            raise EngineContractError(
                f"{self.signature.name} was asked for {len(missing)} scores, gave {len(scores)}"
            )
        self.asked += len(missing)
        learnt = dict(zip(missing, scores, strict=True))
        self._memory.keep_vectors(
            {key: _packed(score) for key, score in learnt.items() if score is not None}
        )
        return learnt


def _packed(scores: WordScores) -> bytes:
    words = [[w.span.start, w.span.end, w.log_probability] for w in scores.words]
    return json.dumps([scores.mean, words]).encode("ascii")


def _unpacked(data: bytes) -> WordScores:
    try:
        mean, words = json.loads(data)
        return WordScores(
            tuple(WordScore(Span(start, end), value) for start, end, value in words), mean
        )
    except (ValueError, TypeError) as cause:
        raise MemoryDamaged(
            "a remembered judgement cannot be read",
            hint="delete the memory (it only saves time) and run again",
        ) from cause
