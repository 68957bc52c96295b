"""Languages as people name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ConfigError
from harness.text.data.tags import language_name, language_tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("es", "es"),
        ("pt_br", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("zh-hant", "zh-Hant"),
        ("spanish", "es"),
        ("Español", "es"),
        ("日本語", "ja"),
        ("jpn", "ja"),
        ("deu", "de"),
        ("brazilian portuguese", "pt-BR"),
        ("qaa", "qaa"),
        ("x-elvish", "x-elvish"),
    ],
)
def test_tags_codes_and_names_are_understood(written: str, tag: str) -> None:
    assert language_tag(written) == tag


@pytest.mark.parametrize(
    ("written", "meant"), [("esp", "es "), ("germn", "de "), ("portugese", "pt "), ("itali", "it ")]
)
def test_a_misspelled_name_is_an_error_with_the_nearest(written: str, meant: str) -> None:
    with pytest.raises(ConfigError) as error:
        language_tag(written)
    assert f"did you mean {meant}" in error.value.hint


@pytest.mark.parametrize("written", ["xx", "", "e s", "es-", "es-XX-9?", "pt-QX"])
def test_what_is_no_language_is_an_error(written: str) -> None:
    with pytest.raises(ConfigError):
        language_tag(written)


@given(st.text(max_size=12))
def test_any_text_is_a_tag_or_a_clear_error(written: str) -> None:
    try:
        tag = language_tag(written)
    except ConfigError:
        return
    assert language_tag(tag) == tag


def test_names_in_english() -> None:
    assert language_name("pt-BR") == "Portuguese (Brazil)"
    assert language_name("ja") == "Japanese"
