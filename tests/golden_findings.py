"""The golden findings: what the whole measuring says of a fixed set of beads, kept in files.

Each line of `golden/findings/*.jsonl` is a bead (its texts at every stop) with the scores and
findings that the usual measures give it, and with those of detectors alone. What models say depends
on the processor's instructions a little, and grades near a bound with it: `WRITTEN_ON` tells for
which the files hold. What detectors say is the same everywhere. `python tests/golden_findings.py`
writes the files anew; a change of them is a change of what users are told, and its commit says why.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from harness import machine
from harness.core.cpu import this_processor as here
from harness.core.values import BeadText, Finding, LocalText, MeasuredRow
from harness.plugins import names
from harness.run import assembly
from harness.run.measurement import measure

FOLDER = Path(__file__).parent / "golden/findings"
WRITTEN_ON = FOLDER / "written_on.txt"
DIGITS = 3  # of scores

_BLOCK = 32  # as a run measures them; neighbours do not matter


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of one golden file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def measured(entries: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same entries, with what models and detectors find today."""
    for entry, drift in zip(entries, _drifts(entries, metrics=()), strict=True):
        scores = {name: round(score.value, DIGITS) for name, score in sorted(drift.scores.items())}
        yield {**entry, "scores": scores, "findings": _told(drift)}


def detected(entries: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same entries, with what detectors alone find today."""
    for entry, drift in zip(entries, _drifts(entries, metrics=("chrf",)), strict=True):
        yield {**entry, "without_models": _told(drift)}


def _drifts(entries: Sequence[dict[str, Any]], *, metrics: Sequence[str]) -> Iterator[MeasuredRow]:
    measures, _ = assembly.measuring_set(tuple(metrics), names("detectors"), machine.site())
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        yield from measure([((), _bead(entry)) for entry in block], measures)


def _bead(entry: dict[str, Any]) -> BeadText:
    return BeadText(tuple(LocalText(language, text) for language, text in entry["stops"]))


def _told(drift: MeasuredRow) -> list[str]:
    return [_plain(finding) for finding in drift.findings]


def _plain(finding: Finding) -> str:
    """One line: who found what, how bad, put down to which hop, and where the words stand."""
    marks = " ".join(f"{mark.stop}[{mark.span.start}:{mark.span.end}]" for mark in finding.marks)
    words = finding.category.value, finding.severity.value, str(finding.locus)
    return " | ".join((finding.detector, *words, marks))


def _renewed(path: Path) -> tuple[Path, str]:
    lines = [
        json.dumps(entry, ensure_ascii=False) for entry in detected(list(measured(read(path))))
    ]
    return path, "\n".join(lines) + "\n"


def main() -> None:
    """Write every golden file anew, and say what changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="these only (default: all)")
    files = parser.parse_args().files or sorted(FOLDER.glob("*.jsonl"))
    with ProcessPoolExecutor() as pool:
        for path, text in pool.map(_renewed, files):
            before = path.read_text("utf-8").splitlines()
            changed = sum(a != b for a, b in zip(before, text.splitlines(), strict=True))
            path.write_text(text, "utf-8")
            print(  # noqa: T201  (a command, too)
                f"{path.name}: {changed} of {len(before)} rows changed"
            )
    WRITTEN_ON.write_text(f"{here()}\n", "utf-8")


if __name__ == "__main__":
    main()
