"""Make langpacks/lexicon/en.txt out of Princeton WordNet 3.0.

  apt-get download wordnet-base && dpkg -x wordnet-base_*.deb W
  pip download --no-deps wordfreq   # its list of frequent words decides what is worth keeping
  python scripts/training/lexicon/from_wordnet.py W/usr/share/wordnet langpacks/lexicon/en.txt

Kept are single words that wordfreq knows at least at Zipf 2 (once in ten million words), each with
its most frequent senses only: rare senses make everything a synonym of everything. The file's form
is explained in harness/text/data/lexicon.py.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from wordfreq import zipf_frequency

SENSES = {"noun": 4, "verb": 6, "adj": 5, "adv": 4}
LETTERS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
RAREST = 2.0
BROADER = {"@", "@i", "&"}  # hypernym; the head adjective that a satellite is similar to
RELATED = {"+", "\\", "<"}  # derived form, pertains to, participle of
HEADER = """\
# Words of English and how their meanings hang together: Princeton WordNet 3.0, made smaller by
# scripts/training/lexicon/from_wordnet.py. Copyright 2006 by Princeton University.
# All rights reserved.
# Licence: LICENSE.wordnet beside this file. Form: harness/text/data/lexicon.py."""


class Synset(NamedTuple):
    words: tuple[str, ...]
    broader: tuple[str, ...]
    opposite: tuple[tuple[str, str], ...]
    related: tuple[tuple[str, str], ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    synsets: dict[str, Synset] = {}
    senses: dict[str, list[str]] = defaultdict(list)  # synset -> words with it among their first
    pointers = dict(raw_synsets(options.wordnet))
    for pos in SENSES:
        for word, ids in index(options.wordnet, pos):
            for each in ids[: SENSES[pos]]:
                senses[each].append(word)
    for key, fields in pointers.items():
        synsets[key] = read(fields, pointers)
    options.output.write_text("\n".join([HEADER, *lines(synsets, senses)]) + "\n", "utf-8")


def index(folder: Path, pos: str) -> Iterator[tuple[str, list[str]]]:
    for line in (folder / f"index.{pos}").read_text("ascii").splitlines():
        fields = line.split()
        if line.startswith(" ") or not worth(fields[0]):
            continue
        yield fields[0], [LETTERS[pos] + offset for offset in fields[-int(fields[2]) :]]


def worth(word: str) -> bool:
    return bool(re.fullmatch("[a-z]{2,}", word)) and zipf_frequency(word, "en") >= RAREST


def raw_synsets(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for pos, letter in LETTERS.items():
        for line in (folder / f"data.{pos}").read_text("ascii").splitlines():
            if not line.startswith(" "):
                fields = line.partition(" | ")[0].split()
                yield letter + fields[0], fields


def read(fields: list[str], every: dict[str, list[str]]) -> Synset:
    words = words_of(fields)
    start = 4 + 2 * len(words)
    broader, opposite, related = [], [], []
    for at in range(start + 1, start + 1 + 4 * int(fields[start]), 4):
        symbol, offset, pos, ends = fields[at : at + 4]
        key = pos.replace("s", "a") + offset
        here, there = int(ends[:2], 16), int(ends[2:], 16)
        if symbol in BROADER:
            broader.append(key)
        elif here and symbol in {"!"} | RELATED:
            pair = (words[here - 1], words_of(every[key])[there - 1])
            (opposite if symbol == "!" else related).append(pair)
    return Synset(words, tuple(broader), tuple(opposite), tuple(related))


def words_of(fields: list[str]) -> tuple[str, ...]:
    count = int(fields[3], 16)
    return tuple(re.sub(r"\(.*\)", "", word).casefold() for word in fields[4 : 4 + 2 * count : 2])


def lines(synsets: dict[str, Synset], senses: dict[str, list[str]]) -> Iterator[str]:
    wanted = set(senses)
    for key in senses:  # two steps up, so that "poodle" and "animal" still meet
        for step in synsets[key].broader:
            wanted |= {step, *synsets[step].broader}
    numbers = {key: number for number, key in enumerate(sorted(wanted))}
    opposite: set[tuple[str, ...]] = set()
    related: set[tuple[str, ...]] = set()
    for key in sorted(wanted):
        synset = synsets[key]
        up = " ".join(str(numbers[step]) for step in synset.broader if step in numbers)
        yield f"{key[0]} {numbers[key]}: {up}: {' '.join(sorted(senses.get(key, ())))}".rstrip()
        opposite |= {tuple(sorted(pair)) for pair in synset.opposite}
        related |= {tuple(sorted(pair)) for pair in synset.related if pair[0] != pair[1]}
    for name, pairs in (("opposite", opposite), ("related", related)):
        for pair in sorted(pairs):
            if all(worth(word) for word in pair):
                yield f"{name}: {' '.join(pair)}"


if __name__ == "__main__":
    main()
