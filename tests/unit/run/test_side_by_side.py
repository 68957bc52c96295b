"""Stages in threads of their own: the same things, in order, and few of them on their way."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.run.side_by_side import Stage, Stopped


def threads() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name.startswith("stage")]


def staged(items: Iterator[int], *stages: Callable[[int], int]) -> Stage[int, int]:
    made = items
    for number, work in enumerate(stages):
        made = Stage(made, lambda item, _, work=work: [work(item)], f"stage {number}")
    return made


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers()), st.integers(1, 4))
def test_the_same_things_come_in_the_same_order(items: list[int], stages: int) -> None:
    works = [lambda item, by=by: item * 3 + by for by in range(stages)]
    expected = items
    for work in works:
        expected = [work(item) for item in expected]
    assert list(staged(iter(items), *works)) == expected
    assert threads() == []


def test_the_stages_work_at_the_same_time() -> None:
    both = threading.Barrier(2)

    def meets(item: int) -> int:
        if item == 1:  # the first stage at the second thing, while
            both.wait(10)
        return item

    def too(item: int) -> int:
        if item == 0:  # the second one is at the first
            both.wait(10)
        return item

    assert list(staged(iter(range(3)), meets, too)) == [0, 1, 2]


def test_few_things_are_made_before_they_are_wanted() -> None:
    begun: list[int] = []

    def items() -> Iterator[int]:
        for item in range(1_000):
            begun.append(item)
            yield item

    with closing(staged(items(), abs, abs)) as made:
        assert next(made) == 0
        time.sleep(0.1)
        assert len(begun) < 12
    assert threads() == []
    assert len(begun) < 14


def test_an_error_comes_in_its_place() -> None:
    def fails(item: int) -> int:
        if item == 4:
            raise ValueError("four")
        return item

    made = staged(iter(range(9)), abs, fails, abs)
    assert [next(made) for _ in range(4)] == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="four"):
        next(made)
    assert threads() == []


def test_an_error_of_what_gives_the_things_comes_too() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    made = staged(items(), abs, abs)
    assert next(made) == 1
    with pytest.raises(OSError, match="gone"):
        next(made)


def test_a_thing_may_become_several_or_none() -> None:
    made = Stage(iter([2, 0, 3]), lambda item, _: [item] * item, "stage")
    assert list(made) == [2, 2, 3, 3, 3]
    assert list(made) == []


def test_whoever_leaves_waits_for_the_work_at_hand_and_closes_what_gave_the_things() -> None:
    closed, begun = Event(), Event()
    at_hand: list[str] = []

    def items() -> Iterator[int]:
        try:
            yield from range(1_000)
        finally:
            closed.set()

    def slow(item: int, stopping: Event) -> list[int]:
        if item == 1:
            begun.set()
            assert stopping.wait(10)  # at once, though two stages lie between
            at_hand.append("done")
            raise Stopped
        return [item]

    made = Stage(items(), slow, "stage 0")
    for number in (1, 2):
        made = Stage(made, lambda item, _: [item], f"stage {number}")
    assert next(made) == 0
    assert begun.wait(10)
    made.close()
    assert (at_hand, closed.is_set(), threads()) == (["done"], True, [])
    assert list(made) == []


def test_what_nobody_asks_for_starts_no_thread() -> None:
    made = staged(iter(range(3)), abs)
    assert threads() == []
    made.close()
    assert list(made) == []
