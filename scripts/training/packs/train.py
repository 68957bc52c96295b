"""Train: fine-tune one direction on pairs, in the background, with checkpoints to go on from.

    train.py en_es --start work/en_es.start.pt --vocabulary work/enpt \\
        --data pairs/openstax.tsv=2 pairs/factbook.tsv=3 --tokens 4000000 --out work/en_es

Each `--data FILE=WEIGHT` is English TAB the other language; weights are relative shares of the
sentences drawn. Start again with the same arguments to go on where the last checkpoint stands.
Writes OUT/checkpoint.pt, OUT/average.pt (the moving average of the weights, which is what is
exported) and OUT/log.tsv. Runs on a GPU where there is one.

The schedule is counted in target tokens: warm-up, then a cosine to 3 %. What the start model knows
already can be kept still for the first part (`--still`, by the beginnings of the weights' names: an
English encoder, an English output), and moves slowly after it; or it is never moved (`--fixed`).
"""

import argparse
import copy
import math
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from sentencepiece import SentencePieceProcessor
from torch import Tensor
from torch.nn import functional

import augment
from network import EOS, UNK, Network, padded

Row = tuple[list[int], list[int]]

POOL = 3000
LONGEST = 90
HELD_OUT = 200
FREQUENT = 2500
NEGATIVES = 1500
SMOOTHING = 0.1
AVERAGE_EVERY = 10
# Above the slopes of pieces that a batch does not hold (2e-6 in the output, against 1e-3 of those
# that it holds): Adam would scale them up, and every rare piece, names above all, would drift away.
EPSILON = 3e-5


@dataclass(frozen=True)
class Plan:
    """How long, how fast, and what stands still until when (a share of all tokens)."""

    tokens: int
    batch: int
    rate: float
    warm_up: int
    sampled_until: float
    still_until: float = 0.0
    still: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    seconds: float = math.inf

    def done(self, seen: int, spent: float) -> float:
        """The share of the way that lies behind, in [0, 1], by tokens or by seconds."""
        return min(1.0, max(seen / self.tokens, spent / self.seconds))

    def factor(self, step: int, done: float) -> float:
        """The learning rate's factor."""
        return min(1.0, (step + 1) / self.warm_up) * max(0.03, 0.5 + 0.5 * math.cos(math.pi * done))


class Mixture:
    """The files to learn from and their shares: of the command line, or of a file that may change.

    Such a file holds a weight, a blank and a path a line; `#` begins a remark. So text that is
    gathered while the training runs can join it.
    """

    def __init__(self, files: list[tuple[Path, float]], path: Path | None) -> None:
        self.files, self.path = files, path
        self._stamp = self._now()

    def read(self) -> list[tuple[Path, float]]:
        """The files and their weights as they are now."""
        self._stamp = self._now()
        if self.path is None:
            return self.files
        lines = (line.partition("#")[0].split() for line in self.path.read_text().splitlines())
        return [*self.files, *((Path(line[1]), float(line[0])) for line in lines if line)]

    def changed(self) -> bool:
        """Whether the file was written since it was read."""
        return self._now() != self._stamp

    def _now(self) -> float:
        return self.path.stat().st_mtime if self.path else 0.0


class Pairs:
    """Draws sentence pairs by weight, varies them, and turns them into rows of ids."""

    def __init__(self, mixture: "Mixture", source: str, vocabulary: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.mixture = mixture
        self.english_first = source == "en"
        languages = sorted(path.stem for path in vocabulary.glob("*.model"))
        other = next(code for code in languages if code != "en")
        self.english = _processor(vocabulary / "en.model")
        self.other = _processor(vocabulary / f"{other}.model")
        self.held_out: list[Row] = []
        self.load()

    def load(self) -> None:
        """Read the files of the mixture; what is held out is chosen at the first time."""
        self.sets: list[list[augment.Pair]] = []
        files = self.mixture.read()
        held_out: list[augment.Pair] = []
        for path, _ in files:
            pairs = _read(path)
            random.Random(5).shuffle(pairs)
            held_out += pairs[: HELD_OUT // len(files) + 1]
            self.sets.append(pairs[HELD_OUT // len(files) + 1 :])
        self.weights = [weight for _, weight in files]
        self.names = augment.names_in(pair for pairs in self.sets for pair in pairs)
        if not self.held_out:
            self.held_out = [row for pair in held_out if (row := self._row(pair)) is not None]
        self._queues: list[list[augment.Pair]] = [[] for _ in self.sets]
        print(f"pairs: {[len(s) for s in self.sets]}, names: {len(self.names)}", file=sys.stderr)

    def batches(self, tokens: int) -> Iterator[list[Row]]:
        """Batches of rows of like length, at most `tokens` padded target tokens each, for ever."""
        while True:
            if self.mixture.changed():
                self.load()
            pool = [row for _ in range(POOL) if (row := self._row(self._varied())) is not None]
            pool.sort(key=lambda row: (len(row[1]) // 3, len(row[0])))
            batches = list(_cut(pool, tokens))
            self.dice.shuffle(batches)
            yield from batches

    def counts(self) -> list[int]:
        """How often each target piece occurs in a sample of the text."""
        size = (self.other if self.english_first else self.english).vocab_size()
        counts = [0] * size
        for pairs in self.sets:
            for pair in pairs[:20000]:
                for number in (self._row(pair) or ([], []))[1]:
                    counts[number] += 1
        return counts

    def _draw(self, which: int) -> augment.Pair:
        if not self._queues[which]:
            self._queues[which] = self.sets[which].copy()
            self.dice.shuffle(self._queues[which])
        return self._queues[which].pop()

    def _varied(self) -> augment.Pair:
        which = self.dice.choices(range(len(self.sets)), self.weights)[0]
        parts = [self._draw(which)]
        while self.dice.random() < 0.35 and sum(len(part[0]) for part in parts) < 160:
            parts.append(self._draw(which))
        varied = [self._vary(part) for part in parts]
        return " ".join(pair[0] for pair in varied), " ".join(pair[1] for pair in varied)

    def _vary(self, pair: augment.Pair) -> augment.Pair:
        if self.dice.random() < 0.6:
            pair = augment.other_numbers(self.dice, pair)
        if self.dice.random() < 0.7:
            pair = augment.other_names(self.dice, self.names, pair)
        while self.dice.random() < 0.45:
            pair = augment.other_name(self.dice, self.names, pair)
        if self.dice.random() < 0.5:
            pair = augment.other_country(self.dice, pair)
        if self.dice.random() < 0.06:
            pair = augment.with_mark(self.dice, pair)
        return augment.surface(self.dice, pair)

    def _row(self, pair: augment.Pair) -> Row | None:
        english, other = pair
        if self.english_first:
            english, other = augment.typographic(self.dice, english), augment.plain_quotes(other)
        else:
            english, other = augment.plain_quotes(english), augment.typographic(self.dice, other)
        rows = [*self.english.encode(english), EOS], [*self.other.encode(other), EOS]
        source, target = rows if self.english_first else rows[::-1]
        fits = 2 < len(source) < LONGEST and 2 < len(target) < LONGEST and UNK not in target
        alike = len(source) < 2.6 * len(target) + 6 and len(target) < 2.6 * len(source) + 6
        return (source, target) if fits and alike else None


class Trainer:
    """The network, its optimizer, its moving average; one step at a time."""

    def __init__(self, network: Network, plan: Plan, counts: list[int]) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.network = network.to(self.device)
        self.average = copy.deepcopy(network).eval()
        self.plan = plan
        order = sorted(range(len(counts)), key=lambda number: -counts[number])
        self.frequent = torch.tensor(order[:FREQUENT], device=self.device)
        self.rare = torch.tensor(order[FREQUENT:], device=self.device)
        self.still = {name for name in network.weights if name.startswith(plan.still)}
        self.fixed = {name for name in network.weights if name.startswith(plan.fixed)}
        named = [(n, w) for n, w in network.weights.items() if n not in self.fixed]
        self.optimizer = torch.optim.Adam(
            [
                {"params": [w for n, w in named if n not in self.still], "share": 1.0},
                {"params": [w for n, w in named if n in self.still], "share": 1 / 3},
            ],
            lr=plan.rate,
            betas=(0.9, 0.98),
            eps=EPSILON,
            fused=True,
        )
        self.step_count = 0
        self.seen = 0
        self.spent = 0.0

    @property
    def done(self) -> float:
        """The share of the plan that is carried out."""
        return self.plan.done(self.seen, self.spent)

    def step(self, rows: list[Row]) -> float:
        """Learn from one batch; its loss a token."""
        started = time.monotonic()
        done = self.done
        for name, weight in self.network.weights.items():
            waits = name in self.still and done < self.plan.still_until
            weight.requires_grad_(name not in self.fixed and not waits)
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.rate * group["share"] * self.plan.factor(self.step_count, done)
        loss, tokens = self.loss(self.network, rows, sampled=done < self.plan.sampled_until)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        moved = [w for w in self.network.parameters() if w.grad is not None]
        torch.nn.utils.clip_grad_norm_(moved, 1.0)
        self.optimizer.step()
        self.step_count += 1
        self.seen += tokens
        if self.step_count % AVERAGE_EVERY == 0:
            self._average()
        self.spent += time.monotonic() - started
        return float(loss.item())

    def loss(
        self, network: Network, rows: list[Row], *, sampled: bool, smoothing: float = SMOOTHING
    ) -> tuple[Tensor, int]:
        """Cross-entropy a target token, over all pieces or a sample of them; and the tokens."""
        source, source_mask = (t.to(self.device) for t in padded([row[0] for row in rows]))
        target, target_mask = (t.to(self.device) for t in padded([row[1] for row in rows]))
        with torch.autocast(self.device, dtype=torch.bfloat16):
            hidden = network.decode(target, network.encode(source, source_mask), source_mask)
            hidden, wanted = hidden[target_mask], target[target_mask]
            if sampled:
                scores, wanted = self._sampled(network, hidden, wanted)
            else:
                scores = network.scores(hidden)
        return functional.cross_entropy(scores.float(), wanted, label_smoothing=smoothing), len(
            wanted
        )

    def _sampled(self, network: Network, hidden: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
        """Scores over frequent, present and a few random pieces; these stand for all the others."""
        drawn = self.rare[torch.randint(len(self.rare), (NEGATIVES,), device=self.device)]
        present = torch.cat([self.frequent, wanted]).unique()
        drawn = drawn[~torch.isin(drawn, present)].unique()
        candidates = torch.cat([present, drawn])
        weights = network.weights
        chosen = functional.embedding(candidates, weights["decoder_Wemb"])
        scores = hidden @ chosen.T + weights["decoder_ff_logit_out_b"].view(-1)[candidates]
        others = len(self.rare) + len(self.frequent) - len(present)
        correction = torch.zeros(len(candidates), device=self.device)
        correction[len(present) :] = math.log(others / max(1, len(drawn)))
        places = torch.searchsorted(present, wanted)
        return scores.float() + correction, places

    @torch.no_grad()
    def measure(self, rows: list[Row]) -> float:
        """Cross-entropy a token of the averaged weights, on text that was held out."""
        total, count = 0.0, 0
        for batch in _cut(sorted(rows, key=lambda row: len(row[1])), 2000):
            loss, tokens = self.loss(self.average, batch, sampled=False, smoothing=0.0)
            total, count = total + float(loss.item()) * tokens, count + tokens
        return total / count

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(0.99, self.step_count / (self.step_count + 20 * AVERAGE_EVERY))
        for name, weight in self.network.weights.items():
            if name not in self.fixed:
                self.average.weights[name].lerp_(weight, 1 - keep)

    def save(self, folder: Path) -> None:
        """Write the checkpoint and the average, each whole or not at all."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step_count,
            "seen": self.seen,
            "spent": self.spent,
        }
        _write(state, folder / "checkpoint.pt")
        _write(
            {n: w.detach().cpu() for n, w in self.average.weights.items()}, folder / "average.pt"
        )

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, map_location=self.device)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step_count, self.seen = state["step"], state["seen"]
        self.spent = state["spent"]


def _write(state: object, path: Path) -> None:
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def _processor(path: Path) -> SentencePieceProcessor:
    return SentencePieceProcessor(model_file=str(path))


def _read(path: Path) -> list[augment.Pair]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows]


def _cut(rows: list[Row], tokens: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    longest = 0
    for row in rows:
        longest = max(longest, *map(len, row))
        if batch and longest * (len(batch) + 1) > tokens:
            yield batch
            batch, longest = [], max(map(len, row))
        batch.append(row)
    if batch:
        yield batch


def _weighted(text: str) -> tuple[Path, float]:
    path, _, weight = text.partition("=")
    return Path(path), float(weight or 1)


def main() -> None:
    """Train until the tokens are spent, or the time is up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("direction", help="en_es, es_en, en_pt or pt_en")
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--data", type=_weighted, nargs="+", default=[], metavar="FILE=WEIGHT")
    parser.add_argument("--mixture", type=Path, help="a file of weights and paths, watched")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=4_000_000, help="target tokens in all")
    parser.add_argument("--minutes", type=float, default=math.inf, help="of training in all")
    parser.add_argument(
        "--batch", type=int, default=900, help="padded tokens a batch (on a GPU: 16000)"
    )
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--warm-up", type=int, default=100, help="steps")
    parser.add_argument("--still", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--still-until", type=float, default=0.6, help="a share of the tokens")
    parser.add_argument("--fixed", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--sampled-until", type=float, default=0.8, help="then: the whole softmax")
    parser.add_argument("--every", type=float, default=8, help="minutes between checkpoints")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    plan = Plan(
        tokens=arguments.tokens,
        batch=arguments.batch,
        rate=arguments.rate,
        warm_up=arguments.warm_up,
        sampled_until=arguments.sampled_until,
        still_until=arguments.still_until,
        still=tuple(arguments.still),
        fixed=tuple(arguments.fixed),
        seconds=arguments.minutes * 60,
    )
    checkpoint = arguments.out / "checkpoint.pt"
    source = arguments.direction.partition("_")[0]
    if not (arguments.data or arguments.mixture):
        parser.error("--data or --mixture")
    mixture = Mixture(arguments.data, arguments.mixture)
    pairs = Pairs(mixture, source, arguments.vocabulary, arguments.seed)
    trainer = Trainer(Network(torch.load(arguments.start)), plan, pairs.counts())
    if checkpoint.exists():
        trainer.load(checkpoint)
        pairs.dice.seed(f"{arguments.seed} {trainer.step_count}")
    _train(trainer, pairs, arguments.out, arguments.every * 60)


def _train(trainer: Trainer, pairs: Pairs, folder: Path, every: float) -> None:
    started = saved = time.monotonic()
    start_seen, losses = trainer.seen, []
    for rows in pairs.batches(trainer.plan.batch):
        losses.append(trainer.step(rows))
        now = time.monotonic()
        finished = trainer.done >= 1.0
        if now - saved > every or finished:
            trainer.save(folder)
            speed = (trainer.seen - start_seen) / (now - started)
            loss = sum(losses) / len(losses)
            _log(folder, trainer, loss, speed, trainer.measure(pairs.held_out))
            saved, losses = now, []
        if finished:
            return


def _log(folder: Path, trainer: Trainer, loss: float, speed: float, held_out: float) -> None:
    line = (
        f"step {trainer.step_count}\ttokens {trainer.seen}\tloss {loss:.3f}\t"
        f"held out {held_out:.3f}\ttokens/s {speed:.0f}"
    )
    print(line, file=sys.stderr, flush=True)
    with (folder / "log.tsv").open("a", encoding="utf-8") as log:
        log.write(line + "\n")


if __name__ == "__main__":
    main()
