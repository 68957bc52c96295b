"""JUnit's XML, which every continuous integration shows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from harness.writing.xml import DECLARATION, element, start


class JunitOutcome(StrEnum):
    """The result of a case. The value is the element that reports it; a pass may have a message."""

    PASSED = "system-out"
    FAILURE = "failure"
    ERROR = "error"  # it could not be tried: never a pass


@dataclass(frozen=True, slots=True)
class JunitCase:
    """One test case: its name, what became of it, in one line (`message`) and in full."""

    name: str
    outcome: JunitOutcome = JunitOutcome.PASSED
    kind: str = ""  # of failure, for sorting
    message: str = ""  # of a failure or error
    text: str = ""
    group: str = ""  # cases that services list together; within the suite


@dataclass(frozen=True, slots=True)
class JunitSuite:
    """Cases under one name. They are asked for twice, to be counted and to be written."""

    name: str
    cases: Callable[[], Iterable[JunitCase]]
    properties: tuple[tuple[str, str], ...] = ()


def junit(suites: Iterable[JunitSuite]) -> Iterator[str]:
    """The document, case by case. Times are not given: no two runs would have the same."""
    yield f'{DECLARATION}<testsuites name="harness">\n'
    for suite in suites:
        outcomes = [case.outcome for case in suite.cases()]
        counts = (
            ("name", suite.name),
            ("tests", str(len(outcomes))),
            ("failures", str(outcomes.count(JunitOutcome.FAILURE))),
            ("errors", str(outcomes.count(JunitOutcome.ERROR))),
            ("skipped", "0"),
        )
        yield start("testsuite", counts) + "\n"
        yield from _properties(suite)
        for case in suite.cases():
            yield from _case(case, suite.name)
        yield "</testsuite>\n"
    yield "</testsuites>\n"


def _properties(suite: JunitSuite) -> Iterator[str]:
    if suite.properties:
        yield "<properties>\n"
        for name, value in suite.properties:
            yield element("property", (("name", name), ("value", value))) + "\n"
        yield "</properties>\n"


def _case(case: JunitCase, suite: str) -> Iterator[str]:
    group = f"{suite}.{case.group}" if case.group else suite
    yield start("testcase", (("classname", group), ("name", case.name)))
    if case.outcome is not JunitOutcome.PASSED:
        kind = (("type", case.kind),) if case.kind else ()
        yield element(case.outcome.value, (*kind, ("message", case.message)), case.text)
    elif case.text:
        yield element(case.outcome.value, (), case.text)
    yield "</testcase>\n"
