"""Labelled pairs of texts, and how the detectors fare on them: recall, precision, false alarms."""

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.core import interruption
from harness.core.errors import ReadError
from harness.core.protocols import Detector
from harness.core.values import BeadText, Category, LocalText, Severity
from harness.severity.grades import Grades
from harness.text.pairs.measurable import beyond_limits

_LABELS = ".expect.toml"
_LINES = ".jsonl"
_TEXTS = ("source", "pivot", "back_translation", "language", "pivot_language", "category")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A bead and what is wrong with it: a category (path) and severity, or nothing (None)."""

    bead: BeadText
    category: str | None
    severity: Severity | None


@dataclass(slots=True)
class DetectionTally:
    """Findings of one detector, or of all together, on labelled pairs, at major or above.

    `caught` and `damaged` go by the expected category; `right` of `found` findings on damaged
    pairs name the expected category or one of its kind; `alarms` are harmless pairs with a finding.
    """

    damaged: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    found: int = 0
    right: int = 0
    alarms: int = 0


def read_labelled(paths: Iterable[Path]) -> list[Labelled]:
    """Pairs from `NAME.expect.toml` files, from JSON lines, or from all of them in a folder.

    A line of JSON has `source`, `back_translation`, and optionally `language` (`en`), `pivot`,
    `pivot_language` (`es`), `category` and `severity`; without a category nothing is wrong.

    Raises:
        ReadError: a file that is neither, or a label that the harness does not know.
    """
    return [pair for path in paths for file in _files(path) for pair in _read(file)]


def tally(
    pairs: Sequence[Labelled], detectors: Mapping[str, Detector], grades: Grades
) -> dict[str, DetectionTally]:
    """By name of the detector, and "all" for all of them together."""
    tallies: dict[str, DetectionTally] = defaultdict(DetectionTally)
    for pair in pairs:
        interruption.check()
        found_by_any: set[Category] = set()
        for name, detector in detectors.items():
            reported = {
                issue.category
                for issue in detector.detect(pair.bead)
                if grades.of(issue.kind) >= Severity.MAJOR
            }
            found_by_any |= reported
            _count(tallies[name], pair, reported)
        _count(tallies["all"], pair, found_by_any)
    return dict(tallies)


def _count(tally: DetectionTally, pair: Labelled, reported: set[Category]) -> None:
    if pair.category is None:
        tally.alarms += bool(reported)
        return
    right = [category for category in reported if _akin(category.value, pair.category)]
    tally.damaged[pair.category] += 1
    tally.caught[pair.category] += bool(right)
    tally.found += len(reported)
    tally.right += len(right)


def _akin(category: str, expected: str) -> bool:
    """Whether one path is the other, or lies below it."""
    return f"{category}/".startswith(f"{expected}/") or f"{expected}/".startswith(f"{category}/")


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.iterdir() if each.name.endswith(_LABELS))
    return [path]


def _read(path: Path) -> Iterator[Labelled]:
    place = str(path)
    try:
        text = path.read_text("utf-8")
        if path.name.endswith(_LABELS):
            tables = tomllib.loads(text)
            for entry in (*tables.get("damage", ()), *tables.get("harmless", ())):
                yield _pair(entry)
        elif path.suffix == _LINES:
            for number, line in enumerate(text.split("\n"), start=1):
                if line.strip():
                    place = f"{path}:{number}"
                    yield _pair(json.loads(line))
        else:
            raise ReadError(f"{path}: no labelled pairs", hint=f"give *{_LABELS} or *{_LINES}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise ReadError(
            f"{place}: cannot be read as labelled pairs: {cause}",
            hint="each pair needs a source and a back_translation; see `harness scorecard --help`",
        ) from cause


def _pair(entry: Mapping[str, Any]) -> Labelled:
    for key in _TEXTS:
        if not isinstance(entry.get(key, ""), str):
            raise TypeError(f"{key} is not text")
    language = entry.get("language", "en")
    stops = [LocalText(language, entry["source"])]
    if "pivot" in entry:
        stops.append(LocalText(entry.get("pivot_language", "es"), entry["pivot"]))
    stops.append(LocalText(language, entry["back_translation"]))
    if too_long := next(filter(None, map(beyond_limits, stops)), None):
        raise ValueError(too_long)
    category = entry.get("category")
    severity = Severity(entry["severity"]) if "severity" in entry else None
    return Labelled(BeadText(tuple(stops)), category, severity)
