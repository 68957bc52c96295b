"""What stands several times in a row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.words.repetitions import repeats_in, stutters_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("matriculados matriculados matriculados", [("matriculados", 3)]),
        ("quase quase", [("quase", 2)]),
        ("of the of the of the house", [("of the", 3)]),
        ("Perfekt! Perfekt! Danke.", [("Perfekt!", 2)]),
        ("no, no, no", [("no,", 3)]),
        ("in the city, city officials said", []),
        ("one after the other", []),
        ("20 20", []),
        ("0 0 0 0", [("0", 4)]),
        ("... ... ...", []),
        ("He came, he saw, he won.", []),
        ("", []),
    ],
)
def test_repeats(text: str, found: list[tuple[str, int]]) -> None:
    assert [(each.unit, each.count) for each in repeats_in(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ababababab", [("ab", 5)]),
        ("mainmainmain", [("main", 3)]),
        ("nooooooo", [("o", 7)]),
        ("banana", []),
        ("Mississippi", []),
        ("hahaha", []),
        ("coordinate", []),
    ],
)
def test_stutters(text: str, found: list[tuple[str, int]]) -> None:
    assert [(each.unit, each.count) for each in stutters_in(text)] == found


def test_a_stutter_says_where_it_stands() -> None:
    text = "so muuuuuch, mainmainmain"
    assert [each.span.of(text) for each in stutters_in(text)] == ["uuuuu", "mainmainmain"]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.integers(2, 6))
def test_a_repeated_unit_is_found_whole(unit: list[str], times: int) -> None:
    text = " ".join(unit * times)
    (repeat, *others) = repeats_in(text)
    assert not others
    assert repeat.span.of(text) == text
    assert repeat.count * len(repeat.unit.split()) == len(unit) * times
