"""`harness packs`: list, show, install, remove and verify language packs."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import AsJson, Command, Packs, Quiet
from harness.cli.terminal import note, progress_display
from harness.core import interruption
from harness.core.errors import ConfigError, ReadError
from harness.core.values import ExitCode

if TYPE_CHECKING:
    from harness.core.protocols import Surroundings
    from harness.packs.find import Pack
    from harness.packs.install import Installer, Placed

LIST_EXAMPLES = """Examples:

  harness packs list

  harness packs list --pack mine.argosmodel --json
"""
SHOW_EXAMPLES = """Examples:

  harness packs show en:es

  harness packs show mine.argosmodel --json
"""
INSTALL_EXAMPLES = """Examples:

  harness packs install translate-en_de-1_0.argosmodel

  harness packs install en:de de:en

  harness packs install --bundled en:es
"""
REMOVE_EXAMPLES = """Examples:

  harness packs remove en:de

  harness packs remove ~/.local/share/argos-translate/packages/en_de --yes
"""
VERIFY_EXAMPLES = """Example:

  harness packs verify
"""

packs = typer.Typer(
    help="Language packs: list, show, install, remove and verify them.", no_args_is_help=True
)


@packs.command("list", cls=Command, epilog=LIST_EXAMPLES)
def list_packs(
    pack: Packs = None,
    as_json: AsJson = False,
) -> None:
    """List every pack that can be found; * marks those that a route would use."""
    from harness import machine
    from harness.cli.pack_views import line, reason, summary
    from harness.packs.find import Pack, chosen, find_packs

    found = list(find_packs(machine.site(pack or ()).of("argos")))
    used = chosen(found)
    if as_json:
        sound = [summary(i) | {"used": i.path in used} for i in found if isinstance(i, Pack)]
        broken = [reason(i) for i in found if not isinstance(i, Pack)]
        _print_json({"packs": sound, "broken": broken})
        return
    for item in found:
        if isinstance(item, Pack):
            _echo(f"{'*' if item.path in used else ' '} {line(item)}")
        else:
            _echo(f"  broken: {item.error}")
            _echo(f"    remedy: {item.obstacle.remedy}")
    if not found:
        _echo("no packs: install one with harness packs install")


@packs.command(cls=Command, epilog=SHOW_EXAMPLES)
def show(
    name: Annotated[str, typer.Argument(help="A direction (en:es, en_es), or a pack's path.")],
    as_json: AsJson = False,
) -> None:
    """Show one pack in full: how it was made, on what, its scores and weaknesses, its checksum.

    Exits 2 if it is damaged.
    """
    from harness import machine
    from harness.cli.pack_views import everything, examined, page

    with _bad_packs_are_wrong_usage():
        pack = _find(name, machine.site().of("argos"))
    checksum, reason = examined(pack)
    if as_json:
        _print_json({"pack": everything(pack) | {"checksum": checksum}})
    else:
        for line in page(pack, checksum, reason):
            _echo(line)
    raise typer.Exit(ExitCode.USAGE if checksum == "damaged" else ExitCode.PASSED)


@packs.command(cls=Command, epilog=INSTALL_EXAMPLES)
def install(
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="A file (.argosmodel), an https address, or a direction (en:de).",
        ),
    ],
    bundled: Annotated[
        bool,
        typer.Option("--bundled", help="Take directions from the packs that ship with harness."),
    ] = False,
    index: Annotated[
        str | None,
        typer.Option(help="Look directions up in this index, an address or a file."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the pack of that direction, if there is one.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Install packs where Argos Translate and LibreTranslate find them too.

    Only an address, or a direction without --bundled, opens a network connection.
    """
    from harness import machine

    place = machine.site().of("argos")
    installer = _installer(place, force=force)
    for one in source:
        with _bad_packs_are_wrong_usage():
            if bundled:
                placed = _install_bundled(one, place, installer)
            elif "://" in one:
                placed = _install_from_url(one, installer, quiet=quiet)
            elif _is_package(one):
                placed = installer.install(Path(one))
            else:
                placed = _install_from_index(one, index, installer, quiet=quiet)
        _print_placed(placed)


@packs.command(cls=Command, epilog=REMOVE_EXAMPLES)
def remove(
    name: Annotated[str, typer.Argument(help="A direction (en:es, en_es), or a pack's path.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove an installed pack. Packs that ship with the harness stay."""
    from harness import machine
    from harness.packs.find import user_folder
    from harness.packs.install import removable
    from harness.packs.install import remove as take_away

    path = removable(name, user_folder(machine.site().of("argos")))
    if not yes:
        if sys.stdin is None or not sys.stdin.isatty():
            raise ConfigError(f"{path}: not removed: not confirmed", hint="confirm with --yes")
        with interruption.promptly():
            agreed = typer.confirm(f"Remove {path}?", err=True)
        if not agreed:
            note("nothing was removed")
            return
    take_away(path)
    _echo(f"removed {path}")


@packs.command(cls=Command, epilog=VERIFY_EXAMPLES)
def verify() -> None:
    """Compare every pack, in full, with what was installed or with its manifest's checksum.

    Exits 2 if one is damaged or has changed.
    """
    from harness import machine
    from harness.cli.pack_views import examined
    from harness.packs.find import Pack, find_packs

    damaged = False
    for item in find_packs(machine.site().of("argos")):
        if not isinstance(item, Pack):
            damaged = True
            _echo(f"broken      {item.error}")
            continue
        checksum, reason = examined(item)
        damaged = damaged or checksum == "damaged"
        _echo(f"{checksum:<11} {item.name}  [{item.path}]")
        if reason:
            _echo(f"  {reason}")
    raise typer.Exit(ExitCode.USAGE if damaged else ExitCode.PASSED)


# ── finding one ─────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _bad_packs_are_wrong_usage() -> Iterator[None]:
    """Here the user names the pack: a broken one is a usage error."""
    try:
        yield
    except ReadError as cause:
        hint = cause.hint or "get the package again, or name another"
        raise ConfigError(str(cause), hint=hint) from cause


def _find(name: str, place: "Surroundings") -> "Pack":
    from harness.packs.find import Pack, find_packs, parse_direction, read_pack

    found = [item for item in find_packs(place) if isinstance(item, Pack)]
    if _is_package(name):
        path = Path(name)
        same = (pack for pack in found if pack.path.resolve() == path.resolve())
        pack = next(same, None) or read_pack(path)
        if pack is None:
            raise ReadError(f"{path}: this package does not translate")
        return pack
    direction = parse_direction(name)
    for pack in found:
        if pack.direction == direction:
            return pack
    raise ConfigError(f"there is no pack for {direction}", hint="see `harness packs list`")


def _is_package(name: str) -> bool:
    from harness.packs.package import ARCHIVE_SUFFIX, is_package_folder

    return name.endswith(ARCHIVE_SUFFIX) or is_package_folder(Path(name))


# ── installing ──────────────────────────────────────────────────────────────────────────────────


def _installer(place: "Surroundings", *, force: bool) -> "Installer":
    from harness.engines.argos_trial import try_out
    from harness.packs.find import user_folder
    from harness.packs.install import Installer

    return Installer(user_folder(place), try_out, force)


def _install_bundled(name: str, place: "Surroundings", installer: "Installer") -> "Placed":
    from harness.packs.find import Origin, Pack, find_packs, parse_direction

    direction = parse_direction(name)
    ours = (
        item
        for item in find_packs(place)
        if isinstance(item, Pack) and item.origin is Origin.BUNDLED
    )
    for pack in ours:
        if pack.direction == direction:
            return installer.install(pack.path)
    raise ConfigError(
        f"no pack for {direction} ships with the harness", hint="see `harness packs list`"
    )


def _install_from_url(url: str, installer: "Installer", *, quiet: bool) -> "Placed":
    from harness import machine
    from harness.packs.download import Downloader
    from harness.packs.fetch import install_from_url

    shown = progress_display(quiet=quiet)
    return install_from_url(url, installer, Downloader(machine.proxies()), shown)


def _install_from_index(
    name: str, index: str | None, installer: "Installer", *, quiet: bool
) -> "Placed":
    from harness import machine
    from harness.packs.download import Downloader
    from harness.packs.fetch import install_from_index
    from harness.packs.find import parse_direction

    try:
        direction = parse_direction(name)
    except ConfigError as cause:
        raise ConfigError(
            f"{name!r} is neither a package nor an address nor a direction",
            hint="name an .argosmodel file, an https address, or a direction like en:de",
        ) from cause
    return install_from_index(
        direction,
        index or machine.package_index(),
        installer,
        Downloader(machine.proxies()),
        progress_display(quiet=quiet),
    )


def _print_placed(placed: "Placed") -> None:
    from harness.cli.pack_views import UNVOUCHED

    pack = placed.pack
    for path in placed.replaced:
        _echo(f"replaced {path}")
    done = "is installed already" if placed.already else "installed"
    _echo(f"{pack.name} {done}: {pack.path}")
    if pack.manifest is not None and pack.manifest.preview and not placed.already:
        _echo(f"  a preview: {pack.manifest.summary}")
    receipt = pack.package.receipt
    if receipt is not None and not receipt.provenance.vouched and not placed.already:
        _echo(f"  {UNVOUCHED}")


def _print_json(body: dict[str, Any]) -> None:
    typer.echo(json.dumps({"schema": 1} | body, ensure_ascii=False, indent=2))


def _echo(line: str) -> None:
    from harness.text.words.control_characters import strip_controls

    indent = line[: len(line) - len(line.lstrip())]
    typer.echo(indent + strip_controls(line.lstrip()))
