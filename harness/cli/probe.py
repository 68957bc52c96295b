"""`harness probe`: change a source a little, and check what must hold between the outputs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import EngineOptions, Packs, json_option
from harness.core.errors import ConfigError
from harness.core.values import Direction, ExitCode, Leg

if TYPE_CHECKING:
    from harness.evaluation.probes import Probed

EXAMPLES = """Examples:

  harness probe argos --direction en:es

  harness probe apertium --direction es:en --kind number --kind name --json
"""

# What the outputs are compared by: kinds of finding that hold in any language with data.
_DETECTORS = ("negation", "numbers", "repetition", "sentences")


def probe(
    engine: Annotated[str, typer.Argument(help="The engine: {engines}.")],
    direction: Annotated[str, typer.Option(help="The languages, from and to: en:es.")] = "en:es",
    kind: Annotated[
        list[str] | None, typer.Option(help="Use only this kind of probe: {probes}. Repeatable.")
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option(
            help="Use the sentences of this file, written as in langpacks/probes/en.toml."
        ),
    ] = None,
    pack: Packs = None,
    option: EngineOptions = None,
    as_json: Annotated[bool, json_option("one probe per line")] = False,
) -> None:
    """Probe an engine without references; exit 1 if a relation is broken."""
    from harness import machine, plugins
    from harness.evaluation.probes import KINDS, probes, read_sentences, run_probes
    from harness.run import assembly

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
    here = machine.site(pack or (), assembly.parse_options(option or ()))
    _, opened = assembly.open_leg(leg, here)
    try:
        asked = list(probes(texts, kinds))
        found = list(run_probes(asked, opened, [plugins.detector(name) for name in _DETECTORS]))
    finally:
        opened.close()
    _print(found, as_json=as_json)
    broken = any(each.broken for each in found)
    raise typer.Exit(ExitCode.DRIFTED if broken else ExitCode.PASSED)


def _usual(language: str) -> Path:
    from harness.core.bundled import bundled

    path = bundled("langpacks") / "probes" / f"{language}.toml"
    if not path.exists():
        raise ConfigError(
            f"no sentences to probe {language} with", hint="give your own with --sentences FILE"
        )
    return path


def _print(found: "list[Probed]", *, as_json: bool) -> None:
    from harness.evaluation.probes import KINDS
    from harness.text.words.control_characters import strip_controls

    if as_json:
        for each in found:
            fields = {
                "kind": each.probe.kind,
                "source": each.probe.source,
                "variant": each.probe.variant,
                "output": each.output,
                "other": each.other,
                "broken": list(each.broken),
            }
            typer.echo(json.dumps(fields, ensure_ascii=False))
        return
    for kind in dict.fromkeys(each.probe.kind for each in found):
        mine = [each for each in found if each.probe.kind == kind]
        held = sum(not each.broken for each in mine)
        typer.echo(f"{kind}: {held} of {len(mine)} hold ({KINDS[kind]})")
        for each in mine:
            if each.broken:
                typer.echo(f"  {strip_controls(each.probe.variant)}")
                typer.echo(f"    before  {strip_controls(each.output)}")
                typer.echo(f"    after   {strip_controls(each.other)}")
                for reason in each.broken:
                    typer.echo(f"    {strip_controls(reason)}")
