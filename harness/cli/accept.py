"""`harness accept`: take outputs into a suite's baseline, all or some, with a reason."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.terminal import note
from harness.core.errors import ConfigError
from harness.core.values import Drift, ExitCode, Run

if TYPE_CHECKING:
    from harness.gate.baseline import Baseline, Key
    from harness.gate.reviewed import Review
    from harness.gate.suite import Suite

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
    from harness.gate.baseline import read_baseline, write_baseline
    from harness.gate.reviewed import read_review
    from harness.gate.suite import read_suite

    asked = read_suite(suite)
    runs = _runs(asked, run or [])
    before = read_baseline(asked.baseline)
    if trim:
        after, said = _trim(before, runs, "would be dropped" if list_only else "dropped")
    else:
        review = read_review(reviewed) if reviewed else None
        if review:
            _refuse_foreign(review, runs, reviewed)
        chosen = _chosen(runs, before, (segment or [], kind or [], hop, corpus or []), review)
        listed = reason or "listed" if list_only else reason or ""
        done = ("would accept", "would be accepted") if list_only else ("accepted", "accepted")
        after, said = _taken(before, chosen, listed, done, gold=gold)
        said[-1:-1] = _half_reviewed(review, runs) if review else ()
    for line in said:
        typer.echo(line)
    if not list_only and after != before:
        write_baseline(asked.baseline, after)
        note(f"wrote {asked.baseline}")
    raise typer.Exit(ExitCode.PASSED)


def _runs(suite: "Suite", places: list[Path]) -> list[Run]:
    from harness.records import find_records, read_run
    from harness.suites import folder_of

    folders = places or [folder_of(suite, corpus) for corpus in suite.corpora]
    for folder in folders:
        if not folder.exists():
            raise ConfigError(f"{folder}: no run there", hint=f"harness check {suite.path}")
    return [read_run(path) for folder in folders for path in find_records(folder)]


Filters = tuple[list[str], list[str], int | None, list[str]]
Chosen = Iterator[tuple["Key", Drift, Run, str | None]]


def _chosen(
    runs: list[Run], baseline: "Baseline", filters: Filters, review: "Review | None"
) -> Chosen:
    """Rows that are not accepted yet and pass all filters, each with its own reason if any."""
    from harness.gate.baseline import texts_of
    from harness.suites import rows_by_key

    for run in runs:
        for key, row in rows_by_key(run):
            known = [output.texts for output in baseline.outputs(key)]
            own = review.reason(run.identity.fingerprint, row) if review else None
            if texts_of(row) in known or (review and own is None):
                continue
            if _passes(row, known, filters):
                yield key, row, run, own


def _refuse_foreign(review: "Review", runs: list[Run], path: Path | None) -> None:
    """A review of other runs accepts nothing, and that must not look like a success."""
    if review.findings and not {run for run, _ in review.findings} & {
        run.identity.fingerprint for run in runs
    }:
        raise ConfigError(
            f"{path}: none of the findings reviewed there is of these runs",
            hint="export it from a report of the suite's last runs, or name the runs: --run",
        )


def _half_reviewed(review: "Review", runs: list[Run]) -> Iterator[str]:
    """Rows that somebody began to review: what is left of them is said, and nothing accepted."""
    for run in runs:
        for row in run.rows:
            if isinstance(row, Drift):
                seen, every = review.reviewed(run.identity.fingerprint, row), len(row.findings)
                if 0 < seen < every:
                    yield f"left {row.row_id}: {seen} of {every} findings reviewed"


def _passes(row: Drift, known: list[tuple[str, ...]], filters: Filters) -> bool:
    from harness.gate.policy import under

    segments, kinds, hop, corpora = filters
    return (
        (not segments or any(row.row_id.startswith(start) for start in segments))
        and (not kinds or any(under(f.category, kind) for f in row.findings for kind in kinds))
        and (not corpora or row.segments[0].doc_id in corpora)
        and (hop is None or _first_change(row, known) == hop)
    )


def _first_change(row: Drift, known: list[tuple[str, ...]]) -> int:
    """The hop, from 1, at which a row first reads otherwise than the nearest accepted output."""
    from harness.gate.baseline import texts_of

    texts = texts_of(row)
    firsts = [
        next((n for n, (a, b) in enumerate(zip(texts, other, strict=False), 1) if a != b), 0)
        for other in known
    ]
    return max(firsts, default=1)


def _taken(
    baseline: "Baseline", chosen: Chosen, reason: str, done: tuple[str, str], *, gold: bool
) -> "tuple[Baseline, list[str]]":
    from harness.gate.baseline import GOLD, Accepted, texts_of, with_output
    from harness.occasions import today
    from harness.suites import engines_of

    on = today().isoformat()
    said = []
    for key, row, run, own in chosen:
        if not (own or reason).strip():
            raise ConfigError(f"no reason given for {key[1]}", hint='say why: --reason "…"')
        output: Accepted = Accepted(
            texts_of(row), own or reason, on, engines_of(run), GOLD if gold else ""
        )
        baseline = with_output(baseline, key, row, output)
        said.append(f"{done[0]} {key[1]} ({key[0]}): {_shown(row)}")
    said.append(f"{len(said)} {done[1]}")
    return baseline, said


def _shown(row: Drift) -> str:
    from harness.text.visible import strip_controls

    return " → ".join(strip_controls(text.text) for text in row.texts.stops)


def _trim(baseline: "Baseline", runs: list[Run], done: str) -> "tuple[Baseline, list[str]]":
    from harness.gate.baseline import texts_of, trimmed
    from harness.report.wording import counted
    from harness.suites import rows_by_key

    current = {key: texts_of(row) for run in runs for key, row in rows_by_key(run)}
    after = trimmed(baseline, current)
    gone = [key for key in baseline.entries if key not in after.entries]
    said = [f"unused {identity} ({route})" for route, identity in gone]
    stale = sum(
        len(entry.outputs) - len(after.entries[key].outputs)
        for key, entry in baseline.entries.items()
        if key in after.entries
    )
    counts = f"{counted(len(gone), 'segment')} and {counted(stale, 'output')}"
    return after, [*said, f"{counts} {done}"]
