"""Names that the Unicode CLDR knows, as babel carries it: lands, currencies, dates, day periods."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global
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
def place_names(tag: str) -> frozenset[str]:
    """Lands, and the cities by which the CLDR tells time zones, folded, of one word only."""
    cities = {
        zone: zone.rpartition("/")[2].replace("_", " ") for zone in get_global("zone_territories")
    }
    for locale in locales(tag)[:1]:
        cities |= {zone: said["city"] for zone, said in locale.time_zones.items() if "city" in said}
    names = map(folded, map(str, cities.values()))
    return land_names(tag) | {name for name in names if " " not in name}


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


@cache
def locales(tag: str) -> tuple[Locale, ...]:
    """The language's own locale and those of its other great spelling (metre, quilómetro).

    Arabic has the months of the Levant besides ("تشرين الأول").
    """
    found = []
    base = tag.split("-", maxsplit=1)[0]
    if tag == UNDETERMINED.tag:
        return ()
    for name in (base, *(f"{base}_{region}" for region in ("001", "419", "PT", "SY"))):
        try:
            found.append(Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return tuple(found)


@cache
def calendar_names(tag: str, field: str) -> tuple[tuple[int, str, bool], ...]:
    """Names of months (1 to 12) or days (0 is Monday), in the form that stands in dates and in the
    one that stands alone ("d'octubre", "octubre"): number, name, and whether it is a short form.

    Args:
        field: "months" or "days".
    """
    return tuple(
        (int(number), str(name), short)
        for short, width in ((False, "wide"), (True, "abbreviated"))
        for locale in locales(tag)
        for context in ("format", "stand-alone")
        for number, name in _own_names(locale, field, context, width).items()
    )


@cache
def day_periods(tag: str) -> tuple[tuple[str, str], ...]:
    """What parts of the day are called, with the CLDR's keys: ("morning1", "du matin")."""
    return tuple(
        dict.fromkeys(
            (str(key), str(name))
            for locale in locales(tag)
            for context in ("format", "stand-alone")
            for width in ("wide", "abbreviated", "narrow")
            for key, name in _own_names(locale, "day_periods", context, width).items()
            if len(str(name)) > 1
        )
    )


def _own_names(locale: Locale, field: str, context: str, width: str) -> Mapping[Any, Any]:
    """What the locale itself says. Where it points to another width, that one is asked for anyway:
    babel mixes languages up there (2.18: Hindi months that stand alone are Hebrew ones).
    """
    named: Any = localedata.load(str(locale))[field].get(context, {}).get(width, {})
    named = named[1] if isinstance(named, tuple) else named
    return named if isinstance(named, Mapping) else {}


@cache
def day_period_hours(tag: str) -> Mapping[str, tuple[int, int]]:
    """When parts of the day begin and end, in hours: "night1" is (21, 6) in Polish."""
    hours = {}
    for locale in locales(tag)[:1]:
        for key, (rule, *_) in locale.day_period_rules.get(None, {}).items():
            if "from" in rule:
                hours[str(key)] = rule["from"] // 3600, rule["before"] // 3600
    return MappingProxyType(hours)
