"""`harness check`: run a suite, compare with its baseline, judge, and say why."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.terminal import note, progress
from harness.writing.files import write_whole

if TYPE_CHECKING:
    from harness.gate.verdict import Verdict
    from harness.suites import Occasion

EXAMPLES = """Examples:

  harness check boats.harness.toml

  harness check boats.harness.toml --junit junit.xml --markdown summary.md --github
"""


def check(
    suite: Annotated[Path, typer.Argument(help="The suite: a file NAME.harness.toml.")],
    memory: Annotated[
        Path | None,
        typer.Option(help="The translation memory. [default: one for all runs of this user]"),
    ] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit's XML here.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write a Markdown summary here.")] = None,
    github: Annotated[
        bool, typer.Option("--github", help="Print annotations for GitHub Actions.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")] = False,
) -> None:
    """Run a suite and judge it: exit 0 passed, 1 drifted, 3 could not measure."""
    from harness.gate.suite import read_suite
    from harness.suites import check_suite

    verdict, _ = check_suite(read_suite(suite), occasion(memory, quiet=quiet))
    for form in ("json" if as_json else "terminal", *(["github"] if github else [])):
        typer.echo("".join(_told(verdict, form, suite)), nl=False)
    for form, path in (("junit", junit), ("markdown", markdown)):
        if path:
            write_whole(path, _told(verdict, form, suite))
            note(f"wrote {path}")
    raise typer.Exit(verdict.exit_code)


def occasion(memory: Path | None, *, quiet: bool) -> "Occasion":
    """Today, here, with progress as asked."""
    from harness import config
    from harness.occasions import circumstances, today
    from harness.suites import Occasion

    return Occasion(
        today=today(),
        circumstances=circumstances(),
        memory=memory or config.default_memory(),
        watch=lambda title, total: progress(title, total, quiet=quiet),
    )


def _told(verdict: "Verdict", form: str, suite: Path) -> Iterator[str]:
    from harness import plugins

    return plugins.verdict_reporter(form).render(verdict, str(suite))
