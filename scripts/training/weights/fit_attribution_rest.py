"""Fit what the hop reader, made-up words, people's translations and other findings add to blame.

  python scripts/training/weights/fit_attribution_rest.py corpora/natural/develop.jsonl

After `fit_attribution.py`, whose weights stay as they are: planted faults are made of words of
dictionaries, one in a row, and can tell nothing of these. The findings are those of runs over
labelled round trips with one pivot (corpora/natural/README.md), of major severity and more, that
touch differences of major severity that readers put down to one hop. A logistic model of the hop
with the log-odds by all other evidence as its offset; what the other findings of the row say is
counted with the weights of a first fit, as `harness.blame.row_evidence` counts it.

Writes the tables of these kinds into `harness/blame/weights.toml`; prints, for five folds cut by
sentence, how often blame is right. Measuring takes a minute for a thousand rows; `--measured` keeps
what was measured, for the next time.
"""

import argparse
import json
import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import exp
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))  # rows are read as there

from fit_attribution import log_odds, shares_named
from natural_rows import SEVERITIES, measured, places, touches

from harness import machine
from harness.blame.calibration import WEIGHTS
from harness.blame.evidence import Evidence, hops_of, strongest
from harness.blame.hop_attribution import crosses, direct, undecided
from harness.blame.hop_readings import KIND as READING
from harness.blame.hop_readings import HopReadings
from harness.blame.nonword_evidence import KIND as NONWORDS
from harness.blame.nonword_evidence import nonwords
from harness.blame.row_evidence import KIND as ROW
from harness.blame.row_evidence import apart
from harness.blame.translation_evidence import KIND as TRANSLATIONS
from harness.blame.translation_evidence import affinities
from harness.blame.word_likelihoods import word_likelihoods
from harness.core.values import BeadText, Finding, MeasuredRow, Severity
from harness.memory import Memory
from harness.models.hop_reader import HopReader

FOLDS = 5
RIDGE = 2.0  # how strongly weights are held at none: about as many findings
FEATURES = (
    *((NONWORDS, name) for name in ("carried", "like", "mangled", "new")),
    *((TRANSLATIONS, name) for name in ("source", "source_offset", "back", "back_offset")),
    *((READING, name) for name in ("source", "source_offset", "back", "back_offset")),
    (ROW, "others"),
)
MAJOR = SEVERITIES.index("major")

Weights = Mapping[tuple[str, str], float]  # and what a weight of 1 adds to the log-odds


@dataclass(frozen=True)
class Item:
    """A finding of a row: the log-odds of the way out by older evidence, what a weight of 1 of each
    kind of newer evidence would add to them, and which hop readers name, if they name one.
    """

    others: Sequence[int]  # the findings of its row that speak of other words, among all items
    source: str
    known: float
    added: Weights
    hop: str | None

    @property
    def sign(self) -> int:
        """1 where the way out is to blame, -1 where the way back is."""
        return 1 if self.hop == "forward" else -1

    @property
    def fold(self) -> int:
        return sha256(self.source.encode()).digest()[1] % FOLDS


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("natural", type=Path, nargs="+", metavar="NATURAL.jsonl")
    parser.add_argument("--measured", type=Path, help="made if it does not exist")
    parser.add_argument("--memory", type=Path, default=machine.default_memory())
    options = parser.parse_args()
    rows = _measured(options.natural, options.measured)
    with Memory(options.memory) as memory:
        items = list(_items(rows, HopReadings(HopReader(memory))))
    weights = _fitted(items)
    _print_folds(items)
    _write(weights)


def _measured(
    paths: Sequence[Path], kept: Path | None
) -> Sequence[tuple[Mapping[str, Any], MeasuredRow]]:
    if kept and kept.is_file():
        found: list[tuple[Mapping[str, Any], MeasuredRow]] = pickle.loads(kept.read_bytes())
        return found
    rows = [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]
    rows = [row for row in rows if "pivot2" not in row]
    found = list(zip(rows, measured(rows), strict=True))
    if kept:
        kept.write_bytes(pickle.dumps(found))
    return found


# ── evidence ────────────────────────────────────────────────────────────────────────────────────


def _items(
    rows: Sequence[tuple[Mapping[str, Any], MeasuredRow]], readings: HopReadings
) -> Iterator[Item]:
    before = 0
    known = {(row.texts, each): _by_texts(row, each) for _, row in rows for each in row.findings}
    read = _read(known, readings)
    for labels, row in rows:
        found = row.findings if crosses(row.texts) else ()
        for finding, others in zip(found, apart(found), strict=True):
            clues = strongest(known[row.texts, finding], hops_of(row.texts))
            yield Item(
                [before + other for other in others],
                row.texts.source.text,
                sum((1 if clue.hops[0] == 1 else -1) * log_odds(clue.trust) for clue in clues),
                _newer(row, finding) | read.get((row.texts, finding), {}),
                _hop(labels, finding) if finding.severity >= Severity.MAJOR else None,
            )
        before += len(found)


def _read(
    known: Mapping[tuple[BeadText, Finding], Sequence[Evidence]], readings: HopReadings
) -> Mapping[tuple[BeadText, Finding], Weights]:
    """What the hop reader says, where a run would ask it."""
    asked = [
        (bead, finding)
        for (bead, finding), clues in known.items()
        if finding.severity >= Severity.MAJOR and undecided(bead, clues)
    ]
    return {
        case: {
            added: value
            for name, odds in zip(("source", "back"), *by_pivot, strict=True)
            if odds is not None
            for added, value in (((READING, name), odds), ((READING, f"{name}_offset"), 1.0))
        }
        for case, by_pivot in zip(asked, readings.odds(asked), strict=True)
        if by_pivot
    }


def _by_texts(row: MeasuredRow, finding: Finding) -> list[Evidence]:
    bead = row.texts
    clues = [c for c in direct(bead, finding) if c.kind not in (NONWORDS, TRANSLATIONS)]
    return [*clues, *word_likelihoods(bead, finding, row.likelihoods)]


def _newer(row: MeasuredRow, finding: Finding) -> Weights:
    added: dict[tuple[str, str], float] = {}
    if found := nonwords(row.texts, finding, 1):
        added |= {
            (NONWORDS, "carried"): found.carried,
            (NONWORDS, "like"): found.like,
            (NONWORDS, "mangled"): found.mangled,
            (NONWORDS, "new"): -found.new,
        }
    source, back = affinities(row.texts, finding, 1)
    if source is not None:
        added |= {(TRANSLATIONS, "source"): -source, (TRANSLATIONS, "source_offset"): 1.0}
    if back is not None:
        added |= {(TRANSLATIONS, "back"): back, (TRANSLATIONS, "back_offset"): -1.0}
    return added


def _hop(labels: Mapping[str, Any], finding: Finding) -> str | None:
    """The hop of the major differences that a finding touches, where it is one."""
    hops = {
        each["hop"]
        for each in labels["differences"]
        if SEVERITIES.index(each["severity"]) >= MAJOR
        and (
            touches(finding, 0, places(labels["source"], each["source"]))
            or touches(finding, 2, places(labels["return"], each["return"]))
        )
    }
    return hops.pop() if hops in ({"forward"}, {"backward"}) else None


# ── the model ───────────────────────────────────────────────────────────────────────────────────


def _fitted(items: Sequence[Item], without: int | None = None) -> Weights:
    """The weights, of all folds but one.

    First of what runs without the hop reader have, too, and then, these given, of its readings.
    """
    unread = [replace(item, added=_only(item.added, reading=False)) for item in items]
    first = _maximum(_labelled(unread, without))
    told = _with_others(unread, first)
    words = _maximum(_labelled(told, without))
    left = [
        replace(item, known=_odds(each, words), added=_only(item.added, reading=True))
        for item, each in zip(items, told, strict=True)
    ]
    readings = _maximum(_labelled(left, without))
    return _only(words, reading=False) | _only(readings, reading=True)


def _only(found: Weights, *, reading: bool) -> dict[tuple[str, str], float]:
    """What is of the hop reader, or all else."""
    return {
        feature: value for feature, value in found.items() if (feature[0] == READING) == reading
    }


def _labelled(items: Sequence[Item], without: int | None) -> list[Item]:
    return [item for item in items if item.hop and item.fold != without]


def _with_others(items: Sequence[Item], weights: Weights) -> list[Item]:
    """The items, with what the others of their row say by these weights."""
    leans = [1 / (1 + exp(-_odds(item, weights, without=ROW))) - 0.5 for item in items]
    sums = [sum(leans[other] for other in item.others) for item in items]
    return [
        replace(item, added={**item.added, (ROW, "others"): total})
        for item, total in zip(items, sums, strict=True)
    ]


def _maximum(items: Sequence[Item]) -> Weights:
    """Maximum likelihood with a ridge; no weight below 0 but for offsets."""
    x = np.array([[item.added.get(feature, 0.0) for feature in FEATURES] for item in items])
    known, sign = np.array([item.known for item in items]), np.array([i.sign for i in items])
    least = np.array([-np.inf if name.endswith("offset") else 0.0 for _, name in FEATURES])
    weights = np.zeros(len(FEATURES))
    for _ in range(60):
        right = 1 / (1 + np.exp(-np.clip(sign * (known + x @ weights), -30, 30)))
        slope = x.T @ (sign * (1 - right)) - RIDGE * weights
        curve = (x.T * (right * (1 - right))) @ x + RIDGE * np.eye(len(FEATURES))
        weights = np.maximum(least, weights + np.linalg.solve(curve, slope))
    return dict(zip(FEATURES, weights.tolist(), strict=True))


def _odds(item: Item, weights: Weights, without: str = "") -> float:
    return item.known + sum(
        weights[feature] * value for feature, value in item.added.items() if feature[0] != without
    )


# ── what comes of it ────────────────────────────────────────────────────────────────────────────


def _print_folds(items: Sequence[Item]) -> None:
    """Shares of findings; every one with weights of other sentences."""
    said: dict[str, list[float]] = {"older evidence": [], "with words": [], "with readings": []}
    unread = [replace(item, added=_only(item.added, reading=False)) for item in items]
    for fold in range(FOLDS):
        weights = _fitted(items, without=fold)
        told = _of_fold(_with_others(items, weights), fold)
        said["older evidence"] += [item.sign * item.known for item in told]
        said["with readings"] += [item.sign * _odds(item, weights) for item in told]
        told = _of_fold(_with_others(unread, weights), fold)
        said["with words"] += [item.sign * _odds(item, weights) for item in told]
    print(f"{len(said['with words'])} findings")
    for name, odds in said.items():
        print(f"  {name:16} {'; '.join(shares_named(odds))}")


def _of_fold(items: Sequence[Item], fold: int) -> list[Item]:
    return [item for item in items if item.hop and item.fold == fold]


def _write(weights: Weights) -> None:
    """Put these tables in the place of those of the same kinds."""
    kinds = dict.fromkeys(kind for kind, _ in FEATURES)
    parts = WEIGHTS.read_text("utf-8").rstrip("\n").split("\n\n")
    parts = [part for part in parts if not part.startswith(tuple(f'["{k}"]' for k in kinds))]
    for kind in kinds:
        named = [f"{name} = {weights[kind, name]:.3f}" for each, name in FEATURES if each == kind]
        parts.append("\n".join([f'["{kind}"]', *named]))
    WEIGHTS.write_text("\n\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    main()
