"""The command line: parse, call once, print, exit. One file a command.

Results go to stdout, everything else to stderr. Exit codes: 0 passed, 1 drifted, 2 wrong usage,
3 could not measure.
"""

import gc
import signal
import sys
from io import TextIOWrapper

import typer

from harness.cli import (
    accept,
    align,
    bisect,
    check,
    compare,
    diff,
    doctor,
    engines,
    explain,
    lint,
    memory,
    noise,
    packs,
    probe,
    regrade,
    report,
    run,
    scorecard,
)
from harness.cli.options import Command
from harness.cli.terminal import complain
from harness.core.errors import ConfigError, HarnessError
from harness.core.values import ExitCode

_CLICKS_INTERRUPT = 130
# Objects that are made before Python looks for garbage, 700 by default: modules and language data
# are all made to stay, and looking through them again and again takes a tenth of the start.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000

app = typer.Typer(
    name="harness",
    help=(
        "Does this translation model keep the meaning? Translates a text and back with "
        "offline engines, and shows where the meaning changed."
    ),
    epilog=(
        "Example: harness run news.en.txt --route en:es:en -o runs/news && "
        "harness report runs/news -o news.html"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=Command, epilog=run.EXAMPLES)(run.run)
app.command(cls=Command, epilog=report.EXAMPLES)(report.report)
app.command(cls=Command, epilog=compare.EXAMPLES)(compare.compare)
app.command(cls=Command, epilog=regrade.EXAMPLES)(regrade.regrade)
app.command(cls=Command, epilog=check.EXAMPLES)(check.check)
app.command(cls=Command, epilog=accept.EXAMPLES)(accept.accept)
app.command(cls=Command, epilog=noise.EXAMPLES)(noise.noise)
app.command(cls=Command, epilog=probe.EXAMPLES)(probe.probe)
app.command(cls=Command, epilog=diff.EXAMPLES)(diff.diff)
app.command(cls=Command, epilog=bisect.EXAMPLES)(bisect.bisect)
app.command(cls=Command, epilog=align.EXAMPLES)(align.align)
app.command(cls=Command, epilog=lint.EXAMPLES)(lint.lint)
app.command(cls=Command, epilog=explain.EXAMPLES)(explain.explain)
app.command(cls=Command, epilog=scorecard.EXAMPLES)(scorecard.scorecard)
app.command(cls=Command, epilog=engines.EXAMPLES)(engines.engines)
app.add_typer(packs.packs, name="packs")
app.add_typer(memory.memory, name="memory")
app.command(cls=Command, epilog=doctor.EXAMPLES)(doctor.doctor)


@app.callback(invoke_without_command=True)
def options(
    version: bool = typer.Option(False, "--version", help="Print the version and exit."),
) -> None:
    """Options that come before any command."""
    if version:
        from harness import __version__

        typer.echo(f"harness {__version__}")
        raise typer.Exit(ExitCode.PASSED)


def main() -> None:
    """Run the command line; every deliberate error becomes one line, a hint and an exit code."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    _prepare_streams()
    signal.signal(signal.SIGTERM, _interrupt)  # as Ctrl-C: report what is kept, and exit with 3
    try:
        sys.exit(_run())
    except OSError as cause:  # standard output is full, or closed
        sys.stdout = None  # nothing more can be written there, not even at the end
        if isinstance(cause, BrokenPipeError):
            sys.exit(ExitCode.PASSED)  # the program at the other end of the pipe ended (`| head`)
        complain(f"standard output: {cause.strerror}", "make room, or write elsewhere")
        sys.exit(ExitCode.NOT_MEASURED)


def _run() -> int:
    try:
        app()
    except HarnessError as error:
        complain(str(error), error.hint)
        return ExitCode.USAGE if isinstance(error, ConfigError) else ExitCode.NOT_MEASURED
    except SystemExit as end:
        if isinstance(end.__context__, OSError):  # Typer turns a broken pipe into exit 1
            raise end.__context__ from None
        if end.code == _CLICKS_INTERRUPT:
            complain("interrupted")
            return ExitCode.NOT_MEASURED
        sys.stdout.flush()
        return int(end.code or 0)
    return ExitCode.PASSED


def _prepare_streams() -> None:
    """A character that the terminal's encoding lacks is shown by its number, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
