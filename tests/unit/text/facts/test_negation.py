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
        ("es", "Sin decir nada.", ["Sin"]),
        ("es", "Sin billete no entra.", ["Sin", "no"]),
        ("cs", "Vejde se nejméně 55 osob.", []),  # the least, not a denial
        ("cs", "Nejde to.", ["Nejde"]),
        ("tr", "İmzalanmamış belge alınmayacaktır.", ["İmzalanmamış", "alınmayacaktır"]),
        ("ja", "鍵をなくした。", []),  # lost, not a denial
        ("pt", "Ele foi no carro.", []),
        ("de", "Ich habe nicht geschlafen, ohne Grund.", ["nicht", "ohne"]),
        ("und", "not at all", []),
        ("fr", "Il n’en veut plus.", ["plus"]),
        ("fr", "Il en veut plus.", []),
        ("fr", "Personne n’est venu.", ["Personne"]),
        ("fr", "Une personne est venue.", []),
        ("fr", "Il est plus fort que jamais.", []),
        ("fr", "S’il a jamais menti, il le dira.", []),
        ("fr", "S’il n’a jamais menti, il le dira.", ["jamais"]),
        ("fr", "Je crois qu’il ne viendra jamais.", ["jamais"]),
        ("fr", "Il s’est défendu contre le vol.", []),
        ("fr", "Il est défendu de fumer.", ["défendu"]),
        ("es", "Corre más que nunca.", []),
        ("es", "Creo que nunca vendrá.", ["nunca"]),
        ("pt", "Ele corre mais do que nunca.", []),
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
        ("the immigrants came", "the migrants came", set()),
    ],
)
def test_opposites(words: str, others: str, found: set[str]) -> None:
    habits = language_data("en").negation
    assert opposites(words.split(), others.split(), habits) == found


@pytest.mark.parametrize(
    ("language", "words", "others", "found"),
    [
        ("fr", "ceci démontre que", "cela montre que", set()),
        ("fr", "il dépassa la défense", "il passa la défense", set()),
        ("fr", "il est incapable", "il est capable", {"incapable"}),
        ("es", "fue desarrollado", "fue arrollado", set()),
        ("es", "está descontento", "está contento", {"descontento"}),
        ("pt", "os imigrantes", "os migrantes", set()),
    ],
)
def test_not_all_that_begins_like_an_opposite_is_one(
    language: str, words: str, others: str, found: set[str]
) -> None:
    habits = language_data(language).negation
    assert opposites(words.split(), others.split(), habits) == found
