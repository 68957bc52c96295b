"""Variants of training pairs stay pairs."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from augment import (
    names_in,
    other_country,
    other_name,
    other_names,
    other_numbers,
    plain_quotes,
    surface,
    typographic,
    with_mark,
)
from countries import COUNTRIES


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


@given(st.integers(0, 10**6))
def test_a_country_is_replaced_by_one_country_in_both_languages(seed: int) -> None:
    pair = ("She left Germany for a year.", "Dejó Alemania por un año.")
    english, spanish = other_country(random.Random(seed), pair)
    new = english.removeprefix("She left ").removesuffix(" for a year.")
    assert new != "Germany"
    assert spanish == f"Dejó {COUNTRIES[new]} por un año."


@pytest.mark.parametrize(
    "pair",
    [
        ("She left Germany.", "Se fue de allí."),
        ("He likes Germany, and Germany him.", "Le gusta Alemania, y él a Alemania."),
        ("The Germanys of old.", "Las Alemanias de antes."),
    ],
)
def test_a_country_that_the_sides_do_not_name_once_each_stays(pair: tuple[str, str]) -> None:
    assert other_country(random.Random(1), pair) == pair


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


HELD = (
    "In 1925 the army of Tirana had 2.5 guns.",
    "En 1925 el ejército de Tirana tenía 2,5 armas.",
)


@given(st.integers(0, 10**6))
def test_a_name_or_number_becomes_the_same_mark_on_both_sides(seed: int) -> None:
    english, spanish = with_mark(random.Random(seed), HELD)
    assert (english, spanish) != HELD
    held = "1925" if "Tirana" in english and ">Tirana<" not in english else "Tirana"
    before, after = HELD[0].split(held)
    mark = english.removeprefix(before).removesuffix(after)
    assert spanish == HELD[1].replace(held, mark)


@pytest.mark.parametrize(
    "pair",
    [
        ("He paid 2.25 pesos in Rome.", "Pagó 2,25 pesos en Roma."),
        ("A 15% tax on 15 cats and 15 dogs.", "Un 15% de impuesto a 15 gatos y 15 perros."),
    ],
)
def test_parts_of_a_number_and_what_stands_twice_are_not_replaced(pair: tuple[str, str]) -> None:
    assert {with_mark(random.Random(seed), pair) for seed in range(20)} == {pair}


def test_one_shared_name_is_replaced_by_another() -> None:
    english, spanish = other_name(random.Random(1), ["Quito"], HELD)
    assert english == HELD[0].replace("Tirana", "Quito")
    assert spanish == HELD[1].replace("Tirana", "Quito")
    assert other_name(random.Random(1), [], HELD) == HELD
