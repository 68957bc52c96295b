"""Workers on the nodes of a Ray cluster: one plain task for a shard.

Not actors: when a node dies, Ray gives a task to another node, whereas actors hung or failed. All
nodes need the harness, the packs and the same kind of processor; each is asked before the run.
"""

import logging
import socket
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from harness.core.errors import ConfigError, EngineDied, HarnessError, NotInstalled
from harness.run.workers.shards import Order, Shard, ShardResult, carry_out, check_worker

_RETRIES = 5  # of a task whose node or process died
_ALIKE = 120  # seconds in which a node must have said what it has
_ANSWERS = 10  # seconds in which a cluster must accept a connection


class RayTasks:
    """Tasks of one order on a cluster that is connected. See `Pool`."""

    def __init__(self, ray: Any, order: Order) -> None:
        self._ray = ray
        self._order = ray.put(order)
        self._carry_out = ray.remote(num_cpus=1, max_retries=_RETRIES)(carry_out)
        self._asked: dict[Future[ShardResult], Any] = {}

    @property
    def size(self) -> int:
        """The processors of the cluster, as it is now."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def submit(self, shard: Shard) -> "Future[ShardResult]":
        """Let a shard be carried out. See `Pool`."""
        task = self._carry_out.remote(self._order, shard)
        future: Future[ShardResult] = task.future()
        self._asked[future] = task
        return future

    def result(self, future: "Future[ShardResult]") -> ShardResult:
        """What came of a shard. See `Pool`."""
        self._asked.pop(future, None)
        with self._translated():
            return future.result()

    def give_up(self, future: "Future[ShardResult]") -> bool:
        """Let a shard not be carried out; only what is done still comes. See `Pool`."""
        task = self._asked.pop(future, None)
        if future.done() or task is None:
            return False
        self._ray.cancel(task)
        return True

    def check_nodes(self) -> None:
        """Ask every node whether it would give the same results.

        Raises: ConfigError: one would not, or does not answer.
        """
        from ray.util.scheduling_strategies import (  # noqa: PLC0415
            NodeAffinitySchedulingStrategy,
        )

        check = self._ray.remote(num_cpus=0, max_retries=0)(check_worker)
        asked = {
            check.options(
                scheduling_strategy=NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
            ).remote(self._order): node["NodeManagerAddress"]
            for node in self._working_nodes()
        }
        for task, address in asked.items():
            with self._translated(f"{address}: "):
                self._ray.get(task, timeout=_ALIKE)

    def _working_nodes(self) -> Iterator[Mapping[str, Any]]:
        for node in self._ray.nodes():
            if node["Alive"] and node["Resources"].get("CPU"):
                yield node

    @contextmanager
    def _translated(self, where: str = "") -> Generator[None, None, None]:
        """Errors of tasks, as the worker raised them; Ray's own in plain words."""
        errors = self._ray.exceptions
        try:
            yield
        except errors.RayTaskError as error:
            if isinstance(error.cause, HarnessError):
                raise error.cause from None
            if isinstance(error.cause, ImportError):
                raise ConfigError(
                    f"{where}a node of the cluster cannot load the harness: {error.cause}",
                    hint="install the same version of the harness on every node",
                ) from None
            raise
        except (errors.RayError, TimeoutError) as error:
            raise EngineDied(
                f"{where}the Ray cluster gave up a task: {' '.join(str(error).split())[:300]}",
                hint="see `ray status`, and complete the run with --resume",
            ) from error


@contextmanager
def ray_tasks(order: Order, address: str) -> Generator[RayTasks, None, None]:
    """Tasks on the cluster at `address`, which must run already, until the end.

    Raises:
        NotInstalled: without the package `ray`.
        ConfigError: there is no cluster, or one of its nodes would give other results.
    """
    try:
        import ray  # noqa: PLC0415  (the extra; and it takes a second)
    except ImportError as cause:
        raise NotInstalled(
            "a cluster needs the package ray, which is not installed",
            hint="install the extra `ray`",
        ) from cause
    _check_address(address)
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as cause:
        raise _no_cluster(address, cause) from cause
    try:
        tasks = RayTasks(ray, order)
        tasks.check_nodes()
        yield tasks
    finally:
        ray.shutdown()


def _check_address(address: str) -> None:
    """Ray itself tries for minutes. Raises: ConfigError: nobody answers there."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if not (colon and port.isdecimal()):
        return  # auto, or a name of Ray's
    try:
        socket.create_connection((host, int(port)), timeout=_ANSWERS).close()
    except OSError as cause:
        raise _no_cluster(address, cause) from cause


def _no_cluster(address: str, cause: Exception) -> ConfigError:
    return ConfigError(
        f"no Ray cluster at {address}: {' '.join(str(cause).split())[:300]}",
        hint="start one with `ray start --head`, and give its address, or auto",
    )
