"""Names, as far as capitals tell them."""

import pytest

from harness.text.data.language import language_data
from harness.text.facts.names import key_of, names_in


def sure(text: str, language: str = "en") -> list[str]:
    return [name.text for name in names_in(text, language_data(language)) if name.sure]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The president, Qasim-Yomart Tokayev, spoke.", ["Qasim-Yomart Tokayev"]),
        ("Qasim-Yomart Tokayev spoke.", ["Qasim-Yomart Tokayev"]),
        ("Yesterday we met Vincent van Gogh in Paris.", ["Vincent van Gogh", "Paris"]),
        ("The CSTO met on Monday in March.", ["CSTO"]),
        ("Police said nothing.", []),
        ("He met the Prime Minister and Mr. Smith.", ["Smith"]),
        ("He said: “Nothing happened.”", []),
        ("Five Ways To Lose Your Job And Keep Friends", []),
        ("THE WHOLE TEXT SHOUTS", []),
        ("I bought an iPhone.", ["iPhone"]),
        ("However, The arrival was slow.", []),
    ],
)
def test_sure_names(text: str, names: list[str]) -> None:
    assert sure(text) == names


def test_german_nouns_are_no_names() -> None:
    assert sure("Gestern kam der Hund mit der NATO ins Haus.", "de") == ["NATO"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Russia’s", "Russia"), ("Defence", "Defense"), ("García", "Garcia"), ("Kazakhs", "Kazakh")],
)
def test_writings_of_one_name_have_one_key(one: str, other: str) -> None:
    habits = language_data("en").names
    assert key_of(one, habits) == key_of(other, habits)


def test_different_names_have_different_keys() -> None:
    habits = language_data("en").names
    assert key_of("Tokayev", habits) != key_of("Tokyo", habits)


def test_spans_are_the_names_own_words() -> None:
    text = "In 2020, José Luis Rodríguez Zapatero met António Guterres."
    for name in names_in(text, language_data("en")):
        assert name.span.of(text) == name.text
        assert all(word.span.of(text) == word.text for word in name.words)
