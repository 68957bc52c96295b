"""Overlap: prove that no benchmark sentence is in the training pairs, and write down what they are.

    overlap.py pairs/*.tsv --keep-out flores.dev.en flores.dev.es --out work/trained-on.json

Both sides of every pair are compared with every line kept out: the same words, or eight words in a
row. Exit 1 when anything overlaps, with the lines. With --remove the pairs are taken out of the
files. Writes pairs and checksum of each file.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

from cleaning import KeepOut
from gather import texts


def overlapping(path: Path, keep_out: KeepOut) -> list[int]:
    """The numbers of the lines in which either side overlaps."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        number
        for number, line in enumerate(lines)
        if any(keep_out.leak(side) for side in line.split("\t")[:2])
    ]


def without(path: Path, numbers: list[int]) -> None:
    """Take lines out of a file."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    unwanted = set(numbers)
    path.write_text("".join(line for n, line in enumerate(lines) if n not in unwanted), "utf-8")


def main() -> int:
    """Check, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--keep-out", type=Path, nargs="+", required=True)
    parser.add_argument("--remove", action="store_true")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    keep_out = KeepOut.of(text for path in arguments.keep_out for text in texts(path))
    facts = {}
    found = 0
    for path in arguments.pairs:
        numbers = overlapping(path, keep_out)
        found += len(numbers)
        if numbers:
            print(f"{path}: {len(numbers)} lines overlap: {numbers[:10]}", file=sys.stderr)
        if arguments.remove:
            without(path, numbers)
        content = path.read_bytes()
        facts[path.name] = {
            "pairs": content.count(b"\n"),
            "sha256": hashlib.sha256(content).hexdigest(),
            "overlapping": len(numbers),
        }
    if arguments.out:
        arguments.out.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 1 if found and not arguments.remove else 0


if __name__ == "__main__":
    sys.exit(main())
