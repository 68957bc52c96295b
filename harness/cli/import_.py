"""`harness import`: translations that somebody made elsewhere, as a transcript."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import EngineOptions, Quiet, ReaderName
from harness.cli.terminal import note
from harness.core.errors import ConfigError

if TYPE_CHECKING:
    from harness.core.values import Direction
    from harness.run.recordings import Recording

EXAMPLES = """Examples:

  harness import agency.xlf --to es -o agency.jsonl

  harness import deepl.tmx --to es --system deepl -o recorded

  harness import systems.tsv --to es --column deepl --column google -o recorded

  harness import news.en.txt --lines deepl.es.txt --to es --system deepl -o recorded

Then they are judged side by side (and --pack names each transcript):

  harness run systems.tsv -r en:es@deepl:en -r en:es@google:en --segmenter units -o runs/systems
"""


_CUT = {False: " --segmenter units", True: " --segmenter lines"}  # as the translations were cut


def import_(
    file: Annotated[
        str,
        typer.Argument(
            help="A file of texts with translations (TSV, CSV, JSONL, TMX, XLIFF, PO, …)."
        ),
    ],
    to: Annotated[str, typer.Option(help="The language of the translations: es, pt-BR.")],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The transcript (.jsonl), or a folder for SYSTEM.en-es.jsonl."
        ),
    ],
    language: Annotated[
        str | None,
        typer.Option(
            "--from", help="The language of the texts. Default: as in NAME.en.txt, else en."
        ),
    ] = None,
    system: Annotated[
        str | None,
        typer.Option(
            help="The name by which routes ask for them (en:es@NAME:en). Default: the file's."
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="Take the translations from this column (of a table) or field (of JSONL), which "
            "names the system. Repeatable."
        ),
    ] = None,
    lines: Annotated[
        Path | None,
        typer.Option(help="The translations are the lines of this file, in the order of the text."),
    ] = None,
    reader: ReaderName = None,
    option: EngineOptions = None,
    quiet: Quiet = False,
) -> None:
    """Turn translations that somebody made elsewhere into a transcript, which a route can name.

    Engines that cannot run here are then judged by the same findings."""
    if column and (system or lines):
        raise ConfigError("--column names the system itself", hint="leave out --system and --lines")
    direction = _direction(file, language, to)
    if column:
        recordings = [_of_column(file, direction, each, reader, option) for each in column]
    elif lines:
        recordings = [_of_lines(file, direction, lines, system, option)]
    else:
        recordings = [_of_file(file, direction, system or _stem(file), reader, option)]
    from harness.run.recordings import file_names

    for name, recording in zip(file_names(recordings), recordings, strict=True):
        path = output if output.suffix == ".jsonl" and not column else output / name
        recording.write(path)
        typer.echo(path)
        _tell(recording, path, lines=lines is not None, quiet=quiet)


def _direction(file: str, language: str | None, to: str) -> "Direction":
    """A file may be named after its translations (`app.es.po`): then its texts are English."""
    from harness.core.route_syntax import base_language
    from harness.core.values import Direction
    from harness.run import inputs
    from harness.text.data.tags import language_tag

    target, stated = language_tag(to), inputs.language_in_name(file)
    if stated and base_language(stated) == base_language(target):
        stated = None
    source = language_tag(language or stated or inputs.DEFAULT_LANGUAGE)
    if source == target:
        raise ConfigError(f"texts and translations are both {source}", hint="say --from and --to")
    return Direction(source, target)


def _of_column(
    file: str, direction: "Direction", column: str, reader: str | None, option: list[str] | None
) -> "Recording":
    from harness.run import inputs

    named = inputs.reader_of(file, direction.source, reader)
    asked = [*(option or ()), f"{named}.target={column}"]
    return _of_file(file, direction, column, reader, asked)


def _of_file(
    file: str,
    direction: "Direction",
    system: str,
    reader: str | None,
    option: list[str] | None,
) -> "Recording":
    from harness import machine
    from harness.run import assembly, inputs
    from harness.run.recordings import imported

    here = machine.site(options=assembly.parse_options(option or ()))
    data = inputs.read_bytes(file)
    document = inputs.document_of(file, data, direction.source, reader, here.of)
    return imported(document, direction, system)


def _of_lines(
    file: str,
    direction: "Direction",
    lines: Path,
    system: str | None,
    option: list[str] | None,
) -> "Recording":
    from harness import machine
    from harness.run import assembly, inputs
    from harness.run.recordings import imported_lines

    here = machine.site(options=assembly.parse_options(option or ()))
    sources, answers = (
        inputs.document_of(
            str(name), inputs.read_bytes(str(name)), direction.source, inputs.PLAIN, here.of
        )
        for name in (file, lines)
    )
    return imported_lines(sources, answers, direction, system or _stem(str(lines)))


def _stem(file: str) -> str:
    """The name of a file without its endings, as the name of a system."""
    from harness.run.inputs import STDIN

    return "imported" if file == STDIN else Path(file).name.split(".")[0]


def _tell(recording: "Recording", path: Path, *, lines: bool, quiet: bool) -> None:
    left = len(recording.outcomes) - recording.translated
    if left:
        several = f", {recording.ambiguous} of them since they have several"
        note(
            f"{path}: {left} of {len(recording.outcomes)} texts without a translation"
            + (several if recording.ambiguous else "")
        )
    if not quiet:
        direction, named = recording.direction, recording.signature.name
        note(
            f"use it: harness run FILE -r {direction.source}:{direction.target}@{named}:"
            f"{direction.source} --pack {path}{_CUT[lines]}"
        )
