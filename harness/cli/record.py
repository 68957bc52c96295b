"""`harness record`: the translations of a run as transcripts, to be replayed anywhere."""

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.options import Quiet
from harness.cli.terminal import echo, note

EXAMPLES = """Examples:

  harness record runs/news -o recorded

  harness record runs/cloud -o recorded --system cloud-2026   (then en:es@cloud-2026:en in a route)
"""


def record(
    runs: Annotated[list[Path], typer.Argument(help="Run folders or records.")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The folder for the transcripts, one for each hop."),
    ],
    system: Annotated[
        str | None,
        typer.Option(
            help="The name by which routes ask for them (en:es@NAME:en). Default: the engine's "
            "own; then routes ask for them as @replay."
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write what the engines of a run answered as transcripts.

    With --pack a transcript answers in the engine's place, where that cannot run."""
    from harness.run.record import find_records, read_run
    from harness.run.recordings import file_names, recorded

    found = (read_run(path) for place in runs for path in find_records(place))
    recordings = recorded(found, system)
    for name, each in zip(file_names(recordings), recordings, strict=True):
        each.write(output / name)
        echo(str(output / name))
        if not quiet:
            note(f"{name}: {each.direction}, {each.translated} of {len(each.outcomes)} translated")
        if each.ambiguous:
            note(f"{name}: {each.ambiguous} not kept, since they were answered in several ways")
