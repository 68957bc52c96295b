"""A suite file as tests: one for each segment, one for each detector and metric of a route."""

import re
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.core.errors import HarnessError
from harness.core.values import ExitCode
from harness.pytest_plugin.state import STATE, SuiteResult

if TYPE_CHECKING:
    from harness.core.values import Route
    from harness.gate.suite_file import Corpus, Suite
    from harness.gate.verdict import Item, Verdict


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
        if result.verdict is None:
            pytest.skip(result.missing)
        self.check(result, result.verdict)

    @abstractmethod
    def check(self, result: SuiteResult, verdict: "Verdict") -> None:
        """Raises: Drifted."""

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

    def check(self, result: SuiteResult, verdict: "Verdict") -> None:  # noqa: ARG002
        from harness.gate.verdict import Status
        from harness.report.verdict.as_text import item_lines, reasons

        item = result.items.get(self.key)
        if item is None:
            raise Drifted("the run has no such segment; was the text edited meanwhile?")
        self._name_kinds(item)
        # The first line stands in pytest's short summary: why.
        why = [reason for _, reason in reasons(item)]
        more = f" (and {len(why) - 1} more)" if len(why) > 1 else ""
        lines = "\n".join((*(f"{each}{more}" for each in why[:1]), *item_lines(item)))
        if self.config.stash[STATE].accept(result, item):
            raise Drifted(f"{lines}\naccepted into {self.suite.baseline}; run again")
        if item.status in (Status.WORSE, Status.UNMEASURED):
            raise Drifted(lines)

    def _name_kinds(self, item: "Item") -> None:
        """For JUnit and the like: the categories of findings that failed."""
        for category in dict.fromkeys(finding.category.value for finding in item.failing):
            self.user_properties.append(("finding", category))


class GateTest(SuiteTest):
    """One detector of one text, or one metric of a route."""

    def check(self, result: SuiteResult, verdict: "Verdict") -> None:  # noqa: ARG002
        gate = next((g for g in verdict.gates if (g.route, g.name) == self.key), None)
        if gate is None:
            pytest.skip(f"{self.key[1]}: nothing accepted to compare with, or not measured here")
        if gate.exit_code is not ExitCode.PASSED:
            raise Drifted(f"{gate.name}: {gate.reason}")
