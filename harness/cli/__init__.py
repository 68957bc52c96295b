"""The command line: parse, call once, print, exit. One file a command.

Results go to stdout, everything else to stderr. Exit codes: 0 passed, 1 drifted, 2 wrong usage,
3 could not measure.
"""

import os
import sys

import typer

from harness.cli import diff, doctor, engines, lint, report, run
from harness.cli.terminal import complain
from harness.core.errors import ConfigError, HarnessError
from harness.core.values import ExitCode

app = typer.Typer(
    name="harness",
    help=(
        "Does this translation model keep the meaning? Carries a text out and back through "
        "offline engines, and shows where the meaning drifted."
    ),
    epilog=(
        "Example: harness run news.en.txt --route en:es:en -o runs/news && "
        "harness report runs/news -o news.html"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog=run.EXAMPLES)(run.run)
app.command(epilog=report.EXAMPLES)(report.report)
app.command(epilog=diff.EXAMPLES)(diff.diff)
app.command(epilog=lint.EXAMPLES)(lint.lint)
app.command(epilog=engines.EXAMPLES)(engines.engines)
app.command(epilog=doctor.EXAMPLES)(doctor.doctor)


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
    try:
        code = app(standalone_mode=False)
    except HarnessError as error:
        complain(str(error), error.hint)
        code = ExitCode.USAGE if isinstance(error, ConfigError) else ExitCode.NOT_MEASURED
    except (typer.Abort, KeyboardInterrupt):
        complain("interrupted")
        code = ExitCode.NOT_MEASURED
    except BrokenPipeError:
        # The reader of a pipe went away (`| head`): nothing is wrong, and nobody listens.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.PASSED
    sys.exit(code)
