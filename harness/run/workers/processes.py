"""Workers that are processes on this machine, each with engines of its own."""

import multiprocessing
import os
import signal
from collections.abc import Generator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread

from harness.core.errors import EngineDied
from harness.run.workers.shards import Order, Shard, ShardResult, carry_out

_order: list[Order] = []  # of a worker process: the one that it was started for


class Processes:
    """A pool of worker processes. They are started with the first shards."""

    def __init__(self, executor: ProcessPoolExecutor, size: int) -> None:
        self._executor, self.size = executor, size

    def submit(self, shard: Shard) -> "Future[ShardResult]":
        """Let a shard be carried out. See `Pool`."""
        try:
            return self._executor.submit(_carry_out, shard)
        except BrokenExecutor as cause:
            raise _ended() from cause

    def result(self, future: "Future[ShardResult]") -> ShardResult:
        """What came of a shard. See `Pool`."""
        try:
            return future.result()
        except BrokenExecutor as cause:
            raise _ended() from cause

    def give_up(self, future: "Future[ShardResult]") -> bool:
        """Let a shard not be carried out. See `Pool`."""
        return future.cancel()


@contextmanager
def processes(order: Order, size: int) -> Generator[Processes, None, None]:
    """`size` processes for one order, until the end."""
    # Started anew, not forked: the driver has threads and loaded libraries.
    executor = ProcessPoolExecutor(
        size, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(order,)
    )
    try:
        yield Processes(executor, size)
    finally:
        executor.shutdown(cancel_futures=True)


def _begin(order: Order) -> None:
    """In a new process: heed the driver alone, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_driver, daemon=True).start()
    _order.append(order)


def _end_with_driver() -> None:
    driver = multiprocessing.parent_process()
    if driver is not None:
        driver.join()
        os._exit(1)  # it was killed, and nobody waits for anything


def _carry_out(shard: Shard) -> ShardResult:
    return carry_out(_order[0], shard)


def _ended() -> EngineDied:
    return EngineDied(
        "a worker process ended by itself",
        hint="free some memory or name fewer --workers, and complete the run with --resume",
    )
