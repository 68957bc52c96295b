"""The project's own texts and labels are what their README says they are."""

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import sentencex

from harness.core.values import Category, Severity
from harness.text.words.tokens import words

CORPORA = Path(__file__).parents[2] / "corpora"
README = (CORPORA / "README.md").read_text("utf-8")
PROSE = ("news", "leaflet", "dialogue")
NAMES = (*PROSE, "software")

DAMAGE_KEYS = {"source", "back_translation", "kind", "category", "severity", "today"}
OPTIONAL_KEYS = {"note", "pivot"}
HARMLESS_KEYS = {"source", "back_translation", "kind"}

# What detectors report as a category of its own; a label that asks for more asks in vain.
SEEN_TODAY = {
    Category.NUMBER,
    Category.NEGATION,
    Category.ENTITY,
    Category.REPETITION,
    Category.UNTRANSLATED,
    Category.WRONG_LANGUAGE,
    Category.OMISSION,  # of a number or a name
    Category.OMISSION_SENTENCE,
    Category.ADDITION_SENTENCE,
    Category.UNIT,
    Category.PLACEHOLDER,
    Category.TAG,
    Category.ADDRESS,
    Category.IDENTIFIER,
}


def text_of(name: str) -> str:
    # Bytes, because reading as text would turn "\r\n" into "\n" unseen.
    return (CORPORA / f"{name}.en.txt").read_bytes().decode("utf-8")


def segments_of(name: str) -> list[str]:
    text = text_of(name)
    if name not in PROSE:
        return text.splitlines()
    return [segment.strip() for segment in sentencex.segment("en", text) if segment.strip()]


def labels_of(name: str, sort: str) -> list[dict[str, Any]]:
    labels = tomllib.loads((CORPORA / f"{name}.expect.toml").read_text("utf-8"))
    assert set(labels) == {"damage", "harmless"}
    entries: list[dict[str, Any]] = labels[sort]
    return entries


def readme_rows(heading: str) -> dict[str, list[str]]:
    """The table under a heading of the README: what its first column quotes -> other cells."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, flags=re.MULTILINE)
    return {first: [cell.strip() for cell in rest.split(" | ")] for first, rest in rows}


def test_the_readme_lists_every_file_and_no_other() -> None:
    present = {path.relative_to(CORPORA).as_posix() for path in CORPORA.glob("*.*")}
    assert set(readme_rows("The texts")) == present - {"README.md"}


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_counts_right(name: str) -> None:
    _, segments, damaged, today, harmless, _ = readme_rows("The texts")[f"{name}.en.txt"]
    damage = labels_of(name, "damage")
    assert int(segments) == len(segments_of(name))
    assert int(damaged) == len(damage)
    assert int(today) == sum(entry["today"] for entry in damage)
    assert int(harmless) == len(labels_of(name, "harmless"))


@pytest.mark.parametrize("name", NAMES)
def test_a_text_has_a_readers_length(name: str) -> None:
    assert 55 <= len(segments_of(name)) <= 75


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_clean(name: str) -> None:
    text = text_of(name)
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[\t\r\uFEFF]", text)
    assert all(line == line.strip() for line in text.split("\n"))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_set_in_paragraphs_with_typographic_marks(name: str) -> None:
    text = text_of(name)
    assert not re.search(r"""["']|\n{3}|--|\.\.\.""", text)
    assert text.count("“") == text.count("”")
    for paragraph in text.strip().split("\n\n"):
        assert "\n" not in paragraph


def test_no_software_string_is_empty_or_twice_there() -> None:
    strings = segments_of("software")
    assert all(strings)
    assert len(set(strings)) == len(strings)


def test_news_sentences_are_as_long_as_in_news() -> None:
    lengths = {sentence: len(sentence.split()) for sentence in segments_of("news")}
    assert {s: n for s, n in lengths.items() if not 8 <= n <= 35} == {}


@pytest.mark.parametrize("name", NAMES)
def test_there_are_enough_labels(name: str) -> None:
    assert len(labels_of(name, "damage")) >= 20
    assert len(labels_of(name, "harmless")) >= 15


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sort", ["damage", "harmless"])
def test_a_label_speaks_of_one_segment_that_came_back_different(name: str, sort: str) -> None:
    segments = set(segments_of(name))
    pairs = [(entry["source"], entry["back_translation"]) for entry in labels_of(name, sort)]
    assert [source for source, _ in pairs if source not in segments] == []
    assert [source for source, back in pairs if source == back] == []
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize("name", NAMES)
def test_no_return_is_both_damaged_and_harmless(name: str) -> None:
    damaged, harmless = (
        {(entry["source"], entry["back_translation"]) for entry in labels_of(name, sort)}
        for sort in ("damage", "harmless")
    )
    assert damaged & harmless == set()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sort", ["damage", "harmless"])
def test_a_return_is_clean_text(name: str, sort: str) -> None:
    for entry in labels_of(name, sort):
        back = entry["back_translation"]
        assert unicodedata.is_normalized("NFC", back)
        assert back == back.strip()
        assert "\n" not in back


@pytest.mark.parametrize("name", NAMES)
def test_damage_is_labelled_in_legal_words(name: str) -> None:
    for entry in labels_of(name, "damage"):
        assert set(entry) - OPTIONAL_KEYS == DAMAGE_KEYS, entry
        Severity(entry["severity"])
        assert isinstance(entry["today"], bool)
        assert not entry["today"] or Category(entry["category"]) in SEEN_TODAY, entry


@pytest.mark.parametrize("name", NAMES)
def test_harmless_returns_are_labelled_in_legal_words(name: str) -> None:
    for entry in labels_of(name, "harmless"):
        assert set(entry) - {"note"} == HARMLESS_KEYS, entry
        assert entry["back_translation"]


def test_the_readme_explains_every_kind_of_damage_and_no_other() -> None:
    used = {
        (entry["kind"], f"`{Category(entry['category']).value}`")
        for name in NAMES
        for entry in labels_of(name, "damage")
    }
    explained = {
        (kind, cells[0]) for kind, cells in readme_rows("Kinds of damage").items() if cells
    }
    assert used == explained


def test_the_readme_explains_every_harmless_kind_and_no_other() -> None:
    used = {entry["kind"] for name in NAMES for entry in labels_of(name, "harmless")}
    assert used == set(readme_rows("Kinds of harmless change"))


@pytest.mark.parametrize("name", NAMES)
def test_a_residue_stands_in_the_pivot_and_not_in_the_source(name: str) -> None:
    residues = [entry for entry in labels_of(name, "damage") if entry["kind"] == "residue"]
    assert residues
    for entry in residues:
        source, pivot, back = (
            set(words(entry[side])) for side in ("source", "pivot", "back_translation")
        )
        assert (back & pivot) - source, entry


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_return_is_a_dropped_sentence(name: str) -> None:
    empty = [entry for entry in labels_of(name, "damage") if not entry["back_translation"]]
    assert empty
    assert {entry["category"] for entry in empty} == {Category.OMISSION_SENTENCE.value}
