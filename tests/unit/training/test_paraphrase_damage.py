"""Training data of the paraphrase model: changes of a known kind, made by plain patterns."""

import importlib
import random
from collections.abc import Callable, Mapping, Sequence

import pytest
from program import ROOT

Change = Callable[[str, str, random.Random, Sequence[str]], str | None]
Changes = Mapping[str, Sequence[Change]]

OTHERS = [
    "Maria Santos met the careful engineer near the Blue River yesterday.",
    "The famous doctor visited Lisbon with eleven colourful birds.",
] * 3
SENTENCE = (
    "Then he said that the teacher visited Madrid on 12 days, and the dog was happy in the park."
)


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> Changes:
    """Every way to change a sentence, by what the change is called."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts/training/paraphrase"))
    damages = importlib.import_module("damage").DAMAGES
    small = importlib.import_module("small").SMALL
    return {kind: (change,) for kind, change in damages.items()} | {
        f"small {kind}": ways for kind, ways in small.items()
    }


def made(ways: Sequence[Change], text: str, language: str = "en") -> set[str]:
    """What comes of many tries, but for those that found no place."""
    found = {way(text, language, random.Random(seed), OTHERS) for way in ways for seed in range(40)}
    return {each for each in found if each is not None}


def test_every_kind_of_damage_finds_a_place_and_says_something_else(changes: Changes) -> None:
    for kind, ways in changes.items():
        texts = made(ways, SENTENCE)
        assert texts - {SENTENCE}, kind
        assert all(text.strip() for text in texts), kind


def test_the_same_seed_makes_the_same_damage(changes: Changes) -> None:
    for ways in changes.values():
        for way in ways:
            once, again = (way(SENTENCE, "en", random.Random(7), OTHERS) for _ in range(2))
            assert once == again


@pytest.mark.parametrize(
    ("kind", "text", "language", "expected"),
    [
        ("negation", "They do not know.", "en", {"They do know."}),
        ("negation", "La tienda está abierta.", "es", {"La tienda no está abierta."}),
        ("number", "It has 12 rooms.", "en", None),
        ("small tense", "The sky is dark.", "en", {"The sky was dark.", "The sky will be dark."}),
        (
            "small aspect",
            "The nurse carried it.",
            "en",
            {
                "The nurse was carrying it.",
                "The nurse were carrying it.",
                "The nurse had carried it.",
            },
        ),
        ("small question", "La tienda abre hoy.", "es", {"¿La tienda abre hoy?"}),
        ("small question", "The shop is open.", "en", {"Is the shop open?", "The shop is open?"}),
    ],
)
def test_a_change_is_what_it_is_called(
    changes: Changes, kind: str, text: str, language: str, expected: set[str] | None
) -> None:
    texts = made(changes[kind], text, language) - {text}
    assert texts
    if expected is not None:
        assert texts <= expected


def test_a_lost_phrase_is_lost_whole(changes: Changes) -> None:
    assert "The bus waits." in made(changes["small omission"], "The bus waits for the children.")


def test_where_a_kind_has_no_place_there_is_none(changes: Changes) -> None:
    assert made(changes["number"], "No figures here.") == set()
    assert made(changes["small aspect"], "Nada cambia aquí.", "es") == set()
