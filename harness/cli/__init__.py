"""The command line: parse, call once, print, exit. One file a command.

Results go to stdout, everything else to stderr. Exit codes: 0 passed, 1 drifted, 2 wrong usage,
3 could not measure.
"""

import gc
import sys
from typing import NoReturn

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
    import_,
    init,
    languages,
    lint,
    memory,
    noise,
    packs,
    probe,
    record,
    regrade,
    report,
    review,
    run,
    scorecard,
    trend,
)
from harness.cli.options import Command
from harness.cli.streams import OutputFailed, prepare
from harness.cli.terminal import complain
from harness.cli.unexpected import report_unexpected
from harness.core import interruption
from harness.core.errors import ConfigError, HarnessError
from harness.core.values import ExitCode

_TYPERS_INTERRUPT = 130
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
app.command(cls=Command, epilog=init.EXAMPLES)(init.init)
app.command(cls=Command, epilog=run.EXAMPLES)(run.run)
app.command(cls=Command, epilog=report.EXAMPLES)(report.report)
app.command(cls=Command, epilog=review.EXAMPLES)(review.review)
app.command(cls=Command, epilog=compare.EXAMPLES)(compare.compare)
app.command(cls=Command, epilog=trend.EXAMPLES)(trend.trend)
app.command(cls=Command, epilog=record.EXAMPLES)(record.record)
app.command("import", cls=Command, epilog=import_.EXAMPLES)(import_.import_)
app.command(cls=Command, epilog=regrade.EXAMPLES)(regrade.regrade)
app.command(cls=Command, epilog=check.EXAMPLES)(check.check)
app.command(cls=Command, epilog=accept.EXAMPLES)(accept.accept)
app.command(cls=Command, epilog=noise.EXAMPLES)(noise.noise)
app.command(cls=Command, epilog=probe.EXAMPLES)(probe.probe)
app.command(cls=Command, epilog=diff.EXAMPLES)(diff.diff)
app.command(cls=Command, epilog=bisect.EXAMPLES)(bisect.bisect)
app.command(cls=Command, epilog=align.EXAMPLES)(align.align)
app.command(cls=Command, epilog=languages.EXAMPLES)(languages.languages)
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


def main() -> NoReturn:
    """Run the command line. Raises: SystemExit, with its exit code."""
    sys.exit(exit_code())


def exit_code() -> int:
    """Run the command line; however it ends, that becomes an exit code, and errors lines on stderr.

    1 only ever comes from a command that found a drift. What nobody expected is a bug: 3.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    interruption.listen()
    prepare()
    try:
        code = _run()
        sys.stdout.flush()
    except OutputFailed as failed:
        return _without_output(failed.cause)
    except HarnessError as error:
        complain(str(error), error.hint)
        return ExitCode.USAGE if isinstance(error, ConfigError) else ExitCode.NOT_MEASURED
    except KeyboardInterrupt:
        complain("interrupted")
        return ExitCode.NOT_MEASURED
    except BaseException as error:
        return report_unexpected(error)
    if interruption.asked() and code != ExitCode.NOT_MEASURED:  # it came after the last border
        complain("interrupted")
        return ExitCode.NOT_MEASURED
    return code


def _run() -> int:
    """The code that a command ended with. Typer says it by SystemExit, for one of these causes."""
    try:
        app()
    except SystemExit as end:
        cause = end.__context__
        if isinstance(cause, typer.Exit) and cause.exit_code != _TYPERS_INTERRUPT:
            return cause.exit_code
        if isinstance(cause, typer.Exit | typer.Abort):  # Ctrl-C; no answer to a question
            raise KeyboardInterrupt from end
        if end.code in (None, ExitCode.PASSED, ExitCode.USAGE):
            return int(end.code or 0)
        raise
    return ExitCode.PASSED


def _without_output(cause: OSError) -> int:
    sys.stdout = None  # nothing more can be written there, not even at the end
    complain(f"standard output: {cause.strerror}", "make room, or write elsewhere")
    return ExitCode.NOT_MEASURED
