"""How well the aligner sees what is gone or has moved between two human versions of one text.

  python scripts/benchmarks/two_versions.py FOLDER [--languages ja zh] [--passages 10] [--seeds 2]
      [--drop 5] [--swap 3] [--whole] [--vectors] [--show] [--json]

FOLDER holds files LANGUAGE.NAME.tsv, such as two translations of the Bible: a line has the number
of a verse, a tab and its text; verses of one number say the same. Every two files of a language are
measured. Passages of 30 to 80 sentences are drawn; each verse is cut by the segmenter that
`harness diff` uses, some verses are taken out of the second version, some change places with the
next one. Printed are, by language, F1 of sentences that stand together, precision, recall and F1 of
those that have no counterpart, and of the verses that changed places how many are found.

With `--whole` a verse is a sentence, as in texts whose sentences correspond.
Verses that only one version has, or that are far longer there, are left out: versions number them
differently. A sentence that one version adds within a verse counts as a false null.
With `--vectors` the aligner has sentence embeddings, as in `harness align --embeddings`. The texts
are no part of this repository: README.md says which were used.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from harness.align.sentence_aligner import SentenceAligner
from harness.core.values import Alignment, Bead
from harness.models.embeddings import Embedder
from harness.text.words.sentence_spans import sentence_spans

Aligner = Callable[[Sequence[str], Sequence[str]], Alignment]
Verses = Mapping[str, str]

SENTENCES = (30, 80)  # of a passage
LONGER = 2.5  # times as long as expected: another verse


@dataclass(frozen=True)
class Case:
    """Two versions of a passage, cut into sentences; for each the number of its verse."""

    source: list[str]
    target: list[str]
    of_source: list[str]
    of_target: list[str]
    gone: set[str]
    swapped: list[tuple[str, str]]


@dataclass(frozen=True)
class Damage:
    """What is done to a passage: shares of its verses, in [0, 1]."""

    drop: float
    swap: float
    whole: bool = False  # whether verses are left uncut


# ── passages ────────────────────────────────────────────────────────────────────────────────────


def read_versions(folder: Path) -> dict[str, dict[str, dict[str, str]]]:
    """By language and name the verses of each file."""
    versions: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for path in sorted(folder.glob("*.*.tsv")):
        language, name, _ = path.name.split(".")
        rows = (line.partition("\t") for line in path.read_text("utf-8").splitlines())
        versions[language][name] = {number: text.strip() for number, _, text in rows}
    return versions


def in_common(one: Verses, other: Verses) -> list[str]:
    """The numbers of verses that both versions have, of about one length."""
    both = sorted(number for number in one.keys() & other.keys() if one[number] and other[number])
    growth = sum(len(other[n]) for n in both) / max(1, sum(len(one[n]) for n in both))
    ratios = {n: len(other[n]) / len(one[n]) / growth for n in both}
    return [n for n in both if 1 / LONGER < ratios[n] < LONGER]


def drawn(
    language: str,
    versions: tuple[Verses, Verses],
    damage: Damage,
    rng: random.Random,
    sentences: tuple[int, int] = SENTENCES,
) -> Case:
    """A passage of so many sentences, damaged."""
    one, other = versions
    numbers = in_common(one, other)
    size = rng.randint(*sentences)
    start = rng.randrange(len(numbers))
    taken: list[str] = []
    cut: dict[str, tuple[list[str], list[str]]] = {}
    while sum(len(cut[n][0]) for n in taken) < size and start < len(numbers):
        number = numbers[start]
        texts = one[number], other[number]
        cut[number] = ([texts[0]], [texts[1]]) if damage.whole else _cut(texts, language)
        taken.append(number)
        start += 1
    gone = {number for number in taken if rng.random() < damage.drop}
    kept = [number for number in taken if number not in gone]
    swapped = []
    place = 0
    while place + 1 < len(kept):
        first, second = kept[place : place + 2]
        if rng.random() < damage.swap and taken.index(second) == taken.index(first) + 1:
            kept[place : place + 2] = [second, first]
            swapped.append((first, second))
            place += 1
        place += 1
    ours = [(number, sentence) for number in taken for sentence in cut[number][0]]
    theirs = [(number, sentence) for number in kept for sentence in cut[number][1]]
    return Case(
        [text for _, text in ours],
        [text for _, text in theirs],
        [number for number, _ in ours],
        [number for number, _ in theirs],
        gone,
        swapped,
    )


def _cut(texts: tuple[str, str], language: str) -> tuple[list[str], list[str]]:
    one, other = ([span.of(text) for span in sentence_spans(text, language)] for text in texts)
    return one, other


# ── scoring ─────────────────────────────────────────────────────────────────────────────────────


def compare(case: Case, found: Alignment) -> Counter[str]:
    """Counts of what is right, told and there, of links, nulls and moves."""
    counts: Counter[str] = Counter()
    linked: set[tuple[str, int]] = set()
    moved: set[str] = set()
    for bead in found:
        pairs = [
            (i, j)
            for i in range(bead.source.start, bead.source.end)
            for j in range(bead.target.start, bead.target.end)
        ]
        right = [(i, j) for i, j in pairs if case.of_source[i] == case.of_target[j]]
        counts["links told"] += len(pairs)
        counts["links right"] += len(right)
        linked |= {("source", i) for i, _ in right} | {("target", j) for _, j in right}
        if bead.moved:
            moved |= {case.of_source[i] for i, _ in right}
            counts["moves told"] += 1
        if bead.is_null:
            counts["nulls told"] += 1
            counts["nulls right"] += bool(len(bead.source)) and _is_gone(case, bead)
    kept = [n for n in case.of_source if n not in case.gone]
    counts["sentences"] += len(kept) + len(case.target)
    counts["sentences linked"] += len(linked)
    counts["nulls there"] += len(case.of_source) - len(kept)
    counts["moves there"] += len(case.swapped)
    counts["moves right"] += sum(bool(moved & set(pair)) for pair in case.swapped)
    return counts


def _is_gone(case: Case, bead: Bead) -> bool:
    return case.of_source[bead.source.start] in case.gone


def shown(case: Case, found: Alignment) -> Iterator[str]:
    """The beads that are wrong, to be read."""
    for bead in found:
        ours = range(bead.source.start, bead.source.end)
        theirs = range(bead.target.start, bead.target.end)
        here, there = {case.of_source[i] for i in ours}, {case.of_target[j] for j in theirs}
        if (here == there and len(here) == 1) or (not there and here <= case.gone):
            continue
        yield f"  {bead.score} {'moved ' if bead.moved else ''}"
        yield from (
            f"    - {case.of_source[i]}{' gone' if case.of_source[i] in case.gone else ''}"
            f" {case.source[i]}"
            for i in ours
        )
        yield from (f"    + {case.of_target[j]} {case.target[j]}" for j in theirs)


def ratio(part: int, whole: int) -> float | None:
    """Their quotient; None where there is nothing to divide by."""
    return round(part / whole, 4) if whole else None


def f1(one: float | None, other: float | None) -> float | None:
    """Harmonic mean of precision and recall."""
    if one is None or other is None:
        return None
    return round(2 * one * other / (one + other), 4) if one + other else 0.0


def ratios(counts: Counter[str]) -> dict[str, float | int | None]:
    """What is printed."""
    links = ratio(counts["links right"], counts["links told"])
    reached = ratio(counts["sentences linked"], counts["sentences"])
    precision = ratio(counts["nulls right"], counts["nulls told"])
    recall = ratio(counts["nulls right"], counts["nulls there"])
    return {
        "links": f1(links, reached),
        "nulls": f1(precision, recall),
        "precision": precision,
        "recall": recall,
        "nulls there": counts["nulls there"],
        "moves": ratio(counts["moves right"], counts["moves there"]),
        "moves there": counts["moves there"],
        "moves told": counts["moves told"],
    }


# ── the measurement ─────────────────────────────────────────────────────────────────────────────


def cases(folder: Path, options: argparse.Namespace) -> Iterator[tuple[str, list[Case]]]:
    """By language and pair of versions the damaged passages."""
    damage = Damage(options.drop / 100, options.swap / 100, options.whole)
    for language, versions in read_versions(folder).items():
        if options.languages and language not in options.languages:
            continue
        for one, other in combinations(versions, 2):
            yield (
                f"{language} {one} {other}",
                [
                    drawn(
                        language,
                        (versions[one], versions[other]),
                        damage,
                        random.Random(f"{seed} {language} {number}"),
                    )
                    for seed in range(options.seeds)
                    for number in range(options.passages)
                ],
            )


def main() -> None:
    """Draw, damage, align, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", nargs="+", default=[])
    parser.add_argument("--passages", type=int, default=10, help="of each pair and seed")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--drop", type=float, default=5, help="per cent of the verses")
    parser.add_argument("--swap", type=float, default=3, help="per cent of the verses")
    parser.add_argument("--whole", action="store_true", help="leave verses uncut")
    parser.add_argument("--vectors", action="store_true", help="with sentence embeddings")
    parser.add_argument("--show", action="store_true", help="the beads that are wrong")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    aligner = SentenceAligner(one_language=True, embedder=Embedder() if options.vectors else None)
    found = {}
    total: Counter[str] = Counter()
    for name, drawn_cases in cases(options.folder, options):
        counts: Counter[str] = Counter()
        for case in drawn_cases:
            alignment = aligner(case.source, case.target)
            counts += compare(case, alignment)
            if options.show:
                print("\n".join([name, *shown(case, alignment)]))
        found[name] = ratios(counts)
        total += counts
        if not options.json:
            print(_line(name, found[name]), flush=True)
    found["all"] = ratios(total)
    print(json.dumps(found, indent=1) if options.json else _line("all", found["all"]))


def _line(name: str, said: Mapping[str, float | int | None]) -> str:
    return f"{name:<22}" + "  ".join(f"{key} {_cell(value)}" for key, value in said.items())


def _cell(value: float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
