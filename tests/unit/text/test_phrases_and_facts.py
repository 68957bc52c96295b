"""Fixed phrases, units, addresses, and what CLDR says of lands and currencies."""

from importlib.metadata import version

import pytest

from harness.core.code import code_digest
from harness.text.data.cldr import currency_writings, land_names
from harness.text.data.language import data_digest
from harness.text.data.signatures import signature_of
from harness.text.facts.addresses import address_spans
from harness.text.facts.unit_symbols import is_unit
from harness.text.words.phrases import Phrases


def test_the_longest_phrase_at_a_place_is_found() -> None:
    phrases = Phrases(["a few", "quite a few", "Few", "a"])
    words = ["quite", "a", "few", "came", "and", "few", "left"]
    assert list(phrases.places(words)) == [range(3), range(1, 3), range(2, 3), range(5, 6)]


@pytest.mark.parametrize(
    ("phrase", "found", "missed"),
    [
        ("ma * prawo", "każdy ma jednak prawo", "każdy ma prawo"),
        ("ha d'*", "tothom ha d'apagar", "tothom ha de fer"),
        ("*도 되*", "샤워를 해도 되고", "샤워를 도 되고"),
        ("on *ttävä #", "on tyhjennettävä 5", "on tyhjennettävä kerran"),
    ],
)
def test_words_of_a_phrase_may_be_left_open(phrase: str, found: str, missed: str) -> None:
    phrases = Phrases([phrase])
    (place,) = phrases.places(found.split())
    assert len(place) == len(phrase.replace(" #", "").split())
    assert phrases.may_stand_in(found.split())
    assert not list(phrases.places(missed.split()))


def test_no_phrases_are_nowhere() -> None:
    assert list(Phrases().places(["a", "few"])) == []
    assert list(Phrases(["a few"]).places(["a"])) == []


@pytest.mark.parametrize("symbol", ["GB", "MB", "kW", "kWh", "mL", "oC", "dB", "MHz", "hPa", "K"])
def test_units(symbol: str) -> None:
    assert is_unit(symbol)


@pytest.mark.parametrize("word", ["NATO", "RAM", "iPhone", "US", "ET", "Gb-", ""])
def test_what_is_no_unit(word: str) -> None:
    assert not is_unit(word)


def test_lands_are_named_in_the_language() -> None:
    assert {"spain", "russia", "africa", "kazakhstan"} <= land_names("en")
    assert {"espana", "rusia", "africa"} <= land_names("es")
    assert not {"paul", "martin", "new zealand"} & land_names("en")
    assert land_names("und") == land_names("xx") == frozenset()


@pytest.mark.parametrize(
    ("code", "sign", "name"), [("EUR", "€", "euros"), ("USD", "$", "dollar"), ("MXN", "$", "pesos")]
)
def test_a_currency_is_written_by_sign_and_by_name(code: str, sign: str, name: str) -> None:
    signs, names = currency_writings(code, "en")
    assert sign in signs
    assert name in names


def test_other_words_are_no_currency() -> None:
    assert currency_writings("RAM", "en") == (frozenset(), frozenset())
    assert currency_writings("EUR", "xx") == (frozenset(), frozenset())


def test_addresses() -> None:
    text = "See https://a.example/b,c or www.a.example, or ask me@a.example today."
    assert [span.of(text) for span in address_spans(text)] == [
        "https://a.example/b,c",
        "www.a.example,",
        "me@a.example",
    ]


def test_a_signature_names_code_data_and_libraries() -> None:
    module = "harness.text.facts.numbers"
    code = ("code", code_digest(module))
    fields = (code, ("data", data_digest()), ("babel", version("babel")))
    assert signature_of("x", module, "babel").fields == fields
