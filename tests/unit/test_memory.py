import sqlite3
import threading
from pathlib import Path

import pytest
from support import TableEngine

from harness.core.errors import EngineContractError, MemoryDamaged, WriteError
from harness.core.values import Outcome, Translated, Untranslatable
from harness.memory import Memory

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
        memory.keep_vectors({"a": b"\x00\x01", "b": b""})
    with Memory(path) as memory:
        assert memory.recall_vectors(["b", "a", "c"]) == {"a": b"\x00\x01", "b": b""}
        assert memory.sizes() == (0, 2)


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
        memory._connection.execute("PRAGMA max_page_count = 8")  # SQLite's own way to be full
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
        assert memory.sizes() == (600, 0)
