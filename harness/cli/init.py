"""`harness init`: files for a start. Asks at a terminal; never overwrites anything."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from harness.cli.options import names_of
from harness.cli.terminal import note
from harness.core import interruption
from harness.core.errors import ConfigError
from harness.core.values import ExitCode

EXAMPLES = """Examples:

  harness init

  harness init translations --route en:pt:en --ci github --yes

  harness init --text docs/manual.en.txt --text app.en.po --ci gitlab --ci pre-commit
"""

_NO = "none"


def init(
    folder: Annotated[
        Path, typer.Argument(help="Where the files go; it is made if it is not there.")
    ] = Path(),
    name: Annotated[
        str | None, typer.Option(help="The name of the suite. Default: as the folder.")
    ] = None,
    route: Annotated[
        str | None, typer.Option("--route", "-r", help="The round trip. Default: en:es:en.")
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            help="A text to check, by its path from the folder. Repeatable. "
            "Default: an example with five sentences."
        ),
    ] = None,
    ci: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=names_of("services"),
            help="Write files for this service: {services}; none for no service. Repeatable.",
        ),
    ] = None,
    pytest: Annotated[
        bool, typer.Option("--pytest/--no-pytest", help="Write an example of a test.")
    ] = True,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing; take what is usual.")
    ] = False,
) -> None:
    """Begin: write a suite, a text, a test, and files for continuous integration.

    Asks for what no option says, at a terminal. Files that are there already are kept.
    """
    from harness.core.route_syntax import parse_route
    from harness.scaffold.project import Start, to_add, write_start

    asks = not yes and sys.stdin is not None and sys.stdin.isatty()
    usual = _usual_name(folder)
    name = name or (_asked("Name of the suite", usual) if asks else usual)
    route = route or (_asked("Route", "en:es:en") if asks else "en:es:en")
    services = ci if ci is not None else _services(asked=asks)
    chosen = tuple(dict.fromkeys(each for each in services if each != _NO))
    start = Start(name, parse_route(route), tuple(text or ()), chosen, pytest)
    files = write_start(folder, start)
    for written in files:
        typer.echo(f"{'kept ' if written.kept else 'wrote'} {written.path}")
    doubts = (*_about_services(folder, chosen), *to_add(folder, start, files))
    _say_what_next(folder, start.name, doubts)
    raise typer.Exit(ExitCode.PASSED)


def _usual_name(folder: Path) -> str:
    """The folder's name, with dashes for what a suite cannot be called."""
    named = "".join(c if c.isalnum() and c.isascii() else "-" for c in folder.resolve().name)
    return named.strip("-") or "translations"


def _asked(what: str, usual: str) -> str:
    with interruption.promptly():
        answer: str = typer.prompt(what, default=usual, err=True)
    return answer.strip()


def _services(*, asked: bool) -> list[str]:
    from harness.scaffold.project import SERVICES

    if not asked:
        return []
    answer = _asked(f"Continuous integration ({', '.join(SERVICES)}), or {_NO}", _NO)
    names = answer.replace(",", " ").split()
    if not names:
        raise ConfigError("no service was named", hint=f"choose from: {', '.join(SERVICES)}")
    return names


def _about_services(folder: Path, services: Sequence[str]) -> Iterator[str]:
    """What would keep the files for services from working."""
    if not services:
        return
    whole = folder.resolve()
    root = next((each for each in (whole, *whole.parents) if (each / ".git").exists()), whole)
    if root != whole:
        yield f"services read such files in the root of the repository only: {root}"
    if set(services) - {"pre-commit"}:
        yield (
            "the jobs run `pip install retranslation-harness`: where your index has no such"
            " package, name a wheel or an address in them"
        )


def _say_what_next(folder: Path, name: str, doubts: Iterable[str]) -> None:
    suite = f"{name}.harness.toml"
    note("")
    note("next:" if folder == Path() else f"next, in {folder}:")
    for doubt in doubts:
        note(f"  {doubt}")
    note(f"  harness check {suite}")
    note(f'  harness accept {suite} --reason "read, and good enough"   (what you have read)')
    note("  git add what was written, and the baseline")
