"""Opposites, tense, order of words, and words lost, added or replaced inside a sentence."""

import pytest
from support import bead, graded

from harness.core.protocols import Detector
from harness.core.values import Category, Finding, Severity
from harness.detectors.antonyms import Antonyms
from harness.detectors.content import Content
from harness.detectors.tense import Tense
from harness.detectors.word_order import WordOrder


def found(detector: Detector, language: str, source: str, back: str) -> list[Finding]:
    return graded(detector.detect(bead(source, back, language=language)))


@pytest.mark.parametrize(
    ("language", "source", "back", "words"),
    [
        (
            "en",
            "Prices will increase in May.",
            "Prices will decrease in May.",
            ("increase", "decrease"),
        ),
        (
            "en",
            "They plan to reduce the tax.",
            "They plan to increase the tax.",
            ("reduce", "increase"),
        ),
        ("en", "The firm sold two ships.", "The firm bought two ships.", ("sold", "bought")),
        ("es", "El banco cerró la puerta.", "El banco abrió la puerta.", ("cerró", "abrió")),
        ("pt", "O banco fechou a porta.", "O banco abriu a porta.", ("fechou", "abriu")),
    ],
)
def test_opposites(language: str, source: str, back: str, words: tuple[str, str]) -> None:
    (finding,) = found(Antonyms(), language, source, back)
    assert (finding.category, finding.severity) == (Category.ANTONYM, Severity.CRITICAL)
    assert (dict(finding.evidence)["source"], dict(finding.evidence)["back_translation"]) == words


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("The soup was not hot.", "The soup was cold."),
        ("They bought a large house.", "They purchased a big house."),
        ("He opened and closed the door.", "He closed and opened the door."),
    ],
)
def test_the_same_in_other_words_is_no_opposite(source: str, back: str) -> None:
    assert found(Antonyms(), "en", source, back) == []


@pytest.mark.parametrize(
    ("language", "source", "back", "category"),
    [
        ("en", "The samples were found here.", "The samples are found here.", Category.TENSE),
        ("en", "She sings in the choir.", "She sang in the choir.", Category.TENSE),
        ("en", "The road was closed.", "The road will be closed.", Category.TENSE),
        ("en", "The walls were painted.", "The walls were being painted.", Category.ASPECT),
        ("es", "La empresa venderá la casa.", "La empresa vendió la casa.", Category.TENSE),
        ("pt", "A empresa venderá a casa.", "A empresa vendeu a casa.", Category.TENSE),
    ],
)
def test_tense(language: str, source: str, back: str, category: Category) -> None:
    (finding,) = found(Tense(), language, source, back)
    assert (finding.category, finding.severity) == (category, Severity.MAJOR)


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("She said that it rained.", "She has said that it rained."),  # minor at most
        ("The men found there were ill.", "The men who were found there were ill."),
        ("It's raining.", "It is raining."),
    ],
)
def test_the_same_time(source: str, back: str) -> None:
    assert all(each.severity is Severity.MINOR for each in found(Tense(), "en", source, back))


SENTENCE = (
    "The young nurse carried three heavy boxes of medicine through the crowded hospital yesterday."
)


@pytest.mark.parametrize(
    ("back", "category"),
    [
        (SENTENCE.replace("crowded ", ""), Category.OMISSION),
        (SENTENCE.replace("nurse", "nurse proudly"), Category.ADDITION),
        (SENTENCE.replace("medicine", "gravel"), Category.WORD),
        (SENTENCE.replace("boxes", "containers"), Category.GENERALISATION),
        (
            "Farmers in the valley expect a poor harvest after months of drought and frost.",
            Category.MISTRANSLATION,
        ),
    ],
)
def test_content(back: str, category: Category) -> None:
    (finding,) = found(Content(), "en", SENTENCE, back)
    assert finding.category is category
    minor = category is Category.GENERALISATION
    assert (finding.severity is Severity.MINOR) == minor


def test_a_word_lost_in_spanish() -> None:
    source = "La joven enfermera llevó tres cajas pesadas de medicina por el hospital lleno."
    (finding,) = found(Content(), "es", source, source.replace(" pesadas", ""))
    assert (finding.category, finding.severity) == (Category.OMISSION, Severity.MAJOR)


@pytest.mark.parametrize(
    "back",
    [
        SENTENCE.replace("carried", "brought"),
        "Yesterday " + SENTENCE[0].lower() + SENTENCE[1:].replace(" yesterday", ""),
        SENTENCE.replace("yesterday", "yesterday yesterday"),  # for the detector of repetition
    ],
)
def test_harmless_rewording(back: str) -> None:
    assert all(each.severity is Severity.MINOR for each in found(Content(), "en", SENTENCE, back))


def test_a_word_is_replaced_beside_a_neighbour_though_the_other_moved() -> None:
    source, back = "Dogs may travel on the upper deck only.", "Dogs only may travel in the top bar."
    (finding,) = (each for each in found(Content(), "en", source, back) if "deck" in each.message)
    assert (finding.category, finding.severity) == (Category.WORD, Severity.MINOR)
    assert finding.message.startswith("“deck” came back as “bar”")


def test_a_verb_is_quoted_with_its_auxiliaries() -> None:
    (finding,) = found(Tense(), "en", "The engine had been mended.", "The engine was mended.")
    assert finding.message.startswith("“had been mended” came back as “was mended”")


def test_shuffled_words() -> None:
    back = (
        "Hospital boxes the nurse crowded through yesterday medicine heavy "
        "of young carried the three."
    )
    (finding,) = found(WordOrder(), "en", SENTENCE, back)
    assert (finding.category, finding.severity) == (Category.WORD_ORDER, Severity.CRITICAL)
    moved = (
        "Yesterday, through the crowded hospital, the young nurse carried three heavy "
        "boxes of medicine."
    )
    assert found(WordOrder(), "en", SENTENCE, moved) == []


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("The flight takes over 3 hours.", "The flight takes over 3 hours long."),
        ("Save {full_name} in the list of users.", "Save the list of users."),
        ("The strike stranded 42 tired people.", "The strike stranded 42 people."),
        ("Fines are between 85 million and 90 million.", "Fines are between 85 and 90 million."),
        ("A well known singer came to the town.", "A well-known singer came to the town."),
        ("We went to teh market in the old town.", "We went to the market in the old town."),
        ("In the 1970s and the 1980s it grew.", "In the 1970s ad the 1980s it grew."),
    ],
)
def test_words_that_change_little_or_belong_to_others(source: str, back: str) -> None:
    assert all(each.severity is Severity.MINOR for each in found(Content(), "en", source, back))


def test_the_ending_of_an_ordinal_is_no_word() -> None:
    assert not found(Content(), "en", "It rose in the 18th century.", "It rose in the 18 century.")


def test_nouns_without_a_tie_in_a_text_that_is_otherwise_the_same() -> None:
    literal = SENTENCE.replace("nurse", "soldier")
    (finding,) = found(Content(), "en", SENTENCE, literal)
    assert (finding.category, finding.severity) == (Category.WORD, Severity.MAJOR)
    free = literal.replace("through the crowded hospital", "across the busy hospital")
    assert all(each.severity is Severity.MINOR for each in found(Content(), "en", SENTENCE, free))


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "Teachers met in the small hall.", "Farmers met in the small hall."),
        ("fi", "Tampereella satoi eilen paljon.", "Lahdessa satoi eilen paljon."),
    ],
)
def test_a_capital_at_the_start_makes_no_name_of_a_word(
    language: str, source: str, back: str
) -> None:
    (finding,) = found(Content(), language, source, back)
    assert finding.category in {Category.WORD, Category.ENTITY}
