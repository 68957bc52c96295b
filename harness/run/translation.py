"""Translates segments hop after hop, and measures those that came back.

Segments travel in blocks. While one block is measured, those after it are on their way; there are
few of them, so that memory stays flat as texts grow.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from threading import Event

from harness.blame.witnesses import Reliability
from harness.core.errors import EngineContractError, EngineError
from harness.core.progress import Advance
from harness.core.protocols import HopEngine, UnitEngine
from harness.core.values import (
    BeadText,
    LocalText,
    MeasuredRow,
    Outcome,
    Return,
    Row,
    Segment,
    Segmentation,
    Translated,
    Unmeasured,
    Untranslatable,
)
from harness.models.likelihood import RunLikelihood
from harness.run.identity import WitnessRoute
from harness.run.measurement import (
    BLOCK,
    ScoredBeads,
    judged,
    one_line,
    scored,
    with_document_findings,
)
from harness.run.measures import MeasuringSet
from harness.run.side_by_side import Stage, Stopped

# Segments that travel together: sorted by length, they fill an engine's batches.
_TRAVELLING = 256
# Asked of an engine at once: a killed run loses no more, and Ctrl-C waits for no more.
ASKED = 64
# Measured together where no witness is heard.
_MEASURED = 64

# The measured row of an earlier run with the same measures and words, if there is one.
Reuse = Callable[[BeadText], MeasuredRow | None]


@dataclass(frozen=True, slots=True)
class SegmentState:
    """A segment on its way, with what became of it at every stop so far."""

    segment: Segment
    texts: tuple[LocalText, ...]
    failure: str | None = None  # why it was given up; None so far

    @property
    def needs_engine(self) -> bool:
        """It has not failed, and has words for an engine."""
        return self.failure is None and bool(self.texts[-1].text.strip())

    def after_hop(self, outcome: Outcome, language: str) -> "SegmentState":
        """The segment after one more hop."""
        match outcome:
            case Translated(text=text, unknown=unknown):
                return SegmentState(self.segment, (*self.texts, LocalText(language, text, unknown)))
            case Untranslatable(reason=reason):
                return SegmentState(self.segment, self.texts, reason)


@dataclass(frozen=True, slots=True)
class _Block:
    """Segments on their way together, with what the witnesses made of those that arrived."""

    states: Sequence[SegmentState]
    returned: tuple[Sequence[Return], ...] = ()  # one for each witness

    @property
    def arrived(self) -> list[SegmentState]:
        return [state for state in self.states if state.failure is None]


@dataclass(frozen=True, slots=True)
class _Scored:
    """A block whose beads have their scores. `before` are rows that are known already."""

    block: _Block
    before: Sequence[MeasuredRow | None]
    fresh: ScoredBeads


def round_trip(  # noqa: PLR0913  (what, how, measured with what, and three that may be absent)
    segmentation: Segmentation,
    engines: Sequence[HopEngine],
    measures: MeasuringSet,
    progress: Advance,
    witnesses: Sequence[WitnessRoute] = (),
    *,
    likelihood: RunLikelihood | None = None,
    known: Reuse | None = None,
) -> Generator[Row, None, None]:
    """Translate every segment with `engines`, one a hop, and measure what comes back, in order.

    Every hop, every witness and the metrics work in threads of their own, beside the caller's, in
    which changes are found. The rows are those that one thing after the other would make. Close
    the generator before the engines: that waits for what they are at.

    Witnesses bring back what the first hop made of each segment; their failures are recorded in
    the rows and fail nothing. How reliable they are is estimated from the segments so far.
    Likelihood scorers say how probable the words at each stop are. Beads that are `known` are not
    measured again; with witnesses nothing can be.

    Raises:
        EngineError: an engine or a likelihood scorer failed as a whole. One segment's failure is
            an Unmeasured row.
    """
    size = BLOCK if witnesses else _MEASURED
    score = partial(_score, measures, None if witnesses else known, size)
    reliability = Reliability()
    document_states = measures.document_states()
    with closing(Stage(_travelled(segmentation, engines, witnesses), score, "metrics")) as blocks:
        for each in blocks:
            rows = _judged(each, measures, reliability, likelihood)
            rows = [with_document_findings(row, document_states, measures.grades) for row in rows]
            yield from _in_order(each.block.states, rows)
            progress(len(each.block.states))


def _travelled(
    segmentation: Segmentation, engines: Sequence[HopEngine], witnesses: Sequence[WitnessRoute]
) -> Iterator[_Block]:
    """Blocks that have been through every hop, and that every witness has seen."""
    blocks = _blocks(segmentation)
    for number, engine in enumerate(engines, start=1):
        blocks = Stage(blocks, partial(_hop, engine), f"hop {number}")
    for way in witnesses:
        blocks = Stage(blocks, partial(_witness, way), f"witness {way.name}")
    return blocks


def _blocks(segmentation: Segmentation) -> Iterator[_Block]:
    waiting = iter(segmentation.segments())
    language = segmentation.document.language
    while segments := list(islice(waiting, _TRAVELLING)):
        yield _Block(
            [SegmentState(each, (LocalText(language, one_line(each)),)) for each in segments]
        )


def _hop(engine: HopEngine, block: _Block, stopping: Event) -> Iterator[_Block]:
    yield _Block(_translate_hop(block.states, engine, stopping))


def _witness(way: WitnessRoute, block: _Block, stopping: Event) -> Iterator[_Block]:
    returned = _witness_returns(block.arrived, way, stopping)
    yield replace(block, returned=(*block.returned, returned))


def _score(
    measures: MeasuringSet, known: Reuse | None, size: int, travelled: _Block, _: Event
) -> Iterator[_Scored]:
    """The scores of a block, `size` segments at a time."""
    for block in _portions(travelled, size):
        bundles = [((state.segment,), BeadText(state.texts)) for state in block.arrived]
        before = [
            replace(row, segments=segments) if known and (row := known(bead)) else None
            for segments, bead in bundles
        ]
        fresh = [bundle for bundle, row in zip(bundles, before, strict=True) if row is None]
        yield _Scored(block, before, scored(fresh, measures))


def _portions(block: _Block, size: int) -> Iterator[_Block]:
    place = 0
    for start in range(0, len(block.states), size):
        part = _Block(block.states[start : start + size])
        end = place + len(part.arrived)
        yield replace(part, returned=tuple(way[place:end] for way in block.returned))
        place = end


def _judged(
    each: _Scored,
    measures: MeasuringSet,
    reliability: Reliability,
    likelihood: RunLikelihood | None,
) -> list[MeasuredRow]:
    """The rows of a block, one for each segment that arrived."""
    fresh = iter(
        judged(each.fresh, measures, each.block.returned, reliability, likelihood=likelihood)
    )
    return [next(fresh) if row is None else row for row in each.before]


def _translate_hop(
    states: Sequence[SegmentState], engine: HopEngine, stopping: Event
) -> list[SegmentState]:
    """Translate every segment by one hop; failed ones stay failed, empty ones need no engine."""
    outcomes = iter(_outcomes([state for state in states if state.needs_engine], engine, stopping))
    language = engine.direction.target
    after = []
    for state in states:
        if state.failure is not None:
            after.append(state)
        else:
            outcome = next(outcomes) if state.needs_engine else Translated("")
            after.append(state.after_hop(outcome, language))
    return after


def _outcomes(waiting: Sequence[SegmentState], engine: HopEngine, stopping: Event) -> list[Outcome]:
    """What the engine makes of each, in order.

    It is asked for a few at a time, those of like length together, since they share a batch; what
    it answers is remembered before it is asked for the next.

    Raises: Stopped when nobody waits for the rest.
    """
    outcomes: dict[int, Outcome] = {}
    by_length = sorted(range(len(waiting)), key=lambda place: len(waiting[place].texts[-1].text))
    for start in range(0, len(waiting), ASKED):
        if stopping.is_set():
            raise Stopped
        places = by_length[start : start + ASKED]
        answers = _answers([waiting[place] for place in places], engine)
        if len(answers) != len(places):
            raise EngineContractError(
                f"{engine.signature.name} was asked for {len(places)} outcomes, gave {len(answers)}"
            )
        outcomes.update(zip(places, answers, strict=True))
    return [outcomes[place] for place in range(len(waiting))]


def _answers(waiting: Sequence[SegmentState], engine: HopEngine) -> Sequence[Outcome]:
    if isinstance(engine, UnitEngine):
        return engine.translate_units([state.segment for state in waiting])
    return engine.translate([state.texts[-1].text for state in waiting])


def _in_order(states: Sequence[SegmentState], rows: Sequence[MeasuredRow]) -> Iterator[Row]:
    """One row for every segment, in order: measured if it came back."""
    measured = iter(rows)
    for state in states:
        if state.failure is None:
            yield next(measured)
        else:
            yield Unmeasured(state.segment, state.texts, len(state.texts), state.failure)


def _witness_returns(
    arrived: Sequence[SegmentState], way: WitnessRoute, stopping: Event
) -> list[Return]:
    """One witness's translation of every hypothesis."""
    states = [SegmentState(state.segment, state.texts[1:2]) for state in arrived]
    try:
        for engine in way.engines:
            states = _translate_hop(states, engine, stopping)
    except EngineError as failure:
        return [Return(way.name, None, str(failure)) for _ in arrived]
    return [
        Return(way.name, each.texts[-1] if each.failure is None else None, each.failure or "")
        for each in states
    ]
