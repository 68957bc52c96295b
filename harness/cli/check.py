"""`harness check`: run a suite, compare it with its baseline, and give a verdict with reasons."""

import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import (
    AsJson,
    ClusterAddress,
    MemoryFile,
    Quiet,
    WorkerCount,
    names_of,
    renamed,
)
from harness.cli.output import deliver, form_of
from harness.cli.terminal import ink, note, progress_display
from harness.core.values import ExitCode

if TYPE_CHECKING:
    from harness.core.values import Run
    from harness.gate.suite_file import Suite
    from harness.gate.verdict import Verdict
    from harness.run.suite import SuiteContext
    from harness.writing.ink import Ink

EXAMPLES = """Examples:

  harness check boats.harness.toml

  harness check boats.harness.toml -o junit.xml -o summary.md --github
"""

_ANNOTATIONS = "github"
_OF_PEOPLE = frozenset({"terminal", "markdown"})  # formats that name no lines of files
# The formats of files, by their endings.
FORMATS = {
    "terminal": ".txt",
    "json": ".json",
    "junit": ".xml",
    "markdown": ".md",
    "sarif": ".sarif",
}


def check(
    suite: Annotated[Path, typer.Argument(help="The suite: a file NAME.harness.toml.")],
    memory: MemoryFile = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            autocompletion=names_of("verdict_reporters"),
            help="What is printed: {verdict_reporters}. Default: terminal. With github: as "
            "--github.",
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help="Also write this file: JUnit (.xml), Markdown (.md), SARIF (.sarif), .json or "
            ".txt. Repeatable.",
        ),
    ] = None,
    as_json: AsJson = False,
    junit: Annotated[
        Path | None,
        typer.Option(hidden=True, callback=renamed("--junit FILE", "-o FILE.xml")),
    ] = None,
    markdown: Annotated[
        Path | None,
        typer.Option(hidden=True, callback=renamed("--markdown FILE", "-o FILE.md")),
    ] = None,
    github: Annotated[
        bool,
        typer.Option(
            "--github",
            help="Also print annotations for GitHub Actions, at the lines of the texts: after the "
            "verdict or, where that is for programs, on stderr.",
        ),
    ] = False,
    workers: WorkerCount = 0,
    cluster: ClusterAddress = None,
    quiet: Quiet = False,
) -> None:
    """Run a suite and compare it with its baseline: exit 0 passed, 1 drifted, 3 not measured."""
    from harness import plugins
    from harness.gate.suite_file import read_suite
    from harness.run.guards import doubts
    from harness.run.inputs import read_bytes
    from harness.run.places import places_in_suite
    from harness.run.suite import check_suite, folder_of
    from harness.run.workers.hiring import Hiring

    printed = "json" if as_json else form or "terminal"
    if printed == _ANNOTATIONS:
        printed, github = "terminal", True
    plugins.verdict_reporter(printed)  # an unknown format is an error before anything else
    files = [(path, form_of(None, path, FORMATS, "terminal")) for path in output or ()]
    files += [(path, old) for path, old in ((junit, "junit"), (markdown, "markdown")) if path]
    asked = read_suite(suite)
    for old_name in asked.notes:
        note(old_name)
    for corpus in asked.corpora:
        for doubt in doubts(str(corpus.file), read_bytes(str(corpus.file)), corpus.settings):
            note(f"warning: {doubt}")
    context = replace(suite_context(memory, quiet=quiet), hiring=Hiring(workers, cluster))
    verdict, runs = check_suite(asked, context)
    folders = {each.file.name: str(folder_of(asked, each)) for each in asked.corpora}
    verdict = replace(verdict, folders=folders)
    if github or any(name not in _OF_PEOPLE for name in (printed, *(name for _, name in files))):
        verdict = replace(verdict, places=places_in_suite(asked))
    deliver(None, _written(verdict, printed, suite, ink()), printed)
    if github:
        _annotate(_written(verdict, _ANNOTATIONS, suite), aside=printed != "terminal")
    for path, name in files:
        deliver(path, _written(verdict, name, suite))
    if not quiet and verdict.exit_code is ExitCode.DRIFTED:
        _offer_witnesses(runs, asked)
        _say_how_to_look(verdict)
    raise typer.Exit(verdict.exit_code)


def _offer_witnesses(runs: "list[Run]", suite: "Suite") -> None:
    """Where hops are not known and another engine here could tell: each offer once."""
    from harness import machine
    from harness.run.witness_offer import IN_A_SUITE, offer_words

    here = machine.site(suite.settings.packs, suite.settings.options)
    offers = (offer_words(run, here, IN_A_SUITE) for run in runs)
    for words in dict.fromkeys(filter(None, offers)):
        note(words)


def _say_how_to_look(verdict: "Verdict") -> None:
    """The next commands: all about the first row that fails, and a report of its text."""
    from harness.gate.verdict import Status

    for item in verdict.of(Status.WORSE)[:1]:
        folder = shlex.quote(verdict.folders[item.document])
        note(f"why: harness explain {folder} {item.key[1]}")
        note(f"see it: harness report {folder} -o report.html")


def _annotate(lines: Iterator[str], *, aside: bool) -> None:
    """On stdout, or `aside` where that is for a program: GitHub reads both."""
    if not aside:
        deliver(None, lines, _ANNOTATIONS)
        return
    for line in lines:
        note(line.rstrip("\n"))


def _written(verdict: "Verdict", form: str, suite: Path, ink: "Ink | None" = None) -> Iterator[str]:
    from harness import plugins
    from harness.report.products import Inked

    reporter = plugins.verdict_reporter(form)
    if ink and isinstance(reporter, Inked):
        reporter = reporter.inked(ink)
    return reporter.render(verdict, str(suite))


def suite_context(memory: Path | None, *, quiet: bool) -> "SuiteContext":
    """Today, here, with progress as asked."""
    from harness import machine
    from harness.run.provenance import provenance, today
    from harness.run.suite import SuiteContext

    return SuiteContext(
        today=today(),
        provenance=provenance(),
        memory=memory or machine.default_memory(),
        show_progress=progress_display(quiet=quiet),
    )
