"""Fit what each piece of evidence is worth to blame, on labelled round trips and planted faults.

  python scripts/training/weights/fit_attribution.py FLORES.jsonl corpora/natural/develop.jsonl

The labelled differences are real ones of which readers say which hop made them
(corpora/natural/README.md): those of major severity and more, on routes out and back, with one
hop. Each counts as it is, and less once more with its words of either end alone, as many findings
have them. The faults are those of `blame.py`, planted in sentences that are not training data of
the paraphrase model; FLORES is public but no part of this repository: README.md. All labelled
differences together count as much as all planted faults.

Facts keep the trust that is in the code; the weights of all else beside them are fitted: a logistic
model of the hop, over runs that have all of this evidence and runs that have some. Writes
`harness/blame/weights.toml`; prints, for five folds cut by sentence, how often blame is right.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from math import log, log1p
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))  # cases are shared with these

from blame import _cases, _chosen, _learn, _likelihood, _ways
from blame_seeds import seeds
from fit_adequacy import untaught
from natural_rows import bead_of

from harness import machine, plugins
from harness.blame.calibration import WEIGHTS
from harness.blame.contrastive import contrast, leanings
from harness.blame.embedding_evidence import EmbeddingEvidence
from harness.blame.evidence import Evidence, hops_of, strongest
from harness.blame.hop_attribution import direct, undecided
from harness.blame.likelihood_evidence import LikelihoodEvidence
from harness.blame.nonword_evidence import KIND as NONWORDS
from harness.blame.sense_evidence import KIND as SENSES
from harness.blame.sense_evidence import shares
from harness.blame.translation_evidence import KIND as TRANSLATIONS
from harness.blame.witnesses import Reliability, Testimony, testimonies
from harness.blame.word_likelihoods import KIND as SCORED
from harness.blame.word_likelihoods import surprise
from harness.core.values import BeadText, Category, Issue, Mark, Span
from harness.memory import Memory
from harness.models.embeddings import Embedder

FOLDS = 5
RIDGE = 2.0  # how strongly weights are held at none: about as many findings
NATURAL = 1.0  # what labelled differences count against planted faults, all of each together
ONE_END = 0.3  # what a labelled difference counts with its words of one end alone
CONTRASTS = ("embedding", "likelihood")
TESTIMONY = (
    "lone witness of facts",
    "lone witness of wording",
    "witness of facts",
    "witness of wording",
)
WITNESSES = "witnesses"
# What a run may have beside facts. Without wordnets: in other languages.
RUNS = (
    (WITNESSES,),
    ("embedding",),
    ("embedding", WITNESSES),
    (SENSES,),
    (SENSES, WITNESSES),
    (SENSES, "embedding"),
    (SENSES, "embedding", WITNESSES),
    (SENSES, "embedding", SCORED, "likelihood"),
    (SENSES, "embedding", SCORED, "likelihood", WITNESSES),
)
FEATURES = (
    *((model, sign) for model in CONTRASTS for sign in ("source", "back")),
    *((SENSES, name) for name in ("source_lost", "source_kept", "back_said", "back_unsaid")),
    *((SCORED, name) for name in ("source", "source_offset")),
    *((kind, name) for kind in TESTIMONY for name in ("same", "without")),
)

Weights = Mapping[tuple[str, str], float]
Added = Mapping[tuple[str, str], float]  # what a weight of 1 adds to the log-odds of the way out


@dataclass(frozen=True)
class Item:
    """A finding, or a labelled difference, of which the hop is known.

    `known` is the log-odds of the way out by facts alone; `leanings` what contrasts of models say,
    none where facts decide; `added` what everything else does; `told` is of witnesses.
    """

    bead: BeadText
    issue: Issue
    forward: bool
    weight: float
    natural: bool
    known: float
    leanings: Mapping[str, float]
    added: Added
    told: tuple[Testimony, ...] = ()

    @property
    def sign(self) -> int:
        """1 where the way out is to blame, -1 where the way back is."""
        return 1 if self.forward else -1

    @property
    def fold(self) -> int:
        return sha256(self.bead.source.text.encode()).digest()[1] % FOLDS


@dataclass(frozen=True)
class Known:
    """A finding of which the hop is known, before anything is asked about it."""

    bead: BeadText
    issue: Issue
    forward: bool
    weight: float
    natural: bool
    told: tuple[Testimony, ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="FLORES.jsonl")
    parser.add_argument("natural", type=Path, metavar="NATURAL.jsonl")
    parser.add_argument("--memory", type=Path, default=machine.default_memory())
    parser.add_argument("--limit", type=int, default=5, help="faults of each kind and language")
    options = parser.parse_args()
    rows = [row for row in _lines(options.data) if untaught(f"flores {row['en']}")]
    with Memory(options.memory) as memory:
        planted = list(_planted(rows, options.limit, memory))
        natural = list(_natural(_lines(options.natural)))
        items = _asked([*planted, *natural], memory)
    print(f"{len(planted)} findings of planted faults, {len(natural)} labelled differences")
    units = {
        model: median(size for item in items if (size := abs(item.leanings.get(model, 0.0))))
        for model in CONTRASTS
    }
    _print_folds(items, units)
    _write(_fitted(items, units), units)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.open(encoding="utf-8")]


# ── of which the hop is known ───────────────────────────────────────────────────────────────────


def _planted(rows: list[dict[str, Any]], limit: int, memory: Memory) -> Iterator[Known]:
    detectors = [plugins.detector(name) for name in plugins.names("detectors")]
    for language in ("es", "pt"):
        chosen = _chosen(seeds(rows, language), limit)
        ways = _ways(chosen, language, memory)
        reliability = Reliability()
        _learn(reliability, chosen, language, detectors, ways)
        for experiment in ("controlled", "engine"):
            for seed in chosen:
                for case in _cases(seed, language, detectors, ways, experiment):
                    forward = case.truth == "forward"
                    for finding in case.findings:
                        told = tuple(testimonies(finding, case.answers, reliability))
                        yield Known(case.bead, finding, forward, 1.0, natural=False, told=told)


def _natural(rows: Iterable[Mapping[str, Any]]) -> Iterator[Known]:
    """The labelled differences of one hop, as issues of wording."""
    for row in rows:
        bead = bead_of(row)
        for each in row["differences"]:
            if (
                len(bead.stops) == 3
                and each["severity"] != "minor"
                and each["hop"] in ("forward", "backward")
            ):
                for issue, weight in _issues(bead, each):
                    yield Known(bead, issue, each["hop"] == "forward", weight, natural=True)


def _issues(bead: BeadText, difference: Mapping[str, str]) -> Iterator[tuple[Issue, float]]:
    ends = [
        (mark,)
        for stop, quote in ((0, difference["source"]), (2, difference["return"]))
        if quote and (mark := _mark(bead, stop, quote))
    ]
    issue = Issue("labelled", Category.WORD, "")
    if ends:
        yield replace(issue, marks=tuple(mark for end in ends for mark in end)), 1.0
    if len(ends) > 1:
        yield from ((replace(issue, marks=end), ONE_END) for end in ends)


def _mark(bead: BeadText, stop: int, quote: str) -> Mark | None:
    start = bead.stops[stop].text.find(quote)
    return Mark(stop, Span(start, start + len(quote))) if start >= 0 else None


# ── evidence ────────────────────────────────────────────────────────────────────────────────────


def _asked(found: Sequence[Known], memory: Memory) -> list[Item]:
    """All that there is to know of each finding. Models are asked where a run would ask them."""
    facts = [_facts(each) for each in found]
    asked = [undecided(each.bead, clues) for each, clues in zip(found, facts, strict=True)]
    beads = list(dict.fromkeys(each.bead for each in found))
    likelihood = _likelihood(("es", "pt"), memory, [])
    if likelihood is None:
        sys.exit("no pack here can score: the weights of likelihoods cannot be fitted")
    scored = dict(zip(beads, likelihood.likelihood.score(beads), strict=True))
    leanings = _leanings(found, asked, EmbeddingEvidence(Embedder(memory)), likelihood)
    return [
        Item(
            each.bead,
            each.issue,
            each.forward,
            each.weight,
            each.natural,
            sum((1 if clue.hops[0] == 1 else -1) * log_odds(clue.trust) for clue in clues),
            leanings[number],
            {
                **_senses(each),
                **_scored(surprise(each.issue, scored[each.bead], 1)),
            },
            each.told,
        )
        for number, (each, clues) in enumerate(zip(found, facts, strict=True))
    ]


def _facts(each: Known) -> list[Evidence]:
    words = (SENSES, NONWORDS, TRANSLATIONS)
    clues = [clue for clue in direct(each.bead, each.issue) if clue.kind not in words]
    return strongest(clues, hops_of(each.bead))


def _leanings(
    found: Sequence[Known],
    asked: Sequence[bool],
    embedding: EmbeddingEvidence,
    likelihood: LikelihoodEvidence,
) -> list[dict[str, float]]:
    contrasts = {
        place: contrasted
        for place, (each, ask) in enumerate(zip(found, asked, strict=True))
        if ask and (contrasted := contrast(each.bead, each.issue))
    }
    made: list[dict[str, float]] = [{} for _ in found]
    for name, support in (("embedding", embedding), ("likelihood", likelihood)):
        said = leanings(support, list(contrasts.values()))
        for place, by_pivot in zip(contrasts, said, strict=True):
            made[place][name] = by_pivot[0]
    return made


def _senses(each: Known) -> Added:
    lost, kept, said, unsaid = shares(each.bead, each.issue, 1)
    signed = {"source_lost": lost, "source_kept": -kept, "back_said": said, "back_unsaid": -unsaid}
    return {(SENSES, name): value for name, value in signed.items()}


def _scored(size: float | None) -> Added:
    if size is None:
        return {}
    return {(SCORED, "source"): log1p(max(size, 0.0)), (SCORED, "source_offset"): 1.0}


# ── the model ───────────────────────────────────────────────────────────────────────────────────


def _vector(item: Item, units: Mapping[str, float], run: Sequence[str]) -> list[float]:
    """What a weight of 1 would add to the log-odds of the way out, feature by feature."""
    added: defaultdict[tuple[str, str], float] = defaultdict(float)
    added |= {feature: value for feature, value in item.added.items() if feature[0] in run}
    for model in CONTRASTS:
        if model in run and (leaning := item.leanings.get(model, 0.0)):
            size = log1p(abs(leaning) / units[model])
            added[model, "source" if leaning > 0 else "back"] = -size if leaning > 0 else size
    for each in item.told if WITNESSES in run else ():
        added[each.weights, each.weight_name] += (1 if each.same else -1) * log_odds(each.trust)
    return [added[feature] for feature in FEATURES]


def _fitted(items: Sequence[Item], units: Mapping[str, float]) -> Weights:
    """Maximum likelihood with a ridge; no weight below 0 but for offsets."""
    vectors, known, signs, counts = [], [], [], []
    share = sum(item.weight for item in items if not item.natural)
    share *= NATURAL / sum(item.weight for item in items if item.natural)
    for run in RUNS:
        for item in items:
            vectors.append(_vector(item, units, run))
            known.append(item.known)
            signs.append(item.sign)
            counts.append(item.weight * (share if item.natural else 1.0))
    x, told, sign, count = np.array(vectors), np.array(known), np.array(signs), np.array(counts)
    ridge = RIDGE * len(RUNS)  # each finding stands there once for each kind of run
    least = np.array([-np.inf if name.endswith("offset") else 0.0 for _, name in FEATURES])
    weights = np.full(len(FEATURES), 0.5)
    for _ in range(40):
        right = 1 / (1 + np.exp(-np.clip(sign * (told + x @ weights), -30, 30)))
        slope = x.T @ (count * sign * (1 - right)) - ridge * weights
        curve = (x.T * (count * right * (1 - right))) @ x + ridge * np.eye(len(FEATURES))
        weights = np.maximum(least, weights + np.linalg.solve(curve, slope))
    return dict(zip(FEATURES, weights.tolist(), strict=True))


def log_odds(trust: float) -> float:
    """Of a probability."""
    return log(trust / (1 - trust))


# ── what comes of it ────────────────────────────────────────────────────────────────────────────


def _print_folds(items: Sequence[Item], units: Mapping[str, float]) -> None:
    """Shares of findings by what a run has; every finding with weights of other sentences."""
    fitted = [_fitted([item for item in items if item.fold != n], units) for n in range(FOLDS)]
    for natural in (True, False):
        chosen = [each for each in items if each.natural == natural and each.weight == 1]
        print(f"{'labelled' if natural else 'planted'}: {len(chosen)}")
        for run in RUNS:
            if natural and WITNESSES in run:
                continue  # no witness translated them
            said = [
                item.sign * (item.known + _dot(fitted[item.fold], _vector(item, units, run)))
                for item in chosen
            ]
            print(f"  {' + '.join(run):50} {'; '.join(shares_named(said))}")


def shares_named(said: Sequence[float]) -> Iterator[str]:
    """Shares of right and wrong hops among log-odds of the right one, by the bound to speak."""
    for sure in (0.75, 0.8, 0.85, 0.9):
        edge = log_odds(sure)
        right = sum(odds >= edge for odds in said) / len(said)
        wrong = sum(odds <= -edge for odds in said) / len(said)
        yield f"from {sure}: {right:.3f}, {wrong:.3f}"


def _dot(weights: Weights, vector: Sequence[float]) -> float:
    return sum(weights[feature] * value for feature, value in zip(FEATURES, vector, strict=True))


def _write(weights: Weights, units: Mapping[str, float]) -> None:
    """These tables, and as they were those that `fit_attribution_rest.py` made."""
    lines = [
        "# What words, models and witnesses add to facts, made by fit_attribution.py and then",
        "# fit_attribution_rest.py in scripts/training/weights. Do not edit by hand: refit. How",
        "# the numbers are used stands in harness/blame/calibration.py.",
    ]
    rest = WEIGHTS.read_text("utf-8").rstrip("\n").split("\n\n")[1:]
    mine = tuple(f'["{kind}"]' for kind, _ in FEATURES)
    for kind, named in groupby(FEATURES, key=lambda feature: feature[0]):
        lines += ["", f'["{kind}"]']
        lines += [f"unit = {units[kind]:.4g}"] if kind in units else []
        lines += [f"{name} = {weights[kind, name]:.3f}" for kind, name in named]
    for table in rest:
        lines += [] if table.startswith(mine) else ["", table]
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
