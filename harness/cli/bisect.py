"""`harness bisect`: which setting makes two runs of one text differ."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import AsJson
from harness.core.values import ExitCode

if TYPE_CHECKING:
    from harness.run.bisect import Cause

EXAMPLES = """Examples:

  harness bisect runs/before runs/after

  harness bisect runs/before runs/after --limit 5 --json
"""


def bisect(
    first: Annotated[Path, typer.Argument(help="The folder of the run to start from.")],
    second: Annotated[Path, typer.Argument(help="The folder of the run to explain.")],
    limit: Annotated[
        int,
        typer.Option(
            min=1,
            help="Translate at most this many of the differing segments, the shortest first.",
        ),
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """Vary one setting at a time between two runs, and name the one that explains the difference.

    Exits 3 if nothing that can be varied here explains it, or if nothing differs but a segment that
    one of the runs did not measure.
    """
    from harness.run.bisect import bisect as search

    found = search(first, second, limit=limit)
    typer.echo(
        json.dumps(_as_data(found), ensure_ascii=False, indent=2) if as_json else _as_text(found)
    )
    unknown = not found.cause and (found.differing or found.unmeasured)
    raise typer.Exit(ExitCode.NOT_MEASURED if unknown else ExitCode.PASSED)


def _as_text(found: "Cause") -> str:
    from harness.report.shared.labels import counted
    from harness.text.words.control_characters import strip_controls

    unmeasured = f"{counted(found.unmeasured, 'segment')} not measured in one of them or both."
    if not found.differing:
        same = "The runs do not differ"
        return f"{same} where both were measured; {unmeasured}" if found.unmeasured else f"{same}."
    lines = [f"{found.differing} segments differ; {found.tried} were tried."]
    if found.unmeasured:
        lines.append(f"Nothing is said of {unmeasured}")
    for trial in found.trials:
        lines.append(f"  {' + '.join(trial.settings)}: explains {trial.explained}")
    if found.cause:
        lines.append("The difference is explained by:")
        lines += [f"  {each.name}: {each.first} → {each.second}" for each in found.cause]
    else:
        lines.append("Nothing that can be varied here explains the difference.")
    if found.fixed:
        lines.append(f"Not varied, though it differs: {'; '.join(found.fixed)}")
    if found.example:
        before, after = found.example
        lines.append("The shortest segment that changes:")
        lines.append(f"  before: {' → '.join(before) if before else 'no segment'}")
        lines.append(f"  after:  {' → '.join(after)}")
    return "\n".join(strip_controls(line) for line in lines)


def _as_data(found: "Cause") -> dict[str, object]:
    before, after = found.example or (None, None)
    return {
        "schema": 1,
        "differing": found.differing,
        "unmeasured": found.unmeasured,
        "tried": found.tried,
        "cause": [
            {"setting": each.name, "first": each.first, "second": each.second}
            for each in found.cause
        ],
        "trials": [
            {"settings": list(trial.settings), "explained": trial.explained}
            for trial in found.trials
        ],
        "example": {"first": before, "second": after} if found.example else None,
        "not_varied": list(found.fixed),
    }
