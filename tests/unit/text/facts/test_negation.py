"""Denials are counted as a reader counts them."""

import pytest

from harness.text.data.language import language_data
from harness.text.facts.negation import negations_in, opposites


@pytest.mark.parametrize(
    ("language", "text", "denials"),
    [
        ("en", "I did not say that.", ["not"]),
        ("en", "I didn’t say that.", ["didn’t"]),
        ("en", "Nobody came, and nothing happened.", ["Nobody", "nothing"]),
        ("en", "Neither the king nor the queen came.", ["Neither"]),
        ("en", "Not only did he come, he sang.", []),
        ("en", "See No. 5 on the list.", []),
        ("en", "No, I cannot.", ["cannot"]),
        ("en", "No, thanks.", ["No"]),
        ("en", "You know him, don't you?", []),
        ("en", "He left without a word.", ["without"]),
        ("en", "She is happy.", []),
        ("es", "No vino nadie.", ["No"]),
        ("es", "Nadie vino.", ["Nadie"]),
        ("es", "No sé por qué no vino.", ["No", "no"]),
        ("es", "No quiero ni pan ni agua.", ["No"]),
        ("es", "Sin embargo, vino.", []),
        ("pt", "Não disse nada.", ["Não"]),
        ("pt", "Ele foi no carro.", []),
        ("de", "Ich habe nicht geschlafen, ohne Grund.", ["nicht", "ohne"]),
        ("und", "not at all", []),
    ],
)
def test_denials(language: str, text: str, denials: list[str]) -> None:
    found = negations_in(text, language_data(language))
    assert [negation.text for negation in found] == denials
    assert all(negation.span.of(text) == negation.text for negation in found)


@pytest.mark.parametrize(
    ("words", "others", "found"),
    [
        ("he is unhappy", "he is happy", {"unhappy"}),
        ("he is happy", "he is unhappy", set()),
        ("the careless one", "the one with care", {"careless"}),
        ("he is inside", "he is on the side", set()),
        ("happy or unhappy", "happy or unhappy", set()),
        ("it is incorrect", "it is correct", {"incorrect"}),
    ],
)
def test_opposites(words: str, others: str, found: set[str]) -> None:
    habits = language_data("en").negation
    assert opposites(words.split(), others.split(), habits) == found
