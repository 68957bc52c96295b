"""Segments on their way: in blocks, hop after hop, and what witnesses make of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from threading import Event

from harness.core import interruption
from harness.core.errors import EngineContractError, EngineError
from harness.core.protocols import HopEngine, UnitEngine
from harness.core.values import (
    LocalText,
    Outcome,
    Return,
    Segment,
    Segmentation,
    Translated,
    Untranslatable,
)
from harness.run.identity import WitnessRoute
from harness.run.measurement import one_line
from harness.run.side_by_side import Stopped
from harness.text.pairs.measurable import beyond_limits
from harness.text.words.quoting import quoted

# Segments that travel together: sorted by length, they fill an engine's batches. With a quarter of
# them, and a quarter asked at once, argos takes 1.3 times the processor time.
TRAVELLING = 1024
# Asked of an engine at once: a killed run loses no more, and Ctrl-C waits for no more.
ASKED = 256


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
                return self._arrived_at(LocalText(language, text, unknown))
            case Untranslatable(reason=reason):
                return SegmentState(self.segment, self.texts, reason)

    def _arrived_at(self, text: LocalText) -> "SegmentState":
        """With what an engine made of it, unless that is too much to be measured."""
        why = beyond_limits(text)
        if why is None:
            return SegmentState(self.segment, (*self.texts, text))
        return SegmentState(self.segment, self.texts, f"{quoted(text.text)} came back: {why}")


@dataclass(frozen=True, slots=True)
class Block:
    """Segments on their way together, with what the witnesses made of those that arrived."""

    states: Sequence[SegmentState]
    returned: tuple[Sequence[Return], ...] = ()  # one for each witness

    @property
    def arrived(self) -> list[SegmentState]:
        """Those that no engine gave up."""
        return [state for state in self.states if state.failure is None]


def blocks_of(segmentation: Segmentation) -> Iterator[Block]:
    """All segments at the start of their way, in order."""
    waiting = segmentation.in_order()
    language = segmentation.document.language
    while segments := list(islice(waiting, TRAVELLING)):
        sources = [LocalText(language, one_line(each)) for each in segments]
        yield Block(
            [
                SegmentState(segment, (source,), beyond_limits(source))
                for segment, source in zip(segments, sources, strict=True)
            ]
        )


def portions(block: Block, size: int) -> Iterator[Block]:
    """The same in blocks of at most `size` segments."""
    place = 0
    for start in range(0, len(block.states), size):
        part = Block(block.states[start : start + size])
        end = place + len(part.arrived)
        yield replace(part, returned=tuple(way[place:end] for way in block.returned))
        place = end


def translate_hop(
    states: Sequence[SegmentState], engine: HopEngine, stopping: Event
) -> list[SegmentState]:
    """Translate every segment by one hop; failed ones stay failed, empty ones need no engine.

    Raises:
        EngineError: the engine failed as a whole.
        Stopped: `stopping` was set before all were translated.
    """
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
        interruption.check()
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


def witness_returns(
    arrived: Sequence[SegmentState], way: WitnessRoute, stopping: Event
) -> list[Return]:
    """One witness's translation of every hypothesis. Raises: Stopped, as `translate_hop`."""
    states = [SegmentState(state.segment, state.texts[1:2]) for state in arrived]
    try:
        for engine in way.engines:
            states = translate_hop(states, engine, stopping)
    except EngineError as failure:
        return [Return(way.name, None, str(failure)) for _ in arrived]
    return [
        Return(way.name, each.texts[-1] if each.failure is None else None, each.failure or "")
        for each in states
    ]
