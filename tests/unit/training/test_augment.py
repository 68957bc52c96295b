"""Variants of training pairs stay pairs."""

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from augment import names_in, other_names, other_numbers, plain_quotes, surface, typographic


@given(st.integers(0, 10**6), st.integers(10, 10**9))
def test_a_number_is_replaced_alike_on_both_sides(seed: int, number: int) -> None:
    pair = (f"It cost {number:,} pesos.", f"Costó {number:,} pesos.".replace(",", "."))
    english, spanish = other_numbers(random.Random(seed), pair)
    digits = [re.sub(r"\D", "", side) for side in (english, spanish)]
    assert digits[0] == digits[1]
    assert len(digits[0]) == len(str(number))
    assert re.sub(r"\d", "0", english) == re.sub(r"\d", "0", pair[0])


def test_numbers_that_only_one_side_holds_and_single_digits_stay() -> None:
    pair = ("He has 3 dogs and 25 cats.", "Tiene 3 perros y veinticinco gatos.")
    assert other_numbers(random.Random(1), pair) == pair


def test_familiar_names_are_replaced_only_where_both_sides_hold_them() -> None:
    dice = random.Random(1)
    english, spanish = other_names(dice, ["Quito"], ("Tom left.", "Tom se fue."))
    assert english.startswith("Quito")
    assert spanish.startswith("Quito")
    pair = ("Tom left.", "Se fue.")
    assert other_names(dice, ["Quito"], pair) == pair


def test_names_are_the_capitalised_words_that_both_sides_share() -> None:
    pairs = [
        ("The city of Tirana grew.", "La ciudad de Tirana creció."),
        ("He saw Rome.", "Vio Roma."),
    ]
    assert names_in(pairs) == ["Tirana"]


def test_the_target_has_one_form_of_quotes_and_the_source_any() -> None:
    assert plain_quotes("“No” — dijo ‘él’") == "\"No\" — dijo 'él'"
    seen = {typographic(random.Random(seed), '"No", he said') for seed in range(200)}
    assert seen == {'"No", he said', "“No”, he said", "«No», he said"}


@given(st.integers(0, 10**6))
def test_a_change_of_case_or_stop_is_made_on_both_sides(seed: int) -> None:
    english, spanish = surface(random.Random(seed), ("The end.", "El fin."))
    assert english.endswith(".") == spanish.endswith(".")
    assert english.isupper() == spanish.isupper()
