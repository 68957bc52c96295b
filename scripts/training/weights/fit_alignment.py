"""Fit the weights of the sentence aligner's signals (harness/align/weights.toml) to gold.

  harness run flores.en.txt --segmenter lines -r en:es@argos:en@argos \
      -r en:es@apertium:en@apertium -o runs/flores
  python scripts/training/weights/fit_alignment.py BENCH --returns runs/flores/*.jsonl --memory
  vectors.sqlite \
      --output harness/align/weights.toml

BENCH is a folder with align_textberg.jsonl, align_books.jsonl and flores_mt.jsonl (development
halves of public sets, no part of this repository: scripts/benchmarks/README.md); flores.en.txt is
the English of the last, a sentence a line. The chains of the lattice are a conditional random
field: the likelihood of the gold beads is climbed by gradient (Adam), with a small penalty on large
weights. Where the gold holds beads that the aligner cannot make, every chain inside them is right.

Two languages: texts aligned by people. One language: FLORES, people's English against machines'
from the Spanish, with sentences dropped, added, repeated, replaced, cut, joined and swapped; and
with `--returns` what weak engines brought back of it, damaged alike, in sentences and in short
strings, lest a garbled string be called dropped. `--only` fits one table and keeps the others. The
one for one language without vectors was led a fifth of the way to one fitted with returns, in its
second pass (`--only one_language.without_vectors --part 0.2`): farther on, texts that have nothing
in common are paired.
Texts of one language that are worded freely have a table of their own, fitted with `--versions` to
passages of human versions in many languages (the folder that `scripts/benchmarks/two_versions.py`
reads), of which either side lost verses: `--only freely_worded.without_vectors --rounds 130`, and
`freely_worded.with_vectors` with versions that are not measured.
`--without NAME` leaves a document out, to see what the weights say about it.
"""

import argparse
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from known_alignments import Document, by_people, of_machines, of_versions, of_weak_engines

from harness.align import sentence_aligner as aligner
from harness.align.bead_features import Texts, bead_features
from harness.align.lattice import SHAPES, Array, Lattice
from harness.align.translation_table import learn
from harness.core.values import Span
from harness.memory import Memory
from harness.models.embeddings import Embedder

Passes = dict[str, dict[str, float]]  # for each pass the weights of its signals

AGAINST = 25.0  # what a bead that the gold has not costs, when the gold's chains are counted
ROUNDS, STEP, PENALTY = 60, 0.3, 0.1
PASSAGES = 3  # of each pair of human versions
TOLD = 15  # steps, after which the likelihood is printed
LONGEST_PART = 5  # stretches of a document that are learnt from


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
    texts: Texts, source: Span, target: Span, document: Document, weight: float
) -> tuple[list[str], Example]:
    """What there is to learn from one stretch."""
    names, values = zip(*bead_features(texts, source, target), strict=True)
    return list(names), Example(
        np.array(values, np.float32), _against(document, source, target, values[0].shape), weight
    )


def _against(document: Document, source: Span, target: Span, shape: tuple[int, ...]) -> Array:
    against = np.full(shape, AGAINST, np.float32)
    for left, right in document.gold:
        a, b = len(left), len(right)
        i = (left[-1] + 1 if left else source.start) - source.start
        j = (right[-1] + 1 if right else target.start) - target.start
        if (a, b) in SHAPES and not (document.loose and min(a, b) > 1):
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
            if document.loose and 0 in (high, wide):
                continue
            rows = slice(max(0, top), i + 1) if left else slice(None)
            columns = slice(max(0, start), j + 1) if right else slice(None)
            against[k, rows, columns] = 0
    return against


def climb(examples: Sequence[Example], start: Array, rounds: int) -> Array:
    """The weights that make the gold likeliest."""
    weights = start.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    segments = sum(each.weight * sum(each.values.shape[2:]) / 2 for each in examples)
    for step in range(1, rounds + 1):
        slope, likelihood = -PENALTY * weights, 0.0
        for each in examples:
            scores = each.scores(weights)
            free, held = Lattice(scores), Lattice(scores - each.against)
            difference = held.likelihoods() - free.likelihoods()
            if step % TOLD == 0:
                likelihood += each.weight * (held.total() - free.total())
            slope += each.weight * np.tensordot(each.values, difference, 3)
        slope /= segments
        mean = 0.9 * mean + 0.1 * slope
        square = 0.95 * square + 0.05 * slope**2
        pace = STEP if step < 0.6 * rounds else 0.3 * STEP
        weights += pace * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.95**step)) + 1e-8)
        if step % TOLD == 0:
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
    known: Sequence[Document], *, same: bool, embedder: Embedder | None, rounds: int = ROUNDS
) -> Passes:
    """The weights of both passes."""
    passes: Passes = {}
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
            parts = [p for p in aligner.anchors.stretches(path, *counts) if len(p[0]) and len(p[1])]
            taken = parts[:LONGEST_PART]
            weight = document.weight / sum(len(a) + len(b) for a, b in taken) * 1000
            for source, target in taken:
                names, each = example(texts, source, target, document, weight)
                found.append(each)
        start = START | passes.get("first_pass", {})
        weights = climb(found, np.array([start.get(each, 0.0) for each in names]), rounds)
        passes[name] = {k: round(float(v), 3) for k, v in zip(names, weights, strict=True)}
        print("  ", name, passes[name], flush=True)
        if name == "first_pass":
            prepared = [_after(passes[name], *each) for each in prepared]
    return passes


def _after(
    weights: dict[str, float],
    document: Document,
    texts: Texts,
    path: list[aligner.anchors.Crossing],
) -> tuple[Document, Texts, list[aligner.anchors.Crossing]]:
    """What the second pass knows."""
    counts = len(document.source), len(document.target)
    beads = [
        bead
        for source, target in aligner.anchors.stretches(path, *counts)
        for bead in aligner.align_stretch(texts, source, target, weights)
    ]
    learnt = learn(texts.source, texts.target, aligner._believed(beads))
    texts = replace(texts, translations=learnt, habits=aligner.habits(beads))
    return document, texts, list(aligner._crossings(beads))


def main() -> None:
    """Fit the weights and write them as TOML."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument(
        "--returns", type=Path, nargs="+", default=[], help="records of weak engines"
    )
    parser.add_argument("--memory", type=Path, required=True, help="a store of embeddings")
    parser.add_argument("--without", default="", help="a document to leave out")
    parser.add_argument("--only", help="one table, such as two_languages.with_vectors")
    parser.add_argument(
        "--part", type=float, default=1.0, help="how far to go from OUTPUT's table, in [0, 1]"
    )
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--versions", type=Path, help="verses of human versions of one text")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    two = [each for each in by_people(options.bench) if each.name != options.without]
    one = [*of_machines(options.bench), *of_weak_engines(options.returns)]
    free = list(of_versions(options.versions, PASSAGES)) if options.versions else []
    sets = (("one_language", one), ("two_languages", two), ("freely_worded", free))
    old = options.output.read_text("utf-8") if options.only and options.output.exists() else ""
    tables: dict[str, Any] = tomllib.loads(old)
    with Memory(options.memory) as memory:
        for languages, known in sets:
            for vectors in ("with_vectors", "without_vectors"):
                if options.only not in (None, languages, f"{languages}.{vectors}") or not known:
                    continue
                print(languages, vectors, flush=True)
                embedder = Embedder(memory) if vectors == "with_vectors" else None
                same = languages != "two_languages"
                made = fit(known, same=same, embedder=embedder, rounds=options.rounds)
                if options.part < 1:
                    made = _tempered(tables[languages][vectors], made, options.part)
                tables.setdefault(languages, {})[vectors] = made
    options.output.write_text("\n".join(_as_toml(tables)) + "\n", encoding="utf-8")


def _tempered(old: Passes, new: Passes, part: float) -> Passes:
    """The old weights, those of the second pass led towards the new ones."""
    first, second = old.values()
    nearer = {
        key: round((1 - part) * second[key] + part * new["second_pass"][key], 3) for key in second
    }
    return {"first_pass": first, "second_pass": nearer}


def _as_toml(tables: Mapping[str, Any]) -> Iterator[str]:
    yield "# Weights of the aligner's signals; harness/align/bead_features.py says what they are."
    yield "# Made by scripts/training/weights/fit_alignment.py; do not edit."
    for languages, signals_used in tables.items():
        for vectors, passes in signals_used.items():
            for name, weights in passes.items():
                yield f"\n[{languages}.{vectors}.{name}]"
                yield from (f"{key} = {value}" for key, value in weights.items())


if __name__ == "__main__":
    main()
