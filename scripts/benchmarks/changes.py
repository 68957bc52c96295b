"""Texts with one change each: what should be said of it, and what is.

  python scripts/benchmarks/changes.py tests/languages/changes.jsonl [--language ja …]

A row has `id`, `language`, the texts `a` and `b`, the `variant` that was made of `a`, and what is
`expected`: "KIND|KIND at SEVERITY+", kinds being parts of a category's path, or "quiet", which
allows minor findings. Prints each row that comes out otherwise, then the shares by variant and
language. Exit 0 whatever comes out: it measures.
"""

import argparse
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from harness import api
from harness.core.values import Finding, Severity

Row = Mapping[str, str]

_EXPECTED = re.compile(r"(?P<kinds>.+) at (?P<least>\w+)\+?")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=Path)
    parser.add_argument("--language", nargs="+", metavar="TAG", help="these alone")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.rows.read_text("utf-8").splitlines()]
    right: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if options.language and row["language"] not in options.language:
            continue
        findings = found(row)
        good = as_expected(row["expected"], findings)
        for key in ("all", f"variant {row['variant']}", f"language {row['language']}"):
            right[key].append(good)
        if not good:
            said = sorted({f"{f.severity.value} {f.category.value}" for f in findings})
            print(f"{row['id']}: expected {row['expected']}, found {', '.join(said) or 'nothing'}")
    for key, outcomes in sorted(right.items()):
        print(f"{key}: {sum(outcomes)} of {len(outcomes)}, {sum(outcomes) / len(outcomes):.3f}")


def found(row: Row) -> list[Finding]:
    """What the harness finds between the two texts of a row."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("a.txt", "b.txt")]
        for path, text in zip(paths, (row["a"], row["b"]), strict=True):
            path.write_text(f"{text}\n", "utf-8")
        return list(api.diff(*paths, language=row["language"]).findings)


def as_expected(expected: str, findings: list[Finding]) -> bool:
    """Whether the findings say what is expected, or nothing above minor where all is quiet."""
    if expected == "quiet":
        return all(finding.severity is Severity.MINOR for finding in findings)
    match = _EXPECTED.fullmatch(expected)
    if match is None:
        raise ValueError(f"not an expectation: {expected!r}")
    least = Severity(match["least"])
    return any(
        finding.severity >= least and re.search(match["kinds"], finding.category.value)
        for finding in findings
    )


if __name__ == "__main__":
    main()
