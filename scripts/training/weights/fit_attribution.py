"""Fit what each piece of evidence is worth to blame, on faults planted on known hops.

  python scripts/training/weights/fit_attribution.py FLORES.jsonl --memory FILE [--limit 5]

FLORES is public but no part of this repository: README.md. The faults are those of `blame.py`,
planted only in sentences that are not training data of the paraphrase model. Facts keep the trust
that is in the code; the weights of models and witnesses beside them are fitted: a logistic model of
the hop, over runs that have all of this evidence and runs that have some.
Writes `harness/blame/weights.toml`; prints, for five folds cut by sentence, how often blame is
right, and what each kind of evidence says against how often it is so.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from math import log
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))  # cases are shared with these

from blame import Case, _cases, _chosen, _learn, _likelihood, _ways
from blame_seeds import seeds
from fit_adequacy import untaught

from harness import machine, plugins
from harness.blame.calibration import WEIGHTS
from harness.blame.contrastive import ContrastiveEvidence, Support
from harness.blame.embedding_evidence import EmbeddingEvidence
from harness.blame.evidence import Evidence, hops_of, strongest
from harness.blame.hop_attribution import direct, disputed
from harness.blame.paraphrase_evidence import ParaphraseEvidence
from harness.blame.witnesses import Reliability, Testimony, testimonies
from harness.core.values import Issue
from harness.memory import Memory
from harness.models.embeddings import Embedder
from harness.models.paraphrase import ParaphraseClassifier

FOLDS = 5
RIDGE = 2.0  # how strongly weights are held at none: about as many findings
MODELS = ("embedding", "paraphrase", "likelihood")
TESTIMONY = (
    "lone witness of facts",
    "lone witness of wording",
    "witness of facts",
    "witness of wording",
)
# What a run may have: witnesses or none, and which models.
RUNS = (
    (True, ()),
    (False, MODELS[:1]),
    (False, MODELS[:2]),
    (True, MODELS[:2]),
    (False, MODELS),
    (True, MODELS),
)
FEATURES = (
    *((model, sign) for model in MODELS for sign in ("source", "back")),
    *((kind, name) for kind in TESTIMONY for name in ("same", "without")),
)

Weights = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Item:
    """A finding of a planted fault, with all evidence. `leanings`: none where facts decide."""

    case: Case
    finding: Issue
    facts: tuple[Evidence, ...]
    told: tuple[Testimony, ...]
    leanings: Mapping[str, float]

    @property
    def sign(self) -> int:
        """1 where the way out is to blame, -1 where the way back is."""
        return 1 if self.case.truth == "forward" else -1

    @property
    def fold(self) -> int:
        return sha256(self.case.bead.source.text.encode()).digest()[1] % FOLDS


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="FLORES.jsonl")
    parser.add_argument("--memory", type=Path, default=machine.default_memory())
    parser.add_argument("--limit", type=int, default=5, help="faults of each kind and language")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.data.open(encoding="utf-8")]
    rows = [row for row in rows if untaught(f"flores {row['en']}")]
    with Memory(options.memory) as memory:
        found = list(_found(rows, options.limit, memory))
        supports = {
            "embedding": EmbeddingEvidence(Embedder(memory)),
            "paraphrase": ParaphraseEvidence(ParaphraseClassifier(memory)),
            "likelihood": _likelihood(("es", "pt"), memory),
        }
        items = _asked(found, supports)
    print(f"{len(items)} findings in {len(rows)} sentences")
    units = {
        model: median(abs(item.leanings[model]) for item in items if item.leanings)
        for model in MODELS
    }
    _print_folds(items, units)
    _write(_fitted(items, units), units)
    _print_calibration(items, units)


# ── evidence ────────────────────────────────────────────────────────────────────────────────────


def _found(
    rows: list[dict[str, str]], limit: int, memory: Memory
) -> Iterator[tuple[Case, Issue, list[Testimony]]]:
    detectors = [plugins.detector(name) for name in plugins.names("detectors")]
    for language in ("es", "pt"):
        chosen = _chosen(seeds(rows, language), limit)
        ways = _ways(chosen, language, memory)
        reliability = Reliability()
        _learn(reliability, chosen, language, detectors, ways)
        for experiment in ("controlled", "engine"):
            for seed in chosen:
                for case in _cases(seed, language, detectors, ways, experiment):
                    for finding in case.findings:
                        told = list(testimonies(finding, case.answers, reliability))
                        yield case, finding, told


def _asked(
    found: Sequence[tuple[Case, Issue, Sequence[Testimony]]], supports: Mapping[str, Support]
) -> list[Item]:
    """Models are asked where a run would ask them."""
    facts = [tuple(direct(case.bead, finding)) for case, finding, _ in found]
    contrasts: list[ContrastiveEvidence | None] = [
        disputed(case.bead, finding, clues)
        for (case, finding, _), clues in zip(found, facts, strict=True)
    ]
    wanted = dict.fromkeys(
        pair
        for (case, *_), each in zip(found, contrasts, strict=True)
        if each is not None
        for pair in each.wanted(case.bead)
    )
    said = {
        name: dict(zip(wanted, support(list(wanted)), strict=True))
        for name, support in supports.items()
    }
    return [
        Item(
            case,
            finding,
            clues,
            tuple(told),
            {}
            if each is None
            else {name: each.leanings(case.bead, known)[0] for name, known in said.items()},
        )
        for (case, finding, told), clues, each in zip(found, facts, contrasts, strict=True)
    ]


# ── the model ───────────────────────────────────────────────────────────────────────────────────


def _known(item: Item) -> float:
    """Log-odds of the way out by the facts alone."""
    clues = strongest(item.facts, hops_of(item.case.bead))
    return sum((1 if clue.hops[0] == 1 else -1) * _log_odds(clue.trust) for clue in clues)


def _vector(
    item: Item, units: Mapping[str, float], witnesses: bool, models: Sequence[str]
) -> list[float]:
    """What a weight of 1 would add to the log-odds of the way out, feature by feature."""
    added: defaultdict[tuple[str, str], float] = defaultdict(float)
    for model in models:
        leaning = item.leanings.get(model, 0.0)
        size = np.log1p(abs(leaning) / units[model])
        added[model, "source" if leaning > 0 else "back"] += -size if leaning > 0 else size
    for each in item.told if witnesses else ():
        added[each.weights, each.weight_name] += (1 if each.same else -1) * _log_odds(each.trust)
    return [added[feature] for feature in FEATURES]


def _fitted(items: Sequence[Item], units: Mapping[str, float]) -> Weights:
    """Maximum likelihood with a ridge; no weight below 0."""
    vectors, facts, signs = [], [], []
    for witnesses, models in RUNS:
        for item in items:
            vectors.append(_vector(item, units, witnesses, models))
            facts.append(_known(item))
            signs.append(item.sign)
    x, known, sign = np.array(vectors), np.array(facts), np.array(signs)
    ridge = RIDGE * len(RUNS)  # each finding stands there once for each kind of run
    weights = np.full(len(FEATURES), 0.5)
    for _ in range(50):
        right = 1 / (1 + np.exp(-np.clip(sign * (known + x @ weights), -30, 30)))
        slope = x.T @ (sign * (1 - right)) - ridge * weights
        curve = (x.T * (right * (1 - right))) @ x + ridge * np.eye(len(FEATURES))
        weights = np.maximum(0, weights + np.linalg.solve(curve, slope))
    return dict(zip(FEATURES, weights.tolist(), strict=True))


def _log_odds(trust: float) -> float:
    return log(trust / (1 - trust))


# ── what comes of it ────────────────────────────────────────────────────────────────────────────


def _print_folds(items: Sequence[Item], units: Mapping[str, float]) -> None:
    """Shares of findings by what a run has; every finding with weights of other sentences."""
    fitted = [_fitted([item for item in items if item.fold != n], units) for n in range(FOLDS)]
    for witnesses, models in RUNS:
        said = [
            item.sign
            * (_known(item) + _dot(fitted[item.fold], _vector(item, units, witnesses, models)))
            for item in items
        ]
        name = " + ".join((*models, *(["witnesses"] if witnesses else [])))
        shares = []
        for sure in (0.75, 0.8, 0.85):
            edge = _log_odds(sure)
            right = sum(odds >= edge for odds in said) / len(said)
            wrong = sum(odds <= -edge for odds in said) / len(said)
            shares.append(f"from {sure}: right {right:.3f}, wrong {wrong:.3f}")
        print(f"{name:40} {'; '.join(shares)}")


def _dot(weights: Weights, vector: Sequence[float]) -> float:
    return sum(weights[feature] * value for feature, value in zip(FEATURES, vector, strict=True))


def _write(weights: Weights, units: Mapping[str, float]) -> None:
    lines = [
        "# What models and witnesses add to other evidence, made by "
        "scripts/training/weights/fit_attribution.py. Do",
        "# not edit by hand: refit. How the numbers are used stands in "
        "harness/blame/calibration.py.",
    ]
    for kind, named in groupby(FEATURES, key=lambda feature: feature[0]):
        lines += ["", f'["{kind}"]']
        lines += [f"unit = {units[kind]:.4g}"] if kind in units else []
        lines += [f"{name} = {weights[kind, name]:.3f}" for kind, name in named]
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")


def _print_calibration(items: Sequence[Item], units: Mapping[str, float]) -> None:
    """Each kind of evidence alone: what facts and witnesses claim, and how often they are right."""
    said: defaultdict[str, list[tuple[float | None, bool]]] = defaultdict(list)
    for item in items:
        for clue in strongest(item.facts, hops_of(item.case.bead)):
            said[f"{clue.kind}, hop {clue.hops[0]}"].append(
                (clue.trust, (clue.hops[0] == 1) == (item.sign > 0))
            )
        for each in item.told:
            said[f"{each.weights}, {each.weight_name}"].append(
                (each.trust, each.same == (item.sign > 0))
            )
        for model, leaning in item.leanings.items():
            size = "above" if abs(leaning) >= units[model] else "below"
            way = "source" if leaning > 0 else "return"
            said[f"{model} for the {way}, {size} {units[model]:.2g}"].append(
                (None, (leaning < 0) == (item.sign > 0))
            )
    print("\n| evidence | times | claims | right |\n| --- | --- | --- | --- |")
    for kind, told in sorted(said.items()):
        claims = [trust for trust, _ in told if trust is not None]
        shown = f"{sum(claims) / len(claims):.2f}" if claims else ""
        print(f"| {kind} | {len(told)} | {shown} | {sum(r for _, r in told) / len(told):.2f} |")


if __name__ == "__main__":
    main()
