"""What a worker is given, and what it gives back: orders, shards and their results.

All of it can be pickled. A worker opens the engines and measures of an order once, and keeps them
for all shards of it that it meets.
"""

import pickle
import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from threading import Event

from harness import machine
from harness.blame.witnesses import Reliability
from harness.compare.identities import differences
from harness.core.errors import ConfigError, HarnessError, PackMissing
from harness.core.values import BeadText, Document, MeasuredRow, Route, RunIdentity
from harness.run import assembly
from harness.run.identity import carried_by
from harness.run.measures import MeasuringSet
from harness.run.opening import OpenedRoute, open_way
from harness.run.translation import Block, SegmentState, translate_hop, witness_returns
from harness.run.workers.learning import Learning, Learnt, Outcomes
from harness.run.workers.steps import judge, score
from harness.settings import RunSettings

_SHOWN = 4  # differing settings that an error names

_kits: "dict[str, _Kit]" = {}  # of this process, by the order's token; the newest only


@dataclass(frozen=True)
class Order:
    """What all shards of a run have in common: what to open, and what that must be.

    `threads` are an engine's, in one worker. `document` is there where the route's first hop is
    the file's own translations. With `stand_ins` engines do not see placeholders and tags.
    """

    settings: RunSettings
    route: Route
    identity: RunIdentity
    threads: int
    document: Document | None = None
    stand_ins: bool = False
    release: str = version("retranslation-harness")

    @cached_property
    def token(self) -> str:
        """Tells it from other orders."""
        return sha256(pickle.dumps((self.settings, self.identity, self.threads))).hexdigest()


@dataclass(frozen=True, slots=True)
class Shard:
    """A few segments at the start of their way, with what is remembered of them, by engine."""

    states: Sequence[SegmentState]
    given: Sequence[Outcomes]


@dataclass(frozen=True, slots=True)
class ShardResult:
    """Segments at the end of their way, and what was learnt.

    `rows` is None where rows depend on those before them (witnesses): the driver makes them.
    """

    block: Block
    rows: Sequence[MeasuredRow] | None
    learnt: Learnt


class UnlikeWorker(ConfigError):
    """A worker whose results could be others than those of the driver."""


def carry_out(order: Order, shard: Shard) -> ShardResult:
    """Translate and measure a shard in this process.

    Raises:
        UnlikeWorker: engines, measures or versions here are not those of the order.
        EngineError: an engine failed as a whole.
    """
    return _kit(order).carry_out(shard)


def check_worker(order: Order) -> None:
    """Raises: UnlikeWorker: engines, measures or versions here are not those of the order."""
    _kit(order)


def _kit(order: Order) -> "_Kit":
    if order.token not in _kits:
        for kit in _kits.values():
            kit.way.close()
        _kits.clear()
        _kits[order.token] = _opened(order)
    return _kits[order.token]


@dataclass(frozen=True, slots=True)
class _Kit:
    """Engines and measures of one order."""

    way: OpenedRoute
    measures: MeasuringSet
    learning: Learning

    def carry_out(self, shard: Shard) -> ShardResult:
        self.learning.begin(shard.given)
        never = Event()
        states = list(shard.states)
        for engine in self.way.engines:
            states = translate_hop(states, engine, never)
        block = Block(states)
        if self.way.witnesses:
            returned = (witness_returns(block.arrived, way, never) for way in self.way.witnesses)
            block = replace(block, returned=tuple(returned))
            self._learn_scores(block)
            return ShardResult(block, None, self.learning.learnt())
        scored = score(block, self.measures)
        measured = judge(scored, self.measures, Reliability(), self.way.likelihood)
        return ShardResult(block, measured.rows, self.learning.learnt())

    def _learn_scores(self, block: Block) -> None:
        """Ask all models that the driver would have to ask."""
        score(block, self.measures)
        if self.way.likelihood is not None:
            self.way.likelihood.score([BeadText(state.texts) for state in block.arrived])


def _opened(order: Order) -> _Kit:
    here, own = f"worker on {platform.node()}", version("retranslation-harness")
    if own != order.release:
        raise UnlikeWorker(
            f"{here}: harness {own}, and the run was started by {order.release}",
            hint="install the same version everywhere",
        )
    try:
        kit, identity = _parts(order)
    except HarnessError as cause:
        raise UnlikeWorker(f"{here}: {cause}", hint=cause.hint) from cause
    if unlike := differences(order.identity, identity):
        named = "; ".join(
            f"{each.part}, {each.field}: {each.candidate or 'none'} instead of "
            f"{each.baseline or 'none'}"
            for each in unlike[:_SHOWN]
        )
        kit.way.close()
        raise UnlikeWorker(
            f"{here} would give other results ({named})",
            hint="use machines with the same packs, versions and instruction set",
        )
    return kit


def _parts(order: Order) -> tuple[_Kit, RunIdentity]:
    asked, learning = order.settings, Learning()
    for pack in asked.packs:
        if not pack.exists():
            raise PackMissing(f"{pack}: no such pack", hint="copy it there, to the same path")
    here = machine.site(asked.packs, asked.options).remembering(learning)
    here = replace(here, machine=replace(here.machine, threads=order.threads))
    measures, _ = assembly.measuring_set_for(asked, here)
    remembering = learning.remembering()
    way = open_way(order.route, asked, here, remembering, order.document, stand_ins=order.stand_ins)
    measures = way.measures(measures)
    identity = carried_by(
        order.identity, way.engines, measures, way.witnesses, likelihood=way.likelihood
    )
    return _Kit(way, measures, learning), identity
