"""`harness engines`: what can translate here, and what would have to be done for the rest."""

import json
from typing import Any

import typer

from harness.cli.options import AsJson, Packs

EXAMPLES = """Examples:

  harness engines

  harness engines --json
"""


def engines(
    pack: Packs = None,
    as_json: AsJson = False,
) -> None:
    """List the engines usable here, direction by direction; for the others: why, and the remedy."""
    from harness import config
    from harness.core.errors import HarnessError
    from harness.core.protocols import Offer

    place = config.site(pack or ())
    listed: list[dict[str, Any]] = []
    for name in config.engine_names():
        entry: dict[str, Any] = {"engine": name, "usable": [], "obstacles": []}
        try:
            for found in config.survey(name, place):
                if isinstance(found, Offer):
                    entry["usable"].append(
                        {
                            "direction": str(found.direction),
                            "model": found.model,
                            "location": found.location,
                        }
                    )
                else:
                    entry["obstacles"].append({"reason": found.reason, "remedy": found.remedy})
        except HarnessError as error:
            entry["obstacles"].append({"reason": str(error), "remedy": error.hint})
        listed.append(entry)
    if as_json:
        typer.echo(json.dumps({"schema": 1, "engines": listed}, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(listed)))


def _lines(listed: list[dict[str, Any]]) -> list[str]:
    from harness.text.visible import strip_controls

    lines = []
    for entry in listed:
        lines.append(entry["engine"] + ("" if entry["usable"] else "  (nothing usable here)"))
        for found in entry["usable"]:
            lines.append(f"  {found['direction']:<10} {found['model']}  [{found['location']}]")
        for found in entry["obstacles"]:
            lines.append(f"  not usable: {found['reason']}")
            if found["remedy"]:
                lines.append(f"    remedy: {found['remedy']}")
    return [strip_controls(line) for line in lines]
