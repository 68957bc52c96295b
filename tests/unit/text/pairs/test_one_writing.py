"""Equal values in one writing: what is rewritten, and what is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import texts

from harness.core.values import Span
from harness.text.data.language import language_data
from harness.text.pairs.one_writing import in_one_writing, in_other_writing, rewritten_values

EN = language_data("en")


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("en", "It cost 3 billion yen.", "It cost 3,000 million yen."),
        ("en", "We need a dozen chairs.", "We need 12 chairs."),
        ("en", "Keep it at 20 °C.", "Keep it at 68 °F."),
        ("en", "They paid £45.", "They paid 45 pounds."),
        ("es", "Pagó 1.250,50 euros.", "Pagó 1250,50 €."),
        ("it", "Ha pagato 1.250,50 euro.", "Ha pagato 1250,50 euro."),
    ],
)
def test_equal_values_are_written_as_in_the_source(language: str, source: str, back: str) -> None:
    assert in_one_writing(source, back, language_data(language)) == source


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("It cost 3 billion yen.", "It cost 30 billion yen."),
        ("It opens at 3 pm.", "It opens at 3 am."),
        ("Come on Thursday.", "Come on Fri. 3."),
        ("They paid £45.", "They paid €45."),
        ("Walk 5 km.", "Walk 5 miles."),
        ("Read it once.", "Read it 1 more time."),
    ],
)
def test_other_values_are_left(source: str, back: str) -> None:
    assert in_one_writing(source, back, EN) == back


@given(texts)
def test_a_text_is_left_beside_itself(text: str) -> None:
    assert in_one_writing(text, text, EN) == text


@given(st.integers(1000, 10**9), st.integers(1000, 10**9))
def test_only_equal_numbers_are_rewritten(one: int, other: int) -> None:
    source, back = f"They counted {one:,} birds.", f"They counted {other} birds."
    assert (in_one_writing(source, back, EN) == source) == (one == other)


def test_a_place_is_found_again_in_the_text_as_it_is() -> None:
    source = "It cost 9 billion and the hostages left."
    real = "It cost 9,000 million and the refugees left."
    shown = in_one_writing(source, real, EN)
    assert shown != real
    start = shown.index("refugees")
    place = in_other_writing(Span(start, start + len("refugees")), shown, real)
    assert place is not None
    assert place.of(real) == "refugees"
    number = shown.index("9 billion")
    assert in_other_writing(Span(number, number + len("9 billion")), shown, real) is None


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("zh", "四月十六日（星期四）", "四月十六日（周四）"),
        ("en", "on Thursday 9 May", "on Thu 9 May"),
    ],
)
def test_a_weekday_has_several_names(language: str, one: str, other: str) -> None:
    assert rewritten_values(one, other, language_data(language))
    assert not rewritten_values(
        one, other.replace("周四", "周五").replace("Thu", "Fri"), language_data(language)
    )
