"""Fit the adequacy score's weights on labelled pairs, and say honestly how good they are.

  python scripts/training/weights/fit_adequacy.py DEV_FOLDER [--every 4] [--memory FILE]

DEV_FOLDER holds `demetr.jsonl`, `semantoneg.jsonl`, `negated_pairs.jsonl` and `stsb.jsonl`, and
beside it lies `demetr_categories.json`: public sets that are no part of this repository; README.md
says where they are had and in which form. Writes
`harness/scoring/weights.toml` and `docs/adequacy.md`. Same data, same detectors, same bytes.

The model is a logistic regression whose weights cannot be positive: no difference makes a pair more
alike (but `cancelled`, which takes back what two findings said). There are two variants: with
the paraphrase model, fitted only on sentences that are not its training data (one in eight), and
without it, fitted on all. The loss is the logarithm of the
probability of the label, and of the right order in DEMETR's pairs of one sentence (clean, changed);
a last step puts the probabilities on their scale again. Every kind of change weighs the same within
its set, whatever its number of pairs, and as many pairs say the same as do not. All figures are
those of five folds, cut by sentence: no sentence is measured by weights that have seen it.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness import plugins
from harness.core.values import BeadText, LocalText, ParaphraseScore, Score
from harness.memory import Memory
from harness.models.paraphrase import ParaphraseClassifier
from harness.run import assembly
from harness.scoring.adequacy import WEIGHTS
from harness.scoring.adequacy_features import adequacy_features
from harness.severity.grading import graded
from harness.severity.own_issues import WORDING, own_issues

Vector = NDArray[np.float64]

FOLDS = 5
SEEN_AT_LEAST = 20  # pairs in which a category must be found for a weight of its own
RIDGE = 2e-3
RANKING = 5.0  # weight of the right order against that of the right label
HARMLESS = 0.15  # of the order of a clean pair above one with a change of form alone
# How much each set weighs. In the two sets of negated sentences the wrong ones are those that look
# alike; were they many, the model would learn that looking alike is a bad sign.
SHARES = {"natural": 6.0, "demetr": 4.0, "stsb": 1.0, "semantoneg": 1.0, "negated": 1.0}
STEPS = 3000
RAISES = frozenset({"cancelled"})
# What the paraphrase model covers itself. Beside its answer these counts of words and of findings
# about them add the chance of a few sentences, and little else.
READ = frozenset({"exchanged", "small", "synonym", "family", "wider", "narrower"}) | frozenset(
    {"length", "scrambled"} | {f"finding:{category.value}" for category in WORDING}
)
PAGE = Path(__file__).parents[3] / "docs/adequacy.md"
NATURAL = Path(__file__).parents[3] / "corpora/natural/develop.jsonl"


@dataclass(frozen=True)
class Pair:
    """Two texts of a language, whether they say the same, and where they come from.

    `group` is the sentence that decides the fold. `clean` names the pair of the same sentence that
    must score higher, also where only the form was changed.
    """

    kind: str
    group: str
    source: str
    other: str
    same: bool
    clean: tuple[str, str] | None = None
    language: str = "en"


def main() -> None:
    options = _options()
    pairs = list(dict.fromkeys(_pairs(options.data, options.every)))
    pairs += _natural(options.natural)
    with ExitStack() as open_files:
        store = open_files.enter_context(Memory(options.memory)) if options.memory else None
        read = [
            pair
            for pair in pairs
            if pair.kind == "natural" or untaught(f"{pair.kind.split()[0]} {pair.group}")
        ]
        variants = {
            "with a reader": (read, _variant(read, _measured(read, store, read=True), READ)),
            "without a reader": (pairs, _variant(pairs, _measured(pairs, store, read=False))),
        }
    _write_weights({name: variant for name, (_, variant) in variants.items()})
    _write_page(variants, options.every)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--natural", type=Path, default=NATURAL, help="labelled round trips")
    parser.add_argument("--every", type=int, default=1, help="use every n-th line of each file")
    parser.add_argument("--memory", type=Path, help="a memory file for paraphrase scores")
    return parser.parse_args()


# ── data ────────────────────────────────────────────────────────────────────────────────────────


def _pairs(folder: Path, every: int) -> Iterator[Pair]:
    yield from _demetr(folder, every)
    for row in _rows(folder / "semantoneg.jsonl", every):
        source = row["orig"]
        same = (source, row["same"])
        yield Pair("semantoneg", source, *same, same=True)
        for changed in row["changed"]:
            yield Pair("semantoneg", source, source, changed, same=False, clean=same)
    for row in _rows(folder / "negated_pairs.jsonl", every):
        yield Pair("negated", row["orig"], row["orig"], row["changed"], same=False)
    for row in _rows(folder / "stsb.jsonl", every):
        if row["score"] >= 4.5 or row["score"] <= 3:
            yield Pair("stsb", row["en1"], row["en1"], row["en2"], same=row["score"] >= 4.5)


def _natural(path: Path) -> list[Pair]:
    """Round trips as readers labelled them: the same unless something is major."""
    return [
        Pair(
            "natural",
            row["source"],
            row["source"],
            row["return"],
            same=row["row"] in {"none", "minor"},
            language=row["lang"],
        )
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]


def _demetr(folder: Path, every: int) -> Iterator[Pair]:
    categories = json.loads((folder.parent / "demetr_categories.json").read_text("utf-8"))
    for row in _rows(folder / "demetr.jsonl", every):
        for category, changed in row["perts"].items():
            if category == "base_id35_reference":
                continue
            own = row.get("alt", {}).get(category, {})
            source, clean = own.get("ref", row["ref"]), own.get("mt", row["mt"])
            meant = not categories[category]["meaning_changed"]
            kind = f"demetr {categories[category]['drift']}"
            yield Pair("demetr untouched", row["ref"], source, clean, same=True)
            yield Pair(kind, row["ref"], source, changed, meant, (source, clean))


def _rows(path: Path, every: int) -> Iterator[Mapping[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                yield json.loads(line)


def untaught(group: str) -> bool:
    """Whether a sentence was held out when the paraphrase model was trained.

    As `held` in scripts/training/paraphrase/train.py says.
    """
    return hashlib.sha256(group.encode()).digest()[0] % 8 == 0


def _measured(pairs: Sequence[Pair], store: Memory | None, *, read: bool) -> list[dict[str, float]]:
    detectors = [plugins.detector(name) for name in plugins.names("detectors")]
    grades = assembly.grades(detectors)
    texts = [(pair.source, pair.other) for pair in pairs]
    scores: list[dict[str, Score]] = [{} for _ in texts]
    paraphrase_scores: list[ParaphraseScore | None] = [None] * len(texts)
    if read:
        scores = [{"chrf": score} for score in plugins.metric("chrf").measure(texts)]
        paraphrase_scores = list(
            ParaphraseClassifier(store).read(texts, [pair.language for pair in pairs])
        )
    found = []
    for pair, known, paraphrase_score in zip(pairs, scores, paraphrase_scores, strict=True):
        stops = (LocalText(pair.language, text) for text in (pair.source, pair.other))
        bead = BeadText(tuple(stops))
        issues = [issue for detector in detectors for issue in detector.detect(bead)]
        own = own_issues(bead, issues, paraphrase_score, grades)
        findings = graded(bead, [*issues, *own], grades, paraphrase_score)
        found.append(adequacy_features(bead, known, findings, paraphrase_score))
    return found


# ── fitting ─────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Variant:
    """Weights from all pairs, and what weights that had not seen a pair say of it."""

    weights: dict[str, float]
    intercept: float
    unseen: Vector


def _variant(
    pairs: Sequence[Pair],
    measured: Sequence[Mapping[str, float]],
    left_out: Set[str] = frozenset(),
) -> Variant:
    names = [name for name in _names(measured) if name not in left_out]
    table = np.array([[each.get(name, 0.0) for name in names] for each in measured])
    folds = np.array([_fold(pair.group) for pair in pairs])
    unseen = np.zeros(len(pairs))
    for fold in range(FOLDS):
        weights, intercept = _fitted(pairs, table, names, folds != fold)
        there = folds == fold
        unseen[there] = _sigmoid(table[there] @ weights + intercept)
    weights, intercept = _fitted(pairs, table, names, np.ones(len(pairs), bool))
    return Variant(
        {name: float(w) for name, w in zip(names, weights, strict=True) if abs(w) > 5e-4},
        intercept,
        unseen,
    )


def _names(measured: Sequence[Mapping[str, float]]) -> list[str]:
    seen: dict[str, int] = defaultdict(int)
    for each in measured:
        for name, value in each.items():
            seen[name] += value > 0
    return sorted(name for name, count in seen.items() if count >= SEEN_AT_LEAST)


def _fold(group: str) -> int:
    return int(hashlib.sha256(group.casefold().encode()).hexdigest(), 16) % FOLDS


def _fitted(
    pairs: Sequence[Pair], table: Vector, names: Sequence[str], use: NDArray[np.bool_]
) -> tuple[Vector, float]:
    """Weights and intercept, from the pairs in use."""
    places = np.flatnonzero(use)
    where = {(pairs[i].source, pairs[i].other): i for i in places if pairs[i].same}
    orders = [
        (where[pairs[i].clean], i)
        for i in places
        if pairs[i].clean in where and pairs[i].kind.startswith("demetr")
    ]
    importance = _importance(pairs, places)
    order_importance = np.array(
        [importance[i] * (HARMLESS if pairs[i].same else 1.0) for _, i in orders]
    )
    order_importance /= order_importance.sum()
    scale = table[places].std(0) + 1e-9
    data = table[places] / scale
    steps = (table[[c for c, _ in orders]] - table[[i for _, i in orders]]) / scale
    labels = np.array([pairs[i].same for i in places], float)
    weight = importance[places] / importance[places].sum()
    sign = np.array([1.0 if name in RAISES else -1.0 for name in names])
    found, start = _descend(data, labels, weight, steps, order_importance, sign)
    slope, intercept = _calibrated(data @ found, start, labels, weight)
    return slope * found / scale, intercept


def _importance(pairs: Sequence[Pair], places: NDArray[np.int_]) -> Vector:
    """Every kind with its label weighs the same; labels of one set balance each other."""
    sizes: dict[tuple[str, bool], int] = defaultdict(int)
    for i in places:
        sizes[pairs[i].kind, pairs[i].same] += 1
    kinds: dict[tuple[str, bool], int] = defaultdict(int)
    for kind, same in sizes:
        kinds[kind.split()[0], same] += 1
    importance = np.zeros(len(pairs))
    for i in places:
        pair = pairs[i]
        family = pair.kind.split()[0]
        importance[i] = SHARES[family] / sizes[pair.kind, pair.same] / kinds[family, pair.same]
        if pair.kind == "demetr untouched":
            importance[i] *= 2  # the one pair that every change of the sentence is held against
    return importance


def _descend(  # noqa: PLR0917  (a loss has two parts, and each its own weights)
    data: Vector, labels: Vector, weight: Vector, steps: Vector, order_weight: Vector, sign: Vector
) -> tuple[Vector, float]:
    """Accelerated projected gradient (Beck and Teboulle 2009): weights of the given sign."""
    found = ahead = np.zeros(data.shape[1])
    intercept = intercept_ahead = 0.0
    one = np.ones((len(data), 1))
    bend = _curvature(np.hstack([data, one]), weight) + RANKING * _curvature(steps, order_weight)
    rate = 1.0 / (bend + RIDGE)
    momentum = 1.0
    for _ in range(STEPS):
        error = weight * (_sigmoid(data @ ahead + intercept_ahead) - labels)
        wrong = order_weight * -_sigmoid(-(steps @ ahead))
        slope = error @ data + RANKING * (wrong @ steps) + RIDGE * ahead
        new = ahead - rate * slope
        new = np.where(new * sign > 0, new, 0.0)
        new_intercept = intercept_ahead - rate * float(error.sum())
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        push = (momentum - 1) / following
        ahead = new + push * (new - found)
        intercept_ahead = new_intercept + push * (new_intercept - intercept)
        found, intercept, momentum = new, new_intercept, following
    return found, intercept


def _curvature(data: Vector, weight: Vector) -> float:
    """The most that the logistic loss can bend anywhere."""
    square = (data * weight[:, None]).T @ data
    return float(np.linalg.eigvalsh(square)[-1]) / 4


def _calibrated(raw: Vector, start: float, labels: Vector, weight: Vector) -> tuple[float, float]:
    """Slope and intercept that make raw scores probabilities (Platt 1999), by Newton's method."""
    table = np.stack([raw, np.ones_like(raw)], 1)
    found = np.array([1.0, start])
    for _ in range(50):
        p = _sigmoid(table @ found)
        slope = (weight * (p - labels)) @ table
        bend = (table * (weight * p * (1 - p))[:, None]).T @ table + 1e-9 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        found = found - step / max(1.0, 2 * np.abs(step).max())  # never so far as to overshoot
    return float(max(found[0], 1e-3)), float(found[1])


def _sigmoid(x: Vector) -> Vector:
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


# ── telling ─────────────────────────────────────────────────────────────────────────────────────


def _auc(above: Vector, below: Vector) -> float:
    """The chance that one of `above` is greater than one of `below`; ties count half."""
    ranked = np.sort(below)
    less = np.searchsorted(ranked, above, "left") + np.searchsorted(ranked, above, "right")
    return float(less.mean() / 2 / len(below)) if len(above) and len(below) else float("nan")


def _figures(pairs: Sequence[Pair], p: Vector) -> Iterator[tuple[str, int, float, float]]:
    """For each kind of change: pairs, right order against the clean pair, AUC against all clean."""
    at = {(pair.source, pair.other): i for i, pair in enumerate(pairs) if pair.same}
    by_kind: dict[str, list[int]] = defaultdict(list)
    for i, pair in enumerate(pairs):
        if not pair.same:
            by_kind[pair.kind].append(i)
            if pair.kind.startswith("demetr"):
                by_kind["demetr, all that change the meaning"].append(i)
    for kind, places in sorted(by_kind.items()):
        orders = [(at[pairs[i].clean], i) for i in places if pairs[i].clean in at]
        right = np.mean([p[c] > p[i] for c, i in orders]) if orders else float("nan")
        family = "demetr untouched" if kind.startswith("demetr") else kind
        clean = p[[i for i, pair in enumerate(pairs) if pair.same and pair.kind == family]]
        if not len(clean):
            clean = p[[i for i, pair in enumerate(pairs) if pair.kind == "demetr untouched"]]
        yield kind, len(places), float(right), _auc(clean, p[places])


def _semantoneg(pairs: Sequence[Pair], p: Vector) -> float:
    best: dict[tuple[str, str], list[bool]] = defaultdict(list)
    at = {(pair.source, pair.other): i for i, pair in enumerate(pairs)}
    for i, pair in enumerate(pairs):
        if pair.kind == "semantoneg" and pair.clean:
            best[pair.clean].append(bool(p[at[pair.clean]] > p[i]))
    return float(np.mean([all(each) for each in best.values()]))


def _reliability(
    pairs: Sequence[Pair], p: Vector
) -> Iterator[tuple[float, float, float, float, int]]:
    importance = _importance(pairs, np.arange(len(pairs)))
    same = np.array([pair.same for pair in pairs], float)
    for low in np.arange(0, 1, 0.1):
        here = (p >= low) & (p < low + 0.1 + (low > 0.85))
        if here.any():
            w = importance[here] / importance[here].sum()
            yield low, low + 0.1, float(w @ p[here]), float(w @ same[here]), int(here.sum())


def _write_weights(variants: Mapping[str, Variant]) -> None:
    lines = [
        "# The adequacy score's weights, made by scripts/training/weights/fit_adequacy.py. "
        "Do not edit "
        "by hand:",
        "# refit. The score is 1 / (1 + exp(-(intercept + sum of weight times signal))); what the",
        "# signals are stands in harness/scoring/adequacy_features.py.",
    ]
    for name, variant in variants.items():
        lines += table_of(name, variant.intercept, variant.weights)
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")


def table_of(name: str, intercept: float, weights: Mapping[str, float]) -> list[str]:
    """One model in a file of weights, as `harness.statistics.logistic` reads it."""
    head = ["", f'[model."{name}"]', f"intercept = {intercept:.4f}", ""]
    rows = [f'"{signal}" = {weight:.4f}' for signal, weight in weights.items()]
    return [*head, f'[model."{name}".weights]', *rows]


def _lines(every: int) -> str:
    return "all lines" if every == 1 else f"one line in {every}"


def _write_page(variants: Mapping[str, tuple[Sequence[Pair], Variant]], every: int) -> None:
    lines = [
        "# How good the adequacy score is",
        "",
        "Made by `scripts/training/weights/fit_adequacy.py`, which fits the weights; all "
        "figures are those of",
        f"5-fold cross-validation, grouped by sentence ({_lines(every)} of each set); with the",
        "paraphrase model on sentences that are not its training data.",
        "*Right order*: the clean pair of the same sentence scores higher; a tie counts as wrong.",
        "*AUC*: the chance that any clean pair scores above any changed one, with one threshold",
        "for all sentences.",
        "",
        "The sets are public but not part of this repository: DEMETR, SemAntoNeg, STS benchmark,",
        "and pairs of a sentence and its denial (negated). `scripts/benchmarks/README.md` "
        "says where",
        "they are had and which form the program reads.",
    ]
    for name, (pairs, variant) in variants.items():
        lines += ["", f"## {name.capitalize()}", "", f"{len(pairs):,} pairs.", ""]
        accuracy = _semantoneg(pairs, variant.unseen)
        lines += [f"SemAntoNeg, the same sentence above both changed ones: {accuracy:.3f}.", ""]
        lines += ["| changed | pairs | right order | AUC |", "| --- | --- | --- | --- |"]
        for kind, count, right, auc in _figures(pairs, variant.unseen):
            order = "" if np.isnan(right) else f"{right:.3f}"
            lines.append(f"| {kind} | {count} | {order} | {auc:.3f} |")
        lines += ["", "Reliability: of pairs with about this score, how many say the same.", ""]
        lines += ["| score | mean score | say the same | pairs |", "| --- | --- | --- | --- |"]
        for low, high, mean, same, count in _reliability(pairs, variant.unseen):
            bar = "█" * round(20 * same)
            lines.append(f"| {low:.1f} to {high:.1f} | {mean:.2f} | {same:.2f} {bar} | {count} |")
        print("\n".join(lines[-45:]))
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
