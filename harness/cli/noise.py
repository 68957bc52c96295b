"""`harness noise`: how much a suite's outputs differ when nothing but the load differs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import Quiet, json_option
from harness.cli.terminal import echo, note
from harness.core.values import ExitCode

if TYPE_CHECKING:
    from harness.run.suite import SuiteRepetition

EXAMPLES = """Examples:

  harness noise boats.harness.toml

  harness noise boats.harness.toml --option argos.compute_type=float32 --no-store
"""

DEFAULTS = ("argos.batch=single",)


def noise(
    suite: Annotated[Path, typer.Argument(help="The suite: a file NAME.harness.toml.")],
    option: Annotated[
        list[str] | None,
        typer.Option(
            help="Repeat once more with this option of an engine. Repeatable."
            " Default: argos.batch=single."
        ),
    ] = None,
    store: Annotated[
        bool, typer.Option("--store/--no-store", help="Write the result to the suite's baseline.")
    ] = True,
    as_json: Annotated[bool, json_option("one repetition per line")] = False,
    quiet: Quiet = False,
) -> None:
    """Repeat a suite on one core and under other engine settings, and measure the differences.

    Exits 3, and stores nothing, if a segment could not be measured.
    Nothing is remembered between the repetitions. `harness check` then fails only for differences
    larger than those measured here, and outputs that occurred here count as accepted where the
    segment has an accepted output already.
    """
    from harness.cli.check import suite_context
    from harness.gate.baseline import held, read_baseline, write_baseline
    from harness.gate.suite_file import read_suite
    from harness.run import assembly
    from harness.run.provenance import today
    from harness.run.suite import noise_of, recorded_metrics, repetitions, with_noise

    asked = read_suite(suite)
    for old_name in asked.notes:
        note(old_name)
    names = option or list(DEFAULTS)
    options = [assembly.parse_options([name]) for name in names]
    first, repeated = repetitions(asked, options, suite_context(None, quiet=quiet))
    metrics = recorded_metrics(first)
    repeats = [
        repeat
        for name, runs in zip(("one core", *names), repeated, strict=True)
        for repeat in noise_of(first, runs, name, metrics, asked.policy.fail_on)
    ]
    _print(repeats, as_json=as_json)
    unmeasured = any(repeat.unmeasured for repeat in repeats)
    if unmeasured:
        note("segments that were not measured say nothing of noise: nothing is stored")
    elif store:
        with held(asked.baseline):
            before = read_baseline(asked.baseline)
            after = with_noise(before, first, repeats, repeated, today().isoformat())
            write_baseline(asked.baseline, after)
        note(f"wrote {asked.baseline}")
    raise typer.Exit(ExitCode.NOT_MEASURED if unmeasured else ExitCode.PASSED)


def _print(repeats: "list[SuiteRepetition]", *, as_json: bool) -> None:
    for repeat in repeats:
        if as_json:
            fields = {
                "repetition": repeat.name,
                "route": repeat.route,
                "segments": repeat.segments,
                "changed": repeat.changed,
                "unmeasured": repeat.unmeasured,
                "differences": dict(repeat.differences),
                "kinds": dict(repeat.kinds),
            }
            typer.echo(json.dumps(fields))
        else:
            parts = [f"{name} ±{value:.4g}" for name, value in repeat.differences.items()]
            parts += [f"{kind} +{share:.2%} of segments" for kind, share in repeat.kinds.items()]
            parts += [f"{repeat.unmeasured} not measured"] if repeat.unmeasured else []
            echo(
                f"{repeat.route}, {repeat.name}: {repeat.changed} of {repeat.segments} segments"
                f" changed; {', '.join(parts)}"
            )
