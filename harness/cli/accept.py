"""`harness accept`: take outputs into a suite's baseline, all or some, with a reason."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.terminal import echo, note
from harness.core.errors import ConfigError
from harness.core.values import ExitCode, MeasuredRow, Run

if TYPE_CHECKING:
    from harness.gate.acceptance import Candidate
    from harness.gate.baseline import Baseline
    from harness.gate.review_import import Review
    from harness.gate.suite_file import Suite

EXAMPLES = """Examples:

  harness accept boats.harness.toml --reason "first baseline"

  harness accept boats.harness.toml --kind number --corpus news.en.txt --reason "the new pack"

  harness accept boats.harness.toml --reviewed reviewed.json

  harness accept boats.harness.toml --trim
"""


def accept(
    suite: Annotated[Path, typer.Argument(help="The suite whose last runs are accepted.")],
    reason: Annotated[str | None, typer.Option(help="Reason for accepting (required).")] = None,
    segment: Annotated[
        list[str] | None,
        typer.Option(help="Accept only the row with this id, or a first part of it. Repeatable."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="Accept only rows with a finding of this kind (number, accuracy/omission). "
            "Repeatable."
        ),
    ] = None,
    hop: Annotated[
        int | None,
        typer.Option(help="Accept only rows that first differ at this hop, counted from 1."),
    ] = None,
    corpus: Annotated[
        list[str] | None,
        typer.Option(help="Accept only rows of this text, by file name. Repeatable."),
    ] = None,
    run: Annotated[
        list[Path] | None,
        typer.Option(help="Accept this run instead of the suite's own. Repeatable."),
    ] = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            help="Accept the rows that are marked as reviewed in this export of an HTML report."
        ),
    ] = None,
    gold: Annotated[
        bool, typer.Option("--gold", help="Mark as gold: kept even if no engine produces it.")
    ] = False,
    trim: Annotated[
        bool,
        typer.Option(
            "--trim", help="Remove segments and outputs that no run has any more; accept nothing."
        ),
    ] = False,
    list_only: Annotated[
        bool,
        typer.Option("--list", help="Show what would be accepted or removed, and change nothing."),
    ] = False,
) -> None:
    """Accept outputs into the baseline. Only this command and `harness noise` change a baseline."""
    from harness.gate.acceptance import Filters, candidates
    from harness.gate.baseline import held, read_baseline, write_baseline
    from harness.gate.review_import import read_review
    from harness.gate.suite_file import read_suite
    from harness.run.suite import refuse_stale

    _refuse_empty({"--segment": segment, "--kind": kind, "--corpus": corpus})
    asked = read_suite(suite)
    for old_name in asked.notes:
        note(old_name)
    runs = _runs(asked, run or [])
    refuse_stale(asked, runs)
    with held(asked.baseline):
        before = read_baseline(asked.baseline)
        if trim:
            after, lines = _trimmed(before, runs, "would be dropped" if list_only else "dropped")
        else:
            review = read_review(reviewed) if reviewed else None
            if review:
                _refuse_foreign(review, runs, reviewed)
            filters = Filters(segment or (), kind or (), hop, corpus or ())
            chosen = list(candidates(runs, before, filters, review))
            listed = reason or "listed" if list_only else reason or ""
            after = _accepted(before, chosen, listed, gold=gold)
            lines = _accepted_lines(chosen, _half_reviewed(review, runs), list_only=list_only)
        writes = not list_only and after != before
        if writes:
            write_baseline(asked.baseline, after)
        for line in lines:  # only now: what is said to be accepted stands in the file
            echo(line)
        if writes:
            note(f"wrote {asked.baseline}")
    raise typer.Exit(ExitCode.PASSED)


def _refuse_empty(filters: Mapping[str, list[str] | None]) -> None:
    """An empty filter, as from a variable of a shell that is not set, would let all rows pass."""
    for option, values in filters.items():
        if any(not value.strip() for value in values or ()):
            raise ConfigError(f"{option}: it is empty", hint=f"name a value, or leave {option} out")


def _runs(suite: "Suite", places: list[Path]) -> list[Run]:
    from harness.run.record import find_records, read_run
    from harness.run.suite import folder_of

    folders = places or [folder_of(suite, corpus) for corpus in suite.corpora]
    for folder in folders:
        if not folder.exists():
            raise ConfigError(f"{folder}: no run there", hint=f"harness check {suite.path}")
    return [read_run(path) for folder in folders for path in find_records(folder)]


def _refuse_foreign(review: "Review", runs: list[Run], path: Path | None) -> None:
    """A review of other runs accepts nothing, and that must not look like a success."""
    from harness.gate.acceptance import is_foreign

    if is_foreign(review, runs):
        raise ConfigError(
            f"{path}: none of the findings reviewed there is of these runs",
            hint="export it from a report of the suite's last runs, or name the runs: --run",
        )


def _half_reviewed(review: "Review | None", runs: list[Run]) -> Iterator[str]:
    from harness.gate.acceptance import half_reviewed

    for row, seen in half_reviewed(review, runs) if review else ():
        yield f"left {row.row_id}: {seen} of {len(row.findings)} findings reviewed"


def _accepted(
    baseline: "Baseline", chosen: "list[Candidate]", reason: str, *, gold: bool
) -> "Baseline":
    from harness.gate.acceptance import with_candidates
    from harness.gate.baseline import GOLD
    from harness.run.provenance import today

    return with_candidates(baseline, chosen, reason, today().isoformat(), GOLD if gold else "")


def _accepted_lines(
    chosen: "list[Candidate]", left: Iterator[str], *, list_only: bool
) -> list[str]:
    done = ("would accept", "would be accepted") if list_only else ("accepted", "accepted")
    lines = [f"{done[0]} {each.key[1]} ({each.key[0]}): {_stops_line(each.row)}" for each in chosen]
    return [*lines, *left, f"{len(lines)} {done[1]}"]


def _stops_line(row: MeasuredRow) -> str:
    from harness.text.words.control_characters import strip_controls

    return " → ".join(strip_controls(text.text) for text in row.texts.stops)


def _trimmed(baseline: "Baseline", runs: list[Run], done: str) -> "tuple[Baseline, list[str]]":
    from harness.gate.acceptance import trim
    from harness.report.shared.labels import counted

    made = trim(baseline, runs)
    lines = [f"unused {identity} ({route})" for route, identity in made.segments]
    counts = f"{counted(len(made.segments), 'segment')} and {counted(made.outputs, 'output')}"
    return made.baseline, [*lines, f"{counts} {done}"]
