"""The parts that a row is measured with."""

from dataclasses import dataclass, field

from harness.blame.hop_attribution import HopAttribution
from harness.core.protocols import (
    Detector,
    DocumentDetector,
    DocumentState,
    Metric,
    ParaphraseModel,
    Scorer,
)
from harness.core.values import Signature
from harness.severity import own_issues
from harness.severity.grades import Grades, usual_grades


@dataclass(frozen=True, slots=True)
class MeasuringSet:
    """What a bead is measured with. Without `attribution` every finding's locus stays unknown."""

    metrics: tuple[Metric, ...]
    detectors: tuple[Detector, ...]
    attribution: HopAttribution | None = None
    scorer: Scorer | None = None  # reads the findings and scores of the others
    paraphrase_model: ParaphraseModel | None = None
    document_detectors: tuple[DocumentDetector, ...] = ()
    grades: Grades = field(default_factory=usual_grades)

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Of everything that can make a finding."""
        found_by = (
            *(detector.signature for detector in self.detectors),
            *(detector.signature for detector in self.document_detectors),
        )
        if self.paraphrase_model is None:
            return found_by
        model = self.paraphrase_model.signature.fields
        bounds = ("bounds", own_issues.BOUNDS)  # of the issues that it raises itself
        return (*found_by, Signature(own_issues.NAME, (*model, bounds)))

    @property
    def over_texts(self) -> frozenset[str]:
        """Names of the detectors whose findings depend on more than the words of their row."""
        return frozenset(detector.signature.name for detector in self.document_detectors)

    def document_states(self) -> tuple[DocumentState, ...]:
        """A state for each document detector, at the start of a text."""
        return tuple(detector.new_state() for detector in self.document_detectors)

    @property
    def scoring(self) -> tuple[Metric | Scorer, ...]:
        """Everything that gives a bead a score, in the order in which it is shown."""
        return self.metrics if self.scorer is None else (self.scorer, *self.metrics)
