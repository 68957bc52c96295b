"""Check labels of round trips, join them with their rows, and divide them by text.

  python scripts/training/natural/labels.py check ROWS.jsonl LABELS.jsonl
  python scripts/training/natural/labels.py join FOLDER --output corpora/natural
  python scripts/training/natural/labels.py add FOLDER --output corpora/natural

FOLDER holds NAME.rows.jsonl beside NAME.labels.jsonl. Rows by one source go to one of teach.jsonl,
develop.jsonl and test.jsonl, chosen by a hash of the source: seven, one and two tenths. What is
added later only teaches, so that figures stay comparable: it goes behind the rows of teach.jsonl,
without sentences of the other two.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

KINDS = frozenset(
    {
        *("number", "unit", "currency", "date", "negation", "name", "omission", "addition", "word"),
        *("antonym", "tense", "aspect", "modality", "quantifier", "pronoun", "gender"),
        *("who-did-what", "question", "register", "repetition", "garbage", "untranslated"),
        *("terminology", "sentence-order", "fluency", "other"),
    }
)
SEVERITIES = ["none", "minor", "major", "critical"]
PARTS = {"teach": 7, "develop": 1, "test": 2}  # tenths

Row = Mapping[str, Any]


def faults(row: Row, label: Row) -> Iterator[str]:
    """What is wrong with one label."""
    hops = {"1", "2", "3"} if "pivot2" in row else {"forward", "backward"}
    worst = "none"
    for each in label["differences"]:
        if each["kind"] not in KINDS:
            yield f"kind {each['kind']}"
        if each["severity"] not in SEVERITIES[1:]:
            yield f"severity {each['severity']}"
        if each["hop"] not in hops | {"both", "unsure"}:
            yield f"hop {each['hop']}"
        if not each["source"] and not each["return"]:
            yield "no words are quoted"
        for side in ("source", "return"):
            if each[side] not in row[side]:
                yield f"not in the {side}: {each[side]!r}"
        if each["kind"] != "fluency":
            worst = max(worst, each["severity"], key=SEVERITIES.index)
    if label["row"] != worst:
        yield f"row {label['row']}, but its worst difference is {worst}"


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def check(rows: Path, labels: Path) -> int:
    """Print what is wrong or missing; how much that is."""
    known = {row["id"]: row for row in lines(rows)}
    given = lines(labels)
    wrong = [f"{i}: twice" for i, n in Counter(each["id"] for each in given).items() if n > 1]
    for each in given:
        row = known.pop(each["id"], None)
        wrong += [f"{each['id']}: {fault}" for fault in faults(row, each)] if row else []
    wrong += [f"{i}: no label" for i in known]
    print(*wrong, f"{len(given)} labels, {len(wrong)} faults", sep="\n")
    return len(wrong)


def joined(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows that have a label without fault, in the order of files and rows."""
    for path in sorted(folder.glob("*.labels.jsonl")):
        labels = {each["id"]: each for each in lines(path)}
        for row in lines(path.with_name(path.name.replace(".labels.", ".rows."))):
            label = labels.get(row["id"])
            if label is not None and not list(faults(row, label)):
                healed = {"healed": label["healed"]} if label.get("healed") else {}
                yield {**row, "row": label["row"], "differences": label["differences"], **healed}


def join(folder: Path, output: Path) -> None:
    """Divide all rows of a folder anew."""
    output.mkdir(parents=True, exist_ok=True)
    parts: dict[str, list[str]] = {part: [] for part in PARTS}
    for row in joined(folder):
        parts[part_of(row["source"])].append(_line(row))
    for part, made in parts.items():
        (output / f"{part}.jsonl").write_text("".join(made), "utf-8")
        print(part, len(made), "rows")


def add(folder: Path, output: Path) -> None:
    """Put the rows of a folder behind those that teach. Rows that are there already stay once."""
    known = {part: lines(output / f"{part}.jsonl") for part in PARTS}
    held = {row["source"] for part in ("develop", "test") for row in known[part]}
    had = {row["id"] for row in known["teach"]}
    new = [row for row in joined(folder) if row["source"] not in held and row["id"] not in had]
    with (output / "teach.jsonl").open("a", encoding="utf-8") as out:
        out.writelines(map(_line, new))
    print("teach", len(new), "rows more")


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def part_of(source: str) -> str:
    """Which part a source belongs to."""
    digit = int(hashlib.sha256(source.casefold().encode()).hexdigest(), 16) % 10
    for part, tenths in PARTS.items():
        digit -= tenths
        if digit < 0:
            return part
    raise AssertionError("the parts make up the whole")


def main() -> None:
    """Check or join."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check")
    checking.add_argument("rows", type=Path)
    checking.add_argument("labels", type=Path)
    joining = commands.add_parser("join")
    adding = commands.add_parser("add")
    for each in (joining, adding):
        each.add_argument("folder", type=Path)
        each.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    if options.command == "check":
        sys.exit(bool(check(options.rows, options.labels)))
    elif options.command == "join":
        join(options.folder, options.output)
    else:
        add(options.folder, options.output)


if __name__ == "__main__":
    main()
