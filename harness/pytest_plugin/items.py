"""A suite file as tests: one for each segment, one for each detector and metric of a route."""

import re
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.core.errors import HarnessError
from harness.pytest_plugin.outcomes import name_of
from harness.pytest_plugin.state import STATE

if TYPE_CHECKING:
    from harness.core.values import Route
    from harness.gate.suite_file import Corpus, Suite


_LONGEST = 32  # code points of words in a test's name
_ID = 8  # signs of a segment's identity in it


class Drifted(Exception):
    """A test of a suite failed; the message is all that there is to show."""


class SuiteFile(pytest.File):
    """Collects a suite without starting an engine: segments come from the texts alone."""

    def collect(self) -> Iterator[pytest.Item]:
        from harness.gate.suite_file import read_suite
        from harness.run import assembly

        try:
            suite = read_suite(self.path)
            for corpus in suite.corpora:
                for route in suite.settings.routes:
                    yield from self._tests(suite, corpus, route)
            metrics = suite.settings.metrics or (assembly.ADEQUACY, *assembly.METRICS)
            for languages in dict.fromkeys(route.languages for route in suite.settings.routes):
                for metric in ("findings", *metrics):
                    key = languages, metric
                    yield _test(GateTest, self, f"[{languages}][{metric}]", suite, key)
        except HarnessError as cause:
            raise self.CollectError(f"{cause}\nhint: {cause.hint}") from cause

    def _tests(self, suite: "Suite", corpus: "Corpus", route: "Route") -> Iterator[pytest.Item]:
        from harness.run import assembly
        from harness.run.places import segmentation_of

        segmentation = segmentation_of(corpus)
        where = f"{corpus.file.name}[{route.languages}]"
        for segment in segmentation.segments():
            key = route.languages, segment.segment_id
            name = _named(segment.text, segment.segment_id)
            yield _test(SegmentTest, self, f"{where}[{name}]", suite, key)
        for detector in assembly.detector_names(suite.settings.detectors):
            key = f"{segmentation.document.doc_id} {route.languages}", detector
            yield _test(GateTest, self, f"{where}[{detector}]", suite, key)


def _named(text: str, identity: str) -> str:
    """A sentence as the name of its test, for `-k`: its first words, and the start of its id."""
    words = ""
    for word in re.findall(r"\w+", text):
        if words and len(words) + len(word) > _LONGEST:
            break
        words += f"{word[:_LONGEST]}-"
    return words + identity[:_ID]


def _test(
    kind: "type[SuiteTest]", parent: SuiteFile, name: str, suite: "Suite", key: tuple[str, str]
) -> pytest.Item:
    made: SuiteTest = kind.from_parent(parent, name=name)
    made.suite, made.key = suite, key
    made.add_marker("harness")
    return made


class SuiteTest(pytest.Item):
    """What tests of segments and gates share."""

    suite: "Suite"
    key: tuple[str, str]

    def runtest(self) -> None:
        result = self.config.stash[STATE].result_of(self.suite)
        if result.missing:
            pytest.skip(result.missing)
        outcome = result.outcomes.get(name_of(self.key))
        if outcome is None:
            self.unknown()
            return
        # For JUnit and the like.
        self.user_properties.extend(("finding", kind) for kind in outcome.kinds)
        if self.config.stash[STATE].accept(result, self.key):
            raise Drifted(f"{outcome.told}\naccepted into {self.suite.baseline}; run again")
        if outcome.fails:
            raise Drifted(outcome.told)

    @abstractmethod
    def unknown(self) -> None:
        """The verdict knows nothing of this test. Raises: Drifted, or skips."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A failed segment or gate in its own words; an error of the harness with its remedy."""
        match excinfo.value:
            case Drifted() as drifted:
                return str(drifted)
            case HarnessError() as error:
                return f"{error}\nhint: {error.hint}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name


class SegmentTest(SuiteTest):
    """One segment over one route."""

    def unknown(self) -> None:
        raise Drifted("the run has no such segment; was the text edited meanwhile?")


class GateTest(SuiteTest):
    """One detector of one text, or one metric of a route."""

    def unknown(self) -> None:
        pytest.skip(f"{self.key[1]}: nothing accepted to compare with, or not measured here")
