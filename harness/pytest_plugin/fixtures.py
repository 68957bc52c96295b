"""Fixtures for test functions: a text carried over a route, as rows or as a whole run."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.pytest_plugin.state import STATE, _silent, is_absent

if TYPE_CHECKING:
    from harness.core.values import MeasuredRow, Run
    from harness.run.plan import RunPlan


@pytest.fixture
def harness_run(request: pytest.FixtureRequest, tmp_path: Path) -> "Callable[..., Run]":
    """Carries a text file over one route: `harness_run("news.en.txt", route="en:es:en")`.

    Settings: `route`, and the fields of `harness.settings.RunSettings`; defaults come from the
    marker `harness`. Skips where no engine serves the route.
    """
    marker = request.node.get_closest_marker("harness")
    defaults: dict[str, Any] = dict(marker.kwargs) if marker else {}
    numbers = iter(range(1_000_000))

    def run(file: str | Path, **settings: Any) -> "Run":
        folder = tmp_path / f"harness-run-{next(numbers)}"
        return _carried(str(file), folder, {**defaults, **settings}, request.config)

    return run


@pytest.fixture
def round_trip(harness_run: "Callable[..., Run]", tmp_path: Path) -> "Callable[..., MeasuredRow]":
    """Carries one sentence out and back: `round_trip("She did not go.").findings`.

    Settings as for `harness_run`. A sentence that an engine cannot translate fails the test.
    """
    numbers = iter(range(1_000_000))

    def trip(text: str, **settings: Any) -> "MeasuredRow":
        from harness.core.values import Unmeasured
        from harness.writing.files import write_whole

        path = tmp_path / f"sentence-{next(numbers)}.txt"
        write_whole(path, [" ".join(text.split()) + "\n"])
        (row,) = harness_run(path, segmenter="lines", **settings).rows
        if isinstance(row, Unmeasured):
            pytest.fail(f"hop {row.hop} could not translate {text!r}: {row.reason}", pytrace=False)
        return row

    return trip


def _carried(file: str, folder: Path, settings: dict[str, Any], config: pytest.Config) -> "Run":
    from harness.core.errors import HarnessError
    from harness.run import inputs
    from harness.run.runner import run_plan

    context = config.stash[STATE].suite_context()
    try:
        (result,) = run_plan(
            _plan(file, settings, context.memory),
            inputs.read_bytes(file),
            folder,
            provenance=context.provenance,
            force=False,
            show_progress=lambda *_: _silent(),
        )
    except HarnessError as cause:
        message = f"{cause} ({cause.hint})" if cause.hint else str(cause)
        if is_absent(cause):
            pytest.skip(message)
        pytest.fail(message, pytrace=False)
    return result.run


def _plan(file: str, settings: dict[str, Any], memory: Path) -> "RunPlan":
    from harness.core.errors import ConfigError
    from harness.run.plan import RunPlan
    from harness.settings import RunSettings, field_types, from_data

    asked = {"routes": settings.pop("route", "en:es:en"), **settings}
    known = field_types(RunSettings)
    if unknown := [name for name in asked if name not in known]:
        raise ConfigError(
            f"unknown settings: {', '.join(unknown)}", hint=f"known: route, {', '.join(known)}"
        )
    try:
        return RunPlan(file, from_data(RunSettings, asked), memory)
    except TypeError as cause:
        raise ConfigError(
            f"settings of the wrong kind: {cause}", hint="see docs/how-to/pytest.md"
        ) from cause
