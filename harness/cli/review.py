"""`harness review`: judge translations that exist: a file's own, or those of a second file."""

import json
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import (
    AsJson,
    Device,
    EngineOptions,
    Everything,
    FailFrom,
    GlossaryFile,
    GradesFile,
    Language,
    MemoryFile,
    Packs,
    Quiet,
    ReaderName,
    on_device,
)
from harness.cli.output import deliver, form_of
from harness.cli.terminal import FailOn, finding_exit_code, note, progress_display
from harness.core.errors import ConfigError, EngineDied, EngineUnavailable, Interrupted
from harness.core.values import ExitCode

if TYPE_CHECKING:
    from harness.core.values import Route
    from harness.review.review import Review
    from harness.review.service import Given
    from harness.settings import Options, RunSettings, Severities

EXAMPLES = """Examples:

  harness review app.es.po

  harness review app.es.po --no-engine

  harness review letter.en.txt letter.es.txt

  harness review memory.tmx --to es-419 --witness apertium --report memory.html

  harness review app.es.po --fail-on major --json

  harness review app.es.po --write-notes noted.po

  harness review app.es.po --sheet review.xlsx

  harness review app.es.po --import review.xlsx --sheet next.xlsx
"""


def review(
    file: Annotated[
        str | None,
        typer.Argument(
            help="The file with texts and translations, or with the texts alone; - reads standard "
            "input."
        ),
    ] = None,
    translation: Annotated[
        str | None, typer.Argument(help="The translations, where they are in a file of their own.")
    ] = None,
    language: Language = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="Language of the translations. Default: as the file says."),
    ] = None,
    route: Annotated[
        str | None,
        typer.Option(
            "--route",
            "-r",
            help="How they are brought home: en:es@file:en@argos. Default: by any engine here.",
        ),
    ] = None,
    no_engine: Annotated[
        bool,
        typer.Option("--no-engine", help="Only compare the texts: nothing is translated."),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The run folder. Default: runs/NAME OF THE FILE."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Write a report, too: FILE.html, or another format."),
    ] = None,
    write_notes: Annotated[
        Path | None,
        typer.Option(
            "--write-notes",
            metavar="OUT",
            help="Write the file anew, with a note at each translation that needs a look (PO, "
            "XLIFF, TMX, CSV, TSV). Nothing else in it changes.",
        ),
    ] = None,
    mark_fuzzy: Annotated[
        bool,
        typer.Option("--mark-fuzzy", help="With --write-notes: make them fuzzy, too (PO only)."),
    ] = False,
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--sheet",
            metavar="OUT",
            help="Write a sheet for people, a row for each unit: OUT.xlsx or OUT.html.",
        ),
    ] = None,
    import_sheet: Annotated[
        Path | None,
        typer.Option(
            "--import",
            metavar="SHEET",
            help="Read back what people filled into such a sheet. It is kept in the run folder.",
        ),
    ] = None,
    witness: Annotated[
        list[str] | None,
        typer.Option(
            help="Another engine that brings the translations home, too. Repeatable. Default: one "
            "that is here."
        ),
    ] = None,
    no_witness: Annotated[
        bool, typer.Option("--no-witness", help="Ask no engine but the one of the way home.")
    ] = False,
    reader: ReaderName = None,
    pack: Packs = None,
    option: EngineOptions = None,
    device: Device = None,
    grades: GradesFile = None,
    glossary: GlossaryFile = None,
    memory: MemoryFile = None,
    no_memory: Annotated[
        bool,
        typer.Option("--no-memory", help="Use no translation memory: translate everything again."),
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Continue the interrupted review in the folder named by -o."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what is in the run folder, even another run.")
    ] = False,
    fail_on: FailFrom = FailOn.NEVER,
    everything: Everything = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Judge translations that exist: bring them home by an engine, and compare them with the texts.

    What the way back made is kept apart from what is wrong with a translation.

    Exits 3 if a translation could not be brought home.
    """
    from harness import machine
    from harness.core.route_syntax import parse_route
    from harness.review import service
    from harness.run import inputs
    from harness.run.provenance import provenance

    kept = None if no_memory else memory or machine.default_memory()
    work = service.Work(kept, provenance(), progress_display(quiet=quiet), force=force)
    if resume and write_notes:
        raise ConfigError("--write-notes needs the file itself", hint="leave --resume out")
    given = None
    if resume:
        folder = _folder_to_resume(output, file)
        made = _finished(lambda: service.resumed(folder, work), folder)
    else:
        files = service.Files(_source(file), translation, language, to, reader)
        said = _settings(pack, option, device, grades, glossary)
        here = machine.site(said.packs, said.options)
        given = files.read(here)
        way = service.route_of(given, parse_route(route) if route else None, here)
        named = () if no_witness or no_engine else witness
        heard = service.witnesses_of(way, named, here)
        settings = _on_way(said, way, given.reader, heard)
        folder = output or inputs.default_folder(_source(file))
        made = (
            service.alone(given, settings, work)
            if no_engine
            else _finished(lambda: service.brought_home(given, settings, folder, work), folder)
        )
    made = _decided(made, import_sheet, folder)
    if sheet is not None:
        _write_sheet(made, sheet)
    if write_notes is not None and given is not None:
        _write_notes(made, given, write_notes, mark_fuzzy=mark_fuzzy)
    _deliver(made, report, everything=everything, as_json=as_json)
    if not quiet and made.run is not None:
        note(f"the round trip is in {folder}: harness explain and harness report read it, too")
    raise typer.Exit(_exit_code(made, fail_on))


def _source(file: str | None) -> str:
    from harness.run.inputs import STDIN

    if file is None and (sys.stdin is None or sys.stdin.isatty()):
        raise ConfigError("no file given", hint="name one, or pipe it in: … | harness review -")
    return file or STDIN


def _folder_to_resume(folder: Path | None, file: str | None) -> Path:
    if folder is None or file is not None:
        raise ConfigError(
            "--resume takes the file and all settings from the folder",
            hint="give only the folder: harness review --resume -o FOLDER",
        )
    return folder


@dataclass(frozen=True, slots=True)
class _Settings:
    """What the options say, before the route is known."""

    packs: tuple[Path, ...]
    options: "Options"
    severity: "Severities"
    glossary: Path | None


def _settings(
    pack: list[Path] | None,
    option: list[str] | None,
    device: str | None,
    grades: Path | None,
    glossary: Path | None,
) -> _Settings:
    from harness.gate.severities import read_severities
    from harness.run import assembly

    options = assembly.parse_options((*(option or ()), *on_device(device)))
    severity = read_severities(grades) if grades else {}
    return _Settings(tuple(pack or ()), options, severity, glossary)


def _on_way(
    settings: _Settings, way: "Route", reader: str | None, witnesses: tuple[str, ...]
) -> "RunSettings":
    from harness.settings import RunSettings

    return RunSettings(
        routes=(way,),
        packs=settings.packs,
        options=settings.options,
        severity=settings.severity,
        glossary=settings.glossary,
        witnesses=witnesses,
        reader=reader,
    )


def _finished(work: "Callable[[], Review]", folder: Path) -> "Review":
    """A review that can be gone on with, if it is interrupted."""
    try:
        return work()
    except EngineUnavailable as cause:
        hint = f"{cause.hint}; or only compare the texts: --no-engine"
        raise EngineUnavailable(str(cause), hint=hint) from cause
    except (KeyboardInterrupt, EngineDied) as cause:
        hint = f"complete it: harness review --resume -o {shlex.quote(str(folder))}"
        raise Interrupted(str(cause) or "interrupted", hint=hint) from cause


def _deliver(made: "Review", report: Path | None, *, everything: bool, as_json: bool) -> None:
    from harness.review.as_json import as_data
    from harness.review.as_text import as_text

    if report is not None:
        _report(made, report, everything=everything)
    if as_json:
        typer.echo(json.dumps(as_data(made), ensure_ascii=False, indent=2))
    else:
        width = get_terminal_size().columns
        deliver(None, as_text(made, width=width, everything=everything), "text")


def _write_notes(made: "Review", given: "Given", output: Path, *, mark_fuzzy: bool) -> None:
    from harness.review.notes import with_notes
    from harness.writing.files import write_whole_bytes

    write_whole_bytes(output, [with_notes(made, given, mark_fuzzy=mark_fuzzy)])
    note(f"wrote {output}, with notes at {len(made.to_look_at)} of its translations")


def _decided(made: "Review", sheet: Path | None, folder: Path) -> "Review":
    """The review with what people have decided, in earlier rounds and in a sheet."""
    from harness.review import decisions
    from harness.review.sheet import decisions_in

    known = decisions.load(folder)
    if sheet is not None:
        read = list(decisions_in(_rows(sheet)))
        known = decisions.merged(known, read)
        decisions.save(folder, known)
        ids = {each.unit.unit_id for each in made.units}
        filled = [unit_id for unit_id, each in read if not each.is_empty]
        strange = sum(unit_id not in ids for unit_id in filled)
        others = f"; {strange} of them are of units that are not in the file" if strange else ""
        note(f"{sheet}: {len(filled)} of {len(read)} rows were filled in{others}")
    return made.decided(known)


def _rows(sheet: Path) -> "Iterable[Mapping[str, str]]":
    from harness.review import sheet_html, sheet_xlsx

    return sheet_html.read(sheet) if _is_page(sheet) else sheet_xlsx.read(sheet)


def _is_page(sheet: Path) -> bool:
    """Whether a sheet is a page, not a workbook. Raises: ConfigError for neither."""
    suffix = sheet.suffix.lower()
    if suffix not in (".html", ".xlsx"):
        raise ConfigError(f"{sheet}: sheets end in .xlsx or .html", hint="name it like review.xlsx")
    return suffix == ".html"


def _write_sheet(made: "Review", output: Path) -> None:
    from harness import __version__
    from harness.review import sheet_html, sheet_xlsx
    from harness.review.sheet import sheet_of
    from harness.run.provenance import today
    from harness.writing.files import write_whole, write_whole_bytes

    whole = sheet_of(made, today().isoformat(), __version__)
    if _is_page(output):
        write_whole(output, sheet_html.written(whole, made.document.doc_id))
    else:
        write_whole_bytes(output, [sheet_xlsx.written(whole)])
    note(f"wrote {output}, a row for each of {len(made.units)} units")


def _report(made: "Review", output: Path, *, everything: bool) -> None:
    """The round trip as any reporter shows it; without one, a page of the two texts."""
    from harness import plugins
    from harness.report.products import Folding
    from harness.review.page import page_of

    if made.run is None:
        if output.suffix.lower() != ".html":
            raise ConfigError(
                f"{output}: a review without an engine is written as .html only",
                hint="end the name in .html; --json prints all of it",
            )
        deliver(output, page_of(made, minor=everything))
        return
    name = form_of(None, output, plugins.suffixes_written(), "html")
    reporter = plugins.reporter(name)
    if everything and isinstance(reporter, Folding):
        reporter = reporter.unfolded()
    deliver(output, reporter.render([made.run]))


def _exit_code(made: "Review", fail_on: FailOn) -> ExitCode:
    if made.unmeasured:
        return ExitCode.NOT_MEASURED
    return finding_exit_code(made.findings(), fail_on)
