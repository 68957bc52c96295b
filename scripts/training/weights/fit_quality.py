"""Fit the weights of quality estimation without a reference.

  python scripts/training/weights/fit_quality.py DEV_FOLDER --memory FILE [--good N] [--bad N]

DEV_FOLDER holds `ced_pt_en.jsonl` and `biomqm.jsonl`, public sets that are no part of this
repository: README.md. Likelihoods come from the packs that a run would use, and are remembered in
FILE. Writes `harness/scoring/quality.toml` and prints, for five folds cut by document (CED: by
sentence), the AUC of good translations against bad ones.

Where the paraphrase model is installed, too, a second model weighs its score against the
likelihoods; it is fitted only on translations that are not training data of the paraphrase model.
"""

import argparse
import hashlib
import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_adequacy import FOLDS, Vector, _auc, _calibrated, _descend, _sigmoid, untaught

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))  # cases are shared with these

from likelihoods import scored_both_ways

from harness.core.values import LocalText
from harness.memory import Memory
from harness.models.paraphrase import ParaphraseClassifier
from harness.scoring.adequacy import QUALITY
from harness.scoring.adequacy_features import paraphrase_features
from harness.scoring.qe_features import qe_features


@dataclass(frozen=True)
class Case:
    """One translation that people rated."""

    test: str
    group: str
    source: LocalText
    hypothesis: LocalText
    good: bool

    @property
    def taught_as(self) -> str:
        """The group in the training data of the paraphrase model."""
        return f"ced {self.group}" if self.test.startswith("CED") else f"bio {self.group}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--memory", type=Path, required=True)
    parser.add_argument("--good", type=int, help="so many good translations of each set")
    parser.add_argument("--bad", type=int, help="so many bad ones of Bio MQM")
    options = parser.parse_args()
    order = random.Random(0)
    cases = [*_ced(options, order), *_biomqm(options, order)]
    with Memory(options.memory) as memory:
        measured = _measured(cases, memory)
        names = sorted({name for each in measured for name in each})
        table = np.array([[each.get(name, 0.0) for name in names] for each in measured])
        weights, intercept, unseen = _cross_fitted(cases, table)
        read = _with_reading(cases, unseen, memory)
    for test in sorted({case.test for case in cases}):
        here = [i for i, case in enumerate(cases) if case.test == test]
        good = unseen[[i for i in here if cases[i].good]]
        bad = unseen[[i for i in here if not cases[i].good]]
        print(f"{test}: {len(good)} good, {len(bad)} bad, AUC {_auc(good, bad):.3f}")
    lines = [
        "# Weights of the quality of a translation without a reference, made by",
        "# scripts/training/weights/fit_quality.py. The signals: harness/scoring/qe_features.py.",
        "",
        "[model.likelihood]",
        f"intercept = {intercept:.4f}",
        "",
        "[model.likelihood.weights]",
        *(f'"{n}" = {w:.4f}' for n, w in zip(names, weights, strict=True) if abs(w) > 5e-4),
        "",
        '[model."likelihood and paraphrase"]',
        f"intercept = {read.intercept + read.likelihood * intercept:.4f}",
        "",
        '[model."likelihood and paraphrase".weights]',
        *(
            f'"{name}" = {read.likelihood * weight:.4f}'
            for name, weight in zip(names, weights, strict=True)
            if abs(read.likelihood * weight) > 5e-4
        ),
        *(f'"{name}" = {weight:.4f}' for name, weight in read.weights.items()),
    ]
    QUALITY.write_text("\n".join(lines) + "\n", "utf-8")


@dataclass(frozen=True)
class Read:
    """The weight of the likelihoods' score (its logit) beside the paraphrase model's."""

    likelihood: float
    weights: Mapping[str, float]
    intercept: float


def _with_reading(cases: Sequence[Case], unseen: Vector, memory: Memory) -> Read:
    """What the paraphrase score adds, on translations that are not its training data."""
    held = [i for i, case in enumerate(cases) if untaught(case.taught_as)]
    texts = [(cases[i].source.text, cases[i].hypothesis.text) for i in held]
    languages = [cases[i].source.language for i in held]
    read = ParaphraseClassifier(memory).read(texts, languages)
    features = [paraphrase_features(each) for each in read]
    logits = np.log(unseen[held] / (1 - unseen[held]))
    weight = _balanced([cases[i] for i in held])
    labels = np.array([cases[i].good for i in held], float)
    data = np.column_stack([-logits, np.array([list(each.values()) for each in features])])
    scale, width = data.std(0), data.shape[1]
    nothing = np.zeros((1, width))
    found, start = _descend(data / scale, labels, weight, nothing, np.zeros(1), -np.ones(width))
    slope, intercept = _calibrated(data / scale @ found, start, labels, weight)
    fitted = slope * found / scale
    read, together = data[:, 1:] @ fitted[1:], data @ fitted
    for test in sorted({case.test for case in cases}):
        here = np.array([cases[i].test == test for i in held])
        good, bad = here & (labels == 1), here & (labels == 0)
        figures = ", ".join(
            f"{name} {_auc(values[good], values[bad]):.3f}"
            for name, values in (("likelihood", logits), ("paraphrase", read), ("both", together))
        )
        print(f"{test}, not taught: {good.sum()} good, {bad.sum()} bad, AUC {figures}")
    weights = {name: float(each) for name, each in zip(features[0], fitted[1:], strict=True)}
    return Read(-float(fitted[0]), weights, float(intercept))


def _balanced(cases: Sequence[Case]) -> Vector:
    """Good and bad weigh the same within their test, and every test the same."""
    sizes: dict[tuple[str, bool], int] = defaultdict(int)
    for case in cases:
        sizes[case.test, case.good] += 1
    weight = np.array([1 / sizes[case.test, case.good] for case in cases])
    return np.asarray(weight / weight.sum())


def _ced(options: argparse.Namespace, order: random.Random) -> list[Case]:
    """All bad translations, and good ones."""
    cases = [
        Case(
            "CED pt-en",
            row["src"],
            LocalText("pt", row["src"]),
            LocalText("en", row["mt"]),
            row["label"] == "OK",
        )
        for row in map(json.loads, (options.data / "ced_pt_en.jsonl").open(encoding="utf-8"))
    ]
    good = [case for case in cases if case.good]
    order.shuffle(good)
    chosen = [case for case in cases if not case.good] + good[: options.good]
    order.shuffle(chosen)
    return chosen


def _biomqm(options: argparse.Namespace, order: random.Random) -> list[Case]:
    """Both directions together; minor errors are neither good nor bad."""
    good: list[Case] = []
    bad: list[Case] = []
    for row in map(json.loads, (options.data / "biomqm.jsonl").open(encoding="utf-8")):
        if row["lp"] not in ("en-es", "es-en") or not (row["ref"] or row["ref1"]):
            continue
        source, target = row["lp"].split("-")
        for output in row["outputs"]:
            if output["human"] or output["system"] == "TMT_run1":  # it lost its accents
                continue
            texts = LocalText(source, row["src"]), LocalText(target, output["mt"])
            case = Case(f"Bio MQM {row['lp']}", row["doc"], *texts, output["mqm_meaning"] == 0)
            if case.good:
                good.append(case)
            elif output["mqm_meaning"] <= -5:
                bad.append(case)
    order.shuffle(bad)
    order.shuffle(good)
    return bad[: options.bad] + good[: options.good]


def _measured(cases: Sequence[Case], memory: Memory) -> list[dict[str, float]]:
    scores = scored_both_ways([(case.source, case.hypothesis) for case in cases], memory)
    return [
        qe_features(case.source, case.hypothesis, each)
        for case, each in zip(cases, scores, strict=True)
    ]


def _cross_fitted(cases: Sequence[Case], table: Vector) -> tuple[Vector, float, Vector]:
    folds = np.array([_fold(case) for case in cases])
    unseen = np.zeros(len(cases))
    for fold in range(FOLDS):
        weights, intercept = _fitted(cases, table, folds != fold)
        there = folds == fold
        unseen[there] = _sigmoid(table[there] @ weights + intercept)
    weights, intercept = _fitted(cases, table, np.ones(len(cases), bool))
    return weights, intercept, unseen


def _fold(case: Case) -> int:
    return int(hashlib.sha256(case.group.encode()).hexdigest(), 16) % FOLDS


def _fitted(cases: Sequence[Case], table: Vector, use: Vector) -> tuple[Vector, float]:
    places = np.flatnonzero(use)
    weight = _balanced([cases[i] for i in places])
    scale = table[places].std(0) + 1e-9
    data = table[places] / scale
    labels = np.array([cases[i].good for i in places], float)
    nothing = np.zeros((1, table.shape[1]))
    found, start = _descend(data, labels, weight, nothing, np.zeros(1), -np.ones(table.shape[1]))
    slope, intercept = _calibrated(data @ found, start, labels, weight)
    return slope * found / scale, intercept


if __name__ == "__main__":
    main()
