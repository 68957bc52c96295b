"""Translation models under pytest: suite files as tests, and fixtures for round trips.

Active wherever this package is installed. A file `NAME.harness.toml` is collected: every segment is
a test, and so is every detector and metric of a route. Everything heavy is imported late, so that
other projects' tests do not pay for it.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest

from harness.pytest_plugin.fixtures import harness_run, round_trip
from harness.pytest_plugin.items import SuiteFile
from harness.pytest_plugin.state import STATE, State

__all__ = ["harness_run", "round_trip"]

_SUFFIX = ".harness.toml"
_OUTPUT = "harness"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of suites."""
    group = parser.getgroup("harness", "translation suites (*.harness.toml)")
    group.addoption(
        "--harness-accept",
        metavar="REASON",
        help="accept the outputs of the tests that are run, with this reason; they still fail now",
    )
    group.addoption(
        "--harness-update-new-only",
        action="store_true",
        help="accept only segments for which nothing is accepted yet; they still fail now",
    )
    group.addoption(
        "--harness-memory", metavar="FILE", help="the translation memory; the user's unless given"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Names the marker, and makes the session's state."""
    config.addinivalue_line(
        "markers",
        "harness(route, packs, metrics): translates; the arguments are defaults for the fixtures",
    )
    reason = config.getoption("--harness-accept")
    if reason is not None and not reason.strip():
        raise pytest.UsageError('--harness-accept: give a reason: --harness-accept="…"')
    config.stash[STATE] = State(
        reason=reason,
        new_only=bool(config.getoption("--harness-update-new-only")),
        memory=_path(config.getoption("--harness-memory")),
        session=getattr(config, "workerinput", {}).get("testrunuid", ""),
    )


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A suite file is a collector."""
    if file_path.name.endswith(_SUFFIX):
        collector: pytest.Collector = SuiteFile.from_parent(parent, path=file_path)
        return collector
    return None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under xdist, hand everything to the process that reports; else write what was accepted."""
    state = session.config.stash[STATE]
    state.write_reports()
    output = getattr(session.config, "workeroutput", None)
    if output is None:
        state.write_baselines()
    else:
        output[_OUTPUT] = state.as_data()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    """Take over what one worker of xdist accepted and reports."""
    sent = getattr(node, "workeroutput", {}).get(_OUTPUT)
    config: pytest.Config | None = getattr(node, "config", None)
    if sent and config is not None:
        config.stash[STATE].add_data(sent)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Each suite's verdict, what changed without being worse, and where the reports are."""
    lines: Iterable[str] = terminalreporter.config.stash[STATE].summary()
    for number, line in enumerate(lines):
        if not number:
            terminalreporter.section("translation suites")
        terminalreporter.write_line(line)
