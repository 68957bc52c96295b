"""`harness run`: translate a text over one or more routes and back, and record what came back."""

import json
import shlex
import sys
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import (
    AsJson,
    ClusterAddress,
    Detectors,
    Device,
    EngineOptions,
    Everything,
    FailFrom,
    FailOnUnseen,
    GlossaryFile,
    GradesFile,
    MemoryFile,
    Metrics,
    Packs,
    Quiet,
    ReaderName,
    SegmenterName,
    WorkerCount,
    names_of,
    on_device,
    renamed,
)
from harness.cli.profile import shares
from harness.cli.terminal import FailOn, finding_exit_code, ink, note, progress_display
from harness.core.errors import ConfigError, EngineDied, Interrupted
from harness.core.route_syntax import FILE
from harness.core.values import ExitCode, MeasuredRow
from harness.settings import SEGMENTER

if TYPE_CHECKING:
    from harness.run.plan import RunPlan
    from harness.run.runner import Result

EXAMPLES = """Examples:

  harness run news.en.txt --route en:es:en -o runs/news

  harness run news.en.txt -r en:es:en -r en:pt:en -o runs/two

  harness run news.en.txt -r en:es@apertium:en@argos -o runs/mixed

  harness run news.en.txt -r en:es:en --witness apertium -o runs/witnessed

  harness run news.en.txt -r en:es:en --witness apertium --likelihood -o runs/likelihood

  harness run app.es.po -r en:es@file:en -o runs/app   (the file's own translations)

  harness run page.en.html -r en:es:en -o runs/page --write page.es.html

  harness run 'docs/**/*.md' -r en:es:en -o runs/docs --write docs-es

  cat notes.txt | harness run - -r en:pt:en -o runs/notes --json

  harness run book.en.txt -r en:es:en -o runs/book --workers 8

  harness run --resume -o runs/news
"""

_TOLD = 10  # units that are named, of those with one kind of trouble

# Options allowed when a run is resumed: its folder, who works, and how its result is printed.
_OPEN_WHEN_RESUMED = {
    "resume",
    "output",
    "workers",
    "cluster",
    "profile",
    "fail_on",
    "fail_on_unseen",
    "write",
    "everything",
    "as_json",
    "quiet",
}


def run(
    context: typer.Context,
    file: Annotated[
        list[str] | None,
        typer.Argument(
            help="The text to translate; - reads standard input. Several files, a folder or a "
            "pattern ('docs/**/*.md') are one text."
        ),
    ] = None,
    route: Annotated[
        list[str] | None,
        typer.Option(
            "--route",
            "-r",
            help="The languages of the round trip: en:es:en, en:pt:es:en; with engines: "
            "en:es@apertium:en@argos; @file takes the file's own translations. Repeatable.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The run folder. Default: runs/NAME OF THE FILE."),
    ] = None,
    reader: ReaderName = None,
    segmenter: SegmenterName = SEGMENTER,
    pack: Packs = None,
    option: EngineOptions = None,
    device: Device = None,
    metric: Metrics = None,
    detector: Detectors = None,
    trips: Annotated[
        int,
        typer.Option(
            min=1,
            max=20,
            help="Repeat the round trip this many times; each starts from the last output.",
        ),
    ] = 1,
    witness: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=names_of("engines"),
            help="Another engine that translates the first hop's output back, to find the faulty "
            "hop: an engine (apertium) or hops (es:pt:en). Repeatable.",
        ),
    ] = None,
    likelihood: Annotated[
        bool | None,
        typer.Option(
            "--likelihood/--no-likelihood",
            help="Score the words of rows with findings by models of the language packs (forced "
            "decoding), to grade findings and to find the faulty hop. Without either: by the packs "
            "that translate, unless a metric is named.",
        ),
    ] = None,
    locate_minor: Annotated[
        bool,
        typer.Option(
            "--locate-minor",
            help="Ask the models for the hop of minor findings, too; doubles the time that judging "
            "takes.",
        ),
    ] = False,
    send_codes: Annotated[
        bool,
        typer.Option(
            "--send-codes",
            help="Give engines the placeholders and tags in a file's strings as they stand, not "
            "stand-ins for them.",
        ),
    ] = False,
    grades: GradesFile = None,
    glossary: GlossaryFile = None,
    judge: Annotated[
        bool, typer.Option("--judge", hidden=True, callback=renamed("--judge", "--likelihood"))
    ] = False,
    memory: MemoryFile = None,
    no_memory: Annotated[
        bool,
        typer.Option("--no-memory", help="Use no translation memory: translate everything again."),
    ] = False,
    workers: WorkerCount = 0,
    cluster: ClusterAddress = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Continue the interrupted run in the folder named by -o."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what is in the run folder, even another run.")
    ] = False,
    profile: Annotated[
        bool,
        typer.Option(
            "--profile",
            help="Then print where the processor time went, on stderr. One thing is done after "
            "the other, which takes longer by the clock.",
        ),
    ] = False,
    write: Annotated[
        Path | None,
        typer.Option(
            "--write",
            help="Write a copy of the file with the first hop's translations in it; all else stays "
            "as it is. Of several files, the folder for copies of those with translations.",
        ),
    ] = None,
    fail_on: FailFrom = FailOn.NEVER,
    fail_on_unseen: FailOnUnseen = False,
    everything: Everything = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Translate a text to other languages and back, and record what changed.

    Exits 3 if any segment could not be measured.
    """
    from harness import machine
    from harness.core.stages import profiled
    from harness.gate.severities import read_severities
    from harness.run import assembly, inputs
    from harness.run.guards import doubts
    from harness.run.plan import RunPlan, load_plan
    from harness.run.provenance import provenance
    from harness.run.runner import run_plan
    from harness.run.workers.hiring import Hiring
    from harness.settings import RunSettings

    if resume:
        folder = _folder_to_resume(output, _given(context))
        plan, text = load_plan(folder)
    else:
        source, text, reader = _read(file or [_stdin_or_fail()], reader)
        folder = output or inputs.default_folder(source)
        settings = RunSettings(
            routes=tuple(inputs.route_of(way).repeated(trips) for way in route or ()),
            segmenter=segmenter,
            metrics=tuple(dict.fromkeys(metric or ())),
            detectors=tuple(dict.fromkeys(detector or ())),
            packs=tuple(pack or ()),
            options=assembly.parse_options((*(option or ()), *on_device(device))),
            severity=read_severities(grades) if grades else {},
            witnesses=tuple(witness or ()),
            likelihood=True if judge else likelihood,
            locate_minor=locate_minor,
            send_codes=send_codes,
            glossary=glossary,
            reader=reader,
        )
        kept = None if no_memory else memory or machine.default_memory()
        plan = RunPlan(source, settings, kept)
        is_plain = inputs.reader_of(source, settings.language, reader) == inputs.PLAIN
        guess = is_plain and segmenter == SEGMENTER
        if guess and inputs.looks_wrapped(text.decode("utf-8", "replace")):
            note("lines of this text seem to end within sentences: try --segmenter wrapped")
    for doubt in doubts(plan.source, text, plan.settings):
        note(f"warning: {doubt}")
    hiring = Hiring(workers, cluster, side_by_side=not profile)
    if write is not None:
        _check_one_route(plan)
    try:
        with profiled() if profile else nullcontext() as made:
            results = run_plan(
                plan,
                text,
                folder,
                provenance=provenance(),
                force=force,
                show_progress=progress_display(quiet=quiet),
                hiring=hiring,
            )
    except (KeyboardInterrupt, EngineDied) as cause:
        raise Interrupted(str(cause) or "interrupted", hint=_how_to_go_on(folder)) from cause
    made_file = _write(write, plan, text, results) if write is not None else None
    if as_json:
        data = _as_data(results, folder) | ({"file": made_file} if made_file else {})
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _print_summary(results, folder, minor=everything)
    if not quiet:
        _print_notes(results, folder)
    if made is not None:
        for line in shares(made):
            note(line)
    raise typer.Exit(_exit_code(results, fail_on, fail_on_unseen=fail_on_unseen))


def _read(names: list[str], reader: str | None) -> tuple[str, bytes, str | None]:
    """What a text is called, its bytes, and its reader; several files are one text."""
    from harness.run import file_set, inputs

    if not file_set.is_set(names):
        return names[0], inputs.read_bytes(names[0]), reader
    if reader is not None:
        raise ConfigError(
            "--reader is for one file, and these are several",
            hint="leave it out: the end of each file's name says how it is read",
        )
    return *inputs.read_set(names), file_set.READER


def _check_one_route(plan: "RunPlan") -> None:
    if len(plan.settings.routes) > 1:
        raise ConfigError(
            "--write takes the translations of one route, and there are several",
            hint="give one --route, or run once for each language",
        )


def _write(
    path: Path, plan: "RunPlan", text: bytes, results: "tuple[Result, ...]"
) -> dict[str, object]:
    """Write the translated file, say what must be known of it, and what became of its units."""
    from harness import machine
    from harness.run import file_set
    from harness.run.runner import segmented
    from harness.run.translated_file import translated_file
    from harness.writing.files import write_whole_bytes

    here = machine.site(plan.settings.packs, plan.settings.options)
    made = translated_file(results[0].run, segmented(plan, text, here), text, here.of)
    if plan.settings.reader == file_set.READER:
        before = dict(file_set.files_of(text, plan.source))
        for name, data in file_set.files_of(made.data, plan.source):
            if data != before[name]:
                write_whole_bytes(path / name, [data])
    else:
        write_whole_bytes(path, [made.data])
    note(f"{path}: {len(made.written)} of {len(made.written) + len(made.left)} units translated")
    for units, what in ((made.left, "not translated"), (made.damaged, "look at its codes")):
        for unit_id, reason in islice(units.items(), _TOLD):
            note(f"{path}: unit {unit_id}: {what}: {reason}")
        if len(units) > _TOLD:
            note(f"{path}: {len(units) - _TOLD} more: {what}")
    return {
        "path": str(path),
        "written": len(made.written),
        "left": dict(made.left),
        "damaged": dict(made.damaged),
    }


def _how_to_go_on(folder: Path) -> str:
    from harness.run.plan import has_plan

    if not has_plan(folder):
        return "start it again: nothing had been translated yet"
    return f"complete it: harness run --resume -o {shlex.quote(str(folder))}"


def _given(context: typer.Context) -> list[str]:
    """Options on the command line that a resumed run takes from its folder."""
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
    from harness.run.inputs import STDIN

    if sys.stdin is None or sys.stdin.isatty():
        raise ConfigError("no text given", hint="name a file, or pipe a text in: … | harness run -")
    return STDIN


def _print_summary(results: "tuple[Result, ...]", folder: Path, *, minor: bool) -> None:
    from harness.report.terminal.summary import summary

    runs = [result.run for result in results]
    width = get_terminal_size().columns
    shown = summary(runs, width=width, minor=minor, ink=ink(), folder=folder)
    sys.stdout.write(shown + "\n")


def _print_notes(results: "tuple[Result, ...]", folder: Path) -> None:
    for result in results:
        made_here = [leg for leg in result.run.identity.route.legs if leg.engine != FILE]
        hops = len(made_here) * result.run.totals.rows
        note(f"{result.path}: {result.translated} of {hops} translations made in this run")
    for words in _offers(results):
        note(words)
    note(f"see it: harness report {shlex.quote(str(folder))} -o report.html")


def _offers(results: "tuple[Result, ...]") -> list[str]:
    """Where hops are not known and another engine here could tell: each offer once."""
    from harness import machine
    from harness.run.witness_offer import offer_words

    here = machine.site()
    offers = (offer_words(result.run, here) for result in results)
    return list(dict.fromkeys(filter(None, offers)))


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
                "unseen": list(result.run.unseen),
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


def _exit_code(results: "tuple[Result, ...]", fail_on: FailOn, *, fail_on_unseen: bool) -> ExitCode:
    if fail_on_unseen and any(result.run.unseen for result in results):
        return ExitCode.NOT_MEASURED
    if any(result.run.totals.unmeasured for result in results):
        return ExitCode.NOT_MEASURED
    return finding_exit_code(
        (
            finding
            for result in results
            for row in result.run.rows
            if isinstance(row, MeasuredRow)
            for finding in row.findings
        ),
        fail_on,
    )
