"""Fit the weights of the sentence aligner's signals (harness/align/weights.toml) to gold.

  python scripts/align/fit.py BENCH --memory vectors.sqlite --output harness/align/weights.toml

BENCH is a folder with align_textberg.jsonl, align_books.jsonl and flores_mt.jsonl (development
halves). The chains of the lattice are a conditional random field: the likelihood of the gold beads
is climbed by gradient (Adam), with a small penalty on large weights. Where the gold holds beads
that the aligner cannot make, every chain inside them is right.

Two languages: texts aligned by people. One language: FLORES, people's English against machines'
from the Spanish, with sentences dropped, added, repeated, replaced, cut, joined and swapped.
`--without NAME` leaves a document out, to see what the weights say about it.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from harness.align import sentences as aligner
from harness.align.lattice import SHAPES, Array, Lattice
from harness.align.signals import Texts, signals
from harness.align.translations import learn
from harness.core.values import Span
from harness.embeddings import Embedder
from harness.memory import Memory

Gold = list[tuple[list[int], list[int]]]

AGAINST = 25.0  # what a bead that the gold has not costs, when the gold's chains are counted
ROUNDS, STEP, PENALTY = 60, 0.3, 0.1
LONGEST_PART = 10  # stretches of a document that are learnt from


@dataclass(frozen=True)
class Document:
    """Two texts and their gold alignment."""

    name: str
    source: list[str]
    target: list[str]
    gold: Gold
    weight: float = 1.0  # what all of it counts


# Few texts are aligned by people: each counts as a whole, whatever its length, and the one that
# looks most like what aligners meet (sentences merged, cut and left out) counts most.
WEIGHTS = {"textberg-dev": 3.0, "don-quijote-val": 1.5}


def documents(bench: Path) -> Iterator[Document]:
    """The gold alignments of two languages."""
    for name in ("align_textberg.jsonl", "align_books.jsonl"):
        for line in (bench / name).open(encoding="utf-8"):
            row = json.loads(line)
            name_ = row["doc"]
            yield Document(name_, row["src"], row["tgt"], row["gold"], WEIGHTS.get(name_, 1.0))


# Engines replace a sentence by a stranger more rarely than they do anything else.
DAMAGES = (*3 * ("drop", "add", "repeat", "cut", "join", "swap"), "replace")


def damaged(bench: Path, key: str, share: float, seed: int) -> Document:
    """FLORES against a translation that suffered `DAMAGES`."""
    rows = [json.loads(line) for line in (bench / "flores_mt.jsonl").open(encoding="utf-8")]
    rng = random.Random(seed)
    system = rng.choice(sorted(rows[0]["outputs"]["es-en"]))
    texts = [row["outputs"]["es-en"][system] if key == "en" else row[key] for row in rows]
    kept, spare = texts[:600], texts[600:]
    target: list[str] = []
    gold: Gold = []
    place = 0
    while place < len(kept):
        here, start = [place], len(target)
        damage = rng.choice(DAMAGES) if rng.random() < share else "none"
        if damage in ("join", "swap") and place + 1 < len(kept):
            here = [place, place + 1]
        if damage in ("add", "replace") or (damage == "repeat" and target):
            gold.append(([], [start]))
            target.append(target[-1] if damage == "repeat" else rng.choice(spare))
            start += 1
        texts_here = [kept[i] for i in here]
        if damage == "swap" and len(here) == 2:
            target += texts_here[::-1]
            # Either of the two may be the one that stayed.
            gold += [([i], []) for i in here] + [([], [start]), ([], [start + 1])]
            gold += [([here[0]], [start + 1]), ([here[1]], [start])]
        else:
            text = " ".join(texts_here)
            parts = {"drop": [], "replace": [], "cut": _halves(text)}.get(damage, [text])
            gold.append((here, list(range(start, start + len(parts)))))
            target += parts
        place += len(here)
    return Document(f"flores-{key}-{share}", [row["en"] for row in rows[:600]], target, gold, 0.5)


def _halves(text: str) -> list[str]:
    words = text.split()
    middle = len(words) // 2
    return [" ".join(words[:middle]), " ".join(words[middle:])] if middle else [text]


# ── the field ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Example:
    """The signals of one stretch, and where the gold's beads are."""

    values: Array  # signal, shape, end of source, end of target
    against: Array  # `AGAINST` where the gold has no such bead
    weight: float  # what a segment of it counts

    def scores(self, weights: Array) -> Array:
        """Scores for a lattice."""
        return np.asarray(np.tensordot(weights, self.values, 1))


def example(
    texts: Texts, source: Span, target: Span, gold: Gold, weight: float
) -> tuple[list[str], Example]:
    """What there is to learn from one stretch."""
    names, values = zip(*signals(texts, source, target), strict=True)
    return list(names), Example(
        np.array(values, np.float32), _against(gold, source, target, values[0].shape), weight
    )


def _against(gold: Gold, source: Span, target: Span, shape: tuple[int, ...]) -> Array:
    against = np.full(shape, AGAINST, np.float32)
    for left, right in gold:
        a, b = len(left), len(right)
        i = (left[-1] + 1 if left else source.start) - source.start
        j = (right[-1] + 1 if right else target.start) - target.start
        if (a, b) in SHAPES:
            k = SHAPES.index((a, b))
            rows = slice(i, i + 1) if left else slice(None)
            columns = slice(j, j + 1) if right else slice(None)
            if 0 <= i < shape[1] and 0 <= j < shape[2]:
                against[k, rows, columns] = 0
            continue
        for k, (high, wide) in enumerate(SHAPES):  # larger than a bead: all within is right
            top = (left[0] - source.start if left else -1) + high
            start = (right[0] - target.start if right else -1) + wide
            if (high and not left) or (wide and not right):
                continue
            rows = slice(max(0, top), i + 1) if left else slice(None)
            columns = slice(max(0, start), j + 1) if right else slice(None)
            against[k, rows, columns] = 0
    return against


def climb(examples: Sequence[Example], start: Array) -> Array:
    """The weights that make the gold likeliest."""
    weights = start.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    segments = sum(each.weight * sum(each.values.shape[2:]) / 2 for each in examples)
    for step in range(1, ROUNDS + 1):
        slope, likelihood = -PENALTY * weights, 0.0
        for each in examples:
            scores = each.scores(weights)
            free, held = Lattice(scores), Lattice(scores - each.against)
            difference = held.likelihoods() - free.likelihoods()
            likelihood += each.weight * (held.total() - free.total())
            slope += each.weight * np.tensordot(each.values, difference, 3)
        slope /= segments
        mean = 0.9 * mean + 0.1 * slope
        square = 0.95 * square + 0.05 * slope**2
        pace = STEP if step < 0.6 * ROUNDS else 0.3 * STEP
        weights += pace * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.95**step)) + 1e-8)
        if step % 15 == 0:
            print(f"    {step}: {likelihood / segments:.4f}", flush=True)
    return weights


START = {
    "null": -2.0,
    "size": -2.0,
    "length": 0.5,
    "merge_12": -1.5,
    "merge_22": -2.5,
    "merge_13": -2.5,
    "merge_23": -3.5,
    "merge_more": -3.0,
    "cover": 0.8,
    "words_fit": 3.0,
    "vectors_fit": 4.0,
    "lexicon_fit": 1.0,
}


def fit(
    known: Sequence[Document], *, same: bool, embedder: Embedder | None
) -> dict[str, dict[str, float]]:
    """The weights of both passes."""
    passes: dict[str, dict[str, float]] = {}
    prepared = []
    for document in known:
        maker = aligner.SentenceAligner(one_language=same, embedder=embedder)
        texts = maker._texts(document.source, document.target)
        prepared.append((document, texts, maker._rough_path(texts)))
    for name in ("first_pass", "second_pass"):
        found: list[Example] = []
        names: list[str] = []
        for document, texts, path in prepared:
            counts = len(document.source), len(document.target)
            parts = [p for p in aligner.coarse.stretches(path, *counts) if len(p[0]) and len(p[1])]
            taken = parts[:LONGEST_PART]
            weight = document.weight / sum(len(a) + len(b) for a, b in taken) * 1000
            for source, target in taken:
                names, each = example(texts, source, target, document.gold, weight)
                found.append(each)
        start = START | passes.get("first_pass", {})
        weights = climb(found, np.array([start.get(each, 0.0) for each in names]))
        passes[name] = {k: round(float(v), 3) for k, v in zip(names, weights, strict=True)}
        print("  ", name, passes[name], flush=True)
        if name == "first_pass":
            prepared = [_after(passes[name], *each) for each in prepared]
    return passes


def _after(
    weights: dict[str, float], document: Document, texts: Texts, path: list[aligner.coarse.Crossing]
) -> tuple[Document, Texts, list[aligner.coarse.Crossing]]:
    """What the second pass knows."""
    counts = len(document.source), len(document.target)
    beads = [
        bead
        for source, target in aligner.coarse.stretches(path, *counts)
        for bead in aligner.align_stretch(texts, source, target, weights)
    ]
    learnt = learn(texts.source, texts.target, aligner._believed(beads))
    texts = replace(texts, translations=learnt, habits=aligner.habits(beads))
    return document, texts, list(aligner._crossings(beads))


def main() -> None:
    """Fit all weights and print them as TOML."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("--memory", type=Path, required=True, help="a store of embeddings")
    parser.add_argument("--without", default="", help="a document to leave out")
    parser.add_argument("--only", help="one table, such as two_languages.with_vectors")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    two = [each for each in documents(options.bench) if each.name != options.without]
    one = [damaged(options.bench, "en", share, 9) for share in (0.05, 0.1, 0.2, 0.3)]
    lines = [
        "# Weights of the sentence aligner's signals; harness/align/signals.py says what they are.",
        "# Made by scripts/align/fit.py; do not edit.",
    ]
    with Memory(options.memory) as memory:
        for languages, known in (("one_language", one), ("two_languages", two)):
            for vectors in ("with_vectors", "without_vectors"):
                if options.only not in (None, languages, f"{languages}.{vectors}"):
                    continue
                print(languages, vectors, flush=True)
                embedder = Embedder(memory) if vectors == "with_vectors" else None
                made = fit(known, same=languages == "one_language", embedder=embedder)
                for name, weights in made.items():
                    lines += ["", f"[{languages}.{vectors}.{name}]"]
                    lines += [f"{key} = {value}" for key, value in weights.items()]
    options.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
