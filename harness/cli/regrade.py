"""`harness regrade`: other severities for a recorded run, without an engine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import GradesFile
from harness.cli.terminal import note
from harness.core.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.core.values import RunTotals

EXAMPLES = """Examples:

  harness regrade runs/news -o runs/news-strict --grades strict.toml

  harness regrade runs/boats -o runs/boats-anew --suite boats.harness.toml

  harness regrade runs/news/1-en-es-en.jsonl -o runs/by-the-usual-grades
"""


def regrade(
    run: Annotated[Path, typer.Argument(help="A folder of harness run, or one record in it.")],
    out: Annotated[
        Path, typer.Option("--output", "-o", help="The folder for the records graded anew.")
    ],
    suite: Annotated[
        Path | None, typer.Option(help="Grade as this suite does: by its table of severities.")
    ] = None,
    grades: GradesFile = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the records in the folder.")
    ] = False,
) -> None:
    """Grade the findings of a recorded run again. Needs no engine and no model.

    The findings and their hops stay as they are. The adequacy score of every row is computed again,
    since it counts findings by severity.
    """
    from harness.run.record import find_records, read_run
    from harness.run.regrade import regrade as graded_anew
    from harness.run.regrade import regrading

    how = regrading(_overruled(suite, grades))
    records = find_records(run)
    for record in records:
        target = out / record.name
        if target.resolve() == record.resolve():
            raise ConfigError(f"{out}: the run itself is there", hint="name another with -o")
        if target.exists() and not force:
            raise ConfigError(
                f"{target}: exists already", hint="name another with -o, or give --force"
            )
    for record in records:
        before = read_run(record)
        after = graded_anew(before, how, out / record.name)
        typer.echo(f"{out / record.name}: {_moved(before.totals, after.totals)}")
    note("Nothing was translated again, and no finding was added: only severities may differ.")


def _overruled(suite: Path | None, grades: Path | None) -> "Mapping[str, str]":
    from harness.gate.severities import read_severities
    from harness.gate.suite_file import read_suite

    if suite and grades:
        raise ConfigError("--suite and --grades cannot be used together", hint="give one of them")
    if suite:
        return read_suite(suite).settings.severity
    return read_severities(grades) if grades else {}


def _moved(before: "RunTotals", after: "RunTotals") -> str:
    """How many findings of each severity there were and are, worst first."""
    from harness.core.values import Severity

    counts = [(each.value, before.count(each), after.count(each)) for each in reversed(Severity)]
    return ", ".join(f"{was} → {now} {level}" for level, was, now in counts)
