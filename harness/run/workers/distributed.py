"""Workers elsewhere carry the segments; the driver looks up and writes the memory, and keeps order.

A shard is a few segments with what the memory knows of them. It goes to any worker that is free;
what comes back is remembered at once, and its rows are given on in the order of the text.
"""

from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from harness.blame.witnesses import Reliability
from harness.core import interruption
from harness.core.errors import HarnessError
from harness.core.protocols import HopEngine, UnitEngine
from harness.core.values import BeadText, MeasuredRow, Outcome, Translated
from harness.memory import Memory, RememberingEngine, RememberingLikelihood
from harness.run.measures import MeasuringSet
from harness.run.opening import OpenedRoute
from harness.run.translation import Block, SegmentState, portions
from harness.run.workers import MeasuredBlock, Reuse
from harness.run.workers.learning import Learnt, Outcomes
from harness.run.workers.shards import Shard, ShardResult
from harness.run.workers.steps import judge, measured_together, score

_SHARD = 128  # segments
_AT_WORK = 2  # shards for each worker that are given out and not yet done
_LOOK = 0.2  # seconds between two looks at whether somebody asked to stop
_AHEAD = 4  # shards for each worker that are given out and whose rows are not yet given on


class Pool(Protocol):
    """Workers that carry shards out, somewhere."""

    @property
    def size(self) -> int:
        """How many shards are carried out at a time."""
        ...

    def submit(self, shard: Shard) -> "Future[ShardResult]":
        """Let a shard be carried out. Errors of the worker are errors of the future.

        Raises: EngineDied: there are no workers any more.
        """
        ...

    def result(self, future: "Future[ShardResult]") -> ShardResult:
        """What came of a shard, once it is there.

        Raises:
            HarnessError: the worker's own.
            EngineDied: the worker came to an end.
        """
        ...

    def give_up(self, future: "Future[ShardResult]") -> bool:
        """Let a shard not be carried out; False where it is being carried out, and will come."""
        ...


@dataclass(frozen=True, slots=True)
class _Ticket:
    """The segments that a shard was cut from: each one's row where it is known already."""

    before: Sequence[tuple[SegmentState, MeasuredRow] | None]


_Waiting = deque[tuple[_Ticket, "Future[ShardResult] | None"]]


class Distributed:
    """Hands shards to a pool. See `Workers`.

    Vectors and likelihoods are computed anew by the workers even where they are remembered.
    """

    def __init__(
        self,
        pool: Pool,
        way: OpenedRoute,
        measures: MeasuringSet,
        memory: Memory,
        known: Reuse | None = None,
    ) -> None:
        self._pool, self._way = pool, way
        self._measures, self._memory = measures, memory
        self._known = None if way.witnesses else known
        engines = way.all_engines()
        self._engines = [each for each in engines if isinstance(each, RememberingEngine)]
        scorers = way.likelihood.scorers if way.likelihood else ()
        self._scorers = [each for each in scorers if isinstance(each, RememberingLikelihood)]

    def measured(self, blocks: Iterator[Block]) -> Generator[MeasuredBlock, None, None]:
        """The segments of `blocks`, in order. See `Workers`."""
        shards = (shard for block in blocks for shard in portions(block, _SHARD))
        reliability = Reliability()
        waiting: _Waiting = deque()
        try:
            while self._give_out(shards, waiting):
                ticket, future = waiting[0]
                if future is not None and not future.done():
                    wait(_at_work(waiting), timeout=_LOOK, return_when=FIRST_COMPLETED)
                    interruption.check()
                    continue
                waiting.popleft()
                result = self._received(future) if future else None
                yield from self._rows(ticket, result, reliability)
        finally:
            self._leave(waiting)

    def _give_out(self, shards: Iterator[Block], waiting: _Waiting) -> bool:
        """Give shards out while somebody is free; whether any are waited for."""
        while len(waiting) < _AHEAD * self._pool.size:
            is_room = len(_at_work(waiting)) < _AT_WORK * self._pool.size
            block = next(shards, None) if is_room else None
            if block is None:
                break
            ticket, shard = self._looked_up(block.states)
            waiting.append((ticket, self._pool.submit(shard) if shard.states else None))
        return bool(waiting)

    def _looked_up(self, states: Sequence[SegmentState]) -> tuple[_Ticket, Shard]:
        """A shard of what must be carried out, with what the memory knows of it."""
        home, given = self._followed(states)
        before = [self._row(home.get(place)) for place in range(len(states))]
        fresh = [state for state, row in zip(states, before, strict=True) if row is None]
        if len(fresh) < len(states):
            _, given = self._followed(fresh)
        return _Ticket(before), Shard(fresh, given)

    def _followed(
        self, states: Sequence[SegmentState]
    ) -> tuple[dict[int, SegmentState], list[Outcomes]]:
        """As `_followed`, over the route and all witnesses."""
        start = dict(enumerate(states))
        home, given = _followed(start, self._way.engines)
        for way in self._way.witnesses:
            first, _ = _followed(start, self._way.engines[:1])
            there = {n: SegmentState(each.segment, each.texts[1:]) for n, each in first.items()}
            given += _followed(there, way.engines)[1]
        return home, given

    def _row(self, state: SegmentState | None) -> tuple[SegmentState, MeasuredRow] | None:
        if state is None or self._known is None:
            return None
        row = self._known(BeadText(state.texts))
        return (state, replace(row, segments=(state.segment,))) if row else None

    def _received(self, future: "Future[ShardResult]") -> ShardResult:
        result = self._pool.result(future)
        self._remember(result.learnt)
        return result

    def _remember(self, learnt: Learnt) -> None:
        for engine, outcomes in zip(self._engines, learnt.outcomes, strict=True):
            engine.learn(outcomes)
        for scorer, scores in zip(self._scorers, learnt.likelihoods, strict=True):
            scorer.learn(scores)
        for kind, vectors in learnt.vectors.items():
            self._memory.keep_vectors(vectors, kind)

    def _rows(
        self, ticket: _Ticket, result: ShardResult | None, reliability: Reliability
    ) -> Iterator[MeasuredBlock]:
        if result is not None and result.rows is None:
            for block in portions(result.block, measured_together(len(self._way.witnesses))):
                scored = score(block, self._measures)
                yield judge(scored, self._measures, reliability, self._way.likelihood)
            return
        carried = iter(result.block.states if result else ())
        fresh = iter(result.rows or () if result else ())
        states: list[SegmentState] = []
        rows: list[MeasuredRow] = []
        for known in ticket.before:
            state, row = known or (next(carried), None)
            states.append(state)
            if state.failure is None:
                rows.append(row or next(fresh))
        yield MeasuredBlock(states, rows)

    def _leave(self, waiting: _Waiting) -> None:
        """Keep what was learnt by those who are at work."""
        futures = [future for _, future in waiting if future is not None]
        for future in [each for each in futures if not self._pool.give_up(each)]:
            with suppress(HarnessError):
                self._received(future)


def _at_work(waiting: _Waiting) -> list["Future[ShardResult]"]:
    return [future for _, future in waiting if future is not None and not future.done()]


def _followed(
    states: Mapping[int, SegmentState], engines: Sequence[HopEngine]
) -> tuple[dict[int, SegmentState], list[Outcomes]]:
    """Segments as far as the memory knows their way: those that it brings to its end, by place,
    and what is known of each engine that remembers."""
    given: list[Outcomes] = []
    on_way = dict(states)
    for engine in engines:
        asked = {place: state for place, state in on_way.items() if state.needs_engine}
        answers = dict(zip(asked, _known(list(asked.values()), engine), strict=True))
        if isinstance(engine, RememberingEngine):
            texts = (state.texts[-1].text for state in asked.values())
            given.append({t: o for t, o in zip(texts, answers.values(), strict=True) if o})
        empty = Translated("")
        on_way = {
            place: state.after_hop(outcome, engine.direction.target)
            for place, state in on_way.items()
            if isinstance(outcome := answers.get(place, empty), Translated)
        }
    return on_way, given


def _known(states: Sequence[SegmentState], engine: HopEngine) -> list[Outcome | None]:
    if isinstance(engine, UnitEngine):
        return list(engine.translate_units([state.segment for state in states]))
    if not isinstance(engine, RememberingEngine):
        return [None] * len(states)
    texts = [state.texts[-1].text for state in states]
    known = engine.known(texts)
    return [known.get(text) for text in texts]
