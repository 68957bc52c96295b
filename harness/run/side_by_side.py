"""Stages that work side by side: each in a thread of its own, in order, with few things on the way.

Threads suffice where the work is done by models: their libraries let go of Python's lock.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

_AHEAD = 2  # things that are made and not yet taken: more would only cost memory
_PATIENCE = 0.05  # seconds between two looks at a thread that is about to end

A = TypeVar("A")
B = TypeVar("B")


class Stopped(Exception):
    """The work was given up, because nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing follows: all is made, or this went wrong."""

    error: BaseException | None = None


def one_by_one(items: Iterator[A], work: Callable[[A, Event], Iterable[B]]) -> Iterator[B]:
    """What a stage makes, made by the caller whenever a thing is wanted."""
    for item in items:
        yield from work(item, Event())


class Stage(Generic[A, B]):
    """What `work` makes of each of `items`, in order, made by a thread of its own.

    Things are taken from `items` by that thread only, and at most a few more than were asked for.
    An error of `items` or of `work` comes in its place, after all that was made before it. Close a
    stage that is left before its end: that waits for the thread, and closes the stages before it.

    Args:
        items: most often another stage.
        work: what becomes of one of them. The event is set when nobody waits for it any more: in
            long work, look at it, and raise `Stopped`.
        title: the thread's name.
    """

    def __init__(
        self, items: Iterator[A], work: Callable[[A, Event], Iterable[B]], title: str
    ) -> None:
        self._items = items
        self._work = work
        self._made: Queue[B | _End] = Queue(_AHEAD)
        self._left = Event()
        self._thread = Thread(target=self._run, name=title, daemon=True)

    def __iter__(self) -> "Stage[A, B]":
        return self

    def __next__(self) -> B:
        if self._thread.ident is None and not self._left.is_set():
            self._thread.start()
        elif not self._thread.is_alive() and self._made.empty():
            raise StopIteration
        try:
            thing = self._made.get()
        except BaseException:  # Ctrl-C
            self.close()
            raise
        if not isinstance(thing, _End):
            return thing
        self._thread.join()
        if thing.error is not None:
            raise thing.error
        raise StopIteration

    def close(self) -> None:
        """Wait for what this stage and those before it are at, and let no more be done."""
        self._leave()
        while self._thread.is_alive():  # it may be waiting for room
            with suppress(Empty):
                self._made.get(timeout=_PATIENCE)

    def _leave(self) -> None:
        self._left.set()
        if isinstance(self._items, Stage):
            self._items._leave()

    def _run(self) -> None:
        try:
            try:
                self._make_all()
            finally:
                getattr(self._items, "close", lambda: None)()
        except BaseException as error:
            self._made.put(_End(error))
        else:
            self._made.put(_End())

    def _make_all(self) -> None:
        for item in self._items:
            for thing in self._work(item, self._left):
                self._made.put(thing)
                if self._left.is_set():
                    return
