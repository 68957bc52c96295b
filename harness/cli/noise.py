"""`harness noise`: how much do a suite's engines disagree with themselves?"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import Quiet, json_option
from harness.cli.terminal import note
from harness.core.errors import ConfigError
from harness.core.values import ExitCode, Run

if TYPE_CHECKING:
    from harness.gate.suite import Suite
    from harness.settings import Options
    from harness.suites import Occasion, Repeat

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
    """Repeat a suite on one core and under other engine settings, and measure the disagreement.

    Nothing is remembered between the repetitions. The gate of `harness check` then fires only above
    what was measured here, and outputs that occurred count as accepted where the segment has an
    accepted output already.
    """
    from harness.cli.check import occasion
    from harness.gate.baseline import read_baseline, write_baseline
    from harness.gate.suite import read_suite
    from harness.occasions import today
    from harness.suites import noise_of, recorded_metrics, with_noise

    asked = read_suite(suite)
    first, repeated = _repetitions(asked, option or list(DEFAULTS), occasion(None, quiet=quiet))
    metrics = recorded_metrics(first)
    repeats = [
        repeat
        for name, runs in repeated.items()
        for repeat in noise_of(first, runs, name, metrics, asked.policy.fail_on)
    ]
    _tell(repeats, as_json=as_json)
    if store:
        before = read_baseline(asked.baseline)
        after = with_noise(before, repeats, list(repeated.values()), today().isoformat())
        write_baseline(asked.baseline, after)
        note(f"wrote {asked.baseline}")
    raise typer.Exit(ExitCode.PASSED)


def _repetitions(
    suite: "Suite", options: list[str], occasion: "Occasion"
) -> tuple[list[Run], Mapping[str, list[Run]]]:
    """A run as the suite asks for, one on a single core, and one for each other setting.

    Each has a folder and a memory of its own, gone at the end: rows are read before.
    """
    from harness import config
    from harness.suites import run_suite, with_options

    with TemporaryDirectory() as place:

        def carried(name: str, options: "Options") -> list[Run]:
            folder = Path(place) / name
            own = replace(occasion, memory=folder / "memory.sqlite")
            runs = run_suite(replace(with_options(suite, options), runs=folder), own)
            return [replace(run, rows=tuple(run.rows)) for run in runs]

        first = carried("first", suite.settings.options)
        with _one_core():
            repeated = {"one core": carried("one-core", suite.settings.options)}
        for number, option in enumerate(options):
            other = config.parse_options([option])
            settings = {
                engine: {**suite.settings.options.get(engine, {}), **other.get(engine, {})}
                for engine in {*suite.settings.options, *other}
            }
            repeated[option] = carried(f"option-{number}", settings)
    return first, repeated


@contextmanager
def _one_core() -> Iterator[None]:
    """As on a machine with one core; where a process cannot be bound, with all of them."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(cores)})
        yield
    except PermissionError as cause:
        raise ConfigError(
            "this process may not be bound to one core", hint="run it outside the container"
        ) from cause
    finally:
        os.sched_setaffinity(0, cores)


def _tell(repeats: "list[Repeat]", *, as_json: bool) -> None:
    for repeat in repeats:
        if as_json:
            fields = {
                "repetition": repeat.name,
                "route": repeat.route,
                "segments": repeat.segments,
                "changed": repeat.changed,
                "differences": dict(repeat.differences),
                "kinds": dict(repeat.kinds),
            }
            typer.echo(json.dumps(fields))
        else:
            said = [f"{name} ±{value:.4g}" for name, value in repeat.differences.items()]
            said += [f"{kind} +{share:.2%} of segments" for kind, share in repeat.kinds.items()]
            typer.echo(
                f"{repeat.route}, {repeat.name}: {repeat.changed} of {repeat.segments} segments"
                f" changed; {', '.join(said)}"
            )
