"""Describe: the README that a language pack holds, and the manifest beside it, `pack.toml`.

    describe.py en_es FIGURES --readme work/README.md
    export.py en_es … --readme work/README.md --out dist
    describe.py en_es FIGURES --package dist/translate-en_es-1_0.argosmodel --manifest pack.toml

FIGURES are --scores NAME=FILE… (what evaluate.py printed), --data NAME=FILE… (the pairs trained
on, under the name of their description in `sources/`) and --log FILE… (train.py's, one a round).

The prose lies in `packs/<direction>.toml`. It types no figure of the pack, it quotes them, as in
"{test[numbers kept]:.0%}", "{training[tokens]:,}" or "{pairs:,}". The pairs of each text are
counted, its title and licence come from `sources/`, size and checksum from the package. A package
that holds another README than these figures give is refused.
"""

import argparse
import hashlib
import json
import re
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.writing.toml import table, tables

HERE = Path(__file__).parent
LANGUAGES = {"en": "English", "es": "Spanish", "pt": "Portuguese"}
PROSE = {
    "title", "summary", "preview", "licence", "licence-note", "weaknesses", "made",
    "scores", "compared", "trained-on",
}  # fmt: skip

HEADER = (
    "# Read and verified when the harness opens the pack. Written by "
    "scripts/training/packs/describe.py."
)
# The order of the manifest; an empty line between the groups.
GROUPS = (
    ("file", "bytes", "sha256"),
    ("format", "source", "target", "version", "preview", "summary"),
    ("licence", "licence-note"),
    ("weaknesses",),
    ("made",),
)
TABLES = ("scores", "compared", "trained-on")

README = """\
# {title}

{summary}.

## Scores

{scores}

## Known weaknesses

{weaknesses}

## How it was made

{made}

## Licence

{licence}. {licence_note}

## Training text

{texts}

The start weights and the teacher were trained by their authors on texts of their own, which are not
in this list.

## Files

`model/` is for CTranslate2. `sentencepiece.model` cuts the source language. `minisbd/` holds a
sentence splitter: rules written by hand in that form, no trained weights, under the same licence.
"""


class DescribeError(Exception):
    """A pack cannot be described from what was given."""


def filled(value: Any, figures: Mapping[str, Any]) -> Any:
    """The prose with its figures: every text in `value`, however deep.

    Raises DescribeError for a figure that nobody gave.
    """
    match value:
        case str():
            try:
                return value.format_map(figures)
            except (LookupError, ValueError, TypeError) as cause:
                raise DescribeError(f"no such figure: {cause} in {value!r}") from cause
        case list():
            return [filled(item, figures) for item in value]
        case dict():
            return {key: filled(item, figures) for key, item in value.items()}
    return value


def trained_on(
    direction: str, data: Sequence[tuple[str, Path]], sources: Path
) -> list[dict[str, str | int]]:
    """A table for each text that was trained on, the largest first. Pairs are the files' lines."""
    pairs: Counter[str] = Counter()
    for name, path in data:
        with path.open("rb") as lines:
            pairs[name] += sum(1 for _ in lines)
    return [_text(direction, name, sources) | {"pairs": n} for name, n in pairs.most_common()]


def together(
    now: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The texts of this training and of the pack that it went on from, the largest first.

    A text of both counts once, with the larger number of its pairs.
    """
    found: dict[str, dict[str, Any]] = {}
    for text in [*now, *before]:
        known = found.get(text["text"])
        if known is None or text.get("pairs", 0) > known.get("pairs", 0):
            found[text["text"]] = dict(text)
    return sorted(found.values(), key=lambda text: -text.get("pairs", 0))


def _text(direction: str, name: str, sources: Path) -> dict[str, str | int]:
    path = sources / f"{name}.toml"
    if not path.is_file():
        raise DescribeError(f"{path} is not there; --data begins with a name of {sources}")
    source = tomllib.loads(path.read_text("utf-8"))
    found = {
        "text": source["title"] + _taught(direction, source["language"]),
        "licence": source["licence"],
        "attribution": source["attribution"],
    }
    return {key: value for key, value in found.items() if value}


def _taught(direction: str, language: str) -> str:
    """Which sides of the pairs a model wrote: those in which the text was not found."""
    found = language.split("-")
    names = [LANGUAGES[code] for code in direction.split("_") if code not in found]
    return f", {' and '.join(names)} by a model" if names else ""


def training(logs: Sequence[Path]) -> dict[str, int]:
    """How many steps and target tokens train.py made in all rounds, by its logs' last lines."""
    steps = tokens = 0
    for log in logs:
        last = log.read_text("utf-8").splitlines()[-1]
        if not (found := re.match(r"step (\d+)\ttokens (\d+)\t", last)):
            raise DescribeError(f"{log}: does not end with the line of a step")
        steps, tokens = steps + int(found[1]), tokens + int(found[2])
    return {"steps": steps, "tokens": tokens}


def readme(pack: Mapping[str, Any]) -> str:
    """The README to be packed. It cannot hold the checksum of the package that holds it."""
    scores = [
        (_noted(entry[name], entry.get("note")), entry.get("bleu", ""), entry.get("chrf", ""))
        for name, table in (("set", "scores"), ("system", "compared"))
        for entry in pack.get(table, [])
    ]
    texts = [
        (entry["text"], f"{entry['pairs']:,}" if "pairs" in entry else "",
         _noted(entry["licence"], entry.get("attribution")))
        for entry in pack["trained-on"]
    ]  # fmt: skip
    return README.format(
        title=pack["title"],
        summary=pack["summary"],
        scores=_table(("", "BLEU", "chrF"), scores),
        weaknesses="\n".join(f"- {weakness}" for weakness in pack["weaknesses"]),
        made=pack["made"],
        licence=pack["licence"],
        licence_note=pack["licence-note"],
        texts=_table(("text", "pairs", "licence"), texts),
    )


def _noted(text: str, note: str | None) -> str:
    return f"{text} ({note})" if note else text


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def manifest(direction: str, pack: Mapping[str, Any], package: Path) -> dict[str, Any]:
    """Everything that `pack.toml` says.

    Raises DescribeError for a package of another direction, or with another README.
    """
    with zipfile.ZipFile(package) as archive:
        root = archive.namelist()[0].partition("/")[0]
        metadata = json.loads(archive.read(f"{root}/metadata.json"))
        packed = archive.read(f"{root}/README.md").decode("utf-8")
    if direction != f"{metadata['from_code']}_{metadata['to_code']}":
        raise DescribeError(f"{package} leads elsewhere than {direction}")
    if packed != readme(pack):
        raise DescribeError(
            f"{package}: its README.md is not what these figures give; pack it again"
        )
    content = package.read_bytes()
    return {
        "file": package.name,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "format": "argos",
        "source": metadata["from_code"],
        "target": metadata["to_code"],
        "version": metadata["package_version"],
        **pack,
    }


def toml(body: Mapping[str, Any]) -> str:
    """The manifest as TOML."""
    groups = [table((key, body[key]) for key in group if key in body) for group in GROUPS]
    lists = [tables(name, body[name]) for name in TABLES if body.get(name)]
    return "\n".join([HEADER + "\n", *filter(None, groups), *lists])


def named(argument: str) -> tuple[str, Path]:
    """NAME=FILE."""
    name, equals, path = argument.partition("=")
    if not (name and equals and path):
        raise argparse.ArgumentTypeError(f"{argument!r} is not NAME=FILE")
    return name, Path(path)


def main() -> None:
    """Write the README, the manifest, or both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("direction", help="en_es, es_en, en_pt or pt_en")
    parser.add_argument("--scores", type=named, nargs="+", default=[], metavar="NAME=FILE")
    parser.add_argument("--data", type=named, nargs="+", required=True, metavar="NAME=FILE")
    parser.add_argument("--onto", type=Path, metavar="FILE", help="pack.toml that it went on from")
    parser.add_argument("--log", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--sources", type=Path, default=HERE / "sources", metavar="DIR")
    parser.add_argument("--packs", type=Path, default=HERE / "packs", metavar="DIR")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="write the README here")
    parser.add_argument("--package", type=Path, metavar="FILE", help="the package to describe")
    parser.add_argument("--manifest", type=Path, metavar="FILE", help="write its pack.toml here")
    arguments = parser.parse_args()
    if not (arguments.readme or arguments.manifest):
        parser.error("--readme FILE, or --package FILE and --manifest FILE")
    if bool(arguments.package) != bool(arguments.manifest):
        parser.error("--package and --manifest go together")
    try:
        pack = described(arguments)
        if arguments.readme:
            arguments.readme.write_text(readme(pack), "utf-8")
        if arguments.manifest:
            body = manifest(arguments.direction, pack, arguments.package)
            arguments.manifest.write_text(toml(body), "utf-8")
    except (DescribeError, OSError) as error:
        sys.exit(f"error: {error}")


def described(arguments: argparse.Namespace) -> dict[str, Any]:
    """The prose of a direction with its figures and its texts."""
    path = arguments.packs / f"{arguments.direction}.toml"
    prose = tomllib.loads(path.read_text("utf-8"))
    if strange := set(prose) - PROSE:
        raise DescribeError(f"{path}: {', '.join(sorted(strange))} has no place there")
    texts = trained_on(arguments.direction, arguments.data, arguments.sources)
    if arguments.onto:
        texts = together(texts, tomllib.loads(arguments.onto.read_text("utf-8"))["trained-on"])
    figures = {
        **{name: json.loads(scores.read_text("utf-8")) for name, scores in arguments.scores},
        "training": training(arguments.log),
        "pairs": sum(int(text["pairs"]) for text in texts),
    }
    pack: dict[str, Any] = filled(prose, figures)
    return pack | {"trained-on": [*texts, *pack.get("trained-on", [])]}


if __name__ == "__main__":
    main()
