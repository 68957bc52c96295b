"""`harness engines`: which engines can translate here, and how to make the others usable."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import AsJson, EngineOptions, Packs, names_of

if TYPE_CHECKING:
    from harness.core.settings import Setting
    from harness.machine import Site

EXAMPLES = """Examples:

  harness engines

  harness engines --json

  harness engines --ask libretranslate --option libretranslate.address=http://127.0.0.1:5000
"""


def engines(
    pack: Packs = None,
    ask: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=names_of("engines"),
            help="Ask this engine though it uses the network. Repeatable.",
        ),
    ] = None,
    option: EngineOptions = None,
    as_json: AsJson = False,
) -> None:
    """List the engines usable here, direction by direction; for the others: why, and the remedy.

    An engine that uses the network is listed, and asked only where --ask names it.
    """
    from harness import machine
    from harness.run import assembly

    here = machine.site(pack or (), assembly.parse_options(option or ()))
    for name in ask or ():
        here.of(name)
    listed = [_entry(name, here, asked=name in (ask or ())) for name in assembly.engine_names()]
    if as_json:
        typer.echo(json.dumps({"schema": 1, "engines": listed}, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(listed)))


def _entry(name: str, here: "Site", *, asked: bool) -> dict[str, Any]:
    from harness import plugins
    from harness.core.errors import HarnessError
    from harness.core.protocols import Offer, OfferOfMany
    from harness.run import assembly

    entry: dict[str, Any] = {"engine": name, "usable": [], "obstacles": []}
    try:
        provider = plugins.engine_provider(name)
        entry["uses_network"] = provider.uses_network
        entry["settings"] = [_setting(name, setting) for setting in provider.settings]
        if provider.uses_network and not asked:
            remedy = f"harness engines --ask {name}, or name it in a route"
            entry["obstacles"].append({"reason": "uses the network: not asked", "remedy": remedy})
            return entry
        for found in assembly.survey(name, here):
            if isinstance(found, Offer):
                entry["usable"].append(
                    {
                        "direction": str(found.direction),
                        "model": found.model,
                        "location": found.location,
                    }
                )
            elif isinstance(found, OfferOfMany):
                entry["usable"].append(
                    {
                        "direction": "any",
                        "languages": list(found.languages),
                        "model": found.model,
                        "location": found.location,
                    }
                )
            else:
                entry["obstacles"].append({"reason": found.reason, "remedy": found.remedy})
    except HarnessError as error:
        entry["obstacles"].append({"reason": str(error), "remedy": error.hint})
    return entry


def _setting(part: str, setting: "Setting") -> dict[str, Any]:
    from harness.core.settings import variable

    return {
        "name": f"{part}.{setting.name}",
        "meaning": setting.meaning,
        "default": setting.default,
        "secret": setting.secret,
        "variables": [v for v in (variable(part, setting.name), setting.variable) if v],
    }


def _lines(listed: list[dict[str, Any]]) -> list[str]:
    from harness.text.words.control_characters import strip_controls

    lines = []
    for entry in listed:
        lines.append(entry["engine"] + ("" if entry["usable"] else "  (nothing usable here)"))
        for found in entry["usable"]:
            lines.append(f"  {found['direction']:<10} {found['model']}  [{found['location']}]")
            if found.get("languages"):
                lines.append(f"    between any two of: {' '.join(found['languages'])}")
        for found in entry["obstacles"]:
            lines.append(f"  not usable: {found['reason']}")
            if found["remedy"]:
                lines.append(f"    remedy: {found['remedy']}")
        for setting in entry.get("settings", ()):
            default = f" [default: {setting['default']}]" if setting["default"] else ""
            lines.append(f"  setting {setting['name']}: {setting['meaning']}{default}")
    return [strip_controls(line) for line in lines]
