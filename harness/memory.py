"""What engines and models have answered before, kept in one SQLite file.

A remembering engine is an Engine around an Engine: same direction, same signature, same answers,
whether the memory is cold, warm or shared by two runs at once (write-ahead log). Every block of
answers is committed before the next is asked for, so that a killed run loses one block at most.

Keys are fingerprints of who answered (its identity, or what an engine says that it is known by)
and what was asked: two engines sharing one memory never serve each other. Schema history: 1, the
first; 2, likelihoods have a table of their own (called `judgements`), and vectors say what they
are. A memory of schema 1 becomes one of schema 2 when it is opened, and forgets nothing.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, Generic, TypeVar

from harness.core.errors import EngineContractError, MemoryDamaged, WriteError
from harness.core.fingerprint import fingerprint
from harness.core.protocols import Engine, LikelihoodScorer, remembered_by
from harness.core.values import (
    Direction,
    Outcome,
    Signature,
    Span,
    Translated,
    WordScore,
    WordScores,
)

_SCHEMA = 2
_OWNER = 0x5265_5472  # "ReTr": marks the file as ours
_PATIENCE = 60_000  # milliseconds that a run waits for another one writing to the same memory
_ASKED_AT_ONCE = 500  # keys in one SELECT; SQLite takes at least 999

_TABLES = (
    "CREATE TABLE outcomes"
    " (key TEXT PRIMARY KEY, text TEXT NOT NULL, score REAL, unknown TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE vectors (key TEXT PRIMARY KEY, value BLOB NOT NULL, kind TEXT) WITHOUT ROWID",
    "CREATE TABLE judgements (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
)
# Schema 1 kept likelihoods among the vectors, as JSON, which no vector is: [mean, [word, …]].
_FROM_SCHEMA_1 = (
    "ALTER TABLE vectors ADD COLUMN kind TEXT",
    _TABLES[2],
    "INSERT INTO judgements SELECT key, value FROM vectors WHERE is_likelihood(value)",
    "DELETE FROM vectors WHERE is_likelihood(value)",
)

Q = TypeVar("Q")
A = TypeVar("A")


class Memory:
    """An open memory file. Use it as a context manager. Threads may share it.

    Raises:
        MemoryDamaged: the file is no memory, or a newer one than this program knows.
        WriteError: the folder cannot be written, or the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()  # of the connection, which several threads ask and write through
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
            with self._transaction():
                self._run(self._missing())
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

    def _missing(self) -> tuple[str, ...]:
        """What makes a memory of this schema of an empty file, or of an older memory.

        Raises: MemoryDamaged for any other file.
        """
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
        if schema == _SCHEMA:
            return ()
        return _TABLES if owner != _OWNER else _FROM_SCHEMA_1

    def _run(self, statements: tuple[str, ...]) -> None:
        self._connection.create_function("is_likelihood", 1, _is_likelihood, deterministic=True)
        marks = (f"PRAGMA application_id = {_OWNER}", f"PRAGMA user_version = {_SCHEMA}")
        for statement in (*statements, *marks):
            self._connection.execute(statement)

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def remembering(self, engine: Engine, *, block: int) -> "RememberingEngine":
        """`engine`, asked only for what is not known yet, `block` segments at a time."""
        return RememberingEngine(engine, self, block)

    def remembering_likelihood(
        self, scorer: LikelihoodScorer, *, block: int
    ) -> "RememberingLikelihood":
        """`scorer`, asked only for what is not known yet, `block` pairs at a time."""
        return RememberingLikelihood(scorer, self, block)

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
        """The remembered vectors among `keys`, of whatever kind."""
        return dict(self._select("key, value FROM vectors", keys))

    def keep_vectors(self, vectors: Mapping[str, bytes], kind: str) -> None:
        """Keep vectors, all of them or none. `kind` is their plural: what `sizes` calls them."""
        rows = [(*item, kind) for item in vectors.items()]
        self._write("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def recall_likelihoods(self, keys: Sequence[str]) -> dict[str, WordScores]:
        """The remembered likelihoods among `keys`."""
        found = self._select("key, value FROM judgements", keys)
        return {key: _unpacked(data) for key, data in found}

    def keep_likelihoods(self, likelihoods: Mapping[str, WordScores]) -> None:
        """Keep likelihoods, all of them or none."""
        rows = [(key, _packed(scores)) for key, scores in likelihoods.items()]
        self._write("INSERT OR REPLACE INTO judgements VALUES (?, ?)", rows)

    def sizes(self) -> dict[str, int]:
        """How much is remembered, by what it is: translations, likelihoods, then vectors by kind.

        Vectors that an older version kept did not say of what kind they are.
        """
        with self._guarded():
            (outcomes,) = self._connection.execute("SELECT count(*) FROM outcomes").fetchone()
            (likelihoods,) = self._connection.execute("SELECT count(*) FROM judgements").fetchone()
            vectors = self._connection.execute(
                "SELECT coalesce(kind, ?), count(*) FROM vectors GROUP BY kind ORDER BY kind",
                ("vectors of an older version",),
            ).fetchall()
        return {"translations": outcomes, "likelihoods": likelihoods, **dict(vectors)}

    def check(self) -> None:
        """Raises: MemoryDamaged when SQLite finds the file inconsistent."""
        with self._guarded():
            (result,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if result != "ok":
            raise MemoryDamaged(f"{self.path}: {result}", hint=_remove(self.path))

    def _select(self, columns: str, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        with self._guarded():
            for start in range(0, len(keys), _ASKED_AT_ONCE):
                asked = keys[start : start + _ASKED_AT_ONCE]
                marks = ",".join("?" * len(asked))
                statement = f"SELECT {columns} WHERE key IN ({marks})"
                yield from self._connection.execute(statement, asked)

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        with self._guarded(), self._transaction():
            self._connection.executemany(statement, rows)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All that is done within, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """One thread at a time; SQLite's errors become ours, by what the user can do about them."""
        try:
            with self._lock:
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


class _Remembering(Generic[Q, A]):
    """Asks what is inside only for what the memory does not know, `block` questions at a time.

    Args:
        ask: questions -> answers, of what is inside.
        key: what distinguishes a question to what is inside from every other in the memory.
        recall: keys -> the answers that are remembered.
        keep: remembers those of some answers that are worth it: a failure is not, because another
            day it may be none.
    """

    def __init__(
        self,
        inner: Engine | LikelihoodScorer,
        ask: Callable[[Sequence[Q]], Sequence[A]],
        *,
        key: Callable[[Q], str],
        recall: Callable[[Sequence[str]], Mapping[str, A]],
        keep: Callable[[Mapping[str, A]], None],
        block: int,
    ) -> None:
        if block < 1:
            raise ValueError(f"a block holds at least one question, not {block}")
        self._inner = inner
        self._ask, self._key, self._recall, self._keep = ask, key, recall, keep
        self._block = block
        self.asked = 0  # questions that were not remembered

    @property
    def direction(self) -> Direction:
        return self._inner.direction

    @property
    def signature(self) -> Signature:
        return self._inner.signature

    def close(self) -> None:
        self._inner.close()

    def _answers(self, questions: Sequence[Q]) -> list[A]:
        keys = [self._key(question) for question in questions]
        answers = dict(self._recall(list(dict.fromkeys(keys))))
        asked = zip(keys, questions, strict=True)
        waiting = list({key: question for key, question in asked if key not in answers}.items())
        for start in range(0, len(waiting), self._block):
            answers |= self._learn(dict(waiting[start : start + self._block]))
        return [answers[key] for key in keys]

    def _learn(self, questions: dict[str, Q]) -> dict[str, A]:
        answers = self._ask(list(questions.values()))
        if len(answers) != len(questions):
            raise EngineContractError(
                f"{self.signature.name} was asked for {len(questions)} answers, gave {len(answers)}"
            )
        self.asked += len(questions)
        learnt = dict(zip(questions, answers, strict=True))
        self._keep(learnt)
        return learnt


class RememberingEngine(_Remembering[str, Outcome]):
    """An engine that asks its inner engine only for what the memory does not know.

    `remembers`: whether anything may be remembered at all; the inner engine decides.
    """

    def __init__(self, inner: Engine, memory: Memory, block: int) -> None:
        known_by = remembered_by(inner)
        start = [known_by, [inner.direction.source, inner.direction.target]]
        self.remembers = known_by is not None
        super().__init__(
            inner,
            inner.translate,
            key=lambda segment: fingerprint([*start, segment]),
            recall=lambda keys: memory.known(keys) if self.remembers else {},
            keep=lambda learnt: memory.remember(
                {key: outcome for key, outcome in learnt.items() if isinstance(outcome, Translated)}
                if self.remembers
                else {}
            ),
            block=block,
        )

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return self._answers(segments)


class RememberingLikelihood(_Remembering[tuple[str, str], WordScores | None]):
    """A likelihood scorer that asks its inner one only for what the memory does not know."""

    def __init__(self, inner: LikelihoodScorer, memory: Memory, block: int) -> None:
        identity = inner.signature.identity
        super().__init__(
            inner,
            inner.score,
            key=lambda pair: fingerprint([identity, *pair]),
            recall=memory.recall_likelihoods,
            keep=lambda learnt: memory.keep_likelihoods(
                {key: scores for key, scores in learnt.items() if scores is not None}
            ),
            block=block,
        )

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[WordScores | None]:
        return self._answers(pairs)


def _packed(scores: WordScores) -> bytes:
    words = [[w.span.start, w.span.end, w.log_probability] for w in scores.words]
    return json.dumps([scores.mean, words]).encode("ascii")


def _unpacked(data: bytes) -> WordScores:
    try:
        mean, words = json.loads(data)
        return WordScores(
            tuple(WordScore(Span(start, end), value) for start, end, value in words), mean
        )
    except (ValueError, TypeError, RecursionError) as cause:
        raise MemoryDamaged(
            "a remembered likelihood cannot be read",
            hint="delete the memory (it only saves time) and run again",
        ) from cause


def _is_likelihood(value: bytes) -> bool:
    """Whether what schema 1 kept among the vectors is a likelihood."""
    if not value.startswith(b"["):
        return False
    try:
        _unpacked(value)
    except MemoryDamaged:
        return False
    return True
