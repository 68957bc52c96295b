"""Contracts for authors of plugins: subclass one in a test, provide a fixture, run pytest.

    class TestMyEngine(EngineContract):
        @pytest.fixture
        def engine(self) -> Engine:
            return MyEngine()

Needs pytest and Hypothesis (the extra `testing`).
"""

from harness.testing.detectors import DetectorContract
from harness.testing.documents import ReaderContract, WriterContract
from harness.testing.engines import EngineContract
from harness.testing.judges import JudgeContract
from harness.testing.metrics import MetricContract

__all__ = [
    "DetectorContract",
    "EngineContract",
    "JudgeContract",
    "MetricContract",
    "ReaderContract",
    "WriterContract",
]
