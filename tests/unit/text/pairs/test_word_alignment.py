"""Words of two texts in one language, paired by what they say."""

import pytest

from harness.text.data.lexicon import Relation, lexicon
from harness.text.pairs.word_alignment import WordAlignment, WordRelation, align_words


def tie(pair: WordAlignment, one: str, other: str) -> WordRelation | None:
    places = {
        (pair.source[here].text, pair.back[there].text): found
        for (here, there), found in pair.relations.items()
    }
    return places.get((one, other))


@pytest.mark.parametrize(
    ("language", "source", "back", "words", "expected"),
    [
        ("en", "The children run.", "The children ran.", ("run", "ran"), WordRelation.BASE),
        ("en", "A big car came.", "A large car came.", ("big", "large"), WordRelation.SYNONYM),
        ("en", "The poodle barked.", "The dog barked.", ("poodle", "dog"), WordRelation.WIDER),
        ("en", "The dog barked.", "The poodle barked.", ("dog", "poodle"), WordRelation.NARROWER),
        ("en", "They buy wool.", "They sell wool.", ("buy", "sell"), WordRelation.OPPOSITE),
        (
            "en",
            "Melamine was found.",
            "Meamine was found.",
            ("melamine", "meamine"),
            WordRelation.SPELLING,
        ),
        (
            "en",
            "Its importance grew.",
            "The important grew.",
            ("importance", "important"),
            WordRelation.FAMILY,
        ),
        (
            "es",
            "Los niños corren.",
            "Los niños corrieron.",
            ("corren", "corrieron"),
            WordRelation.BASE,
        ),
        ("de", "Das Haus brennt.", "Das Haus brannte.", ("haus", "haus"), WordRelation.FORM),
    ],
)
def test_ties(
    language: str, source: str, back: str, words: tuple[str, str], expected: WordRelation
) -> None:
    assert tie(align_words(language, source, back), *words) is expected


def test_what_is_left_over() -> None:
    pair = align_words("en", "The tall nurse left quickly.", "The nurse left through a window.")
    assert [pair.source[at].text for at in pair.lost()] == ["tall", "quickly"]
    assert [pair.back[at].text for at in pair.added()] == ["window"]
    assert [pair.turned().source[at].text for at in pair.turned().lost()] == ["window"]
    assert 0 < pair.closeness < 1


def test_known_words_are_not_taken_for_misspellings() -> None:
    pair = align_words("en", "They import wool.", "They export wool.")
    assert tie(pair, "import", "export") is not WordRelation.SPELLING


def test_words_that_stand_together_stay_together() -> None:
    pair = align_words("en", "A red car and a blue car.", "A blue car and a red car.")
    red, blue = 1, 5
    assert pair.forward[red] == 5
    assert pair.forward[red + 1] == 6
    assert pair.forward[blue + 1] == 2


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("increase", "decrease", Relation.OPPOSITE),
        ("car", "automobile", Relation.SYNONYM),
        ("urine", "waste", Relation.WIDER),
        ("table", "justice", None),
    ],
)
def test_the_lexicon(one: str, other: str, relation: Relation | None) -> None:
    assert lexicon("en-GB").relation(one, other) is relation


def test_a_language_without_lexicon_knows_nothing() -> None:
    assert lexicon("xx").relation("a", "b") is None


def test_two_compounds_with_one_first_part_are_two_words() -> None:
    pair = align_words("fi", "Kuukausipalkka on suuri.", "Kuukausivuokra on suuri.")
    assert tie(pair, "kuukausipalkka", "kuukausivuokra") is None


def test_a_word_of_one_sign_is_no_slip_for_another() -> None:
    pair = align_words("zh", "须在开始之前完成", "可在开始之后完成")
    assert tie(pair, "须", "可") is None
    assert tie(pair, "前", "后") is None
