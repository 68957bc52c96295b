"""`harness report`: show recorded runs. Needs no engine, no network, no original text."""

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.options import Everything, Output, format_option
from harness.cli.output import deliver
from harness.core.errors import ConfigError

EXAMPLES = """Examples:

  harness report runs/news -o news.html

  harness report runs/argos runs/bergamot -o both.html

  harness report runs/news --format markdown
"""


def report(
    runs: Annotated[
        list[Path], typer.Argument(help="Run folders or records of one text, the main one first.")
    ],
    output: Output = None,
    form: Annotated[str | None, format_option("{reporters}")] = None,
    everything: Everything = False,
) -> None:
    """Show one or more runs of a text side by side."""
    from harness import plugins
    from harness.report.products import Folding, Locating
    from harness.run.places import places_of_run
    from harness.run.record import find_records, read_run

    form = form or _by_ending(output)
    reporter = plugins.reporter(form)
    if everything and isinstance(reporter, Folding):
        reporter = reporter.unfolded()
    if isinstance(reporter, Locating):
        reporter = reporter.located({k: v for run in runs for k, v in places_of_run(run).items()})
    recorded = [read_run(path) for place in runs for path in find_records(place)]
    texts = {run.identity.text_digest for run in recorded}
    if len(texts) > 1:
        raise ConfigError(
            f"the runs are of {len(texts)} different texts",
            hint="make one report for each text",
        )
    deliver(output, reporter.render(recorded), form)


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
