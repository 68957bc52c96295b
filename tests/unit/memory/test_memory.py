import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
from support import TableEngine

from harness.cli import doctor
from harness.core.errors import EngineContractError, MemoryDamaged, WriteError
from harness.core.fingerprint import fingerprint
from harness.core.values import (
    Direction,
    Outcome,
    Signature,
    Span,
    Translated,
    Untranslatable,
    WordScore,
    WordScores,
)
from harness.machine import default_memory
from harness.memory import Memory, schema
from harness.memory.contents import contents
from harness.memory.export import Exported, export_tmx

TABLE = {f"word {n}": f"palabra {n}" for n in range(40)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "memory.sqlite"


def test_with_and_without_memory_cold_or_warm_the_answers_are_the_same(path: Path) -> None:
    asked = ["word 3", "nowhere", "word 3", "word 1", ""]
    bare = TableEngine("en", "es", TABLE).translate(asked)
    for _ in range(2):
        with Memory(path) as memory:
            engine = memory.remembering(TableEngine("en", "es", TABLE), block=2)
            assert engine.translate(asked) == bare


def test_a_warm_memory_asks_for_nothing_it_knows(path: Path) -> None:
    for fresh in (40, 0):
        with Memory(path) as memory:
            inner = TableEngine("en", "es", TABLE)
            engine = memory.remembering(inner, block=16)
            engine.translate(list(TABLE))
            assert (len(inner.asked), engine.asked) == (fresh, fresh)


def test_remembering_does_not_change_what_is_measured(path: Path) -> None:
    with Memory(path) as memory:
        inner = TableEngine("en", "es", TABLE)
        engine = memory.remembering(inner, block=16)
        assert engine.signature == inner.signature
        assert engine.direction == inner.direction


def test_two_engines_sharing_one_memory_never_serve_each_other(path: Path) -> None:
    other = dict.fromkeys(TABLE, "otra cosa")
    with Memory(path) as memory:
        memory.remembering(TableEngine("en", "es", TABLE, name="a"), block=9).translate(["word 1"])
        second = memory.remembering(TableEngine("en", "es", other, name="b"), block=9)
        third = memory.remembering(TableEngine("en", "pt", other, name="a"), block=9)
        assert second.translate(["word 1"]) == [Translated("otra cosa")]
        assert third.translate(["word 1"]) == [Translated("otra cosa")]


def test_a_failure_is_tried_again(path: Path) -> None:
    with Memory(path) as memory:
        engine = memory.remembering(TableEngine("en", "es", {}), block=9)
        assert engine.translate(["word 1"]) == [Untranslatable("not in the table")]
        healed = memory.remembering(TableEngine("en", "es", {"word 1": "x"}), block=9)
        assert healed.translate(["word 1"]) == [Translated("x")]


class Dying(TableEngine):
    def translate(self, segments) -> list[Outcome]:
        if len(self.asked) >= 20:
            raise KeyboardInterrupt
        return super().translate(segments)


def test_what_was_known_before_an_interruption_stays_known(path: Path) -> None:
    with Memory(path) as memory, pytest.raises(KeyboardInterrupt):
        memory.remembering(Dying("en", "es", TABLE), block=10).translate(list(TABLE))
    with Memory(path) as memory:
        second = TableEngine("en", "es", TABLE)
        memory.remembering(second, block=10).translate(list(TABLE))
        assert second.asked == list(TABLE)[20:]


def test_scores_and_unknown_words_are_remembered_exactly(path: Path) -> None:
    outcome = Translated("x\u0000y\u202e", -0.1234567890123, ("meow", "ñ"))
    with Memory(path) as memory:
        memory.remember({"k": outcome})
        assert memory.known(["k", "other"]) == {"k": outcome}


class Short(TableEngine):
    def translate(self, segments) -> list[Outcome]:
        return super().translate(segments)[1:]


def test_too_few_outcomes_are_the_engines_fault(path: Path) -> None:
    with Memory(path) as memory, pytest.raises(EngineContractError, match="asked for 2"):
        memory.remembering(Short("en", "es", TABLE), block=9).translate(["word 1", "word 2"])


def test_vectors_are_kept_by_key(path: Path) -> None:
    with Memory(path) as memory:
        memory.keep_vectors({"a": b"\x00\x01", "b": b""}, "embeddings")
    with Memory(path) as memory:
        assert memory.recall_vectors(["b", "a", "c"]) == {"a": b"\x00\x01", "b": b""}
        assert memory.sizes() == {"translations": 0, "likelihoods": 0, "embeddings": 2}


@pytest.mark.parametrize(
    "content", [b"this is not a database at all" * 50, b"SQLite format 3\0" + b"x" * 4000]
)
def test_a_damaged_memory_is_named_and_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(MemoryDamaged) as refusal:
        Memory(path)
    assert str(path) in str(refusal.value)
    assert "--memory" in refusal.value.hint
    assert path.read_bytes() == content


def test_a_memory_whose_tables_have_names_that_are_no_text_is_damaged(path: Path) -> None:
    """SQLite quotes them, and Python cannot read what it says."""
    with Memory(path):
        pass
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE", b"CREATE \xc1ABLE"))
    with pytest.raises(MemoryDamaged, match="utf-8"):
        Memory(path)


def test_a_memory_damaged_in_its_middle_is_found_by_the_check(path: Path) -> None:
    with Memory(path) as memory:
        memory.remember({f"{n:060d}": Translated("x" * 500) for n in range(200)})
        memory.check()
    data = bytearray(path.read_bytes())
    data[8192:40960] = b"\xff" * (40960 - 8192)
    path.write_bytes(data)
    with Memory(path) as memory, pytest.raises(MemoryDamaged):
        memory.check()


def test_a_newer_memory_is_not_touched(path: Path) -> None:
    with Memory(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(MemoryDamaged, match="newer version"):
        Memory(path)


def test_another_programs_database_is_not_touched(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(MemoryDamaged, match="another program"):
        Memory(path)
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WriteError) as refusal:
        Memory(tmp_path / "file" / "memory.sqlite")
    assert "--memory" in refusal.value.hint


def test_a_full_disk_is_an_error_and_loses_nothing(path: Path) -> None:
    with Memory(path) as memory:
        memory.remember({"before": Translated("kept")})
        memory.file.connection.execute("PRAGMA max_page_count = 14")  # SQLite's own way to be full
        with pytest.raises(WriteError, match="full"):
            memory.remember({str(n): Translated("x" * 5000) for n in range(50)})
        assert memory.known(["before", "1"]) == {"before": Translated("kept")}


def test_two_runs_may_use_one_memory_at_once(path: Path) -> None:
    failures: list[BaseException] = []

    def run(number: int) -> None:
        table = {f"{number} {n}": str(n) for n in range(150)}
        try:
            with Memory(path) as memory:
                memory.remembering(TableEngine("en", "es", table), block=5).translate(list(table))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with Memory(path) as memory:
        assert memory.sizes() == {"translations": 600, "likelihoods": 0}


SCORES = WordScores((WordScore(Span(0, 2), -0.5), WordScore(Span(3, 8), -7.25)), -3.875)


class Judge:
    """Finds every pair as probable, but cannot read one with a blank side."""

    direction = Direction("en", "es")
    signature = Signature("judge", (("version", "1"),))

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[WordScores | None]:
        self.asked += pairs
        return [SCORES if all(pair) else None for pair in pairs]

    def close(self) -> None:
        pass


def test_a_judge_is_asked_once_and_again_only_for_what_it_could_not_read(path: Path) -> None:
    pairs = [("Go on.", "Siga."), ("", "Siga."), ("Go on.", "Siga.")]
    for asked in (pairs[:2], pairs[1:2]):
        with Memory(path) as memory:
            judge = Judge()
            remembering = memory.remembering_likelihood(judge, block=1)
            assert remembering.score(pairs) == [SCORES, None, SCORES]
            assert judge.asked == asked
            assert remembering.asked == len(asked)


def test_each_thing_remembered_is_counted_as_what_it_is(path: Path) -> None:
    with Memory(path) as memory:
        memory.remembering(TableEngine("en", "es", TABLE), block=9).translate(["word 1", "word 2"])
        memory.remembering_likelihood(Judge(), block=9).score([("Go on.", "Siga.")])
        memory.keep_vectors({"a": b"x", "b": b"x", "c": b"x"}, "embeddings")
        memory.keep_vectors({"d": b"x"}, "readings")
        assert memory.sizes() == {
            "translations": 2,
            "likelihoods": 1,
            "embeddings": 3,
            "readings": 1,
        }


# The first form of the file, as it was written until schema 2: word for word, by hand.
SCHEMA_1 = (
    "PRAGMA journal_mode = WAL",
    "CREATE TABLE outcomes"
    " (key TEXT PRIMARY KEY, text TEXT NOT NULL, score REAL, unknown TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE vectors (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "PRAGMA application_id = 1382372466",
    "PRAGMA user_version = 1",
)
# What such a memory holds beside translations: embeddings, readings, and among them a likelihood.
JUDGED = json.dumps([-3.875, [[0, 2, -0.5], [3, 8, -7.25]]]).encode()
VECTORS = {
    "embedding": bytes(range(256)) * 6,
    "reading": b"[" * 1536,  # begins as a likelihood does, but is none
    "other": b"[1, 2]".ljust(1536),
}


def older(path: Path) -> None:
    """A memory of schema 1, made without the program."""
    path.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in SCHEMA_1:
        connection.execute(statement)
    identity = TableEngine("en", "es", TABLE).signature.identity
    key = fingerprint([identity, ["en", "es"], "word 1"])
    connection.execute("INSERT INTO outcomes VALUES (?, 'de antes', -0.25, '[\"ñ\"]')", (key,))
    judged = fingerprint([Judge.signature.identity, "Go on.", "Siga."])
    rows = [*VECTORS.items(), (judged, JUDGED)]
    connection.executemany("INSERT INTO vectors VALUES (?, ?)", rows)
    connection.close()


def test_an_older_memory_forgets_nothing(path: Path) -> None:
    older(path)
    for _ in range(2):
        with Memory(path) as memory:
            engine, judge = TableEngine("en", "es", TABLE), Judge()
            known = memory.remembering(engine, block=9).translate(["word 1"])
            assert known == [Translated("de antes", -0.25, ("ñ",))]
            judged = memory.remembering_likelihood(judge, block=9).score([("Go on.", "Siga.")])
            assert judged == [SCORES]
            assert not engine.asked
            assert not judge.asked
            assert memory.recall_vectors(list(VECTORS)) == VECTORS
            assert memory.sizes() == {
                "translations": 1,
                "likelihoods": 1,
                "vectors of an older version": 3,
            }
            memory.check()


def test_a_vector_of_an_older_memory_that_is_kept_again_says_what_it_is(path: Path) -> None:
    older(path)
    with Memory(path) as memory:
        memory.keep_vectors({"reading": b"x"}, "readings")
        assert memory.sizes()["readings"] == 1
        assert memory.sizes()["vectors of an older version"] == 2


def test_an_older_memory_that_cannot_be_changed_stays_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(path)
    with monkeypatch.context() as broken:
        statements = (*schema.FROM_SCHEMA_2, "INSERT INTO nowhere VALUES (1)")
        broken.setattr(schema, "FROM_SCHEMA_2", statements)
        with pytest.raises(MemoryDamaged, match="nowhere"):
            Memory(path)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM vectors").fetchone() == (4,)
    connection.close()
    with Memory(path) as memory:
        assert memory.sizes()["likelihoods"] == 1


SCHEMA_2 = (
    "PRAGMA journal_mode = WAL",
    "CREATE TABLE outcomes"
    " (key TEXT PRIMARY KEY, text TEXT NOT NULL, score REAL, unknown TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE vectors (key TEXT PRIMARY KEY, value BLOB NOT NULL, kind TEXT) WITHOUT ROWID",
    "CREATE TABLE judgements (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "PRAGMA application_id = 1382372466",
    "PRAGMA user_version = 2",
)


def of_schema_2(path: Path) -> None:
    """A memory of schema 2, made without the program."""
    path.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in SCHEMA_2:
        connection.execute(statement)
    start = [TableEngine("en", "es", TABLE).signature.identity, ["en", "es"]]
    rows = [(fingerprint([*start, f"word {n}"]), f"de antes {n}") for n in range(40)]
    connection.executemany("INSERT INTO outcomes VALUES (?, ?, -0.25, '[\"ñ\"]')", rows)
    judged = fingerprint([Judge.signature.identity, "Go on.", "Siga."])
    connection.execute("INSERT INTO judgements VALUES (?, ?)", (judged, JUDGED))
    vectors = [("a", b"1", None), ("b", b"[1, 2]", "embeddings"), ("c", b"3", "readings")]
    connection.executemany("INSERT INTO vectors VALUES (?, ?, ?)", vectors)
    connection.close()


def test_a_memory_of_schema_2_forgets_nothing(path: Path) -> None:
    of_schema_2(path)
    day = date(2026, 3, 4)
    for _ in range(2):
        with Memory(path, lambda: day) as memory:
            memory.check()
            for table in schema.ENTRIES:
                with memory.file.snapshot() as reading:
                    used = reading.execute(f"SELECT DISTINCT used FROM {table}").fetchall()
                assert used == [(day.toordinal(),)]
            assert memory.sizes() == {
                "translations": 40,
                "likelihoods": 1,
                "vectors of an older version": 1,
                "embeddings": 1,
                "readings": 1,
            }
            assert memory.recall_vectors(["a", "b", "c"]) == {"a": b"1", "b": b"[1, 2]", "c": b"3"}
            judge, engine = Judge(), TableEngine("en", "es", TABLE)
            judged = memory.remembering_likelihood(judge, block=9).score([("Go on.", "Siga.")])
            assert (judged, judge.asked) == ([SCORES], [])
            known = memory.remembering(engine, block=9).translate(list(TABLE))
            assert known == [Translated(f"de antes {n}", -0.25, ("ñ",)) for n in range(40)]
            assert not engine.asked
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert {name for (name,) in tables} == {
            *("settings", "origins", "outcomes", "likelihoods", "vectors")
        }
    connection.close()


def test_an_older_translation_that_is_needed_again_says_what_it_translates(path: Path) -> None:
    of_schema_2(path)
    asked = ["word 3", "word 5"]
    for _ in range(2):
        with Memory(path) as memory:
            memory.remembering(TableEngine("en", "es", TABLE), block=9).translate(asked)
            with memory.file.snapshot() as reading:
                found = reading.execute(
                    "SELECT outcomes.source, text, engine, origins.source, target FROM outcomes"
                    " JOIN origins ON origin = origins.id ORDER BY text"
                ).fetchall()
            assert found == [
                (f"word {n}", f"de antes {n}", "table|entries:40", "en", "es") for n in (3, 5)
            ]


def test_a_text_that_no_file_can_hold_is_remembered_all_the_same(path: Path) -> None:
    with Memory(path) as memory:
        for asked in (1, 0):
            engine = memory.remembering(TableEngine("en", "es", {"a\ud800": "b"}), block=9)
            assert engine.translate(["a\ud800"]) == [Translated("b")]
            assert engine.asked == asked


WRITER = """
import sys
from pathlib import Path
from harness.core.values import Translated
from harness.memory import Memory
with Memory(Path(sys.argv[1])) as memory:
    for n in range(60):
        memory.remember({f"{sys.argv[2]} {n} {m}": Translated("x" * 200) for m in range(20)})
        memory.keep_vectors({f"{sys.argv[2]} {n}": b"v" * 1536}, "embeddings")
        assert len(memory.known([f"{sys.argv[2]} {n} {m}" for m in range(20)])) == 20
"""


def test_processes_write_to_one_memory_at_once(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(number)])
        for number in range(3)
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    with Memory(path) as memory:
        memory.check()
        assert memory.sizes() == {"translations": 3600, "likelihoods": 0, "embeddings": 180}


def test_two_runs_may_change_one_older_memory_at_once(path: Path) -> None:
    older(path)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            with Memory(path) as memory:
                assert memory.sizes()["likelihoods"] == 1
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_doctor_counts_each_thing_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    older(default_memory())
    with Memory(default_memory()) as memory:
        memory.keep_vectors({"new": b"x"}, "embeddings")
    told = [check.detail for check in doctor._memory() if check.subject == "memory"]
    (kept,) = (detail.partition(" (")[2] for detail in told)
    assert kept == ("1 translations, 1 likelihoods, 3 vectors of an older version, 1 embeddings)")


class Server(TableEngine):
    """An engine whose signature does not vouch for its answers."""

    def __init__(self, known_by: str | None) -> None:
        super().__init__("en", "es", {"a": "b"})
        self.remembered_by = known_by


@pytest.mark.parametrize(
    ("first", "second", "asked"), [("x", "x", 0), ("x", "y", 1), (None, None, 1)]
)
def test_an_engine_says_by_what_its_answers_are_remembered(
    tmp_path: Path, first: str | None, second: str | None, asked: int
) -> None:
    with Memory(tmp_path / "memory") as memory:
        assert memory.remembering(Server(first), block=8).translate(["a"]) == [Translated("b")]
        again = memory.remembering(Server(second), block=8)
        assert again.translate(["a"]) == [Translated("b")]
        assert again.asked == asked
        assert again.remembers == (second is not None)


@pytest.mark.parametrize(
    "change",
    [
        "INSERT OR REPLACE INTO settings VALUES('limit', 'abc')",
        "INSERT OR REPLACE INTO settings VALUES('limit', -5)",
        "INSERT OR REPLACE INTO settings VALUES('limit', 9e999)",
        "UPDATE outcomes SET used = 99999999",
        "UPDATE outcomes SET used = 'x'",
        "UPDATE outcomes SET text = x'ff00', source = x'fe'",
        "UPDATE outcomes SET unknown = '{'",
        "UPDATE outcomes SET unknown = '[1, 2]'",
        "UPDATE outcomes SET score = 'x'",
        "UPDATE origins SET source = '../x', target = ''",
        "DROP TABLE origins",
        "CREATE VIEW odd AS SELECT * FROM outcomes",
    ],
)
def test_values_that_no_harness_wrote_are_damage_or_harmless(path: Path, change: str) -> None:
    engine = TableEngine("en", "es", TABLE)
    with Memory(path) as memory:
        memory.remembering(engine, block=8).translate(["word 1", "word 2"])
    with sqlite3.connect(path) as other:
        other.execute(change)
    other.close()
    told = []
    for read in (_counted, _exported, _asked):
        try:
            read(path)
        except MemoryDamaged as damage:
            told.append(damage.hint)
    assert told
    assert all("move" in hint for hint in told)


def _counted(path: Path) -> None:
    with Memory(path) as memory:
        contents(memory)


def _exported(path: Path) -> None:
    with Memory(path) as memory:
        list(export_tmx(memory.file, lambda *_: nullcontext(lambda _: None), Exported()))


def _asked(path: Path) -> None:
    with Memory(path) as memory:
        outcomes = memory.remembering(TableEngine("en", "es", TABLE), block=8).translate(["word 1"])
    assert outcomes == [Translated("palabra 1")]
