"""Translates segments hop after hop, and measures those that came back.

A block of segments goes through every hop, is measured and handed on before the next block starts,
so that memory stays flat as texts grow.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

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
from harness.run.measurement import BLOCK, measure, one_line, with_document_findings
from harness.run.measures import MeasuringSet

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


def round_trip(  # noqa: PLR0913  (what, how, measured with what, and three that may be absent)
    segmentation: Segmentation,
    engines: Sequence[HopEngine],
    measures: MeasuringSet,
    progress: Advance,
    witnesses: Sequence[WitnessRoute] = (),
    *,
    likelihood: RunLikelihood | None = None,
    known: Reuse | None = None,
) -> Iterator[Row]:
    """Translate every segment with `engines`, one a hop, and measure what comes back, in order.

    Witnesses bring back what the first hop made of each segment; their failures are recorded in
    the rows and fail nothing. How reliable they are is estimated from the segments so far.
    Likelihood scorers say how probable the words at each stop are. Beads that are `known` are not
    measured again; with witnesses nothing can be.

    Raises:
        EngineError: an engine or a likelihood scorer failed as a whole. One segment's failure is
            an Unmeasured row.
    """
    waiting = iter(segmentation.segments())
    reliability = Reliability()
    document_states = measures.document_states()
    while block := list(islice(waiting, BLOCK)):
        states = [
            SegmentState(segment, (LocalText(segmentation.document.language, one_line(segment)),))
            for segment in block
        ]
        for engine in engines:
            states = _translate_hop(states, engine)
        arrived = [state for state in states if state.failure is None]
        bundles = [((state.segment,), BeadText(state.texts)) for state in arrived]
        before = [known(bead) if known and not witnesses else None for _, bead in bundles]
        fresh = iter(
            measure(
                [bundle for bundle, row in zip(bundles, before, strict=True) if row is None],
                measures,
                [_witness_returns(arrived, way) for way in witnesses],
                reliability,
                likelihood=likelihood,
            )
        )
        rows = [
            next(fresh) if row is None else replace(row, segments=segments)
            for (segments, _), row in zip(bundles, before, strict=True)
        ]
        rows = [with_document_findings(row, document_states, measures.grades) for row in rows]
        yield from _in_order(states, rows)
        progress(len(block))


def _translate_hop(states: Sequence[SegmentState], engine: HopEngine) -> list[SegmentState]:
    """Translate every segment by one hop; failed ones stay failed, empty ones need no engine."""
    waiting = [state for state in states if state.needs_engine]
    answers = _answers(waiting, engine) if waiting else ()
    if len(answers) != len(waiting):
        raise EngineContractError(
            f"{engine.signature.name} was asked for {len(waiting)} outcomes, gave {len(answers)}"
        )
    outcomes = iter(answers)
    language = engine.direction.target
    after = []
    for state in states:
        if state.failure is not None:
            after.append(state)
        else:
            outcome = next(outcomes) if state.needs_engine else Translated("")
            after.append(state.after_hop(outcome, language))
    return after


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


def _witness_returns(arrived: Sequence[SegmentState], way: WitnessRoute) -> list[Return]:
    """One witness's translation of every hypothesis."""
    states = [SegmentState(state.segment, state.texts[1:2]) for state in arrived]
    try:
        for engine in way.engines:
            states = _translate_hop(states, engine)
    except EngineError as failure:
        return [Return(way.name, None, str(failure)) for _ in arrived]
    return [
        Return(way.name, each.texts[-1] if each.failure is None else None, each.failure or "")
        for each in states
    ]
