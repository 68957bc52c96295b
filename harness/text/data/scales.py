"""Words that scale a number, as the CLDR's short and long forms have them: "mln", "K", "de mii"."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import regex
from babel import Locale

from harness.text.data.cldr import locales

_NUMBER = regex.compile(r"0+")
_MARKS = "\u200e\u200f\u061c"


@cache
def scales(tag: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """What each scale of the language `tag` is worth: phrases folded; single letters, and what is a
    unit in small letters (Catalan "kM"), as written.

    The second are short for something else, too: for a unit (Greek "εκ." is a centimetre), or they
    are one letter and a point, which may be a unit's at the end of a sentence.
    """
    sure: dict[str, int] = {}
    perhaps: dict[str, int] = {}
    for locale in locales(tag)[:1]:
        units = _units(locale)
        for name, factor in _written(locale):
            bare = name.rstrip(".")
            if bare in units or (len(bare) == 1 and bare != name):
                perhaps.setdefault(bare.casefold(), factor)
            elif len(bare) == 1 or bare.casefold() in units:
                sure.setdefault(bare, factor)
            else:
                sure.setdefault(" ".join(bare.casefold().split()), factor)
    return MappingProxyType(sure), MappingProxyType(perhaps)


def _written(locale: Locale) -> Iterator[tuple[str, int]]:
    for width in ("long", "short"):
        if width not in locale.compact_decimal_formats:
            continue
        for forms in locale.compact_decimal_formats[width].values():
            for size, pattern in forms.items():
                written = str(pattern.pattern).replace("'", "")
                number = _NUMBER.search(written)
                name = _NUMBER.sub("", written).strip(f"{_MARKS} \u00a0\u202f")
                if number and name:
                    yield name, int(size) // 10 ** (len(number.group()) - 1)


def _units(locale: Locale) -> frozenset[str]:
    """Short names of units, of more than a letter."""
    patterns = locale._data["unit_patterns"]  # babel formats, but does not list
    names = {
        str(form).replace("{0}", "").strip(f"{_MARKS} \u00a0\u202f").rstrip(".")
        for widths in patterns.values()
        if isinstance(widths, Mapping)
        for form in dict(widths.get("short", {})).values()
        if isinstance(form, str)
    }
    return frozenset(name for name in names if len(name) > 1)


@cache
def percents_before(tag: str) -> frozenset[str]:
    """What stands before a number of hundredths, folded and with its gap: Turkish "%", "yüzde "."""
    written = [form for forms in _percents(tag).values() for form in forms]
    found = {form.removesuffix("{0}").casefold() for form in written if form.endswith("{0}")}
    return frozenset(found - {""})


@cache
def percent_names(tag: str) -> frozenset[str]:
    """What follows a number of hundredths, folded: Catalan "per cent" holds a number itself."""
    written = [form for form in _percents(tag).get("long", ()) if "{0}" in form]
    found = {form.replace("{0}", "").strip(" \u00a0").casefold() for form in written}
    return frozenset(found - {""})


def _percents(tag: str) -> Mapping[str, Sequence[str]]:
    """How the language writes hundredths, by width, with "{0}" for their number."""
    for locale in locales(tag)[:1]:
        widths = locale._data["unit_patterns"].get("concentr-percent", {})
        return {
            name: [str(form) for form in dict(forms).values()] for name, forms in widths.items()
        }
    return {}
