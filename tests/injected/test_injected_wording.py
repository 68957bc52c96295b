"""Damage done to the wording, kind by kind, in sentences of our own; and the same said otherwise.

Every case is a frame and its fillers: damage puts one filler in the other's place. The quiet cases
say the same in other words, both ways round.
"""

import random
from itertools import pairwise, product

import pytest
from support import graded

from harness.core.values import BeadText, Category, Finding, LocalText, Severity
from harness.plugins import detector, names

DETECTORS = [detector(name) for name in names("detectors")]
DRAWN = 12  # sentences a kind, by a fixed seed
NAMES = ("Anna", "Boris", "Carla", "Derek", "Elena", "Farid")

# kind of damage: language, frames with {0} (a name), what stood there, what stands there now
DAMAGE: tuple[tuple[Category, str, tuple[str, ...], str, str], ...] = (
    (
        Category.ATTRIBUTION,
        "en",
        ("{0} said that the bridge was closed.", "{0} announced that the bridge was closed."),
        "{0} said that",
        "",
    ),
    (
        Category.QUANTIFIER,
        "en",
        ("{0} ate all apples.", "{0} read all letters.", "{0} sold all horses."),
        " all ",
        " some ",
    ),
    (
        Category.QUANTIFIER,
        "es",
        ("{0} leyó todas las cartas.", "{0} vendió todas las casas."),
        " todas ",
        " algunas ",
    ),
    (
        Category.MODALITY,
        "en",
        ("{0} must leave the town.", "{0} must sell the old car.", "{0} must pay the doctor."),
        " must ",
        " may ",
    ),
    (
        Category.ANTONYM,
        "en",
        ("{0} will buy the white house.", "{0} wanted to buy a horse."),
        " buy ",
        " sell ",
    ),
    (
        Category.TENSE,
        "en",
        ("{0} walked to the station.", "{0} walked home with the dog."),
        " walked ",
        " will walk ",
    ),
    (
        Category.GENDER,
        "en",
        ("{0} knew that he was late.", "{0} wrote when he was in Lima."),
        " he ",
        " she ",
    ),
    (
        Category.UNKNOWN_WORD,
        "en",
        ("{0} found a window in the cellar.", "{0} painted every window green."),
        "window",
        "fenstrolik",
    ),
    (
        Category.UNKNOWN_WORD,
        "es",
        ("{0} abrió la ventana del salón.", "{0} limpió la ventana con agua."),
        "ventana",
        "fenstrolik",
    ),
)


def findings(language: str, source: str, back: str) -> list[Finding]:
    bead = BeadText((LocalText(language, source), LocalText(language, back)))
    return graded(found for each in DETECTORS for found in each.detect(bead))


def damaged(frames: tuple[str, ...], old: str, new: str, seed: str) -> list[tuple[str, str]]:
    """Pairs of a sentence and its damage, drawn by a fixed seed."""
    every = list(product(frames, NAMES))
    drawn = random.Random(seed).sample(every, min(DRAWN, len(every)))
    pairs = []
    for frame, name in drawn:
        text = frame.format(name)
        changed = text.replace(old.format(name), new).strip()
        if changed != text:
            pairs.append((text, changed[0].upper() + changed[1:]))
    return pairs


@pytest.mark.parametrize(
    ("kind", "language", "frames", "old", "new"),
    DAMAGE,
    ids=[f"{kind.name.lower()}-{language}" for kind, language, *_ in DAMAGE],
)
def test_damaged_wording_is_named(
    kind: Category, language: str, frames: tuple[str, ...], old: str, new: str
) -> None:
    pairs = damaged(frames, old, new, f"{kind.value} {language}")
    assert len(pairs) >= 6, "damage that hardly ever applies proves little"
    missed = [
        pair
        for pair in pairs
        if not any(
            each.category is kind and each.severity >= Severity.MAJOR
            for each in findings(language, *pair)
        )
    ]
    assert missed == []


@pytest.mark.parametrize("verb", ["sued", "followed", "paid"])
def test_names_that_changed_places_are_found(verb: str) -> None:
    for one, other in pairwise(NAMES):
        source = f"In the spring {one} {verb} {other} again."
        back = f"In the spring {other} {verb} {one} again."
        said = [each for each in findings("en", source, back) if each.detector == "exchanged-names"]
        assert [each.severity for each in said] == [Severity.CRITICAL]


QUIET = (
    ("en", "The report is due on 12 March 2021.", "The report is due on 12/03/2021."),
    ("en", "The report is due on 12 March 2021.", "The report is due on 2021-03-12."),
    ("en", "They met on May 5, 2020 in Rome.", "They met on 5/5/2020 in Rome."),
    ("es", "El plazo acaba el 12 de marzo de 2021.", "El plazo acaba el 12/3/2021."),
    ("pt", "O prazo acaba em 12 de março de 2021.", "O prazo acaba em 12.03.2021."),
    ("es", "Prefiero no contar esto a nadie.", "Prefiero no contárselo a nadie."),
    ("en", "He works in IT for the WHO.", "He works in information technology for the WHO."),
    (
        "en",
        "The World Health Organization warned the ministers.",
        "The WHO warned the ministers.",
    ),
    (
        "en",
        "The minister told us that the United States will pay.",
        "The minister told us that the US will pay.",
    ),
    ("en", "He is not unhappy about the flat.", "He is happy about the flat."),
    ("en", "No, the door is not open.", "No, the door is closed."),
    ("en", "Most wine is sold duty-free here.", "Most wine is sold duty free here."),
    ("en", "She couldn't find the key.", "She couldn&#39;t find the key."),
    ("en", 'He said "Wait here."', "He said &quot;Wait here.&quot;"),
    ("en", "Stay 100 yards/meters away.", "Stay 100 yards or 100 meters away."),
    ("en", "Berlin-based firms pay less.", "The firms of Berlin pay less."),
    ("en", "The two agencies closed.", "Both agencies closed."),
)


@pytest.mark.parametrize(("language", "one", "other"), QUIET)
def test_the_same_in_other_words_is_quiet(language: str, one: str, other: str) -> None:
    assert [each for each in findings(language, one, other) if each.severity > Severity.MINOR] == []


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("The report is due on 12 March 2021.", "The report is due on 12/04/2021.", None),
        ("The report is due on 12/03/2021.", "The report is due on 12/04/2021.", Category.NUMBER),
        ("The work is due on 12.03.2021.", "The work is due on 12.04.2021.", Category.NUMBER),
        ("He is not unhappy about it.", "He is unhappy about it.", Category.NEGATION),
        ("No, the door is not open.", "No, the door is open.", Category.NEGATION),
        ("She couldn't find the key.", "She could find the key.", Category.NEGATION),
    ],
)
def test_what_is_forgiven_in_other_words_is_found_when_damaged(
    one: str, other: str, kind: Category | None
) -> None:
    heavy = [each.category for each in findings("en", one, other) if each.severity > Severity.MINOR]
    assert heavy
    assert kind is None or kind in heavy
