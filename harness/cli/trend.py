"""`harness trend`: many runs of one text or suite, version after version. No engine."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import Output, format_option, json_option
from harness.cli.output import deliver, form_of
from harness.cli.terminal import ink
from harness.core.errors import ConfigError
from harness.core.values import ExitCode

if TYPE_CHECKING:
    from harness.compare.trend import Trend

EXAMPLES = """Examples:

  harness trend runs/1.0 runs/1.1 runs/1.2

  harness trend runs/1.* -o trend.html

  harness trend runs/1.* --json
"""

FORMATS = {"terminal": ".txt", "html": ".html", "json": ".json"}


def trend(
    runs: Annotated[
        list[Path],
        typer.Argument(
            help="Run folders of the same texts, the oldest version first; or folders of run"
            " folders, as a suite keeps them."
        ),
    ],
    form: Annotated[str | None, format_option("terminal, html, json")] = None,
    output: Output = None,
    as_json: Annotated[bool, json_option("one object")] = False,
) -> None:
    """Show how findings and scores went over many versions, by hop and by kind.

    Of a suite, copy its runs after the check of each version, because the next check replaces them:
    cp -r runs/NAME versions/1.0
    """
    from harness.compare.comparison import ComparisonSide
    from harness.compare.trend import trend as over
    from harness.report.trend.wording import names
    from harness.run.record import find_records_below, read_run

    for place in runs:
        _refuse_suite(place)
    form = form_of("json" if as_json else form, output, FORMATS, "terminal")
    sides = [
        ComparisonSide(name, tuple(read_run(path) for path in find_records_below(place)))
        for name, place in zip(names(list(map(str, runs))), runs, strict=True)
    ]
    deliver(output, _written(over(sides), form, output), form)
    raise typer.Exit(ExitCode.PASSED)


def _refuse_suite(place: Path) -> None:
    """Raises: ConfigError for a suite, with how its runs are kept."""
    from harness.gate.suite_file import SUFFIX

    if not place.name.endswith(SUFFIX):
        return
    runs = place.parent / "runs" / place.name.removesuffix(SUFFIX)
    raise ConfigError(
        f"{place}: this is a suite, and trend takes run folders, one for each version",
        hint="after the check of each version keep its runs: mkdir -p versions &&"
        f" cp -r {shlex.quote(str(runs))} versions/1.0; then: harness trend versions/*",
    )


def _written(found: "Trend", form: str, output: Path | None) -> Iterator[str]:
    from harness.report.trend.as_html import trend_page
    from harness.report.trend.as_json import trend_json
    from harness.report.trend.as_text import trend_text

    if form == "html":
        return trend_page(found)
    if form == "json":
        return trend_json(found)
    return trend_text(found, get_terminal_size().columns, ink(output))
