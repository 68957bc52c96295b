"""Fit how readers grade findings: on labelled round trips, and on DEMETR's held-out sentences.

  PYTHONPATH=scripts/benchmarks python scripts/training/weights/fit_readers.py
      corpora/natural/develop.jsonl [--bench BENCH]

Logistic regressions, with a small ridge, over `severity.by_readers.finding_features` of every
finding as the table grades it, and over what likelihoods say of it where packs can judge. A finding
has the worst severity of the labelled differences whose words it touches. One model learns whether
that is major or more, of the categories that it may lower; one, whether it is critical, of all
findings on a major difference; one, without likelihoods, whether readers list any difference
there. BENCH is the folder with `demetr.jsonl` (and
`demetr_categories.json` beside it), which is no part of this repository
(scripts/benchmarks/README.md says where it is had): a finding on words that DEMETR changed is major
if the change is.

Prints, in five folds cut by text, precision and recall by bound. Writes
`harness/severity/readers.toml`. Same data, same detectors, same bytes.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fit_adequacy import table_of, untaught
from natural_rows import SEVERITIES, NaturalRow, bead_of, level_of, likelihoods_of, touches
from numpy.typing import NDArray

from harness import machine
from harness.core.values import BeadText, Finding, LocalText, Severity
from harness.plugins import names
from harness.run import assembly
from harness.run.measures import MeasuringSet
from harness.severity.by_likelihood import likelihood_features
from harness.severity.by_readers import JUDGED, WEIGHTS, finding_features
from harness.severity.own_issues import own_issues
from harness.statistics.logistic import LogisticModel
from harness.text.pairs.word_diff import DiffKind, word_diff

Vector = NDArray[np.float64]

SEEN_AT_LEAST = 15  # findings with a category that gets a weight of its own
RIDGE = 3.0
FOLDS = 5
DEMETR = 0.2  # weight of a finding of DEMETR against one of a round trip
PER_SENTENCE = 12  # changes of one sentence of DEMETR


@dataclass(frozen=True)
class Graded:
    """A finding with its features and what readers say of its words: 0 nothing, to 3 critical."""

    group: str
    finding: Finding
    features: Mapping[str, float]
    level: int
    weight: float = 1.0


def main() -> None:
    """Fit, tell, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=Path)
    parser.add_argument("--bench", type=Path)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.rows.read_text("utf-8").splitlines()]
    measures, _ = assembly.measuring_set((), names("detectors"), machine.site())
    without = list(_of_round_trips(rows, measures, judged=False))
    if options.bench:
        without += _of_demetr(options.bench, measures)
    with_likelihoods = list(_of_round_trips(rows, measures, judged=True))
    models = {}
    for variant, graded in (("", without), (" with likelihoods", with_likelihoods)):
        wording = [each for each in graded if each.finding.category in JUDGED]
        heavy = [
            each for each in graded if each.level >= 2 or each.finding.severity >= Severity.MAJOR
        ]
        learnt = [("major", 2, wording), ("critical", 3, heavy)]
        if not variant:
            learnt.append(("noticed", 1, wording))
        for name, level, used in learnt:
            models[name + variant] = _fitted(used, level)
            _tell(name + variant, used, level)
    _write(models)


# ── findings and what readers say of them ───────────────────────────────────────────────────────


def found(
    beads: Sequence[BeadText], measures: MeasuringSet
) -> Iterator[tuple[BeadText, Finding, Mapping[str, float]]]:
    """Every finding of some beads as the table grades it, with its features."""
    pairs = [(bead.source.text, bead.back_translation.text) for bead in beads]
    assert measures.paraphrase_model is not None
    languages = [bead.source.language for bead in beads]
    scores = measures.paraphrase_model.read(pairs, languages)
    for bead, score in zip(beads, scores, strict=True):
        issues = [issue for detector in measures.detectors for issue in detector.detect(bead)]
        own = own_issues(bead, issues, score, measures.grades)
        for finding in measures.grades.grade((*issues, *own)):
            yield bead, finding, finding_features(bead, finding, score)


def _of_round_trips(
    rows: Sequence[NaturalRow], measures: MeasuringSet, *, judged: bool
) -> Iterator[Graded]:
    """The findings of labelled rows. Judged: of those that can be, with what likelihoods say."""
    beads = [bead_of(row) for row in rows]
    of_bead = {id(bead): place for place, bead in enumerate(beads)}
    likelihoods = likelihoods_of(rows, beads) if judged else {}
    for bead, finding, features in found(beads, measures):
        place = of_bead[id(bead)]
        if judged and place not in likelihoods:
            continue
        more = likelihood_features(finding, likelihoods[place]) if judged else {}
        level = level_of(rows[place], bead, finding)
        yield Graded(rows[place]["source"], finding, {**features, **more}, level)


def _of_demetr(bench: Path, measures: MeasuringSet) -> Iterator[Graded]:
    kinds = json.loads((bench.parent / "demetr_categories.json").read_text("utf-8"))
    with (bench / "demetr.jsonl").open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if untaught(f"demetr {row['ref']}")]
    for row in rows:
        texts = {name: text for name, text in row["perts"].items() if not name.startswith("base")}
        order = sorted(
            texts, key=lambda name: hashlib.sha256(f"{row['ref']}{name}".encode()).digest()
        )
        for name in order[:PER_SENTENCE]:
            yield from _of_change(row, texts[name], kinds[name], measures)


def _of_change(
    row: Mapping[str, Any], text: str, kind: Mapping[str, Any], measures: MeasuringSet
) -> Iterator[Graded]:
    level = SEVERITIES.index(kind["severity"]) if kind["meaning_changed"] else 0
    changed = [
        (op.target.start, op.target.end)
        for op in word_diff(row["mt"], text)
        if op.kind not in {DiffKind.EQUAL, DiffKind.COSMETIC}
    ]
    bead = BeadText((LocalText("en", row["ref"]), LocalText("en", text)))
    for _, finding, features in found([bead], measures):
        touched = touches(finding, 1, changed) or not finding.spans(1)
        yield Graded(row["ref"], finding, features, level if touched else 0, DEMETR)


# ── fitting ─────────────────────────────────────────────────────────────────────────────────────


def _fitted(graded: Sequence[Graded], level: int) -> LogisticModel:
    """Newton's method on the logistic loss with a ridge."""
    seen = Counter(name for each in graded for name, value in each.features.items() if value)
    used = sorted(name for name, count in seen.items() if count >= SEEN_AT_LEAST)
    table = np.array([[each.features.get(name, 0.0) for name in used] + [1.0] for each in graded])
    truth = np.array([each.level >= level for each in graded], float)
    weight = np.array([each.weight for each in graded])
    ridge = np.diag([RIDGE] * len(used) + [1e-6])
    found_weights = np.zeros(len(used) + 1)
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(table @ found_weights, -30, 30)))
        slope = table.T @ (weight * (p - truth)) + ridge @ found_weights
        bend = (table * (weight * p * (1 - p))[:, None]).T @ table + ridge
        found_weights -= np.linalg.solve(bend, slope)
    weights = {name: round(float(w), 4) for name, w in zip(used, found_weights, strict=False)}
    return LogisticModel(SEVERITIES[level], round(float(found_weights[-1]), 4), weights)


def _tell(name: str, graded: Sequence[Graded], level: int) -> None:
    """Precision and recall of findings on round trips, by weights that have not seen their text."""
    fold = [int(hashlib.sha256(e.group.encode()).hexdigest(), 16) % FOLDS for e in graded]
    said = np.zeros(len(graded))
    for each in range(FOLDS):
        model = _fitted([g for g, f in zip(graded, fold, strict=True) if f != each], level)
        for place, (one, f) in enumerate(zip(graded, fold, strict=True)):
            if f == each:
                said[place] = model.probability(one.features)
    natural = np.array([each.weight == 1.0 for each in graded])
    levels = np.array([each.level for each in graded])
    print(f"{name}: {int(natural.sum())} findings on round trips")
    for bound in np.arange(0.05, 0.85, 0.05):
        taken = natural & (said >= bound)
        right = (levels[taken] >= level).mean() if taken.any() else float("nan")
        recall = taken[natural & (levels >= level)].mean()
        invented = (levels[taken] == 0).mean() if taken.any() else float("nan")
        print(
            f"  from {bound:.2f}: right {right:.3f}, invented {invented:.3f}, recall {recall:.3f}"
        )


def _write(models: Mapping[str, LogisticModel]) -> None:
    lines = [
        "# How readers grade findings, made by scripts/training/weights/fit_readers.py. Do not",
        "# edit by hand: refit. A probability is 1 / (1 + exp(-(intercept + sum of weight times",
        "# feature))); what the features are stands in harness/severity/by_readers.py.",
    ]
    for name, model in models.items():
        lines += table_of(name, model.intercept, model.weights)
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
