"""Make langpacks/lexicon/es.txt (or pt.txt): the English one, carried through the bundled engines.

  python scripts/training/lexicon/through_translation.py es      (needs wordfreq)

The words of each English synset are translated in a frame that shows their part of speech ("to
buy", "the house", "It is cheap."). A translation belongs to the synset if the way back leads to one
of the synset's own words again. Hypernyms and opposites are taken over from English: the "expand"
method of the Open Multilingual WordNet, with a translation model in the lexicographer's place.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from simplemma import lemmatize
from wordfreq import zipf_frequency

from harness.core.protocols import Engine
from harness.core.values import Direction, Translated
from harness.machine import site
from harness.plugins import engine_provider

FOLDER = Path(__file__).parents[3] / "langpacks" / "lexicon"
RAREST = 3.0
Synset = tuple[str, int, list[int], list[str]]
Sense = tuple[str, str]  # a word and its part of speech
FRAMES = {
    "en": {"v": "to {}", "n": "the {}", "a": "It is {}.", "r": "{}"},
    "es": {
        "v": "(?:(?:para|a) )?{}",
        "n": "(?:el|la|los|las|lo) {}",
        "a": "(?:es|está) {}.?",
        "r": "{}.?",
    },
    "pt": {"v": "(?:(?:para|a) )?{}", "n": "(?:o|a|os|as) {}", "a": "(?:é|está) {}.?", "r": "{}.?"},
}
HEADER = """\
# Words of {name} and how their meanings hang together: langpacks/lexicon/en.txt carried over by
# scripts/training/lexicon/through_translation.py.
# Structure: Princeton WordNet 3.0, LICENSE.wordnet."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=["es", "pt"])
    language = parser.parse_args().language
    synsets, opposites, related = english()
    wanted = sorted(
        {(word, pos) for pos, _, _, words in synsets for word in words if frequent(word)}
    )
    out = said(wanted, "en", language)
    back = said_back(set(out.values()), language)
    words: dict[int, list[str]] = defaultdict(list)
    for pos, number, _, members in synsets:
        for word in members:
            there = out.get((word, pos))
            if there and back.get(there) in members and there[0] not in words[number]:
                words[number].append(there[0])
    lines = [HEADER.format(name={"es": "Spanish", "pt": "Portuguese"}[language])]
    steps = {number: up for _, number, up, _ in synsets}
    used = {number for number in words if words[number]}
    used |= {step for number in used for step in steps[number]}
    used |= {step for number in used for step in steps[number]}
    for pos, number, up, _ in synsets:
        if number in used:
            above = " ".join(str(step) for step in up if step in used)
            lines.append(f"{pos} {number}: {above}: {' '.join(sorted(words[number]))}".rstrip())
    alike: dict[str, set[str]] = defaultdict(set)
    for _, _, _, members in synsets:
        for word in members:
            alike[word].update(members)
    for name, pairs in (("opposite", opposites), ("related", related)):
        lines += [f"{name}: {one} {other}" for one, other in carried(pairs, out, back, alike)]
    (FOLDER / f"{language}.txt").write_text("\n".join(lines) + "\n", "utf-8")


def english() -> tuple[
    list[tuple[str, int, list[int], list[str]]], list[list[str]], list[list[str]]
]:
    synsets, opposites, related = [], [], []
    for line in (FOLDER / "en.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, *rest = line.split(":")
        if head == "opposite":
            opposites.append(rest[0].split())
        elif head == "related":
            related.append(rest[0].split())
        else:
            pos, number = head.split()
            synsets.append((pos, int(number), [int(up) for up in rest[0].split()], rest[1].split()))
    return synsets, opposites, related


def frequent(word: str) -> bool:
    return zipf_frequency(word, "en") >= RAREST


def said(words: Iterable[Sense], source: str, target: str) -> dict[Sense, Sense]:
    """(word, part of speech) -> the same in the other language, where the answer is one word."""
    keys = list(words)
    frame = FRAMES[source]
    answers = translate([frame[pos].format(word) for word, pos in keys], source, target)
    found = {}
    for (word, pos), answer in zip(keys, answers, strict=True):
        pattern = FRAMES[target][pos].replace("{}", "([^\\W\\d_]+)")
        match = re.fullmatch(pattern, answer.strip(), re.IGNORECASE)
        if match and match[1].casefold() != word:
            found[word, pos] = (lemma(match[1].casefold(), pos, target), pos)
    return found


def said_back(words: Iterable[Sense], language: str) -> dict[Sense, str]:
    keys = sorted(words)
    articles = {"es": "la {}", "pt": "a {}"}
    frames = {
        "n": articles[language],
        "v": "{}",
        "a": {"es": "Es {}.", "pt": "É {}."}[language],
        "r": "{}",
    }
    answers = translate([frames[pos].format(word) for word, pos in keys], language, "en")
    found = {}
    for key, answer in zip(keys, answers, strict=True):
        bare = re.sub(r"^(to|the|it is|it's|is) |[.!]$", "", answer.strip().casefold())
        if re.fullmatch("[a-z]+", bare):
            found[key] = lemmatize(bare, "en") if key[1] in "nv" else bare
    return found


def lemma(word: str, pos: str, language: str) -> str:
    if pos == "v":
        word = re.sub("(?<=[aeiíô]r)-?se$", "", word)
    return word if pos == "r" else lemmatize(word, language)


def carried(
    pairs: list[list[str]],
    out: dict[Sense, Sense],
    back: dict[Sense, str],
    alike: dict[str, set[str]],
) -> list[Sense]:
    found = set()
    for one, other in pairs:
        for pos in "navr":
            for other_pos in "navr":
                left, right = out.get((one, pos)), out.get((other, other_pos))
                if not left or not right or left[0] == right[0]:
                    continue
                if back.get(left) in alike[one] and back.get(right) in alike[other]:
                    found.add(tuple(sorted((left[0], right[0]))))
    return sorted(found)


def translate(texts: list[str], source: str, target: str) -> list[str]:
    engine = opened(Direction(source, target))
    answers = []
    for start in range(0, len(texts), 256):
        outcomes = engine.translate(texts[start : start + 256])
        answers += [each.text if isinstance(each, Translated) else "" for each in outcomes]
        print(f"\r{source}-{target} {len(answers)} of {len(texts)}", end="", flush=True)
    print()
    return answers


def opened(direction: Direction) -> Engine:
    return engine_provider("argos").open(
        direction, site(options={"argos": {"beam": "1"}}).of("argos")
    )


if __name__ == "__main__":
    main()
