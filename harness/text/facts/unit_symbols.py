"""Symbols of units of measurement, which look like names ("GB", "kW", "oC")."""

import regex

# Prefixes and units of the SI (BIPM, 9th edition), units in use with it, and those of data.
_SYMBOL = regex.compile(
    r"[nµμmcdhkKMGTP]?"
    r"(?:mol|cd|Hz|Pa|Wh|Ah|lm|lx|Bq|Gy|Sv|eV|bar|cal|bps|bits?|bytes?|dBA?|[mglLsAKNJWVCFΩTHtBb])"
    r"|[oº°][CF]|BTU|Btu|RPM|MPH"
)


def is_unit(word: str) -> bool:
    """Whether `word` is the symbol of a unit when it stands beside a number.

    Blind to units outside the SI that are written in small letters, which no one takes for names.
    """
    return _SYMBOL.fullmatch(word) is not None
