"""Pairs of texts of which it is known, word by word, what a reader would complain about.

  python scripts/training/paraphrase/marked.py --bench BENCH --data DATA --output marked.jsonl
  python scripts/training/paraphrase/marked.py --natural teach.jsonl --output n.jsonl
  python scripts/training/paraphrase/marked.py --rewordings rewordings.jsonl --output r.jsonl

A line: a, b (two texts), `marks` {"a": [[start, end, level]…], "b": …} with level 1 (a difference),
2 (one of major severity), 3 (critical), -1 (nothing is known of these words) or -2 (a difference of
which the severity is not known); a side that is missing in `marks` is unknown as a whole, words of
a side without a mark are sound. `row`: chance that the pair differs at all, in a major, in a
critical way (None: not known). And as in pairs.py: same, kinds, group, set, weight.

BENCH and DATA are folders of public sets, no part of this repository: scripts/benchmarks/README.md
says which, and in which form. Sources: round trips labelled by reading; translations beside a
person's correction, with judged adequacy (MLQE-PE); words of another sense (MuCoW); DEMETR's
changes; swaps of one word between sentences that contradict each other (Breaking NLI,
counterfactual NLI, WikiFactCheck); and pairs that say the same in other words (NTREX, WMT19
paraphrases, SemAntoNeg, STS): nothing is major.
"""

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

Pair = dict[str, Any]
Marks = list[list[int]]

LEVELS = {"minor": 1, "major": 2, "critical": 3}
UNKNOWN, UNGRADED = -1, -2
TEXTS_OF_NEWS = (
    "ntrex es",
    "ntrex fr",
    "ntrex pt",
    "para de",
    "multiref",
)  # all longer than most round trips
POOR, GOOD = 55.0, 85.0  # judged adequacy, of 100: surely a major fault, surely none
_KIND_OF_REWORDING = {"name-or-place": "entity", "number-or-unit": "number", "omission": "omission"}
_WORD = re.compile(r"\w+|[^\w\s]")
_LEVEL_OF_KIND = {
    "negation": 3,
    "number": 3,
    "entity": 3,
    "antonym": 3,
    "omission": 2,
    "addition": 2,
    "gender": 2,
    "untranslated": 2,
    "unrelated": 2,
    "scrambled": 2,
    "question": 2,
}


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file, packed or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def public(data: Path, name: str) -> list[dict[str, Any]]:
    """The development half of one of the public sets."""
    return [row for path in sorted((data / name).glob("dev.jsonl*")) for row in lines(path)]


def changed_words(one: str, other: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Spans of the words that stand in one text only, on each side."""
    first, second = list(_WORD.finditer(one)), list(_WORD.finditer(other))
    matcher = SequenceMatcher(
        None, [m[0].lower() for m in first], [m[0].lower() for m in second], autojunk=False
    )
    left, right = [], []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            if j > i:
                left.append((first[i].start(), first[j - 1].end()))
            if m > k:
                right.append((second[k].start(), second[m - 1].end()))
    return left, right


def marks(spans: Sequence[tuple[int, int]], level: int) -> Marks:
    """All spans at one level."""
    return [[start, end, level] for start, end in spans]


def pair(a: str, b: str, row: Sequence[float | None], group: str, name: str, **more: Any) -> Pair:
    """One line."""
    return {"a": a, "b": b, "row": list(row), "group": group, "set": name, **more}


def natural(path: Path) -> Iterator[Pair]:
    """Round trips labelled by reading: both ends, and each end beside the pivots next to it.

    Beside a pivot an end's words are at fault only where a hop between the two broke them.
    """
    for each in lines(path):
        stops = [each[key] for key in ("source", "pivot", "pivot2", "return") if key in each]
        hops = len(stops) - 1
        yield _read(each, ("source", "return"), stops[-1], frozenset(range(1, hops + 1)))
        for stop in range(1, hops):
            yield _read(each, ("source",), stops[stop], frozenset(range(1, stop + 1)))
            back = frozenset(range(stop + 1, hops + 1))
            yield _read(each, ("return",), stops[stop], back)


def _read(row: Pair, sides: Sequence[str], other: str, hops: frozenset[int]) -> Pair:
    """One pair of a labelled row: its first side, and what stands beside it after those hops."""
    last = 3 if "pivot2" in row else 2
    found: dict[str, Marks] = {"a": []} if len(sides) == 1 else {"a": [], "b": []}
    worst, sure = 0, True
    for difference in row["differences"]:
        caused = hops_said(difference["hop"], last)
        fluency = difference["kind"] == "fluency"
        level = UNKNOWN if fluency else LEVELS[difference["severity"]]
        if not caused & hops:
            continue
        if caused - hops and len(caused) > 1 and difference["hop"] == "unsure":
            level, sure = UNKNOWN, False
        worst = max(worst, level)
        for side, text in zip("ab", sides, strict=False):
            found[side] += quoted(row[text], difference[text], level)
    across = len(sides) == 1
    if across and sides[0] == "source":
        for healed in row.get("healed", []):
            found["a"] += quoted(row["source"], healed.get("source", ""), UNGRADED)
    levels = [float(worst >= level) for level in (1, 2, 3)]
    if across and row.get("healed"):
        levels = [1.0, None, None] if worst < 2 else levels
    more = {} if across else {"same": (1.0, 0.8, 0.0, 0.0)[worst]}
    kind = "across" if across else "natural"
    return pair(
        row[sides[0]],
        other,
        levels if sure else [None] * 3,
        f"natural {row['source']}",
        f"{kind} {row['lang']}",
        marks=found,
        **more,
    )


def hops_said(said: str, last: int) -> frozenset[int]:
    """The hops that may have caused a difference."""
    if said.isdecimal():
        return frozenset({int(said)})
    return {"forward": frozenset({1}), "backward": frozenset({last})}.get(
        said, frozenset(range(1, last + 1))
    )


def rewordings(path: Path) -> Iterator[Pair]:
    """Sentences beside a free rewording, and beside one with a single change of meaning.

    Both rewordings together differ in that change alone; there, only the words of the one that has
    it are known. Some have a third one, the first with a word or two exchanged for synonyms:
    without it, a model learns that texts differ which differ in one word.
    """
    for row in lines(path):
        level = LEVELS[row["severity"]]
        answers = [1.0, 1.0, float(level == 3)]
        group, name = f"rewording {row['text']}", f"rewording {row['lang']}"
        kind = _KIND_OF_REWORDING.get(row["kind"])
        more = {"same": 0.0, **({"kinds": [kind]} if kind else {})}
        lost = quoted(row["text"], row["text_words"], level)
        wrong = quoted(row["changed"], row["changed_words"], level)
        sound: dict[str, Marks] = {"a": [], "b": []}
        faithful = {"same": 1.0, "clean": True, "marks": sound}
        yield pair(row["text"], row["same"], [None, 0.0, 0.0], group, name, **faithful)
        both = {"a": lost, "b": wrong}
        yield pair(row["text"], row["changed"], answers, group, name, marks=both, **more)
        yield pair(row["same"], row["changed"], answers, group, name, marks={"b": wrong}, **more)
        if "synonym" in row:
            for text in (row["same"], row["text"]):
                yield pair(text, row["synonym"], [None, 0.0, 0.0], group, name, **faithful)


def quoted(text: str, quote: str, level: int) -> Marks:
    """Where a quote stands. If in several places, one of them is meant, and none is sure."""
    places = [m.start() for m in re.finditer(re.escape(quote), text)] if quote else []
    sure = level if len(places) == 1 else UNKNOWN
    return [[place, place + len(quote), sure] for place in places]


def corrected(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Machines' translations beside a person's correction, with judged adequacy."""
    for each in public(data, "mlqe_pe"):
        good, made, judged = each["pe"], each["mt"], float(each["da"])
        if good == made and rng.random() > 0.05:
            continue
        major = min(1.0, max(0.0, (GOOD - judged) / (GOOD - POOR))) if good != made else 0.0
        level = UNGRADED if major == 1 else UNKNOWN
        left, right = changed_words(good, made)
        sides = {"a": marks(left, level), "b": marks(right, level)}
        if rng.random() < 0.2:
            good, made, sides = made, good, {"a": sides["b"], "b": sides["a"]}
        any_ = 1.0 if major == 1 else None
        group = f"mlqe {each['src']}"
        yield pair(good, made, [any_, major, None], group, "mlqe", marks=sides, weight=0.6)


def senses(data: Path, rng: random.Random) -> Iterator[Pair]:
    """A word in another sense of its translation."""
    for each in public(data, "mucow_en"):
        other = rng.choice(each["changed"])
        left, right = changed_words(each["orig"], other["text"])
        sides = {"a": marks(left, 2), "b": marks(right, 2)}
        group = f"mucow {each['orig']}"
        yield pair(
            each["orig"], other["text"], [1, 1, None], group, "mucow", marks=sides, weight=0.5
        )


def edited(bench: Path, rng: random.Random, most: int) -> Iterator[Pair]:
    """DEMETR: a machine's translation against itself changed, and a person's against both."""
    kinds = json.loads((bench.parent / "demetr_categories.json").read_text("utf-8"))
    for row in lines(bench / "demetr.jsonl"):
        group, good = f"demetr {row['ref']}", row["mt"]
        left, right = changed_words(row["ref"], good)
        sides = {"a": marks(left, UNKNOWN), "b": marks(right, UNKNOWN)}
        yield pair(
            row["ref"],
            good,
            [None, 0, 0],
            group,
            "demetr",
            marks=sides,
            kinds=[],
            clean=True,
            same=1,
        )
        names = [n for n in row["perts"] if n != "base_id35_reference" and not n.startswith("base")]
        for name in rng.sample(names, min(most, len(names))):
            yield from _edit(row, name, kinds[name], rng)


def _edit(
    row: dict[str, Any], name: str, kind: dict[str, Any], rng: random.Random
) -> Iterator[Pair]:
    good, text, differs = row["mt"], row["perts"][name], kind["meaning_changed"]
    if text == good:
        return
    level = LEVELS.get(kind["severity"], 2) if differs else UNKNOWN
    left, right = changed_words(good, text)
    first, sides = good, {"a": marks(left, level), "b": marks(right, level)}
    if rng.random() < 0.7:
        first = row["ref"]
        known = {"b": marks(changed_words(first, text)[1], UNKNOWN) + marks(right, level)}
        sides = known if right else {}
    heavy = float(differs and level >= 2)
    yield pair(
        first,
        text,
        [float(differs), heavy, float(level == 3) if differs else 0],
        f"demetr {row['ref']}",
        "demetr",
        marks=sides,
        kinds=[kind["drift"]] if differs else [],
        same=1 - float(differs),
    )


def swapped(data: Path, rng: random.Random) -> Iterator[Pair]:
    """Sentences that contradict each other in a word or two, and such as do not."""
    found = []
    for each in public(data, "breaking_nli"):
        found.append((each["a"], each["b"], each["label"], "breaking", 0.3))
    for each in public(data, "cad_nli"):
        revised = each["revised_hypothesis"]
        if "entailment" in revised and "contradiction" in revised:
            found.append(
                (revised["entailment"], revised["contradiction"], "contradiction", "cad", 0.5)
            )
    for each in public(data, "wikifactcheck"):
        found.append((each["orig"], each["changed"], "contradiction", "facts", 0.4))
    for one, other, label, name, weight in rng.sample(found, len(found) // 3):
        left, right = changed_words(one, other)
        heavy = label == "contradiction"
        level = 2 if heavy and len(left) <= 2 else UNKNOWN
        sides = {"a": marks(left, level), "b": marks(right, level)}
        row = [1, 1, None] if heavy else [None, 0, 0]
        if label != "neutral":
            yield pair(one, other, row, f"{name} {one}", name, marks=sides, weight=weight)


def reworded(bench: Path, data: Path, rng: random.Random) -> Iterator[Pair]:
    """Pairs that say the same in other words: no word of them is a major difference."""
    found = [each for each in _same_in_other_words(bench, data, rng) if each[0] != each[1]]
    words: dict[str, list[str]] = defaultdict(list)
    for _, other, name in found:
        words[name] += _WORD.findall(other)
    for one, other, name in found:
        left, right = changed_words(one, other)
        sides = {"a": marks(left, UNKNOWN), "b": marks(right, UNKNOWN)}
        yield pair(one, other, [None, 0, 0], f"{name} {one}", name, marks=sides, same=1, weight=0.5)
        if name in TEXTS_OF_NEWS:
            yield from _spoilt(one, other, name, words[name], rng)


def _same_in_other_words(
    bench: Path, data: Path, rng: random.Random
) -> Iterator[tuple[str, str, str]]:
    """Two texts, and the set that they are of."""
    for each in public(data, "ntrex"):
        for one, other in (("es", "es_mx"), ("pt", "pt_br"), ("fr", "fr_ca"), ("en_gb", "en_us")):
            if one != "en_gb" or rng.random() < 0.2:
                yield each[one], each[other], f"ntrex {one[:2]}"
    for each in public(data, "wmt19_para_de"):
        if rng.random() < 0.3:
            yield each["de_ar"], each["de_ar_p"], "para de"
    for each in public(data, "mlqe_multiref"):
        yield each["ref1"], each["ref2"], "multiref"
    for each in lines(bench / "semantoneg.jsonl"):
        if rng.random() < 0.5:
            yield each["orig"], each["same"], "semantoneg"
    for each in lines(bench / "stsb.jsonl"):
        if each["score"] >= 4.8:
            side = rng.choice(("en", "es", "pt"))
            yield each[f"{side}1"], each[f"{side}2"], "stsb"


def _spoilt(
    one: str, other: str, name: str, words: Sequence[str], rng: random.Random
) -> Iterator[Pair]:
    """The same two texts with one word of the second exchanged for another of like form.

    Where texts of a kind only ever came as pairs that say the same, the model learnt that texts
    of that kind do.
    """
    shared = {word.group(): word.span() for word in _WORD.finditer(one)}
    places = [word for word in _WORD.finditer(other) if len(word[0]) > 4 and word[0] in shared]
    if not places:
        return
    word = rng.choice(places)
    alike = [each for each in rng.sample(words, min(len(words), 3000)) if _alike(word[0], each)]
    if not alike:
        return
    text = other[: word.start()] + alike[0] + other[word.end() :]
    here, there = shared[word[0]], (word.start(), word.start() + len(alike[0]))
    left, right = changed_words(one, text)
    sides = {
        "a": [*marks([span for span in left if span != here], UNKNOWN), [*here, 2]],
        "b": [*marks([span for span in right if span != there], UNKNOWN), [*there, 2]],
    }
    group = f"{name} {one}"
    yield pair(one, text, [1, 1, None], group, f"{name} spoilt", marks=sides, same=0, weight=0.5)


def _alike(word: str, other: str) -> bool:
    """Whether one may stand in the other's place, by its form; and is surely another word."""
    return (
        len(other) > 4
        and other[-2:] == word[-2:]
        and other[:1].isupper() == word[:1].isupper()
        and other[:4] != word[:4]
    )


def damaged(path: Path) -> Iterator[Pair]:
    """What pairs.py made: its answers, and marks where a damaged text stands beside a sound one."""
    rows = [row for row in lines(path) if row["set"] not in ("demetr",) and row.get("weight", 1)]
    sound: dict[str, list[str]] = {}
    for row in rows:
        if row.get("clean"):
            sound.setdefault(row["group"], []).append(row["b"])
    for row in rows:
        level = _LEVEL_OF_KIND.get(row["kinds"][0]) if row.get("kinds") else None
        more: Pair = {}
        if level is not None and row["group"] in sound:
            spans = min(
                (changed_words(good, row["b"])[1] for good in sound[row["group"]]),
                key=lambda found: sum(end - start for start, end in found),
            )
            known = marks(changed_words(row["a"], row["b"])[1], UNKNOWN) + marks(spans, level)
            more = {"marks": {"b": known}} if spans else {}
            more["row"] = [1, 1, 1.0 if level == 3 else None]
        elif row["same"] == 1:
            more["row"] = [None, 0, 0]
        yield {**row, **more}


def main() -> None:
    """Write the pairs that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench", type=Path, help="the folder of benchmarks' development halves")
    parser.add_argument("--data", type=Path, help="the folder of public sets")
    parser.add_argument("--pairs", type=Path, help="a file by pairs.py")
    parser.add_argument("--natural", type=Path, help="labelled round trips")
    parser.add_argument(
        "--rewordings", type=Path, help="sentences reworded with and without a change"
    )
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--most", type=int, default=12, help="changes of one sentence of DEMETR")
    parser.add_argument("--share", type=float, default=1.0, help="of all but natural pairs")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    made: list[Pair] = []
    if options.bench and options.data:
        made += corrected(options.data, rng)
        made += senses(options.data, rng)
        made += edited(options.bench, rng, options.most)
        made += swapped(options.data, rng)
        made += reworded(options.bench, options.data, rng)
    if options.pairs:
        made += damaged(options.pairs)
    made = [each for each in made if rng.random() < options.share]
    if options.natural:
        made += natural(options.natural)
    if options.rewordings:
        made += rewordings(options.rewordings)
    with options.output.open("w", encoding="utf-8") as out:
        for each in made:
            out.write(json.dumps(each, ensure_ascii=False) + "\n")
    print(len(made), "pairs")


if __name__ == "__main__":
    main()
