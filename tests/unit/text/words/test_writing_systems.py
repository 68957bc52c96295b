"""Writing systems of words, checked against the Unicode names of their letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.data.language import language_data
from harness.text.words.writing_systems import foreign_runs, mixed_words, script_runs, scripts_in


@given(st.text("aéñßΩбשعहதไ한 1.", max_size=20))
def test_runs_are_stretches_of_one_script(text: str) -> None:
    for run in script_runs(text):
        assert run.span.of(text) == run.text
        for letter in run.text:
            assert unicodedata.name(letter).startswith(run.script.upper())


@given(st.text(st.characters(max_codepoint=0x36F), max_size=20))
def test_what_follows_in_another_script_changes_nothing_of_latin(text: str) -> None:
    english = language_data("en")
    longer = f"{text}. 日"
    assert script_runs(longer)[:-1] == script_runs(text)
    assert scripts_in(longer) == scripts_in(text) | {"Han"}
    assert scripts_in(text) == {run.script for run in script_runs(text)}
    assert foreign_runs(longer, english)[:-1] == foreign_runs(text, english)
    assert mixed_words(longer) == mixed_words(text)


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
