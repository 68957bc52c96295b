"""`harness compare`: what changed between recorded runs, and is it significant? No engine."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import (
    Everything,
    Output,
    format_option,
    json_option,
    metrics_of_now,
    names_of,
)
from harness.cli.output import deliver, form_of
from harness.cli.terminal import ink
from harness.core.values import ExitCode, Run, Severity

if TYPE_CHECKING:
    from harness.compare.comparison import ComparisonSide, References
    from harness.compare.results import Comparison
    from harness.core.protocols import Combiner

EXAMPLES = """Examples:

  harness compare runs/old runs/new

  harness compare runs/old runs/new --reference news.es.txt

  harness compare runs/a/1-en-es-en.jsonl runs/b/1-en-es-en.jsonl --json
"""

FORMATS = {"terminal": ".txt", "markdown": ".md", "json": ".json"}
REFERENCE_METRICS = ("chrf", "bleu", "ter")


class FailIf(StrEnum):
    """What in a candidate makes the command exit 1."""

    WORSE = "worse"
    FINDING = "finding"
    NEVER = "never"


class Cluster(StrEnum):
    """What is taken as one independent unit."""

    AUTO = "auto"
    SEGMENT = "segment"
    DOCUMENT = "document"


def compare(
    baseline: Annotated[Path, typer.Argument(help="Baseline run: a run folder or record.")],
    candidates: Annotated[list[Path], typer.Argument(help="Candidate runs, of the same text.")],
    reference: Annotated[
        Path | None,
        typer.Option(
            help="Human translations, one line a segment, in a file named NAME.LANGUAGE.txt: chrF,"
            " BLEU and TER of the hypothesis in that language."
        ),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            callback=metrics_of_now,
            autocompletion=names_of("metrics"),
            help="Compare only this metric of those recorded: {metrics}. Repeatable.",
        ),
    ] = None,
    cluster: Annotated[
        Cluster,
        typer.Option(help="Resample segments or whole documents. auto: documents, if 20 or more."),
    ] = Cluster.AUTO,
    common: Annotated[
        bool,
        typer.Option(
            "--common", help="Compare only the segments that both runs have; the texts may differ."
        ),
    ] = False,
    show: Annotated[
        int, typer.Option(help="Quote this many of the sentences that got better or worse.")
    ] = 5,
    fail_if: Annotated[
        FailIf,
        typer.Option(
            help="When to exit 1: a candidate is significantly worse; it has a new finding that is "
            "at least major; never."
        ),
    ] = FailIf.WORSE,
    form: Annotated[str | None, format_option("{comparison_reporters}")] = None,
    output: Output = None,
    everything: Everything = False,
    as_json: Annotated[bool, json_option("one candidate per line")] = False,
) -> None:
    """Compare runs of one text, segment by segment, with significance."""
    from harness import plugins
    from harness.compare.comparison import ComparisonSettings
    from harness.compare.comparison import compare as compare_runs
    from harness.report.products import View

    form = "json" if as_json else form or form_of(None, output, FORMATS, "terminal")
    plugins.comparison_reporter(form)  # an unknown format is an error before anything else
    sides = [_side(place) for place in (baseline, *candidates)]
    settings = ComparisonSettings(
        metrics=tuple(_combiners(sides, metric or [])),
        references=_references(reference, sides[0].runs) if reference else None,
        cluster=cluster.value,
        common=common,
    )
    comparisons = compare_runs(sides[0], sides[1:], settings)
    view = View(get_terminal_size().columns, show, minor=everything, ink=ink(output))
    deliver(output, plugins.comparison_reporter(form).render(comparisons, view))
    raise typer.Exit(_exit_code(comparisons, fail_if))


def _side(place: Path) -> "ComparisonSide":
    from harness.compare.comparison import ComparisonSide
    from harness.run.record import find_records, read_run

    return ComparisonSide(str(place), tuple(read_run(path) for path in find_records(place)))


def _combiners(sides: "Sequence[ComparisonSide]", names: list[str]) -> "list[Combiner]":
    from harness.run import assembly

    cards = [card for side in sides for run in side.runs for card in run.identity.metrics]
    return assembly.compared(cards, names)


def _references(path: Path, runs: Sequence[Run]) -> "References":
    from harness import plugins
    from harness.compare.references import read_references
    from harness.run import inputs

    name = str(path)
    lines = inputs.read_bytes(name).decode("utf-8-sig").splitlines()
    metrics = tuple(plugins.metric(each) for each in REFERENCE_METRICS)
    return read_references(name, inputs.language_in_name(name), lines, runs, metrics)


def _exit_code(comparisons: "Sequence[Comparison]", fail_if: FailIf) -> ExitCode:
    from harness.compare.results import ComparisonOutcome

    if any(comparison.unmeasured for comparison in comparisons):
        return ExitCode.NOT_MEASURED
    worse = {
        FailIf.NEVER: False,
        FailIf.WORSE: any(each.change is ComparisonOutcome.WORSE for each in comparisons),
        FailIf.FINDING: any(
            change.gained and change.severity >= Severity.MAJOR
            for each in comparisons
            for change in each.findings
        ),
    }[fail_if]
    return ExitCode.DRIFTED if worse else ExitCode.PASSED
