"""Texts whose alignment is known: aligned by people, or damaged here with a known outcome.

Those aligned by people are public but no part of this repository: see ../bench/README.md.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from harness.core.values import MeasuredRow
from harness.run.record import read_run

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from two_versions import Case, Damage, drawn, read_versions

Gold = list[tuple[list[int], list[int]]]
Pairs = Sequence[tuple[str, str]]  # sentences, each with what came back of it


@dataclass(frozen=True)
class Document:
    """Two texts and their gold alignment."""

    name: str
    source: list[str]
    target: list[str]
    gold: Gold
    weight: float = 1.0  # what all of it counts
    loose: bool = False  # whether several sentences across from several say not which is which


# ── two languages ───────────────────────────────────────────────────────────────────────────────

# Few texts are aligned by people: each counts as a whole, whatever its length, and the one that
# looks most like what aligners meet (sentences merged, cut and left out) counts most.
WEIGHTS = {"textberg-dev": 3.0, "don-quijote-val": 1.5}


def by_people(bench: Path) -> Iterator[Document]:
    """The gold alignments of two languages."""
    for name in ("align_textberg.jsonl", "align_books.jsonl"):
        for line in (bench / name).open(encoding="utf-8"):
            row = json.loads(line)
            name_ = row["doc"]
            yield Document(name_, row["src"], row["tgt"], row["gold"], WEIGHTS.get(name_, 1.0))


# ── one language ────────────────────────────────────────────────────────────────────────────────

# Engines rarely replace a sentence by an unrelated one.
DAMAGES = (*3 * ("drop", "add", "repeat", "cut", "join", "swap"), "replace")
KEPT = 600  # sentences of a text; the others are inserted as unrelated ones
WEAK, SHORT = 0.5, 0.15  # what a text of weak returns counts, and one of short strings of them
LONGEST_STRING = 8  # words


def of_machines(bench: Path) -> Iterator[Document]:
    """FLORES in people's English against machines' from the Spanish."""
    rows = [json.loads(line) for line in (bench / "flores_mt.jsonl").open(encoding="utf-8")]
    for share in (0.05, 0.1, 0.2, 0.3):
        rng = random.Random(9)
        system = rng.choice(sorted(rows[0]["outputs"]["es-en"]))
        pairs = [(row["en"], row["outputs"]["es-en"][system]) for row in rows]
        yield _damaged(f"flores-{share}", pairs, share, rng, 0.5)


def of_weak_engines(runs: Sequence[Path]) -> Iterator[Document]:
    """What weak engines brought back, as sentences and as short strings: their first words."""
    for path in runs:
        pairs = [
            (row.texts.source.text, row.texts.back_translation.text)
            for row in read_run(path).rows
            if isinstance(row, MeasuredRow) and row.texts.back_translation.text.strip()
        ]
        strings = list(_openings(pairs, random.Random(13)))
        for share in (0.05, 0.1, 0.2):
            yield _damaged(f"weak-{share}", pairs, share, random.Random(11), WEAK)
            yield _damaged(f"short-{share}", strings, share, random.Random(14), SHORT)


def _openings(pairs: Pairs, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Of each sentence the first words, and as large a part of what came back."""
    for source, back in pairs:
        words, returned = source.split(), back.split()
        count = min(rng.randint(1, LONGEST_STRING), len(words))
        across = max(1, min(len(returned), round(count * len(returned) / max(1, len(words)))))
        yield " ".join(words[:count]), " ".join(returned[:across])


SENTENCES = (20, 35)  # of a passage: time grows with the square
DROP, SWAP = 0.06, 0.04  # shares of the verses of a passage


def of_versions(folder: Path, passages: int) -> Iterator[Document]:
    """Passages of two human versions of one text, of which either side lost some verses.

    Drawn with seeds that `scripts/benchmarks/two_versions.py` does not draw with.
    """
    for language, versions in read_versions(folder).items():
        for one, other in combinations(versions.values(), 2):
            for number in range(passages):
                rng = random.Random(f"fit {language} {number}")
                sides = (one, other) if number % 2 else (other, one)
                case = drawn(language, sides, Damage(DROP, SWAP), rng, SENTENCES)
                name = f"{language}-{number}"
                yield Document(name, case.source, case.target, list(_verses(case)), 1.0, loose=True)


def _verses(case: Case) -> Iterator[tuple[list[int], list[int]]]:
    swapped = {number for pair in case.swapped for number in pair}
    for number in dict.fromkeys(case.of_source):
        ours = [i for i, verse in enumerate(case.of_source) if verse == number]
        theirs = [j for j, verse in enumerate(case.of_target) if verse == number]
        yield ours, theirs
        if number in swapped:  # either of the two may be the one that stayed
            yield from (([i], []) for i in ours)
            yield from (([], [j]) for j in theirs)
        elif not theirs:
            yield from (([i], []) for i in ours)


def _damaged(name: str, pairs: Pairs, share: float, rng: random.Random, weight: float) -> Document:
    """A text against its returns, of which a share suffered `DAMAGES`."""
    count = min(KEPT, len(pairs) * 17 // 20)
    texts = [back for _, back in pairs]
    kept, spare = texts[:count], texts[count:]
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
    return Document(name, [source for source, _ in pairs[:count]], target, gold, weight)


def _halves(text: str) -> list[str]:
    words = text.split()
    middle = len(words) // 2
    return [" ".join(words[:middle]), " ".join(words[middle:])] if middle else [text]
