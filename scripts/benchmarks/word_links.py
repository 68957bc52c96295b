"""How well words are linked across languages, against pairs that were aligned by reading.

  python scripts/benchmarks/word_links.py
  python scripts/benchmarks/word_links.py --record runs/news/1-en-es-en.jsonl
  python scripts/benchmarks/word_links.py --lines flores.jsonl --embeddings

Prints precision, recall and alignment error rate (lower is better) by signals: only what means or
is written the same; spelling and place too; what the pairs' own words teach; what a bitext of yours
teaches (records of runs, or JSON lines with a text by language tag, such as FLORES: see README.md);
and, with --embeddings, the similarity of single words by the encoder, embedded once each. Last,
precision by confidence.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from harness.align.word_features import likeness, words_of
from harness.align.word_grid import within_reach
from harness.align.word_links import WordLink, WordLinker, WordSimilarity
from harness.core.values import MeasuredRow
from harness.run.record import read_run
from harness.text.data.language import language_data

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from word_gold import GoldPair, agreement, read_gold

GOLD = (("en", "es"), ("pt", "en"))
CERTAIN = 120.0  # likeness of words with one meaning or one writing

Bitext = list[tuple[str, str]]


def main() -> None:
    options = _options()
    for source, target in GOLD:
        gold = read_gold(f"{source}-{target}")
        own = [(pair.source, pair.target) for pair in gold]
        given = own + list(_bitext(options, source, target))
        print(f"{source}-{target}: {len(gold)} pairs, {sum(len(p.sure) for p in gold)} sure links")
        print(f"  same meaning or writing      {agreement(_certain(gold, source, target), gold)}")
        for name, bitext in (("spelling and place", []), ("and the pairs themselves", own)):
            _report(name, WordLinker(source, target, bitext), gold)
        if len(given) > len(own):
            _report(f"and {len(given)} segments", WordLinker(source, target, given), gold)
        if options.embeddings:
            similar = _embeddings(given, source, target)
            for name, bitext in (("embeddings, no bitext", []), ("embeddings and bitext", given)):
                _report(name, WordLinker(source, target, bitext, similar), gold)
        _print_confidence(WordLinker(source, target, given), gold)


def _report(name: str, linker: WordLinker, gold: Sequence[GoldPair]) -> None:
    found = [linker.links(pair.source, pair.target) for pair in gold]
    print(f"  {name:<28} {agreement(found, gold)}")


def _certain(gold: Sequence[GoldPair], source: str, target: str) -> Iterator[list[WordLink]]:
    for pair in gold:
        left = words_of(pair.source, language_data(source))
        right = words_of(pair.target, language_data(target))
        cells = within_reach(len(left), len(right))
        yield [
            WordLink(left[cells.rows[at]].span, right[cells.columns[at]].span, 1.0)
            for at in np.flatnonzero(likeness(left, right, cells) >= CERTAIN)
        ]


def _bitext(options: argparse.Namespace, source: str, target: str) -> Iterator[tuple[str, str]]:
    for path in options.lines:
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        yield from ((row[source], row[target]) for row in rows)
    for path in options.record:
        for row in read_run(path).rows:
            if isinstance(row, MeasuredRow):
                stops = row.texts.stops
                for one, other in (*pairwise(stops), *pairwise(stops[::-1])):
                    if (one.language, other.language) == (source, target):
                        yield one.text, other.text


def _embeddings(bitext: Bitext, source: str, target: str) -> WordSimilarity:
    from harness.models.encoder import Encoder

    encoder = Encoder("benchmark")
    start = time.process_time()
    vectors = {}
    for side, tag in enumerate((source, target)):
        texts = [pair[side] for pair in bitext]
        types = sorted(
            {word.text.casefold() for text in texts for word in words_of(text, language_data(tag))}
        )
        raw = encoder.vectors(types)
        # Every vector of this model points much the same way; what is common says nothing.
        centred = raw - raw.mean(axis=0)
        centred /= np.linalg.norm(centred, axis=1, keepdims=True)
        vectors[side] = dict(zip(types, centred, strict=True))
    count = sum(map(len, vectors.values()))
    seconds = time.process_time() - start
    print(f"  ({count} words embedded, {1000 * seconds / count:.0f} ms of processor time each)")
    return lambda one, other: float(vectors[0][one] @ vectors[1][other])


def _print_confidence(linker: WordLinker, gold: Sequence[GoldPair]) -> None:
    all_, right = Counter[int](), Counter[int]()
    for pair in gold:
        for link in linker.links(pair.source, pair.target):
            tenth = min(9, int(10 * link.confidence))
            all_[tenth] += 1
            right[tenth] += (link.source, link.target) in pair.possible
    parts = (
        f"{tenth / 10}: {right[tenth] / all_[tenth]:.2f} of {all_[tenth]}" for tenth in sorted(all_)
    )
    print(f"  precision from confidence    {', '.join(parts)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--record", type=Path, action="append", default=[])
    parser.add_argument("--lines", type=Path, action="append", default=[])
    parser.add_argument("--embeddings", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
