"""All that an author of a plug-in needs: protocols, values, errors, helpers, contracts.

A part is a class that fulfils one of the protocols below. It is registered as an entry point of the
group that the protocol's docstring names; in the `pyproject.toml` of its package:

    [project.entry-points."harness.detectors"]
    honorifics = "my_package:Honorifics"

and then it is used as the built-in parts are: `harness run --detector honorifics`. What it
promises, a contract tests (they need the extra `testing`):

    class TestHonorifics(plugin.DetectorContract):
        @pytest.fixture
        def detector(self) -> plugin.Detector:
            return Honorifics()

CONTRIBUTING.md shows a detector, an engine and a format, whole. The names here are the interface;
what else is in `harness` may change in any release.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from harness.core.code import code_digest
from harness.core.errors import (
    ConfigError,
    EngineContractError,
    EngineDied,
    EngineError,
    EngineUnavailable,
    HarnessError,
    NotInstalled,
    ReadError,
    WriteError,
)
from harness.core.protocols import (
    Aligner,
    Check,
    Configured,
    Detector,
    DocumentDetector,
    DocumentState,
    Engine,
    EngineProvider,
    Graded,
    KnownBy,
    LikelihoodProvider,
    LikelihoodScorer,
    LinkedWriter,
    Metric,
    Obstacle,
    Offer,
    OfferOfMany,
    Reader,
    Reporter,
    Segmenter,
    Surroundings,
    VectorStore,
    Writer,
)
from harness.core.settings import Setting
from harness.core.values import (
    Alignment,
    Bead,
    BeadText,
    Category,
    CodeKind,
    Direction,
    Document,
    Finding,
    InlineCode,
    Issue,
    Limit,
    LimitUnit,
    LocalText,
    Mark,
    MeasuredRow,
    MetricCard,
    Outcome,
    Run,
    Score,
    Segment,
    Segmentation,
    Severity,
    Signature,
    Span,
    Target,
    TargetOrigin,
    TargetState,
    Translated,
    Unit,
    Unmeasured,
    Untranslatable,
    WordScore,
    WordScores,
)
from harness.engines.options import one_of, whole_number
from harness.engines.without_model import answered
from harness.formats.splice import data_digest, spliced
from harness.run.inputs import read_document, write_document

if TYPE_CHECKING:
    from harness.testing import (
        AlignerContract,
        CheckContract,
        DetectorContract,
        DocumentDetectorContract,
        EngineContract,
        EngineProviderContract,
        LanguageCase,
        LanguageContract,
        LikelihoodScorerContract,
        MetricContract,
        ReaderContract,
        ReporterContract,
        SegmenterContract,
        WriterContract,
    )

# Loaded when first asked for: they bring pytest and Hypothesis, which running needs neither of.
_CONTRACTS = (
    "AlignerContract",
    "CheckContract",
    "DetectorContract",
    "EngineContract",
    "EngineProviderContract",
    "LanguageCase",
    "LanguageContract",
    "LikelihoodScorerContract",
    "MetricContract",
    "ReaderContract",
    "ReporterContract",
    "SegmenterContract",
    "DocumentDetectorContract",
    "WriterContract",
)

__all__ = [
    "Aligner",
    "AlignerContract",
    "Alignment",
    "Bead",
    "BeadText",
    "Category",
    "Check",
    "CheckContract",
    "CodeKind",
    "ConfigError",
    "Configured",
    "Detector",
    "DetectorContract",
    "Direction",
    "Document",
    "DocumentDetector",
    "DocumentDetectorContract",
    "DocumentState",
    "Engine",
    "EngineContract",
    "EngineContractError",
    "EngineDied",
    "EngineError",
    "EngineProvider",
    "EngineProviderContract",
    "EngineUnavailable",
    "Finding",
    "Graded",
    "HarnessError",
    "InlineCode",
    "Issue",
    "KnownBy",
    "LanguageCase",
    "LanguageContract",
    "LikelihoodProvider",
    "LikelihoodScorer",
    "LikelihoodScorerContract",
    "Limit",
    "LimitUnit",
    "LinkedWriter",
    "LocalText",
    "Mark",
    "MeasuredRow",
    "Metric",
    "MetricCard",
    "MetricContract",
    "NotInstalled",
    "Obstacle",
    "Offer",
    "OfferOfMany",
    "Outcome",
    "ReadError",
    "Reader",
    "ReaderContract",
    "Reporter",
    "ReporterContract",
    "Run",
    "Score",
    "Segment",
    "Segmentation",
    "Segmenter",
    "SegmenterContract",
    "Setting",
    "Severity",
    "Signature",
    "Span",
    "Surroundings",
    "Target",
    "TargetOrigin",
    "TargetState",
    "Translated",
    "Unit",
    "Unmeasured",
    "Untranslatable",
    "VectorStore",
    "WordScore",
    "WordScores",
    "WriteError",
    "Writer",
    "WriterContract",
    "answered",
    "code_digest",
    "data_digest",
    "one_of",
    "read_document",
    "spliced",
    "whole_number",
    "write_document",
]


def __getattr__(name: str) -> object:
    if name in _CONTRACTS:
        return getattr(import_module("harness.testing"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
