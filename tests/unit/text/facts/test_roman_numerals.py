import pytest

from harness.text.facts.roman_numerals import rewritten_numerals, roman_numeral


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("II", 2),
        ("IV", 4),
        ("XIX", 19),
        ("XLII", 42),
        ("XC", 90),
        ("CDXLIV", 444),
        ("MCMLXXXIV", 1984),
    ],
)
def test_values(numeral: str, value: int) -> None:
    assert roman_numeral(value) == numeral


def rewritten(source: str, back: str) -> list[tuple[str, str]]:
    return [(a.of(source), b.of(back)) for a, b in rewritten_numerals(source, back)]


def test_a_numeral_is_answered_by_its_value_either_way() -> None:
    assert rewritten("en el siglo XIV", "en el siglo 14") == [("XIV", "14")]
    assert rewritten("Louis 16", "Louis XVI") == [("16", "XVI")]
    assert rewritten("the XIX century", "the 19th century") == [("XIX", "19th")]
    assert rewritten("le XIXe siècle", "le 19e siècle") == [("XIXe", "19e")]
    assert rewritten("François Ier", "François 1er") == [("Ier", "1er")]


def test_each_is_answered_once() -> None:
    assert rewritten("Rocky II, Rocky II", "Rocky 2, Rocky II") == [("II", "2")]


@pytest.mark.parametrize(
    ("source", "back"),
    [
        ("siglo XIV", "siglo 15"),  # another century
        ("siglo XIV", "siglo XIV"),
        ("I saw 1 bird", "I saw I bird"),
        ("page IIII", "page 4"),  # no well-formed numeral
        ("XIV", "14.5"),
        ("XIV", "14:30"),
        ("De dag ervoor 500 mg", "500 mg op de dag"),  # no D-th
        ("Le 50", "de 50"),
        ("Ce 100", "de 100"),
        ("Ve a la página 5", "a la página 5"),
    ],
)
def test_nothing_else_is(source: str, back: str) -> None:
    assert rewritten(source, back) == []
