"""What a memory forgets: by its size limit, by what a user selects; and what is never forgotten."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from support import TableEngine

from harness.core.errors import ConfigError
from harness.core.values import Span, Translated, WordScore, WordScores
from harness.memory import Memory
from harness.memory.pruning import Selection, count, forget, shrink_to

FIRST = date(2026, 1, 1).toordinal()
SCORES = WordScores((WordScore(Span(0, 2), -0.5),), -0.5)


class Clock:
    """A day that a test may change."""

    def __init__(self) -> None:
        self.day = FIRST

    def __call__(self) -> date:
        return date.fromordinal(self.day)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(tmp_path: Path, clock: Clock) -> Iterator[Memory]:
    with Memory(tmp_path / "memory.sqlite", clock) as opened:
        yield opened


@contextmanager
def silent(*_: object) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


def table(name: str, size: int = 100) -> dict[str, str]:
    return {f"{name} {n}": f"{name} traducido {n} " + "x" * 300 for n in range(size)}


def learn(memory: Memory, name: str, size: int = 100) -> None:
    texts = table(name, size)
    memory.remembering(TableEngine("en", "es", texts), block=50).translate(list(texts))


def known(memory: Memory, name: str, size: int = 100) -> int:
    """How many of the texts are known. The look-up counts as a use."""
    texts = table(name, size)
    engine = memory.remembering(TableEngine("en", "es", texts), block=50)
    engine.translate(list(texts))
    return size - engine.asked


@pytest.mark.parametrize("used_again", [False, True])
def test_what_was_not_of_use_for_longest_is_forgotten_first(
    memory: Memory, clock: Clock, used_again: bool
) -> None:
    learn(memory, "old", 1000)
    clock.day += 10
    learn(memory, "new", 1000)
    if used_again:
        clock.day += 10
        assert known(memory, "old", 1000) == 1000
    forgotten = shrink_to(memory.file, memory.file.used_bytes * 8 // 10)
    assert 0 < forgotten <= 600
    with memory.file.snapshot() as reading:
        left = [text.split()[0] for (text,) in reading.execute("SELECT text FROM outcomes")]
    assert left.count("old" if used_again else "new") == 1000
    assert left.count("new" if used_again else "old") == 1000 - forgotten


def test_a_use_within_a_week_writes_nothing(memory: Memory, clock: Clock) -> None:
    learn(memory, "a")
    before = memory.file.connection.total_changes
    clock.day += 6
    assert known(memory, "a") == 100
    assert memory.file.connection.total_changes == before
    clock.day += 1
    assert known(memory, "a") == 100
    assert memory.file.connection.total_changes > before


def test_the_limit_holds_while_blocks_are_kept_and_for_every_kind(
    memory: Memory, clock: Clock
) -> None:
    limit = 1_000_000
    memory.file.set_limit(limit)
    for number in range(12):
        clock.day += 1
        learn(memory, str(number), 200)
        memory.keep_vectors({f"{number} {n}": b"v" * 1536 for n in range(100)}, "embeddings")
        memory.keep_likelihoods({f"{number} {n}": SCORES for n in range(100)})
        assert memory.file.used_bytes <= limit
    assert memory.recall_vectors(["11 5"]) == {"11 5": b"v" * 1536}
    assert memory.recall_vectors(["0 5"]) == {}
    assert memory.recall_likelihoods(["0 5"]) == {}
    assert known(memory, "11", 200) == 200
    assert 0 < memory.sizes()["likelihoods"] < 1200
    memory.check()


def test_a_limit_lies_in_the_file_and_can_be_lifted(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with Memory(path) as memory:
        assert memory.file.limit is None
        memory.file.set_limit(2_000_000)
    with Memory(path) as memory:
        assert memory.file.limit == 2_000_000
        memory.file.set_limit(None)
        assert memory.file.limit is None
        with pytest.raises(ConfigError, match="999,999"):
            memory.file.set_limit(999_999)


def test_room_that_was_freed_goes_back_to_the_disk(memory: Memory) -> None:
    learn(memory, "a", 2000)
    size = memory.path.stat().st_size
    shrink_to(memory.file, 200_000)
    assert memory.file.compact()
    assert memory.path.stat().st_size < size / 3
    memory.check()


def test_an_empty_memory_cannot_shrink_and_does_not_try_for_ever(memory: Memory) -> None:
    assert shrink_to(memory.file, 1) == 0


def filled(memory: Memory, clock: Clock) -> None:
    learn(memory, "old", 30)
    memory.keep_vectors({"a": b"1", "b": b"2"}, "embeddings")
    clock.day += 100
    apertium = TableEngine("en", "es", {"y": "z"}, name="apertium")
    memory.remembering(apertium, block=5).translate(["y"])
    memory.remember({"unknown": Translated("of nobody")})
    memory.keep_vectors({"c": b"3"}, "readings")
    memory.keep_likelihoods({"d": SCORES})


EVERYTHING = {"translations": 32, "likelihoods": 1, "embeddings": 2, "readings": 1}


@pytest.mark.parametrize(
    ("selection", "left"),
    [
        (Selection(before=FIRST + 50), {"translations": 2, "likelihoods": 1, "readings": 1}),
        (Selection(("embeddings",)), {"translations": 32, "likelihoods": 1, "readings": 1}),
        (
            Selection(("likelihoods", "readings")),
            {"translations": 32, "likelihoods": 0, "embeddings": 2},
        ),
        (Selection(engine="apertium"), EVERYTHING | {"translations": 31}),
        (Selection(engine="apertium", before=FIRST + 50), EVERYTHING),
        (Selection(), {"translations": 0, "likelihoods": 0}),
    ],
)
def test_what_a_user_selects_is_forgotten_and_nothing_else(
    memory: Memory, clock: Clock, selection: Selection, left: dict[str, int]
) -> None:
    filled(memory, clock)
    assert memory.sizes() == EVERYTHING
    expected = count(memory.file, selection)
    assert forget(memory.file, selection, silent) == expected
    assert memory.sizes() == left
    assert expected == sum(EVERYTHING.values()) - sum(left.values())


@pytest.mark.parametrize(
    ("selection", "hint"),
    [
        (Selection(("embedings",)), "embeddings"),
        (Selection(engine="apertum"), "apertium"),
        (Selection(("embeddings",), engine="apertium"), "--kind"),
    ],
)
def test_a_selection_of_what_is_not_there_is_refused(
    memory: Memory, clock: Clock, selection: Selection, hint: str
) -> None:
    filled(memory, clock)
    with pytest.raises(ConfigError) as refusal:
        forget(memory.file, selection, silent)
    assert hint in refusal.value.hint
    assert memory.sizes() == EVERYTHING


def test_threads_of_one_process_share_a_memory_that_forgets(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            for part in range(4):
                learn(memory, f"{number} {part}", 200)
                assert known(memory, f"{number} {part}", 200) >= 0
                memory.keep_vectors({f"{number} {part}": b"x" * 1536}, "embeddings")
        except BaseException as failure:
            failures.append(failure)

    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.file.set_limit(1_000_000)
        threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        assert memory.file.used_bytes <= 1_000_000
        memory.check()
