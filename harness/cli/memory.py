"""`harness memory`: count, limit, prune and export what engines and models answered before."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import AsJson, Command, MemoryFile, Output, Quiet
from harness.cli.output import deliver
from harness.cli.sizes import parse_size, shown_size
from harness.cli.terminal import note, progress_display
from harness.core.errors import ConfigError

if TYPE_CHECKING:
    from harness.memory import Memory
    from harness.memory.contents import Contents
    from harness.memory.pruning import Selection

STATS_EXAMPLES = """Examples:

  harness memory stats

  harness memory stats --memory mine.sqlite --json
"""
PRUNE_EXAMPLES = """Examples:

  harness memory prune --size 2GB

  harness memory prune --unused 90

  harness memory prune --engine apertium --dry-run

  harness memory prune --kind embeddings --kind readings
"""
LIMIT_EXAMPLES = """Examples:

  harness memory limit 5GB

  harness memory limit none

  harness memory limit
"""
EXPORT_EXAMPLES = """Examples:

  harness memory export -o memory.tmx

  harness memory export --direction en:es --engine argos -o argos.tmx
"""

memory = typer.Typer(
    help="What engines and models answered before: count, prune, limit and export it.",
    no_args_is_help=True,
)

Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        help="Only translations of this engine: its name, or the beginning of its identity "
        "(at least 6 letters; see harness memory stats).",
    ),
]


@memory.command(cls=Command, epilog=STATS_EXAMPLES)
def stats(file: MemoryFile = None, as_json: AsJson = False) -> None:
    """Count what is remembered, by kind and by engine, and say how large the file is."""
    from harness.memory.contents import contents
    from harness.text.words.control_characters import strip_controls

    with _opened(file) as opened:
        found = contents(opened)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    for line in _page(found):
        typer.echo(strip_controls(line))


@memory.command(cls=Command, epilog=PRUNE_EXAMPLES)
def prune(
    file: MemoryFile = None,
    size: Annotated[
        str | None,
        typer.Option(
            help="Forget what was not used for longest, until entries take at most this: 500MB."
        ),
    ] = None,
    unused: Annotated[
        int | None,
        typer.Option(
            min=7, metavar="DAYS", help="Forget what was not used in these days (7 or more)."
        ),
    ] = None,
    engine: Engine = "",
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="Only entries of this kind: translations, likelihoods, embeddings, readings, or "
            "another that harness memory stats shows. Repeatable."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how many entries would be forgotten.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Forget entries, and give their room back to the disk.

    --unused, --engine and --kind together select the entries of which all of them hold. Forgotten
    entries are made again when they are needed; results do not change.
    """
    from harness.memory.pruning import Selection, count

    before = None if unused is None else date.today().toordinal() - unused
    selection = Selection(tuple(kind or ()), engine, before)
    if (size is None) == (selection == Selection()):
        raise ConfigError(
            "say what to forget: either --size, or any of --unused, --engine and --kind",
            hint="for example: harness memory prune --unused 90",
        )
    if size is not None and dry_run:
        raise ConfigError(
            "--dry-run cannot be used with --size", hint="see the sizes with harness memory stats"
        )
    limit = None if size is None else parse_size(size)
    with _opened(file) as opened:
        if dry_run:
            typer.echo(f"{count(opened.file, selection):,} entries would be forgotten")
            return
        forgotten = _pruned(opened, selection, limit, quiet=quiet)
        left = opened.file.used_bytes
    typer.echo(f"forgot {forgotten:,} entries; what is left takes {shown_size(left)}")


@memory.command(cls=Command, epilog=LIMIT_EXAMPLES)
def limit(
    size: Annotated[
        str | None,
        typer.Argument(help="The most that entries may take: 500MB, 5GB, or none for no limit."),
    ] = None,
    file: MemoryFile = None,
) -> None:
    """Set the size limit of the memory, or show it.

    The limit is kept in the memory's file and holds for all programs that use it: when a run makes
    the memory larger, the entries that were not used for longest are forgotten.
    """
    with _opened(file) as opened:
        if size is not None:
            opened.file.set_limit(None if size == "none" else parse_size(size))
        now, used = opened.file.limit, opened.file.used_bytes
    typer.echo("no limit" if now is None else f"limit: {shown_size(now)}")
    if now is not None and used > now:
        note(
            f"the memory takes {shown_size(used)} now; the next run that adds to it makes it "
            "smaller, or at once: harness memory prune --size"
        )


@memory.command(cls=Command, epilog=EXPORT_EXAMPLES)
def export(
    output: Output = None,
    direction: Annotated[
        str | None, typer.Option(help="Only translations in this direction: en:es.")
    ] = None,
    engine: Engine = "",
    file: MemoryFile = None,
    quiet: Quiet = False,
) -> None:
    """Write the translations as a translation memory (TMX 1.4b).

    What older versions kept holds no source text: it can be exported once a run needed it again.
    """
    from harness.memory.export import Exported, export_tmx
    from harness.packs.find import parse_direction

    way = None if direction is None else parse_direction(direction)
    if output is not None and output.suffix.lower() not in ("", ".tmx"):
        raise ConfigError(f"{output}: translations are exported as TMX", hint="end it in .tmx")
    exported = Exported()
    with _opened(file) as opened:
        show = progress_display(quiet=quiet)
        pieces = export_tmx(opened.file, show, exported, direction=way, engine=engine)
        deliver(output, pieces, "tmx")
    if exported.left_out:
        note(
            f"{exported.left_out:,} translations were left out: their source text or engine is not "
            "known, or a text is empty"
        )


def _opened(file: Path | None) -> "Memory":
    """The memory that is asked for. It must be there: only runs make one."""
    from harness import machine
    from harness.memory import Memory

    path = file or machine.default_memory()
    if not path.exists():
        raise ConfigError(
            f"{path}: there is no memory", hint="make a run first, or name a file with --memory"
        )
    return Memory(path)


def _pruned(opened: "Memory", selection: "Selection", limit: int | None, *, quiet: bool) -> int:
    """Forget, then make the file smaller. Returns how many entries were forgotten."""
    from harness.memory.pruning import forget, shrink_to

    show = progress_display(quiet=quiet)
    if limit is None:
        forgotten = forget(opened.file, selection, show)
    else:
        with show("bytes to free", max(0, opened.file.used_bytes - limit)) as advance:
            forgotten = shrink_to(opened.file, limit, advance)
    if not opened.file.compact():
        note(
            "the file could not be made smaller: another run is using it, or the disk has no room "
            "for a copy; new entries will use the room that is free in it"
        )
    return forgotten


def _page(found: "Contents") -> Iterator[str]:
    yield found.path
    free = found.file_bytes - found.used_bytes
    limit = "no limit" if found.limit_bytes is None else f"limit {shown_size(found.limit_bytes)}"
    yield f"  {shown_size(found.used_bytes)} used, {shown_size(max(0, free))} free, {limit}"
    if found.oldest:
        yield f"  last used between {found.oldest} and {found.newest}"
    for kind in found.kinds:
        yield f"  {kind.entries:>12,} {kind.kind}, about {shown_size(kind.bytes)}"
    for each in found.origins:
        who = f"{each.direction} {each.engine}" if each.engine else "of an engine that is not known"
        identity = f" [{each.identity[:12]}]" if each.engine else ""
        yield f"  {each.translations:>12,} translations {who}{identity}"
    yield f"  {found.exportable:>12,} translations can be exported"
