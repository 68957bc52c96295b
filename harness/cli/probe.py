"""`harness probe`: change a source a little, and check what must hold between the outputs."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import EngineOptions, Packs, json_option, names_of
from harness.cli.terminal import ink, note
from harness.core.errors import ConfigError
from harness.core.values import Direction, ExitCode, Leg

if TYPE_CHECKING:
    from harness.evaluation.known_probes import KnownFailure, ProbeKey
    from harness.evaluation.probes import Probed

EXAMPLES = """Examples:

  harness probe argos --direction en:es

  harness probe apertium --direction es:en --kind number --kind name --json

  harness probe argos --known probes.toml --reason "capitals are not supported"
"""

# What the outputs are compared by: kinds of finding that hold in any language with data.
_DETECTORS = ("negation", "numbers", "repetition", "sentences")


def probe(
    engine: Annotated[
        str, typer.Argument(autocompletion=names_of("engines"), help="The engine: {engines}.")
    ],
    direction: Annotated[str, typer.Option(help="The languages, from and to: en:es.")] = "en:es",
    kind: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=names_of("probes"),
            help="Use only this kind of probe: {probes}. Repeatable.",
        ),
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option(
            help="Use the sentences of this file, written as in langpacks/probes/en.toml."
        ),
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option(help="Probes in this file are known to break: counted, they fail nothing."),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(
            help="Accept what breaks now: write it into the --known file, with this reason. What"
            " holds again is removed."
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every probe that breaks, with all reasons.")
    ] = False,
    pack: Packs = None,
    option: EngineOptions = None,
    as_json: Annotated[bool, json_option("one probe per line")] = False,
) -> None:
    """Probe an engine without references; exit 1 if a relation is broken that may not be.

    Exits 3 if a sentence is not translated as it stands."""
    from harness import machine, plugins
    from harness.evaluation.known_probes import key_of, read_known
    from harness.evaluation.probes import KINDS, probes, read_sentences, run_probes
    from harness.run import assembly

    _refuse_reason_alone(known, reason)
    source, _, target = direction.partition(":")
    kinds = kind or list(KINDS)
    for name in kinds:
        if name not in KINDS:
            raise ConfigError(
                f"no probe is called {name!r}", hint=f"name one of {', '.join(KINDS)}"
            )
    try:
        leg = Leg(Direction(source, target), engine)
    except ValueError as cause:
        raise ConfigError(str(cause), hint="write it like --direction en:es") from cause
    texts = read_sentences(sentences or _usual(source))
    before: Mapping[ProbeKey, KnownFailure] = read_known(known) if known else {}
    here = machine.site(pack or (), assembly.parse_options(option or ()))
    _, opened = assembly.open_leg(leg, here)
    try:
        asked = list(probes(texts, kinds))
        found = list(run_probes(asked, opened, [plugins.detector(name) for name in _DETECTORS]))
    finally:
        opened.close()
    keyed = [(key_of(each.probe, engine, leg.direction), each) for each in found]
    if known and reason:
        before = _accept(known, before, keyed, reason)
    allowed = [at for at, (key, _) in enumerate(keyed) if key in before]
    _print(found, allowed, f"{engine} {leg.direction}", as_json=as_json, everything=everything)
    raise typer.Exit(_exit_code(found, allowed))


def _exit_code(found: "Sequence[Probed]", allowed: Sequence[int]) -> ExitCode:
    if any(each.unmeasured for each in found):
        return ExitCode.NOT_MEASURED
    broken = any(each.broken and at not in allowed for at, each in enumerate(found))
    return ExitCode.DRIFTED if broken else ExitCode.PASSED


def _refuse_reason_alone(known: Path | None, reason: str | None) -> None:
    if reason is not None and known is None:
        raise ConfigError("--reason needs a file to accept into", hint="name it: --known FILE.toml")
    if reason is not None and not reason.strip():
        raise ConfigError("no reason given", hint='give a reason: --reason "…"')


def _accept(
    path: Path,
    before: "Mapping[ProbeKey, KnownFailure]",
    keyed: "Sequence[tuple[ProbeKey, Probed]]",
    reason: str,
) -> "Mapping[ProbeKey, KnownFailure]":
    from harness.evaluation.known_probes import with_broken, write_known
    from harness.run.provenance import today

    after = with_broken(before, keyed, reason, today().isoformat())
    if after != before:
        write_known(path, after)
        note(f"wrote {path}: {len(after)} known")
    return after


def _usual(language: str) -> Path:
    from harness.core.bundled import bundled

    path = bundled("langpacks") / "probes" / f"{language}.toml"
    if not path.exists():
        raise ConfigError(
            f"no sentences to probe {language} with", hint="give your own with --sentences FILE"
        )
    return path


def _print(
    found: "Sequence[Probed]",
    known: Sequence[int],
    name: str,
    *,
    as_json: bool,
    everything: bool,
) -> None:
    if as_json:
        for at, each in enumerate(found):
            fields = {
                "kind": each.probe.kind,
                "source": each.probe.source,
                "variant": each.probe.variant,
                "output": each.output,
                "other": each.other,
                "broken": list(each.broken),
                "known": at in known,
                "unmeasured": each.unmeasured,
            }
            typer.echo(json.dumps(fields, ensure_ascii=False))
        return
    from harness.cli.probe_lines import probe_lines
    from harness.writing.ink import written

    columns = get_terminal_size().columns
    for line in probe_lines(found, known, name=name, everything=everything, width=columns):
        sys.stdout.write(written(line, ink()) + "\n")
