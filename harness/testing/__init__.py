"""Contracts for authors of plugins: subclass one in a test, provide a fixture, run pytest.

    class TestMyEngine(EngineContract):
        @pytest.fixture
        def engine(self) -> Engine:
            return MyEngine()

Needs pytest and Hypothesis (the extra `testing`).
"""

from harness.testing.aligners import AlignerContract
from harness.testing.checks import CheckContract
from harness.testing.detectors import DetectorContract, DocumentDetectorContract
from harness.testing.documents import ReaderContract, WriterContract
from harness.testing.engines import EngineContract
from harness.testing.languages import LanguageCase, LanguageContract
from harness.testing.likelihood import LikelihoodScorerContract
from harness.testing.metrics import MetricContract
from harness.testing.providers import EngineProviderContract
from harness.testing.reporters import ReporterContract
from harness.testing.segmenters import SegmenterContract

__all__ = [
    "AlignerContract",
    "CheckContract",
    "DetectorContract",
    "DocumentDetectorContract",
    "EngineContract",
    "EngineProviderContract",
    "LanguageCase",
    "LanguageContract",
    "LikelihoodScorerContract",
    "MetricContract",
    "ReaderContract",
    "ReporterContract",
    "SegmenterContract",
    "WriterContract",
]
