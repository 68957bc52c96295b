"""`harness report`: show recorded runs. Needs no engine, no network, no original text."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from harness.cli.terminal import note
from harness.core.errors import ConfigError
from harness.writing.files import write_whole

EXAMPLES = """Examples:

  harness report runs/news -o news.html

  harness report runs/argos runs/bergamot -o both.html

  harness report runs/news --format markdown
"""


def report(
    runs: Annotated[
        list[Path], typer.Argument(help="Run folders or records of one text, the main one first.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write. [default: standard output]"),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="html, markdown, json, csv, junit, tmx, sarif. "
            "[default: by the ending of the file]",
        ),
    ] = None,
) -> None:
    """Show one or more runs of a text side by side."""
    from harness import plugins
    from harness.records import find_records, read_run

    name = form or _by_ending(output)
    reporter = plugins.reporter(name)
    recorded = [read_run(path) for place in runs for path in find_records(place)]
    texts = {run.identity.text_digest for run in recorded}
    if len(texts) > 1:
        raise ConfigError(
            f"the runs are of {len(texts)} different texts",
            hint="make one report for each text",
        )
    pieces = reporter.render(recorded)
    if output is None:
        sys.stdout.writelines(pieces)
    else:
        write_whole(output, pieces)
        note(f"wrote {output}")


def _by_ending(output: Path | None) -> str:
    from harness import plugins

    if output is None:
        return "markdown"
    name = plugins.reporter_of(output.suffix.lower())
    if name is None:
        raise ConfigError(
            f"{output}: no report has the ending {output.suffix!r}",
            hint=f"name a --format, or end the name in one of:"
            f" {' '.join(sorted(set(plugins.suffixes_written().values())))}",
        )
    return name
