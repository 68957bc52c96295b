"""Hard facts, damaged at random places of real sentences, are found with their kind and severity.

The sentences are FLORES dev (English and Spanish), which is not part of this project: name its
file, one JSON object a line with `en` and `es`, in the environment as HARNESS_FLORES.
"""

import json
import os
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from support import bead, graded

from harness.core.values import Category, Severity
from harness.plugins import detector

FLORES = Path(os.environ.get("HARNESS_FLORES", "flores-is-not-named"))
pytestmark = pytest.mark.skipif(
    not FLORES.is_file(), reason="HARNESS_FLORES names no file of FLORES sentences"
)
ENOUGH = 300

# What is put into a sentence, and what becomes of it. The words are ours, the sentence is not.
Damage = tuple[str, Category, Severity, dict[str, tuple[tuple[str, str], ...]]]
CRITICAL, MAJOR, MINOR = Severity.CRITICAL, Severity.MAJOR, Severity.MINOR


def both(*pairs: tuple[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The same damage in both languages."""
    return {"en": pairs, "es": pairs}


KINDS: dict[str, Damage] = {
    "unit changed": (
        "units",
        Category.UNIT,
        CRITICAL,
        {
            "en": (("37 km", "37 miles"), ("64 kilograms", "64 pounds"), ("81 °C", "81 °F")),
            "es": (("37 km", "37 millas"), ("64 kilos", "64 libras"), ("81 °C", "81 °F")),
        },
    ),
    "unit lost": (
        "units",
        Category.UNIT,
        MAJOR,
        {
            "en": (("37.5 km", "37.5"), ("64%", "64")),
            "es": (("37,5 km", "37,5"), ("64 %", "64")),
        },
    ),
    "currency changed": (
        "currency",
        Category.CURRENCY,
        CRITICAL,
        {
            "en": (("€8.35", "£8.35"), ("835 dollars", "835 euros")),
            "es": (("8,35 €", "8,35 £"), ("835 dólares", "835 euros")),
        },
    ),
    "weekday or month changed": (
        "dates",
        Category.DATE_TIME,
        CRITICAL,
        {
            "en": (("on Wednesday", "on Thursday"), ("in November", "in October")),
            "es": (("el miércoles", "el jueves"), ("en noviembre", "en octubre")),
        },
    ),
    "half of the day changed": (
        "dates",
        Category.DATE_TIME,
        CRITICAL,
        {
            "en": (("at 7:43 pm", "at 7:43 am"), ("at 7:43 a.m.", "at 19:43")),
            "es": (("a las 7:43 de la tarde", "a las 7:43 de la mañana"),),
        },
    ),
    "placeholder changed": (
        "placeholders",
        Category.PLACEHOLDER,
        CRITICAL,
        both(("{user_name}", "{user}"), ("%(count)d", "%(cuenta)d"), ("%s", "% s")),
    ),
    "tag lost": (
        "markup",
        Category.TAG,
        CRITICAL,
        both(("<b>x</b>", "<b>x"), ("<i>x</i>", "x</i>")),
    ),
    "address changed": (
        "addresses",
        Category.ADDRESS,
        CRITICAL,
        both(("https://a.example/en/1", "https://a.example/es/1"), ("a@b.org", "e@b.org")),
    ),
    "identifier changed": (
        "identifiers",
        Category.IDENTIFIER,
        MAJOR,
        both(("max_size", "max size"), ("v2.14.3", "v2.1.43"), ("/etc/hosts", "/etc/host")),
    ),
    "emoji changed": ("emoji", Category.EMOJI, MAJOR, both(("👍🏽", "👎🏽"), ("🇪🇸", "🇵🇹"))),
    "emoji lost": ("emoji", Category.EMOJI, MINOR, both(("👍🏽", ""), ("👨‍👩‍👧", ""))),
    "garbage": ("garbage", Category.GARBLED, CRITICAL, both(("", "⁇"), ("", "\ufffd"), ("", "▁x"))),
}


@cache
def sentences(language: str) -> tuple[str, ...]:
    with FLORES.open(encoding="utf-8") as lines:
        rows = [json.loads(line)[language] for line in lines]
    plain = [row for row in rows if not re.search(r"[\d<>{}@#]", row)]
    return tuple(plain if len(plain) >= ENOUGH else rows)


def put(fact: str, sentence: str, place: int) -> str:
    words = sentence.split()
    words.insert(place, fact)
    return " ".join(words)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_found_with_its_kind_and_severity(kind: str, language: str) -> None:
    name, category, severity, pairs = KINDS[kind]
    found, chance = 0, random.Random(f"{kind} {language}")
    chosen = chance.sample(sentences(language), ENOUGH)
    for sentence in chosen:
        place = chance.randrange(1, len(sentence.split()))
        whole, damaged = chance.choice(pairs[language])
        issues = detector(name).detect(
            bead(put(whole, sentence, place), put(damaged, sentence, place), language=language)
        )
        found += (category, severity) in {(f.category, f.severity) for f in graded(issues)}
    assert found >= 0.95 * ENOUGH, f"{found} of {ENOUGH}"


def cut(sentence: str, chance: random.Random) -> str:
    words = sentence.split()
    return " ".join(words[: max(2, int(len(words) * chance.uniform(0.3, 0.6)))]).rstrip(".,;:!?")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("damage", [cut])
def test_a_sentence_that_breaks_off_is_found(
    damage: Callable[[str, random.Random], str], language: str
) -> None:
    chance = random.Random(language)
    long = [s for s in sentences(language) if len(s.split()) > 9 and s.rstrip().endswith(".")]
    chosen = chance.sample(long, ENOUGH)
    found = sum(
        any(
            finding.category is Category.TRUNCATION
            for finding in detector("truncation").detect(
                bead(sentence, damage(sentence, chance), language=language)
            )
        )
        for sentence in chosen
    )
    assert found >= 0.95 * ENOUGH, f"{found} of {ENOUGH}"
