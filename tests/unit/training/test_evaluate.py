"""How it is counted whether numbers survive."""

from evaluate import kept, numbers


def test_a_number_is_its_digits_however_separated() -> None:
    assert numbers("In 2021, 1,234.5 of 7 people") == numbers("En 2021, 1.234,5 de 7 personas")


def test_single_digits_are_not_counted() -> None:
    assert not numbers("7 of 9")


def test_the_share_counts_each_number_once() -> None:
    sources = ["From 10 to 20 to 20.", "In 1999."]
    assert kept(sources, ["De 10 a 20.", "En 1998."]) == 2 / 4
    assert kept(sources, sources) == 1.0
