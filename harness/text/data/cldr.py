"""Names that the Unicode CLDR knows, as babel carries it: lands, currencies, months, weekdays."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name, get_currency_symbol, list_currencies

from harness.text.data.language import UNDETERMINED
from harness.text.words.normalise import folded


@cache
def land_names(tag: str) -> frozenset[str]:
    """Names of lands and continents in the language `tag`, folded, those of one word only.

    Empty where CLDR does not know the language.
    """
    locale = _locale(tag)
    if locale is None:
        return frozenset()
    names = (folded(name) for code, name in locale.territories.items() if code != "ZZ")
    return frozenset(name for name in names if " " not in name)


@cache
def currency_writings(code: str, tag: str) -> tuple[frozenset[str], frozenset[str]]:
    """What stands for the ISO 4217 code in the language `tag`: its signs, and its name's last word.

    "$" is among the signs of every dollar. Both are empty where `code` is no currency's.
    """
    locale = _locale(tag)
    if locale is None or code not in list_currencies():
        return frozenset(), frozenset()
    symbol = get_currency_symbol(code, locale)
    signs = {symbol, symbol[-1]} if not symbol[-1].isalpha() else {symbol} - {code}
    names = (get_currency_name(code, count, locale) for count in (1, 2))
    return frozenset(signs), frozenset(folded(name).split()[-1] for name in names)


def _locale(tag: str) -> Locale | None:
    if tag == UNDETERMINED.tag:
        return None  # CLDR would answer with names in no language
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@cache
def named_by(tag: str) -> Mapping[str, str]:
    """Codes by folded word: `month 3` for "march" (en) and "marzo" (es), `land DE` for "alemania".

    Names of one word only; empty where CLDR does not know the language. Blind to what else a word
    may mean ("march", "may", "turkey").
    """
    locale = _locale(tag)
    if locale is None:
        return MappingProxyType({})
    named = [
        *((name, f"land {code}") for code, name in locale.territories.items() if code.isalpha()),
        *((name, f"month {number}") for number, name in locale.months["format"]["wide"].items()),
        *((name, f"day {number}") for number, name in locale.days["format"]["wide"].items()),
    ]
    return MappingProxyType({folded(name): code for name, code in named if " " not in name})
