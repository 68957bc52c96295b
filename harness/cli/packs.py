"""`harness packs`: list, search, show, install, remove, verify and build language packs."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import AsJson, Command, Packs, Quiet, names_of
from harness.cli.pack_build import EXAMPLES as BUILD_EXAMPLES
from harness.cli.pack_build import build
from harness.cli.terminal import echo, note, progress_display
from harness.core import interruption
from harness.core.errors import ConfigError, ReadError
from harness.core.values import ExitCode

if TYPE_CHECKING:
    from harness.core.protocols import Surroundings
    from harness.packs.find import Pack
    from harness.packs.install import Installer, Placed
    from harness.packs.search import Found

LIST_EXAMPLES = """Examples:

  harness packs list

  harness packs list --pack mine.argosmodel --json
"""
SEARCH_EXAMPLES = """Examples:

  harness packs search spanish

  harness packs search en:de --online
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
    help="Language packs: list, search, show, install, remove, verify and build them.",
    no_args_is_help=True,
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
            echo(f"{'*' if item.path in used else ' '} {line(item)}")
        else:
            echo(f"  broken: {item.error}")
            echo(f"    remedy: {item.obstacle.remedy}")
    if not found:
        echo("no packs: install one with harness packs install")


@packs.command(cls=Command, epilog=SEARCH_EXAMPLES)
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...",
            help="A language (es, spanish) or a direction (en:es); all of them must fit.",
        ),
    ] = None,
    online: Annotated[
        bool, typer.Option("--online", help="Look into the published packages, too.")
    ] = False,
    index: Annotated[
        str | None,
        typer.Option(help="Look into this index, too: a file, or an address."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look for packs by language, among those here; with --online among the published ones, too.

    Exits 2 when nothing fits. Only --online, or an address in --index, opens a connection.
    """
    from harness.packs.search import matching
    from harness.text.data.tags import language_name

    found = matching(_searched(online, index), words or ())
    if not found:
        known = "" if online or index else "; --online looks into the published packages"
        raise ConfigError(
            f"no pack fits {' '.join(words or ())}".rstrip(),
            hint=f"see `harness packs list`{known}",
        )
    if as_json:
        _print_json({"packs": [_found(one) for one in found]})
        return
    for one in found:
        names = f"{language_name(one.direction.source)} to {language_name(one.direction.target)}"
        echo(f"{one.direction!s:<9} {one.version:<6} {names:<32} {_had(one)}")


@packs.command(cls=Command, epilog=SHOW_EXAMPLES)
def show(
    name: Annotated[
        str,
        typer.Argument(
            autocompletion=names_of("packs"),
            help="A direction (en:es, en_es), or a pack's path.",
        ),
    ],
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
            echo(line)
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
    name: Annotated[
        str,
        typer.Argument(
            autocompletion=names_of("packs"),
            help="A direction (en:es, en_es), or a pack's path.",
        ),
    ],
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
    echo(f"removed {path}")


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
            echo(f"broken      {item.error}")
            continue
        checksum, reason = examined(item)
        damaged = damaged or checksum == "damaged"
        echo(f"{checksum:<11} {item.name}  [{item.path}]")
        if reason:
            echo(f"  {reason}")
    raise typer.Exit(ExitCode.USAGE if damaged else ExitCode.PASSED)


packs.command(cls=Command, epilog=BUILD_EXAMPLES)(build)


# ── searching ───────────────────────────────────────────────────────────────────────────────────


def _searched(online: bool, index: str | None) -> "Iterator[Found]":
    """Every pack on this machine, then those of an index where one is asked for."""
    from harness import machine
    from harness.packs.download import Downloader
    from harness.packs.fetch import read_index
    from harness.packs.find import Pack, find_packs
    from harness.packs.search import in_index, on_this_machine

    here = find_packs(machine.site().of("argos"))
    yield from on_this_machine(item for item in here if isinstance(item, Pack))
    if online or index:
        place = index or machine.package_index()
        with _bad_packs_are_wrong_usage():
            published = read_index(place, Downloader(machine.proxies()))
        yield from in_index(published)


def _had(one: "Found") -> str:
    """Where a pack lies, or how it is had."""
    if one.here:
        return f"{one.origin}  [{one.place}]"
    return f"harness packs install {one.direction.source}:{one.direction.target}"


def _found(one: "Found") -> dict[str, Any]:
    return {
        "source": one.direction.source,
        "target": one.direction.target,
        "version": one.version,
        "origin": one.origin,
        "place": one.place,
        "here": one.here,
    }


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
        echo(f"replaced {path}")
    done = "is installed already" if placed.already else "installed"
    echo(f"{pack.name} {done}: {pack.path}")
    if pack.manifest is not None and pack.manifest.preview and not placed.already:
        echo(f"  a preview: {pack.manifest.summary}")
    receipt = pack.package.receipt
    if receipt is not None and not receipt.provenance.vouched and not placed.already:
        echo(f"  {UNVOUCHED}")


def _print_json(body: dict[str, Any]) -> None:
    typer.echo(json.dumps({"schema": 1} | body, ensure_ascii=False, indent=2))
