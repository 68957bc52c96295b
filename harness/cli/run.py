"""`harness run`: carry a text through one or more routes and record what came home."""

import json
import shlex
import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.terminal import FailOn, note, progress, verdict
from harness.core.errors import ConfigError, EngineDied, Interrupted
from harness.core.values import Drift, ExitCode

if TYPE_CHECKING:
    from harness.runs import Result

EXAMPLES = """Examples:

  harness run news.en.txt --route en:es:en -o runs/news

  harness run news.en.txt -r en:es:en -r en:pt:en -o runs/two

  harness run news.en.txt -r en:es@apertium:en@argos -o runs/mixed

  harness run news.en.txt -r en:es:en --witness apertium -o runs/witnessed

  harness run news.en.txt -r en:es:en --witness apertium --judge -o runs/judged

  cat notes.txt | harness run - -r en:pt:en -o runs/notes --json

  harness run --resume -o runs/news
"""

# What may be said anew when a run is resumed: where it lies, and how its result is told.
_OPEN_WHEN_RESUMED = {"resume", "output", "fail_on", "as_json", "quiet"}


def run(
    context: typer.Context,
    file: Annotated[
        str | None, typer.Argument(help="The text, in UTF-8; - reads standard input.")
    ] = None,
    route: Annotated[
        list[str] | None,
        typer.Option(
            "--route",
            "-r",
            help="Where to and back: en:es:en, en:pt:es:en, en:es@apertium:en@argos. Repeatable.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The run folder. [default: runs/NAME OF THE FILE]"),
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(help="Read the file as this format (plain), whatever its name says."),
    ] = None,
    segmenter: Annotated[
        str,
        typer.Option(
            help="sentencex (a line break ends a sentence), wrapped (it does not), argos (cut as "
            "Argos Translate cuts), lines."
        ),
    ] = "sentencex",
    pack: Annotated[
        list[Path] | None,
        typer.Option(
            help="A language pack, model folder or transcript to use before all others. Repeatable."
        ),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            help="An engine's setting, as ENGINE.OPTION=VALUE (argos.beam=2). Repeatable."
        ),
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option(help="Only these metrics: meaning, chrf, ter. Repeatable.")
    ] = None,
    detector: Annotated[
        list[str] | None, typer.Option(help="Only these detectors (numbers, names, …). Repeatable.")
    ] = None,
    trips: Annotated[
        int,
        typer.Option(min=1, max=20, help="Travel each route so many times, one after the other."),
    ] = 1,
    witness: Annotated[
        list[str] | None,
        typer.Option(
            help="Another engine that brings the first hop's text back, to tell which hop lost "
            "something: apertium, or a way with its hops (es:pt:en). Repeatable."
        ),
    ] = None,
    judge: Annotated[
        bool,
        typer.Option(
            "--judge",
            help="Let language packs say how probable each word is, given the text before or after "
            "its hop: kept in the record, and evidence for the hop.",
        ),
    ] = False,
    memory: Annotated[
        Path | None,
        typer.Option(help="The translation memory. [default: one for all runs of this user]"),
    ] = None,
    no_memory: Annotated[
        bool, typer.Option("--no-memory", help="Translate everything anew in this run.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Complete the interrupted run in the folder.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace another run that lies in the folder.")
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit 1 if a finding is at least this severe.")
    ] = FailOn.NEVER,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")] = False,
) -> None:
    """Carry a text out and back, and record what came home.

    Exits 3 if any segment could not be measured.
    """
    from harness import config, texts
    from harness.core.routes import parse_route
    from harness.occasions import circumstances
    from harness.plans import RunPlan, load_plan
    from harness.runs import carry_out
    from harness.settings import RunSettings

    if resume:
        folder = _folder_to_resume(output, _given(context))
        plan, text = load_plan(folder)
    else:
        source = file or _stdin_or_fail()
        folder = output or texts.default_folder(source)
        settings = RunSettings(
            routes=tuple(parse_route(way).repeated(trips) for way in route or ()),
            segmenter=segmenter,
            metrics=tuple(dict.fromkeys(metric or ())),
            detectors=tuple(dict.fromkeys(detector or ())),
            packs=tuple(pack or ()),
            options=config.parse_options(option or ()),
            witnesses=tuple(witness or ()),
            judge=judge,
            reader=reader,
        )
        kept = None if no_memory else memory or config.default_memory()
        plan = RunPlan(source, settings, kept)
        text = texts.read_bytes(source)
        if segmenter == "sentencex" and texts.looks_wrapped(text.decode("utf-8", "replace")):
            note("the lines of this text seem to be broken at a margin: try --segmenter wrapped")
    try:
        results = carry_out(
            plan,
            text,
            folder,
            occasion=circumstances(),
            force=force,
            watch=lambda title, total: progress(title, total, quiet=quiet),
        )
    except (KeyboardInterrupt, EngineDied) as cause:
        raise Interrupted(str(cause) or "interrupted", hint=_how_to_go_on(folder)) from cause
    _tell(results, folder, as_json=as_json, quiet=quiet)
    raise typer.Exit(_exit_code(results, fail_on))


def _how_to_go_on(folder: Path) -> str:
    from harness.plans import has_plan

    if not has_plan(folder):
        return "start it again: nothing had been translated yet"
    return f"complete it: harness run --resume -o {shlex.quote(str(folder))}"


def _given(context: typer.Context) -> list[str]:
    """What a person typed that a run to be resumed has settled already."""
    return [
        each.opts[0]
        for each in context.command.params
        if each.name not in _OPEN_WHEN_RESUMED
        and (source := context.get_parameter_source(each.name)) is not None
        and source.name == "COMMANDLINE"
    ]


def _folder_to_resume(folder: Path | None, given: list[str]) -> Path:
    if given:
        raise ConfigError(
            "--resume takes the text, the routes and all settings from the folder, and not "
            f"from the command line: {', '.join(given)}",
            hint="give only the folder: harness run --resume -o FOLDER",
        )
    if folder is None:
        raise ConfigError("--resume needs the run folder", hint="name it with -o FOLDER")
    return folder


def _stdin_or_fail() -> str:
    from harness.texts import STDIN

    if sys.stdin is None or sys.stdin.isatty():
        raise ConfigError("no text given", hint="name a file, or pipe a text in: … | harness run -")
    return STDIN


def _tell(results: "tuple[Result, ...]", folder: Path, *, as_json: bool, quiet: bool) -> None:
    from harness.report.terminal import summary

    runs = [result.run for result in results]
    if as_json:
        typer.echo(json.dumps(_as_data(results, folder), ensure_ascii=False, indent=2))
    else:
        typer.echo(summary(runs, width=get_terminal_size().columns))
    if not quiet:
        for result in results:
            hops = len(result.run.identity.engines) * result.run.totals.rows
            note(f"{result.path}: {result.translated} of {hops} translations made now")
        note(f"see it: harness report {folder} -o report.html")


def _as_data(results: "tuple[Result, ...]", folder: Path) -> dict[str, object]:
    return {
        "schema": 1,
        "folder": str(folder),
        "runs": [
            {
                "record": str(result.path),
                "route": str(result.run.identity.route),
                "fingerprint": result.run.identity.fingerprint,
                "engines": [str(engine) for engine in result.run.identity.engines],
                "caveats": list(result.run.caveats),
                "rows": result.run.totals.rows,
                "measured": result.run.totals.measured,
                "unmeasured": result.run.totals.unmeasured,
                "findings": result.run.totals.findings,
                "scores": result.run.totals.scores,
                "translated_now": result.translated,
            }
            for result in results
        ],
    }


def _exit_code(results: "tuple[Result, ...]", fail_on: FailOn) -> ExitCode:
    if any(result.run.totals.unmeasured for result in results):
        return ExitCode.NOT_MEASURED
    return verdict(
        (
            finding
            for result in results
            for row in result.run.rows
            if isinstance(row, Drift)
            for finding in row.findings
        ),
        fail_on,
    )
