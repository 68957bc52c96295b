"""`harness explain`: all that is known about one finding."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import Everything, json_option
from harness.cli.output import deliver
from harness.cli.terminal import echo, ink
from harness.core.errors import ConfigError, HarnessError
from harness.core.values import Unmeasured

if TYPE_CHECKING:
    from harness.core.values import Run
    from harness.report.terminal.explanation import ExplainedFinding
    from harness.writing.ink import Tone

EXAMPLES = """Examples:

  harness explain runs/news

  harness explain runs/news 3

  harness explain runs/news 3f9a21c07be4

  harness explain runs/news 3f9a --json
"""


def explain(
    run: Annotated[Path, typer.Argument(help="A run folder or a record.")],
    finding: Annotated[
        str | None,
        typer.Argument(
            help="A sentence's number for all that was found in it (3), or a finding's id or its "
            "first characters, or a row's id. "
            "Default: the worst finding of each record."
        ),
    ] = None,
    everything: Everything = False,
    as_json: Annotated[bool, json_option("one finding per line")] = False,
) -> None:
    """Show all that is known about one finding: texts, words, evidence, scores, detector, engines.

    Needs no engine. The ids stand in the JSON of `harness report --format json`.
    """
    from harness.report.terminal.explanation import explained, find, worst
    from harness.run.record import find_records, read_run
    from harness.writing.ink import written

    runs = [read_run(path) for path in find_records(run)]
    found = [
        (recorded, known)
        for recorded in runs
        for known in (find(recorded, finding, minor=everything) if finding else worst(recorded))
    ]
    if not found:
        where = _nothing_in(run, runs, finding) if finding else ""
        if not as_json:
            echo(f"no findings{where}")
    if as_json:
        deliver(None, _json_lines(found), "json")
        return
    for number, (recorded, known) in enumerate(found):
        if number:
            typer.echo("")
        about = _own_words(known.finding.detector)
        for line in explained(recorded, known, about, minor=everything):
            sys.stdout.write(written([(line, _tone(line, known))], ink()) + "\n")


def _nothing_in(place: Path, runs: "list[Run]", wanted: str) -> str:
    """Where there is nothing to explain. Raises: ConfigError where nothing is called so."""
    from harness.report.terminal.explanation import rows_of_sentence, sentence_number

    number = sentence_number(wanted)
    of_it = [row for each in runs for row in rows_of_sentence(each, number or 0)]
    if of_it:
        failed = next((row.reason for row in of_it if isinstance(row, Unmeasured)), "")
        return f" in sentence {number}" + (f": not measured: {failed}" if failed else "")
    listed = shlex.quote(str(place))
    raise ConfigError(
        f"{place}: no finding and no sentence is called {wanted!r}",
        hint=f"list them: harness report {listed} --format json (of an id, at least four"
        " characters)",
    )


def _tone(line: str, known: "ExplainedFinding") -> "Tone | None":
    """The finding's own line in the colour of its severity, and what heads a section."""
    from harness.report.terminal.summary import TONES
    from harness.writing.ink import Tone

    severity = known.finding.severity
    if line.startswith(f"{severity.value}: "):
        return TONES[severity]
    return None if line.startswith(" ") else Tone.HEAD


def _json_lines(found: "Sequence[tuple[Run, ExplainedFinding]]") -> Iterator[str]:
    from harness.report.formats.explained import explained_data
    from harness.writing.json import json_text

    for recorded, known in found:
        about = _own_words(known.finding.detector)
        yield json_text(explained_data(recorded, known, about)) + "\n"


def _own_words(reported_by: str) -> str | None:
    """The description of what reported a finding; None for a part that is not installed here."""
    from harness import plugins
    from harness.models.paraphrase import ParaphraseClassifier
    from harness.severity.own_issues import NAME as PARAPHRASE_MODEL

    if reported_by == PARAPHRASE_MODEL:
        return ParaphraseClassifier.__doc__
    try:
        if reported_by in plugins.names("detectors"):
            return type(plugins.detector(reported_by)).__doc__
        of_texts = map(plugins.text_detector, plugins.names("text_detectors"))
        return next((type(e).__doc__ for e in of_texts if e.signature.name == reported_by), None)
    except HarnessError:
        return None
