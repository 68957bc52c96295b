"""`harness scorecard`: how good the detectors are, on labelled pairs."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.options import AsJson, Output
from harness.cli.output import deliver
from harness.core.errors import ConfigError

if TYPE_CHECKING:
    from harness.evaluation.labelled import DetectionTally

EXAMPLES = """Examples:

  harness scorecard corpora

  harness scorecard corpora my-cases.jsonl --output scorecard.md

  harness scorecard corpora --json
"""


def scorecard(
    data: Annotated[
        list[Path],
        typer.Argument(
            help="Labelled pairs: *.expect.toml, *.jsonl with source, back_translation and "
            "category, or a folder of the former."
        ),
    ],
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Recall, precision and false alarms of every detector, at major or above.

    Harmless pairs have no category. Needs no engine.
    """
    from harness import plugins
    from harness.evaluation.labelled import read_labelled, tally
    from harness.run import assembly
    from harness.writing.json import json_text

    pairs = read_labelled(data)
    if not pairs:
        raise ConfigError("no labelled pairs", hint="give a file or folder that holds some")
    detectors = {name: plugins.detector(name) for name in assembly.detector_names()}
    grades = assembly.grades(detectors.values())
    harmless = sum(pair.category is None for pair in pairs)
    if as_json:
        body = _as_data(tally(pairs, detectors, grades), len(pairs), harmless)
        deliver(output, [json_text(body) + "\n"], "json")
        return
    page = "\n".join(_page(data, tally(pairs, detectors, grades), len(pairs), harmless)) + "\n"
    deliver(output, [page])


def _as_data(
    tallies: "Mapping[str, DetectionTally]", count: int, harmless: int
) -> dict[str, object]:
    """Counts, from which every share can be made; "all" are all detectors together."""
    return {
        "schema": 1,
        "damaged": count - harmless,
        "harmless": harmless,
        "detectors": {
            name: {"findings": each.found, "right": each.right, "alarms": each.alarms}
            for name, each in sorted(tallies.items())
        },
        "damage": {
            category: {"pairs": number, "caught": tallies["all"].caught[category]}
            for category, number in sorted(tallies["all"].damaged.items())
        },
    }


def _page(
    data: Sequence[Path], tallies: "Mapping[str, DetectionTally]", count: int, harmless: int
) -> Iterator[str]:
    yield "# Scorecard of the detectors"
    yield ""
    yield "```sh"
    yield shlex.join(["harness", "scorecard", *map(str, data)])
    yield "```"
    yield ""
    yield f"{count - harmless} damaged and {harmless} harmless pairs; findings at major or above."
    yield "*Right*: of the findings on damaged pairs, those that name the labelled category or one"
    yield "above or below it. *Alarms*: harmless pairs with a finding."
    yield ""
    yield "| detector | findings | right | precision | alarms | false alarms |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, each in sorted(tallies.items(), key=lambda item: (item[0] == "all", item[0])):
        yield (
            f"| {name} | {each.found} | {each.right} | {_share(each.right, each.found)} "
            f"| {each.alarms} | {_share(each.alarms, harmless)} |"
        )
    yield ""
    yield "| damage | pairs | found as such | recall |"
    yield "| --- | --- | --- | --- |"
    together = tallies["all"]
    for category, number in sorted(together.damaged.items()):
        caught = together.caught[category]
        yield f"| {category} | {number} | {caught} | {_share(caught, number)} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"
