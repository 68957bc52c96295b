"""How often each detector speaks up, by kind of damage, on the DEMETR benchmark.

DEMETR (Karpinska et al. 2022) holds machine translations and versions of them with one thing
changed. Its file has one JSON object a line with `ref`, `mt`, `perts` {category: changed mt} and
optionally `alt`; the table of categories says which of them change the meaning. It is no part of
this repository: scripts/benchmarks/README.md says where it is had.

Printed for every category: the share of rows in which a detector raised anything at or above
--least, first with the untouched translation as source (one thing differs), then, with
--against ref, with the human translation as source (wording differs throughout).
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from harness.core.protocols import Detector
from harness.core.values import BeadText, LocalText, Severity
from harness.plugins import detector, names
from harness.severity.grades import usual_grades


def main() -> None:
    options = _options()
    categories = json.loads(options.categories.read_text("utf-8"))
    detectors = {name: detector(name) for name in names("detectors")}
    raised: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for category, source, changed in _pairs(options.data, options.against, options.every):
        if options.show not in (None, category):
            continue
        sizes[category] += 1
        counter = raised.setdefault(category, Counter())
        speaking = []
        for name, each in detectors.items():
            found = _found(each, source, changed, Severity(options.least))
            counter[name] += bool(found)
            speaking += found
        counter["any"] += bool(speaking)
        if options.show and bool(speaking) != options.silent and shown[category] < options.limit:
            shown[category] += 1
            print(f"- {source}\n+ {changed}\n  {speaking}")
    _print(raised, sizes, categories)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="demetr.jsonl")
    parser.add_argument("categories", type=Path, help="demetr_categories.json")
    parser.add_argument("--against", choices=("mt", "ref"), default="mt", help="the source text")
    parser.add_argument("--least", choices=[level.value for level in Severity], default="minor")
    parser.add_argument("--every", type=int, default=1, help="use every n-th line only")
    parser.add_argument("--show", metavar="CATEGORY", help="print this category's findings")
    parser.add_argument("--silent", action="store_true", help="with --show: rows without any")
    parser.add_argument("--limit", type=int, default=30, help="with --show: how many rows")
    return parser.parse_args()


def _pairs(data: Path, against: str, every: int) -> Iterable[tuple[str, str, str]]:
    with data.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every:
                continue
            row = json.loads(line)
            if against == "ref":
                yield "untouched", row["ref"], row["mt"]
            for category, changed in row["perts"].items():
                yield (
                    category,
                    row.get("alt", {}).get(category, {}).get(against, row[against]),
                    changed,
                )


def _found(detector: Detector, source: str, changed: str, least: Severity) -> list[str]:
    bead = BeadText((LocalText("en", source), LocalText("en", changed)))
    grades = usual_grades()
    return [each.message for each in detector.detect(bead) if grades.of(each.kind) >= least]


def _print(
    raised: dict[str, Counter[str]],
    sizes: Counter[str],
    categories: dict[str, dict[str, object]],
) -> None:
    """One line a category; detectors that never spoke are left out."""
    for category in sorted(raised):
        changed = categories.get(category, {}).get("meaning_changed", False)
        shares = (
            f"{name} {count / sizes[category]:.3f}"
            for name, count in raised[category].most_common()
            if count
        )
        meaning = "changed" if changed else "same"
        print(f"{category:32} {sizes[category]:5} {meaning:8} {', '.join(shares)}")


if __name__ == "__main__":
    main()
