"""Pairs of texts that say the same, or not, for the reader to learn from (train.py).

  python scripts/training/paraphrase/pairs.py BENCH --output pairs.jsonl
  python scripts/training/paraphrase/pairs.py BENCH --seed 2 --fine --output more.jsonl
  python scripts/training/paraphrase/pairs.py BENCH --seed 5 --fine --ranked --output last.jsonl

--fine: for a second round of teaching: more of the small changes in long sentences and of what
people judged, fewer of the opposites, which are learnt first. --ranked: with which of several
translations of a sentence is better, and with changes in what is otherwise alike. BENCH: the folder
with the development halves of public sets, which is no part of this repository: ../bench/README.md
says which sets and in which form. A line: a, b, same (share of readers who take away the same),
kinds (of the change, where they are known), group (pairs of one sentence), set, weight, worth (of
b, against other translations of the same a).
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sacrebleu
from alike import rewritten
from damage import DAMAGES
from small import SMALL

Pair = dict[str, Any]

STEP = 8.0  # of chrF: two translations that far apart differ in worth
BAD, FINE = -5.0, 0.0  # MQM of a segment's meaning: with a major error, without any
SAME, OTHER = 4.4, 3.4  # of 5: STS ratings of pairs that say the same, and that do not


def rows(bench: Path, name: str) -> Iterator[dict[str, Any]]:
    """The lines of one set."""
    with (bench / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def pair(a: str, b: str, same: float, group: str, name: str, **more: Any) -> Pair:
    """One line."""
    return {"a": a, "b": b, "same": same, "group": group, "set": name, **more}


def demetr(bench: Path, rng: random.Random, most: int) -> Iterator[Pair]:
    """A person's translation against a machine's, as it is and changed in `most` ways."""
    kinds = json.loads((bench.parent / "demetr_categories.json").read_text("utf-8"))
    for row in rows(bench, "demetr"):
        group = f"demetr {row['ref']}"
        yield pair(row["ref"], row["mt"], 1, group, "demetr", kinds=[], clean=True)
        yield pair(row["mt"], row["ref"], 1, group, "demetr", kinds=[])
        changed, harmless = [], []
        for name, text in row["perts"].items():
            if name != "base_id35_reference" and name not in row.get("alt", {}):
                (changed if kinds[name]["meaning_changed"] else harmless).append((name, text))
        for name, text in rng.sample(changed, min(most, len(changed))):
            first = row["mt"] if rng.random() < 0.2 else row["ref"]
            yield pair(first, text, 0, group, "demetr", kinds=[kinds[name]["drift"]])
        for _, text in rng.sample(harmless, min(4, len(harmless))):
            yield pair(row["ref"], text, 1, group, "demetr", kinds=[])


def opposites(bench: Path, rng: random.Random, share: float) -> Iterator[Pair]:
    """The same in other words against the opposite in nearly the same, of a share of sentences."""
    for row in rows(bench, "semantoneg"):
        if rng.random() > share:
            continue
        group = f"semantoneg {row['orig']}"
        yield pair(row["orig"], row["same"], 1, group, "semantoneg", clean=True)
        for text in row["changed"]:
            yield pair(row["orig"], text, 0, group, "semantoneg")
    for row in rows(bench, "negated_pairs"):
        if rng.random() > share:
            continue
        group = f"negated {row['orig']}"
        yield pair(row["orig"], row["changed"], 0, group, "negated", kinds=["negation"])


def rated(bench: Path) -> Iterator[Pair]:
    """STS in English, Spanish, Portuguese and across."""
    for row in rows(bench, "stsb"):
        same = min(1.0, max(0.0, (row["score"] - OTHER) / (SAME - OTHER)))
        for one, other in (("en", "en"), ("es", "es"), ("pt", "pt"), ("en", "es"), ("pt", "en")):
            if one == other or row["score"] > 3:
                a, b = row[f"{one}1"], row[f"{other}2"]
                yield pair(a, b, same, f"stsb {row['en1']}", f"stsb {one}-{other}")


def alike(bench: Path, rng: random.Random, *, changed: bool) -> Iterator[Pair]:
    """Sentences with themselves, written otherwise: a denial in both is none lost.

    Changed: fewer of them, and as many in which a number, a name or a denial is another.
    """
    texts = []
    for row in rows(bench, "negated_pairs"):
        texts += [(f"negated {row['orig']}", "en", row[side]) for side in ("orig", "changed")]
    for row in rows(bench, "semantoneg"):
        sides = (row["orig"], row["same"], *row["changed"])
        texts += [(f"semantoneg {row['orig']}", "en", text) for text in sides]
    for row in rows(bench, "stsb"):
        group = f"stsb {row['en1']}"
        texts += [(group, side[:2], row[side]) for side in ("en1", "en2", "es1", "pt2")]
    for row in rows(bench, "flores_mt"):
        tag = rng.choice(("en", "es", "pt"))
        texts.append((f"flores {row['en']}", tag, row[tag]))
    if changed:
        texts = rng.sample(texts, len(texts) // 5)
    strangers = [text for _, _, text in texts]
    for group, tag, text in texts:
        again = rewritten(text, tag, rng)
        yield pair(text, again, 1, group, "alike", kinds=[], weight=0.5)
        if changed:
            kind = rng.choice(("number", "number", "entity", "entity", "negation", "gender"))
            other = DAMAGES[kind](again, tag, rng, strangers)
            if other and other != again:
                yield pair(text, other, 0, group, "alike", kinds=[kind], weight=0.5)


def judged(
    bench: Path, rng: random.Random, bad_ones: int, others: int, *, changed: bool
) -> Iterator[Pair]:
    """Translations that people judged. Changed: also some that they found good, damaged."""
    judgements = list(rows(bench, "ced_pt_en"))
    strangers = [row["mt"] for row in judgements]
    for row in judgements:
        group, good = f"ced {row['src']}", row["label"] == "OK"
        yield pair(row["src"], row["mt"], good, group, "ced", clean=good)
        if changed and good:
            kind = rng.choice(sorted(DAMAGES))
            text = DAMAGES[kind](row["mt"], "en", rng, strangers)
            if text and text != row["mt"]:
                yield pair(row["src"], text, 0, group, "ced damaged", kinds=[kind], weight=0.7)
    for row in rows(bench, "biomqm"):
        found = {each["mt"]: each["mqm_meaning"] for each in row["outputs"]}
        bad = [each for each in found.items() if each[1] <= BAD]
        rest = [each for each in found.items() if each[1] > BAD]
        taken = rng.sample(bad, min(bad_ones, len(bad))) + rng.sample(rest, min(others, len(rest)))
        for text, worth in taken:
            group, name = f"bio {row['doc']}", f"bio {row['lp']}"
            same = 1.0 if worth >= FINE else 0.0 if worth <= BAD else 0.6
            ranked = {"worth": worth} if changed else {}
            yield pair(row["src"], text, same, group, name, **ranked)
            if row["ref"] and rng.random() < 0.3:
                yield pair(row["ref"], text, same, group, f"bio {row['lp'][-2:]}")


def translated(bench: Path, rng: random.Random, share: float) -> Iterator[Pair]:
    """FLORES: people's sentences against translations, in one language and in two, some damaged."""
    known = list(rows(bench, "flores_mt"))
    plain = {tag: [row[tag] for row in known] for tag in ("en", "es", "pt")}
    for row in known:
        group = f"flores {row['en']}"
        outputs = {tag: [*row["outputs"].get(f"{tag}", {}).values()] for tag in row["outputs"]}
        for tag in ("en", "es", "pt"):
            machines = [
                text for key, texts in outputs.items() if key.endswith(tag) for text in texts
            ]
            others = [each for each in ("en", "es", "pt") if each != tag and "en" in (each, tag)]
            for first in (tag, rng.choice(others)):
                if rng.random() > share:
                    continue
                good = row[tag] if first != tag and rng.random() < 0.5 else rng.choice(machines)
                name = f"flores {first}-{tag}"
                yield pair(row[first], good, 1, group, name, kinds=[], clean=True, weight=0.8)
                for kind in rng.sample(sorted(DAMAGES), 3):
                    text = DAMAGES[kind](good, tag, rng, plain[tag])
                    if text and text != good:
                        yield pair(row[first], text, 0, group, name, kinds=[kind])
                        break


def small_changes(bench: Path, rng: random.Random) -> Iterator[Pair]:
    """FLORES in one language: a person's sentence against machines' with one small change each."""
    known = list(rows(bench, "flores_mt"))
    plain = {tag: [row[tag] for row in known] for tag in ("en", "es", "pt")}
    for row in known:
        group = f"flores {row['en']}"
        for way in ("es-en", "pt-en", rng.choice(["en-es", "en-pt"])):
            tag = way[-2:]
            good = rng.choice(list(row["outputs"][way].values()))
            name = f"small {tag}"
            yield pair(row[tag], good, 1, group, name, kinds=[], clean=True)
            kinds = ["omission", *rng.sample(sorted({**SMALL, **DAMAGES}), 3)]
            for kind in kinds:
                coarse = [DAMAGES[kind]] if kind in DAMAGES else []
                text = rng.choice([*SMALL.get(kind, ()), *coarse])(good, tag, rng, plain[tag])
                if text and text != good:
                    yield pair(row[tag], text, 0, group, name, kinds=[kind])
            foreign = row["pt" if tag == "es" else "es"].split()
            if rng.random() < 0.25:
                words = good.split()
                place = rng.randrange(len(words))
                words[place] = foreign[place * len(foreign) // len(words)]
                if len(words[place]) > 4 and " ".join(words) != good:
                    yield pair(row[tag], " ".join(words), 0, group, name, kinds=["untranslated"])


def ranked(bench: Path, rng: random.Random) -> Iterator[Pair]:
    """FLORES across languages: which of several translations is nearer to a person's, by chrF.

    Nothing is said of whether one is right: those rows weigh nothing but in the order.
    """
    for row in rows(bench, "flores_mt"):
        for way in rng.sample(sorted(row["outputs"]), 1):
            source, target = way.split("-")
            for text in dict.fromkeys(row["outputs"][way].values()):
                worth = sacrebleu.sentence_chrf(text, [row[target]]).score / STEP
                group = f"flores {row['en']}"
                yield pair(row[source], text, 1, group, f"rank {way}", weight=0, worth=worth)


def main() -> None:
    """Write all pairs, in the order of their sets."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=20260)
    parser.add_argument("--fine", action="store_true", help="what is learnt last")
    parser.add_argument("--ranked", action="store_true", help="orders, and changes of the alike")
    options = parser.parse_args()
    bench, fine, rng = options.bench, options.fine, random.Random(options.seed)
    with options.output.open("w", encoding="utf-8") as out:
        for made in (
            demetr(bench, rng, 99 if fine else 11),
            judged(bench, rng, *((6, 4) if fine else (3, 2)), changed=options.ranked),
            translated(bench, rng, 0.5 if fine else 1),
            opposites(bench, rng, 0.3 if fine else 1),
            rated(bench),
            alike(bench, rng, changed=options.ranked),
            ranked(bench, rng) if options.ranked else (),
            small_changes(bench, rng) if options.ranked else (),
        ):
            for each in made:
                out.write(json.dumps(each, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
