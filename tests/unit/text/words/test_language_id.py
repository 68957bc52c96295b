"""Which language words are in."""

import pytest

from harness.text.data.language import language_data
from harness.text.words.language_id import foreign_passages, other_language

TEXTS = {
    "en": "The committee said that it would not be able to meet before the end of the year.",
    "es": "El comité dijo que no podría reunirse antes de que termine el año, según él.",
    "pt": "O comitê disse que não poderia se reunir antes do fim do ano, mas isso é uma ideia.",
    "fr": "Le comité a dit qu'il ne pourrait pas se réunir avant la fin de l'année, mais après.",
    "de": "Der Ausschuss sagte, dass er sich vor dem Ende des Jahres nicht mehr treffen kann.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_its_own_language_is_no_surprise(language: str) -> None:
    assert other_language(TEXTS[language], language_data(language)) is None
    assert foreign_passages(TEXTS[language], language_data(language)) == ()


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("expected", TEXTS)
def test_a_text_in_another_language_is_recognised(language: str, expected: str) -> None:
    if language != expected:
        found = other_language(TEXTS[language], language_data(expected))
        assert found is language_data(language)


def test_nothing_is_recognised_in_a_few_words_or_against_the_unknown() -> None:
    assert other_language("¿Qué tal?", language_data("en")) is None
    assert other_language(TEXTS["es"], language_data("xx")) is None


@pytest.mark.parametrize(
    "text",
    [
        "He visited Rio de la Plata and La Paz.",
        "They die in the war, the man and his son.",
        "A tour de force, per se, en route.",
        "Juana de la Cruz and Los Angeles.",
    ],
)
def test_names_and_loans_are_no_residue(text: str) -> None:
    assert foreign_passages(text, language_data("en")) == ()


def test_residue_of_the_route_is_found_with_its_span() -> None:
    text = "Follow all information Facebook Y Twitter, o en Our weekly newsletter."
    (passage,) = foreign_passages(text, language_data("en"))
    assert passage.language.tag == "es"
    assert passage.span.of(text) == "Y Twitter, o en"
