"""What makes a run the run that it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.core.protocols import Engine, HopEngine
from harness.core.values import Route, RunIdentity, Segmentation, Witness
from harness.models.likelihood import RunLikelihood
from harness.run.measures import MeasuringSet
from harness.severity import grading


@dataclass(frozen=True, slots=True)
class WitnessRoute:
    """A witness: its name, and the engines that translate back from the route's first stop."""

    name: str
    engines: tuple[Engine, ...]


def identify(
    segmentation: Segmentation,
    route: Route,
    engines: Sequence[HopEngine],
    measures: MeasuringSet,
    witnesses: Sequence[WitnessRoute] = (),
    *,
    likelihood: RunLikelihood | None = None,
) -> RunIdentity:
    """Everything that can change the results of a run, known before it starts."""
    text = RunIdentity(
        doc_id=segmentation.document.doc_id,
        text_digest=segmentation.document.text_digest,
        route=route,
        segmenter=segmentation.signature,
        engines=(),
        metrics=(),
        detectors=(),
    )
    return carried_by(text, engines, measures, witnesses, likelihood=likelihood)


def carried_by(
    identity: RunIdentity,
    engines: Sequence[HopEngine],
    measures: MeasuringSet,
    witnesses: Sequence[WitnessRoute] = (),
    *,
    likelihood: RunLikelihood | None = None,
) -> RunIdentity:
    """The identity of the same text and route with these engines and measures."""
    return replace(
        identity,
        engines=tuple(engine.signature for engine in engines),
        metrics=tuple(each.card for each in measures.scoring),
        detectors=measures.signatures,
        attribution=measures.attribution.signature if measures.attribution else None,
        witnesses=tuple(
            Witness(way.name, tuple(engine.signature for engine in way.engines))
            for way in witnesses
        ),
        likelihood_scorers=likelihood.signatures if likelihood else (),
        grading=grading.signature(measures.grades),
    )
