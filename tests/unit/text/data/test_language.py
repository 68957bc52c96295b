"""What is known of a language, where it comes from, and what happens where it is not known."""

from pathlib import Path

import pytest

from harness.core.errors import ConfigError, ReadError
from harness.text.data.language import (
    UNDETERMINED,
    data_digest,
    known_languages,
    language_data,
    languages_with_data,
    read_language,
    same_language,
)

ENGLISH = Path(__file__).parents[4] / "langpacks" / "languages" / "en.toml"


@pytest.mark.parametrize("tag", ["ca", "de", "en", "es", "fr", "it", "nl", "pt"])
def test_every_shipped_language_can_be_read(tag: str) -> None:
    data = language_data(tag)
    assert data.tag == tag
    assert data.known
    assert data.direction == "ltr"
    assert data.scripts == {"Latin"}
    assert len(data.function_words) >= 50
    assert data.negation.words
    assert len(data.names.months) >= 12
    assert len(data.names.weekdays) >= 7


def test_the_list_of_languages_is_the_list_of_files() -> None:
    files = sorted(path.stem for path in ENGLISH.parent.glob("*.toml"))
    assert list(languages_with_data()) == files
    recognised = [data.tag for data in known_languages()]
    assert set(recognised) < set(files)
    assert {"en", "es", "pt", "de", "fr", "it"} <= set(recognised)


def test_all_words_are_case_folded() -> None:
    for data in known_languages():
        for words in (data.function_words, data.negation.words, data.names.roles):
            assert words == {word.casefold() for word in words}, data.tag


@pytest.mark.parametrize("tag", ["pt-BR", "pt_PT", "PT", "pt-Latn-BR"])
def test_a_region_without_a_file_speaks_its_base_language(tag: str) -> None:
    assert language_data(tag) is language_data("pt")


@pytest.mark.parametrize("tag", ["xx", "und"])
def test_an_unknown_language_says_that_nothing_is_known(tag: str) -> None:
    data = language_data(tag)
    assert data is UNDETERMINED
    assert not data.known
    assert not data.function_words


def test_a_language_without_a_file_is_read_as_the_cldr_writes_it() -> None:
    data = language_data("bg-BG")
    assert (data.tag, data.scripts, data.direction) == ("bg", {"Cyrillic"}, "ltr")
    assert data.numbers.decimal == ","
    assert not data.known
    assert language_data("ur").direction == "rtl"
    assert not language_data("ja").spaced
    assert language_data("ko").spaced


@pytest.mark.parametrize("tag", ["", "../en", "en/es", "e n", "-"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(ConfigError) as refused:
        language_data(tag)
    assert refused.value.hint


def test_same_language() -> None:
    assert same_language("pt", "pt-BR")
    assert not same_language("pt", "es")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('decimal = "."', "", "languages/xx.toml: numbers.decimal is missing"),
        ('decimal = "."', 'decimla = "."', "languages/xx.toml: numbers.decimal is missing"),
        ('decimal = "."', "decimal = 1", "languages/xx.toml: numbers.decimal is a int"),
        ('direction = "ltr"', 'direction = "up"', "languages/xx.toml: direction is 'up'"),
        ('name = "English"', 'name = "English"\nmood = "good"', "languages/xx.toml: mood is not"),
        ('both = "2"', 'both = "two"', "languages/xx.toml: numbers.loose.both is 'two'"),
        ('name = "English"', "name = ", "languages/xx.toml: "),
        ("hundred = 100,", 'hundred = "1/2",', "languages/xx.toml: numbers.multipliers.hundred is"),
        ("hundred = 100,", "hundred = 99.5,", "languages/xx.toml: numbers.multipliers.hundred is"),
        ("hundred = 100,", f"hundred = {'9' * 5_000},", "languages/xx.toml: "),
        ('name = "English"', f'name = "English"\nx = {"[" * 3_000}', "languages/xx.toml: "),
        ('pairs = ["“”",', "pairs = [5,", "languages/xx.toml: quotes.pairs holds 5"),
        ('pairs = ["“”",', "pairs = [[1, 2],", "languages/xx.toml: quotes.pairs holds [1, 2]"),
        ('["wales", "welsh"]', "[1]", "languages/xx.toml: names.same does not hold lists of text"),
        ('"without fail"', '" "', "languages/xx.toml: negation.idioms holds an empty phrase"),
    ],
)
def test_a_damaged_file_is_named_with_its_key(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = ENGLISH.read_text("utf-8")
    assert old in text
    (tmp_path / "xx.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ReadError) as damaged:
        read_language("xx", tmp_path)
    assert str(damaged.value).startswith(message)
    assert damaged.value.hint


@pytest.mark.parametrize("digits", ["9" * 31, "9" * 5_000, "\N{SUPERSCRIPT TWO}"])
def test_a_number_that_words_stand_for_has_few_digits(tmp_path: Path, digits: str) -> None:
    text = (ENGLISH.parent / "ru.toml").read_text("utf-8")
    assert 'spelled = { "0" = [' in text
    changed = text.replace('spelled = { "0" = [', f'spelled = {{ "{digits}" = [', 1)
    (tmp_path / "xx.toml").write_text(changed, "utf-8")
    with pytest.raises(ReadError, match="is no list of words"):
        read_language("xx", tmp_path)


def test_the_digest_is_short_and_steady() -> None:
    assert len(data_digest()) == 12
    assert data_digest() == data_digest()
