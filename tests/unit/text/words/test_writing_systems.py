"""Writing systems of words, checked against the Unicode names of their letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.data.language import language_data
from harness.text.words.writing_systems import foreign_runs, mixed_words, script_runs


@given(st.text("aéñßΩбשعहதไ한 1.", max_size=20))
def test_runs_are_stretches_of_one_script(text: str) -> None:
    for run in script_runs(text):
        assert run.span.of(text) == run.text
        for letter in run.text:
            assert unicodedata.name(letter).startswith(run.script.upper())


def test_a_foreign_word_is_found_with_its_marks() -> None:
    text = "due to its scarcity. கோரம் Under house."
    (run,) = foreign_runs(text, language_data("en"))
    assert (run.script, run.text) == ("Tamil", "கோரம்")


def test_neighbours_of_one_script_are_one_finding() -> None:
    (run,) = foreign_runs("He said доброе утро to us.", language_data("en"))
    assert run.text == "доброе утро"


@pytest.mark.parametrize("text", ["π is 3.14", "naïve café", "5 μm", "日本語", ""])
def test_what_is_not_mixed(text: str) -> None:
    assert mixed_words(text) == ()


def test_single_greek_letters_are_mathematics() -> None:
    assert foreign_runs("the angle α and the sum Σ", language_data("en")) == ()


def test_nothing_is_foreign_to_an_unknown_language() -> None:
    assert foreign_runs("коррупция", language_data("xx")) == ()


def test_a_cyrillic_letter_within_a_latin_word() -> None:
    text = "Pr\u0435sident"
    (runs,) = mixed_words(text)
    assert [(run.script, run.text) for run in runs] == [
        ("Latin", "Pr"),
        ("Cyrillic", "\u0435"),
        ("Latin", "sident"),
    ]
