"""How well the aligner sees what became of sentences: real returns, damaged with a known outcome.

  harness run corpora/news.en.txt -r en:es@apertium:en@apertium -o runs/news
  python scripts/benchmarks/align_damage.py runs/news [RUN …] [--rates 5 10 20] [--seeds 3] [--json]

Of every record the returns are damaged: sentences cut in two, merged, dropped, doubled, exchanged
with the next one, carried 3 to 10 places away, each as often. The rate is the share of sentences
that this happens to. Printed are precision, recall and F1 for each type of bead, strict: a bead
counts when exactly its sentences stand together, and, of what moved, when it says so. Where two
answers say the same (which of two copies was added, which of two neighbours moved), either counts.
At rate 0 the returns are as they came; `identical` aligns every text with itself.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from harness.align.bitext import kind_of
from harness.align.order import in_source_order
from harness.align.sentence_aligner import SentenceAligner
from harness.core.values import Alignment, Bead, MeasuredRow, Span
from harness.run.record import find_records, read_run

Aligner = Callable[[Sequence[str], Sequence[str]], Alignment]
Key = tuple[range, range, bool]  # a bead: its sentences on both sides, and whether it moved

NULLS = ("1-0", "0-1")
TYPES = ("1-1", "n-1", "1-n", "n-m", *NULLS, "moved")
KINDS = ("cut", "merge", "drop", "double", "exchange", "carry")
FEWEST_WORDS = 6  # of a sentence that can be cut


@dataclass(frozen=True)
class Piece:
    """Source sentences, by position, and what came back of them; `copied` says that twice."""

    source: tuple[int, ...]
    target: tuple[str, ...]
    damage: str = ""


@dataclass(frozen=True)
class Case:
    """A damaged text with the alignment that is right, and answers that are as good."""

    source: list[str]
    target: list[str]
    gold: Alignment
    equals: list[tuple[frozenset[Key], frozenset[Key]]]


# ── damage ──────────────────────────────────────────────────────────────────────────────────────


def damaged(pairs: Sequence[tuple[str, str]], rate: float, rng: random.Random) -> Case:
    """A text whose returns are damaged at `rate`, in [0, 1]."""
    pieces = list(_pieces(pairs, rate, rng))
    for piece in [piece for piece in pieces if piece.damage == "carry"]:
        _carry(piece, pieces, rng)
    beads: list[Bead] = []
    target: list[str] = []
    equals = []
    for piece in pieces:
        start, end = len(target), len(target) + len(piece.target)
        target += piece.target
        if piece.damage == "double":
            one, other = (Bead(_span(piece.source), Span(j, j + 1)) for j in (start, start + 1))
            nulls = [Bead(Span(0, 0), Span(j, j + 1)) for j in (start, start + 1)]
            beads += [one, nulls[1]]
            equals.append((_keys(one, nulls[1]), _keys(other, nulls[0])))
        else:
            beads.append(Bead(_span(piece.source), Span(start, end)))
    gold = in_source_order(beads, len(pairs), len(target))
    equals += _exchanged(gold)
    return Case([source for source, _ in pairs], target, gold, equals)


def _pieces(pairs: Sequence[tuple[str, str]], rate: float, rng: random.Random) -> Iterator[Piece]:
    kinds: list[str] = []
    place = 0
    while place < len(pairs):
        returns = [back for _, back in pairs[place : place + 2]]
        kinds = kinds or rng.sample(KINDS, len(KINDS))  # each as often
        if (
            rng.random() >= rate / _mean_width()
            or (made := _struck(kinds[-1], place, returns)) is None
        ):
            yield Piece((place,), (returns[0],))
            place += 1
            continue
        kinds.pop()
        yield from made
        place += sum(len(piece.source) for piece in made)


def _mean_width() -> float:
    return (len(KINDS) + 2) / len(KINDS)  # merging and exchanging strike two sentences at once


def _struck(kind: str, place: int, returns: Sequence[str]) -> list[Piece] | None:
    """The first return, or the first two, damaged; None where that cannot be done."""
    first, two = returns[0], len(returns) == 2
    made: list[tuple[tuple[int, ...], tuple[str, ...]]] = []
    match kind:
        case "cut" if len(first.split()) >= FEWEST_WORDS:
            made = [((place,), _cut(first))]
        case "merge" if two:
            made = [((place, place + 1), (f"{first.rstrip('.')}, {returns[1]}",))]
        case "drop":
            made = [((place,), ())]
        case "double":
            made = [((place,), (first, first))]
        case "exchange" if two and first != returns[1]:
            made = [((place + 1,), (returns[1],)), ((place,), (first,))]
        case "carry":
            made = [((place,), (first,))]
    return [Piece(source, target, kind) for source, target in made] or None


def _cut(text: str) -> tuple[str, str]:
    """Two sentences of one, parted at the word border after a comma or in the middle."""
    words = text.split()
    inner = range(2, len(words) - 1)
    middle = len(words) / 2
    at = min(inner, key=lambda i: (not words[i - 1].endswith((",", ";", ":")), abs(i - middle)))
    second = " ".join(words[at:])
    return " ".join(words[:at]).rstrip(",;:") + ".", second[:1].upper() + second[1:]


def _carry(piece: Piece, pieces: list[Piece], rng: random.Random) -> None:
    """Take a piece 3 to 10 places up or down, as far as the text goes."""
    here = pieces.index(piece)
    there = here + rng.choice((-1, 1)) * rng.randint(3, 10)
    if 0 <= there < len(pieces):
        pieces.insert(there, pieces.pop(here))


def _span(places: Sequence[int]) -> Span:
    return Span(places[0], places[-1] + 1)


# ── scoring ─────────────────────────────────────────────────────────────────────────────────────


def _keys(*beads: Bead) -> frozenset[Key]:
    return frozenset(
        (
            range(bead.source.start, bead.source.end) if len(bead.source) else range(0),
            range(bead.target.start, bead.target.end) if len(bead.target) else range(0),
            bead.moved,
        )
        for bead in beads
    )


def _exchanged(gold: Alignment) -> Iterator[tuple[frozenset[Key], frozenset[Key]]]:
    """Two neighbours that changed places: either of them may be called the moved one."""
    pairs = sorted((bead for bead in gold if not bead.is_null), key=lambda bead: bead.target.start)
    for one, other in pairwise(pairs):
        if other.source.end == one.source.start and one.moved != other.moved:
            flipped = [
                Bead(bead.source, bead.target, moved=not bead.moved) for bead in (one, other)
            ]
            yield _keys(one, other), _keys(*flipped)


def _type(key: Key) -> str:
    if key[2]:
        return "moved"
    return kind_of(Bead(Span(0, len(key[0])), Span(0, len(key[1])))).value


def compare(case: Case, found: Alignment) -> dict[str, Counter[str]]:
    """For each type of bead how many are right, how many were told, and how many there are."""
    said, gold = set(_keys(*found)), set(_keys(*case.gold))
    for one, other in case.equals:
        if one <= gold and len(other & said) > len(one & said):
            gold = (gold - one) | other
    return {
        "right": Counter(map(_type, said & gold)),
        "told": Counter(map(_type, said)),
        "there": Counter(map(_type, gold)),
    }


def ratios(counts: dict[str, Counter[str]], types: Sequence[str]) -> dict[str, float | int | None]:
    """Precision, recall and F1 of some types together; None where there is nothing to divide by."""
    right, told, there = (sum(counts[name][kind] for kind in types) for name in counts)
    return {
        "precision": round(right / told, 4) if told else None,
        "recall": round(right / there, 4) if there else None,
        "f1": round(2 * right / (told + there), 4) if told + there else None,
        "there": there,
    }


# ── the measurement ─────────────────────────────────────────────────────────────────────────────


def read_pairs(place: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Of every record its name, and sources with their returns where something came back."""
    for path in find_records(place):
        run = read_run(path)
        yield (
            f"{run.identity.doc_id} {run.identity.route}",
            [
                (row.texts.source.text, row.texts.back_translation.text)
                for row in run.rows
                if isinstance(row, MeasuredRow) and row.texts.back_translation.text.strip()
            ],
        )


def measure(
    align: Aligner, texts: Sequence[Sequence[tuple[str, str]]], rate: float, seeds: int
) -> dict[str, dict[str, float | int | None]]:
    """Ratios for each type, over all texts and seeds."""
    total = {name: Counter[str]() for name in ("right", "told", "there")}
    for seed in range(seeds if rate else 1):
        for number, pairs in enumerate(texts):
            case = damaged(pairs, rate, random.Random(f"{seed} {number}"))
            counts = compare(case, align(case.source, case.target))
            for name, counter in counts.items():
                total[name] += counter
    return {kind: ratios(total, [kind]) for kind in TYPES} | {"nulls": ratios(total, NULLS)}


def identical(align: Aligner, texts: Sequence[Sequence[tuple[str, str]]]) -> int:
    """How many beads of texts aligned with themselves are anything but one to one."""
    sources = [[source for source, _ in pairs] for pairs in texts]
    return sum(
        bead.moved or not len(bead.source) == len(bead.target) == 1
        for sentences in sources
        for bead in align(sentences, sentences)
    )


def main() -> None:
    """Damage, align, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", nargs="+", type=Path, help="folders of harness run")
    parser.add_argument("--rates", nargs="+", type=float, default=[0, 5, 10, 20], help="per cent")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    named = dict(found for place in arguments.runs for found in read_pairs(place))
    texts = list(named.values())
    aligner = SentenceAligner(one_language=True)
    rates = {
        f"{rate:g}": measure(aligner, texts, rate / 100, arguments.seeds)
        for rate in arguments.rates
    }
    found = {
        "texts": {name: len(pairs) for name, pairs in named.items()},
        "identical": identical(aligner, texts),
        "rates": rates,
    }
    print(json.dumps(found, indent=1, ensure_ascii=False) if arguments.json else _table(found))


def _table(found: Mapping[str, Any]) -> str:
    lines = [f"{name}: {count} sentences" for name, count in found["texts"].items()]
    lines.append(f"aligned with themselves: {found['identical']} beads that are not one to one")
    for rate, types in found["rates"].items():
        lines.append(f"\n{rate} % damaged   precision  recall     F1   beads")
        for kind, said in types.items():
            cells = [said[name] for name in ("precision", "recall", "f1")]
            shown = "".join(f"{'–' if cell is None else f'{cell:.3f}':>9}" for cell in cells)
            lines.append(f"  {kind:<10}{shown}{said['there']:>9}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
