"""Which workers carry a route: as the user wants it."""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.core.errors import ConfigError
from harness.core.route_syntax import FILE
from harness.core.values import Document, RunIdentity
from harness.machine import Site
from harness.memory import Memory
from harness.run.assembly import hides_codes
from harness.run.measures import MeasuringSet
from harness.run.opening import OpenedRoute
from harness.run.workers import Reuse, Workers
from harness.run.workers.inline import Inline
from harness.settings import RunSettings

if TYPE_CHECKING:
    from harness.run.workers.distributed import Pool
    from harness.run.workers.shards import Order


@dataclass(frozen=True, slots=True)
class Hiring:
    """Who carries segments: `processes` of this machine (0: this one), or a Ray `cluster`.

    Without `side_by_side`, this one does one thing after the other, so that it can be profiled.
    Nothing in a record depends on any of it.

    Raises: ConfigError: settings that exclude each other.
    """

    processes: int = 0
    cluster: str | None = None
    side_by_side: bool = True

    def __post_init__(self) -> None:
        if self.processes and self.cluster is not None:
            raise ConfigError(
                "--workers are processes of this machine, --cluster names others",
                hint="give one of the two",
            )

        if self.elsewhere and not self.side_by_side:
            raise ConfigError(
                "--profile looks into this process only, and others are to work",
                hint="leave out --workers or --cluster",
            )

    @property
    def elsewhere(self) -> bool:
        """Whether others than this process do it."""
        return bool(self.processes) or self.cluster is not None


INLINE = Hiring()


@dataclass(frozen=True, slots=True)
class Work:
    """One route, ready to be carried."""

    settings: RunSettings
    way: OpenedRoute
    measures: MeasuringSet
    identity: RunIdentity
    document: Document
    known: Reuse | None = None


@contextmanager
def hired(hiring: Hiring, work: Work, here: Site, memory: Memory) -> Generator[Workers, None, None]:
    """Workers for one route, until the end.

    Raises:
        NotInstalled: a cluster, without the package `ray`.
        ConfigError: no cluster at that address, or one with machines that are not alike.
    """
    if not hiring.elsewhere:
        way, known = work.way, work.known
        yield Inline(
            way.engines,
            work.measures,
            way.witnesses,
            likelihood=way.likelihood,
            known=known,
            side_by_side=hiring.side_by_side,
        )
        return
    from harness.run.workers.distributed import Distributed  # noqa: PLC0415  (few runs need it)

    with _pool(hiring, work, here) as pool:
        yield Distributed(pool, work.way, work.measures, memory, work.known)


def _pool(hiring: Hiring, work: Work, here: Site) -> "AbstractContextManager[Pool]":
    from harness.run.workers.processes import processes  # noqa: PLC0415
    from harness.run.workers.ray_cluster import ray_tasks  # noqa: PLC0415

    if hiring.cluster is not None:
        return ray_tasks(_order(work, threads=1), hiring.cluster)
    threads = max(1, here.machine.threads // hiring.processes)
    return processes(_order(work, threads), hiring.processes)


def _order(work: Work, threads: int) -> "Order":
    from harness.run.workers.shards import Order  # noqa: PLC0415

    document = work.document if work.way.route.legs[0].engine == FILE else None
    hides = hides_codes(work.document, work.settings)
    return Order(work.settings, work.way.route, work.identity, threads, document, hides)
