"""What a word names in every language that CLDR knows: months, weekdays and lands."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError

from harness.text.language import UNDETERMINED
from harness.text.normalise import folded


@cache
def named_by(tag: str) -> Mapping[str, str]:
    """Codes by folded word: `month 3` for "march" (en) and "marzo" (es), `land DE` for "alemania".

    Names of one word only; empty where CLDR does not know the language. Blind to what else a word
    may mean ("march", "may", "turkey").
    """
    if tag == UNDETERMINED.tag:
        return MappingProxyType({})  # CLDR would answer with names in no language
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return MappingProxyType({})
    named = [
        *((name, f"land {code}") for code, name in locale.territories.items() if code.isalpha()),
        *((name, f"month {number}") for number, name in locale.months["format"]["wide"].items()),
        *((name, f"day {number}") for number, name in locale.days["format"]["wide"].items()),
    ]
    return MappingProxyType({folded(name): code for name, code in named if " " not in name})
