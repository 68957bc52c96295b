"""Amounts of something: "5 km", "20 °C", "thirty minutes", "$5 million", as values that compare.

The units' names come from the Unicode CLDR, as babel carries it, in every language that it knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from types import MappingProxyType

import regex

from harness.core.values import Span
from harness.text.data.cldr import locales
from harness.text.data.language import LanguageData
from harness.text.data.scales import percents_before
from harness.text.facts.loose_names import LooseNames
from harness.text.facts.numbers import (
    Number,
    NumberKind,
    Written,
    agree,
    joined,
    numbers_in,
    with_part,
)
from harness.text.words.normalise import folded


@dataclass(frozen=True, slots=True)
class MeasureUnit:
    """A unit by its CLDR name: what it measures, and how much of the dimension's own unit it is.

    `zero` is where its scale starts, in that unit (for temperatures). `system` parts units that
    people convert by rounding (metre, foot) from those that convert exactly.
    """

    name: str
    dimension: str
    factor: Fraction
    zero: Fraction = Fraction(0)
    system: str = "metric"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the unit that stands with it; `text` and `span` hold both."""

    text: str
    span: Span
    number: Number
    unit: MeasureUnit

    @property
    def stated(self) -> bool:
        """Whether the number is said plainly, and not only suggested ("a mile")."""
        return self.number.written is not Written.HINT


# Factors by the SI brochure (BIPM, 9th edition) and NIST SP 811, appendix B.
_FACTORS: Mapping[str, Mapping[str, str]] = {
    "length": {"kilometer": "1000", "meter": "1", "decimeter": "1/10", "centimeter": "1/100",
        "millimeter": "1/1000", "micrometer": "1/1000000", "nanometer": "1/1000000000"},
    "length us": {"mile": "1609.344", "yard": "0.9144", "foot": "0.3048", "inch": "0.0254",
        "nautical-mile": "1852", "light-year": "9460730472580800"},
    "area": {"square-kilometer": "1000000", "hectare": "10000", "square-meter": "1",
        "square-decimeter": "1/100", "square-centimeter": "1/10000"},
    "area us": {"square-mile": "2589988.110336", "acre": "4046.8564224",
        "square-yard": "0.83612736", "square-foot": "0.09290304", "square-inch": "0.00064516"},
    "volume": {"cubic-kilometer": "1000000000000", "cubic-meter": "1000",
        "cubic-centimeter": "1/1000", "hectoliter": "100", "liter": "1", "deciliter": "1/10",
        "centiliter": "1/100", "milliliter": "1/1000"},
    "volume us": {"gallon": "3.785411784", "quart": "0.946352946", "pint": "0.473176473",
        "cubic-foot": "28.316846592", "cubic-inch": "0.016387064", "fluid-ounce": "0.0295735296",
        "barrel": "158.987294928"},
    "mass": {"tonne": "1000", "quintal": "100", "kilogram": "1", "jin": "1/2", "gram": "1/1000",
        "milligram": "1/1000000",
        "microgram": "1/1000000000"},
    "mass us": {"pound": "0.45359237", "ounce": "0.028349523125", "stone": "6.35029318"},
    "duration": {"century": "3155760000", "decade": "315576000", "year": "31557600",
        "month": "2629800", "fortnight": "1209600", "week": "604800", "day": "86400",
        "hour": "3600", "minute": "60",
        "second": "1", "millisecond": "1/1000", "microsecond": "1/1000000"},
    "speed": {"kilometer-per-hour": "1/3.6", "meter-per-second": "1"},
    "speed us": {"mile-per-hour": "0.44704", "knot": "1852/3600"},
    "temperature": {"celsius": "1", "kelvin": "1"},
    "temperature us": {"fahrenheit": "5/9"},
    "digital": {"petabyte": "8e15", "terabyte": "8e12", "gigabyte": "8e9", "megabyte": "8e6",
        "kilobyte": "8e3", "byte": "8", "terabit": "1e12", "gigabit": "1e9", "megabit": "1e6",
        "kilobit": "1e3", "bit": "1"},
    "energy": {"gigawatt-hour": "3600000000000", "megawatt-hour": "3600000000",
        "kilowatt-hour": "3600000", "kilojoule": "1000", "joule": "1",
        "kilocalorie": "4184", "calorie": "4.184"},
    "power": {"gigawatt": "1000000000", "megawatt": "1000000", "kilowatt": "1000", "watt": "1"},
    "power us": {"horsepower": "745.69987"},
    "frequency": {"gigahertz": "1000000000", "megahertz": "1000000", "kilohertz": "1000",
        "hertz": "1"},
    "pressure": {"hectopascal": "100", "pascal": "1", "millibar": "100", "bar": "100000",
        "atmosphere": "101325"},
    "electric": {"volt": "1"},
    "current": {"ampere": "1", "milliampere": "1/1000"},
    "concentr": {"percent": "1", "permille": "1/10"},
}  # fmt: skip
_ZEROS = {"kelvin": Fraction("-273.15"), "fahrenheit": Fraction(-160, 9)}
_CLDR_DIMENSION = {"current": "electric"}
# Writings that CLDR does not give, most of them of one sign.
_MORE = {
    "celsius": ("°C", "ºC", "° C", "º C"), "fahrenheit": ("°F", "ºF", "° F", "º F", "(F)", "F"),
    "percent": ("%", "per cent", "pct", "porciento"), "mile": ("miles", "mi"),
    "mile-per-hour": ("mph", "miles an hour", "miles per hour", "mi/h"),
    "kilometer-per-hour": ("km/h", "km / h", "kph", "kmh", "km/hr", "km per hour", "km por hora",
        "kilometers an hour", "kilometres an hour"), "square-meter": ("m2", "sq m", "m²"),
    "square-decimeter": ("dm2", "dm²"),
    "square-kilometer": ("km2", "sq km"), "cubic-meter": ("m3",), "cubic-centimeter": ("cc", "cm3"),
    "square-mile": ("sq mi", "mi²", "mi2", "sq. mi"), "square-foot": ("sq ft",),
    "pound": ("lb", "lbs"), "liter": ("L",), "milliliter": ("mL",),
    "kilogram": ("kg", "kgs", "kilo", "kilos", "quilo", "quilos"),
    "kilowatt-hour": ("kWh",), "megawatt-hour": ("MWh",), "gigawatt-hour": ("GWh",),
    "microgram": ("μg", "µg", "mcg", "ug"), "micrometer": ("μm", "µm"),
    "fortnight": ("fortnight", "fortnights"), "minute": ("min", "mins"), "second": ("sec", "secs"),
}  # fmt: skip
# Symbols of the SI, which stand in texts of every script.
_SI = {
    "milligram": ("mg",), "gram": ("g",), "milliliter": ("ml", "mL"), "liter": ("l", "L"),
    "kilometer": ("km",), "meter": ("m",), "centimeter": ("cm",), "millimeter": ("mm",),
}  # fmt: skip
# What is written in single languages, and the CLDR does not give.
_ABBREVIATED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ar": {"tonne": ("طن", "طنا", "طنًا", "أطنان"), "milligram": ("ملغ", "ملجم", "مجم", "مغ"),
        "gram": ("غ", "جم", "غم"),
        "kilogram": ("كغ", "كجم", "كلغ", "كيلوجرام", "كيلوجراما", "كيلوجرامًا",
        "كيلوجرامات", "كيلو"),
        "hectare": ("هكتار", "هكتارا", "هكتارات"), "milliliter": ("مل",), "kilometer": ("كم",),
        "centimeter": ("سم",), "millimeter": ("ملم", "مم"), "meter": ("م",)},
    "he": {"tonne": ("טון", "טונות"), "kilometer-per-hour": ('קמ"ש', "קמ״ש"),
        "milligram": ('מ"ג',), "gram": ("גר'", "ג'"), "kilogram": ('ק"ג',),
        "milliliter": ('מ"ל',), "liter": ("ל'",), "kilometer": ('ק"מ',), "centimeter": ('ס"מ',),
        "meter": ("מ'",), "square-meter": ('מ"ר',)},
    "hi": {"milligram": ("मिग्रा", "एमजी"), "gram": ("ग्रा",),
        "kilogram": ("किग्रा", "किलो", "कि. ग्रा", "कि.ग्रा"),
        "kilometer": ("किमी", "कि.मी.", "किलोमीटर"), "tonne": ("टन",),
        "millimeter": ("मिमी",), "quintal": ("क्विंटल",),
        "square-foot": ("वर्ग फ़ुट", "वर्ग फुट", "वर्ग फीट"), "centimeter": ("सेमी",), "meter": ("मी",)},
    "el": {"celsius": ("βαθμοί Κελσίου", "βαθμούς Κελσίου", "βαθμών Κελσίου"),
        "liter": ("lt", "λτ", "λίτρων"), "kilometer": ("χλμ", "χιλιομέτρων"),
        "kilogram": ("κιλά", "κιλό", "κιλών", "χιλιογράμμων"), "gram": ("γρ", "γραμμαρίων"),
        "tonne": ("τόνων",), "meter": ("μ.", "μέτρων"), "foot": ("ποδιών",),
        "centimeter": ("εκ", "εκατοστά", "εκατοστών"), "milliliter": ("χιλιοστόλιτρα",),
        "milligram": ("χιλιοστογράμματα",), "hectare": ("εκταρίων",),
        "square-meter": ("τ.μ.", "τ.μ", "τμ", "τετραγωνικών μέτρων"),
        "square-foot": ("τετραγωνικών ποδιών",)},
    "vi": {"kilometer-per-hour": ("km/giờ",),
        "tonne": ("tấn",), "quintal": ("tạ",), "kilogram": ("ký", "cân", "ki-lô-gam"),
        "kilometer": ("ki-lô-mét",), "square-meter": ("mét vuông",)},
    "ro": {"tonne": ("tone", "tonă")}, "de": {"square-meter": ("qm",)},
    "tr": {"square-meter": ("metrekare", "m²"), "kilometer": ("kilometre",)},
    "fa": {"tonne": ("تن",), "milligram": ("میلی گرم",), "kilogram": ("کیلو",),
        "milliliter": ("میلی لیتر",),
        "celsius": ("درجهٔ سانتی‌گراد", "درجه سانتی‌گراد", "درجهٔ سانتیگراد")},
    "zh": {"milligram": ("毫克",), "gram": ("克",), "kilogram": ("公斤", "千克"),
        "tonne": ("吨", "噸"), "jin": ("斤",), "hectare": ("公顷", "公頃"),
        "kilometer": ("公里", "千米"), "liter": ("升",),
        "milliliter": ("毫升",)},
    "id": {"quintal": ("kuintal",), "tonne": ("ton",)}, "ko": {"tonne": ("톤",)},
    "it": {"tonne": ("tonnellata", "tonnellate"), "quintal": ("quintale", "quintali"),
        "kilometer-per-hour": ("km/ora",)},
    "fr": {"quintal": ("quintal", "quintaux"), "kilometer-per-hour": ("km/heure",)},
    "es": {"quintal": ("quintal", "quintales"), "kilometer-per-hour": ("km/hora",)},
    "ca": {"tonne": ("tona", "tones"), "quintal": ("quintar", "quintars")},
    "gl": {"tonne": ("tonelada", "toneladas"), "quintal": ("quintal", "quintais")},
    "nl": {"tonne": ("ton",), "kilometer-per-hour": ("km/uur",)},
    "pl": {"quintal": ("kwintal", "kwintale", "kwintali"), "percent": ("proc",)},
    "ja": {"hectare": ("ヘクタール",)},
    "ru": {"gram": ("гр",), "quintal": ("центнер", "центнера", "центнеров")},
    "uk": {"gram": ("гр",), "tonne": ("тонна", "тонни", "тонн", "тонну"),
        "quintal": ("центнер", "центнера", "центнерів")},
    "pt": {"tonne": ("tonelada", "toneladas"), "kilometer-per-hour": ("km/hora",)},
}  # fmt: skip
_LETTERS = frozenset(name for names in _SI.values() for name in names if len(name) == 1)
# Endings of cases that the CLDR leaves out: "mit 68 Quadratmetern", "42 مليمترًا".
_CASES: Mapping[str, tuple[str, ...]] = {"de": ("n",), "ar": ("ا",)}
_ROUNDED = Fraction(3, 100)  # by which people round what they convert to another system
_COARSE = Fraction(1, 4)  # as far as rounding to whole units may lead: 1 inch, 2 cm
_DEGREE = 1  # of Celsius, likewise
_EXACT = Fraction(1, 1000)  # a month is not always as long


@lru_cache(maxsize=64)  # numbers and units ask for the same few texts of a bead
def quantities_in(text: str, language: LanguageData) -> tuple[Quantity, ...]:
    """The quantities of `text`, in order: numbers with a unit after them.

    Blind to units without a number ("several miles"), to "in" for inch and other symbols that are
    words of the language, to compound ones ("5 ft 3 in" is two), and to what CLDR has no name for.
    """
    names = _names(language)
    if not names.by_word:
        return ()
    found = []
    for number in numbers_in(text, language):
        if number.measure is not NumberKind.AMOUNT or _PRICED.search(text, 0, number.span.start):
            continue
        place = _unit_after(text, number.span.end, names)
        written = place.of(text) if place else ""
        unit = names.by_symbol.get(written) or _by_word(written, names)
        if place is None and language.names.inflected:
            place, unit = _inflected_unit(text, number.span.end, names)
        if place is None and not text.isascii():
            place, unit = _joined_unit(text, number.span.end, names)
        if place is None and (hectares := _HECTARES.match(text, number.span.end)):
            place, unit = Span(*hectares.span("unit")), names.hectare
        if place is None and (percent := _percent_before(text, number.span.start, language)):
            unit = names.by_symbol.get("%")
            if unit:
                span = Span(percent.start, number.span.end)
                found.append(Quantity(span.of(text), span, number, unit))
        elif place and unit:
            whole, end = with_part(number, place.end, text, language)
            span = Span(number.span.start, end)
            found.append(Quantity(span.of(text), span, whole, unit))
    return tuple(found)


def _by_word(written: str, names: "_UnitNames") -> MeasureUnit | None:
    """The unit that a word names, be it written together: "square-metre"."""
    word = folded(written)
    return names.by_word.get(word) or names.by_word.get(word.replace("-", " "))


def _percent_before(text: str, end: int, language: LanguageData) -> Span | None:
    """The sign or name of a percentage that a language writes before the number ("%20")."""
    for name in percents_before(language.tag):
        start = end - len(name)
        if start >= 0 and text[start:end].casefold() == name:
            return Span(start, end)
    return None


def equal(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are as much, be it in other units: 5 km, 5,000 m; 68 °F, 20 °C."""
    if one.unit.dimension != other.unit.dimension:
        return False
    if one.unit == other.unit:
        return agree(one.number, other.number)
    return any(
        _close(one.unit, mine, other.unit, theirs)
        for mine in _values(one.number)
        for theirs in _values(other.number)
    )


def _values(number: Number) -> tuple[Fraction, ...]:
    return (number.value,) if number.otherwise is None else (number.value, number.otherwise)


def _close(one: MeasureUnit, mine: Fraction, other: MeasureUnit, theirs: Fraction) -> bool:
    left, right = mine * one.factor + one.zero, theirs * other.factor + other.zero
    if one.dimension == "temperature":
        return abs(left - right) <= _DEGREE
    apart, most = abs(left - right), max(abs(left), abs(right))
    if one.system == other.system:
        return apart <= _EXACT * most
    return apart <= _ROUNDED * most or (
        mine != theirs and apart < max(one.factor, other.factor) and apart <= _COARSE * most
    )


# ── names of units ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _UnitNames:
    """Units of one language by symbol (case matters) and by word (folded).

    `lengths` are those of the symbols, the longest first.
    """

    by_symbol: Mapping[str, MeasureUnit]
    by_word: Mapping[str, MeasureUnit]
    lengths: tuple[int, ...]
    words: LooseNames
    hectare: MeasureUnit


@cache
def _units() -> tuple[tuple[str, MeasureUnit], ...]:
    """Every unit with the name that CLDR has for it."""
    made = []
    for group, units in _FACTORS.items():
        dimension, _, system = group.partition(" ")
        for name, factor in units.items():
            whole, _, part = factor.partition("/")
            size = Fraction(whole) / Fraction(part or 1)
            unit = MeasureUnit(
                name, dimension, size, _ZEROS.get(name, Fraction(0)), system or "metric"
            )
            made.append((f"{_CLDR_DIMENSION.get(dimension, dimension)}-{name}", unit))
    return tuple(made)


@cache
def _names(language: LanguageData) -> _UnitNames:
    symbols: dict[str, MeasureUnit] = {}
    words: dict[str, MeasureUnit] = {}
    for locale in locales(language.tag):
        patterns = locale._data["unit_patterns"]  # babel formats, but does not list
        months = {folded(name) for name in locale.months["format"]["wide"].values()}
        for key, unit in _units():
            widths = patterns.get(key, {})
            for name in _writings(widths.get("long", {})):
                if folded(name) in months:
                    continue  # "12 de julio": a joule is one, too
                words.setdefault(folded(name), unit)
                for ending in _CASES.get(language.tag, ()):
                    words.setdefault(f"{folded(name)}{ending}", unit)
                words.setdefault(name.casefold(), unit)  # in Indic scripts marks are no accents
            for name in _writings(widths.get("short", {})):
                if name.rstrip(".") in _LETTERS and unit.name not in _SI:
                    continue  # French "1250 m." at the end of a sentence are no months
                if folded(name) not in language.function_words:  # "in 2020 in Madrid"
                    symbols.setdefault(name, unit)
                    symbols.setdefault(name.replace("״", '"'), unit)
            for name in _MORE.get(unit.name, ()):
                symbols.setdefault(name, unit)
            for name in () if language.told_apart else _SI.get(unit.name, ()):
                symbols.setdefault(name, unit)
            for name in _ABBREVIATED.get(language.tag, {}).get(unit.name, ()):
                symbols.setdefault(name, unit)
    return _UnitNames(
        MappingProxyType(symbols),
        MappingProxyType(words),
        tuple(sorted({len(symbol) for symbol in symbols}, reverse=True)),
        LooseNames(words, _writings_of_word, _END),
        next(unit for _, unit in _units() if unit.name == "hectare"),
    )


def _writings(forms: Mapping[str, str]) -> Iterator[str]:
    for form, pattern in forms.items():
        if form == "per":
            continue  # "120 por ano" is no number of years
        name = pattern.removeprefix("{0}").strip("\u00a0\u202f ")
        if name and name != pattern:
            yield name


# ── a unit right after a number ─────────────────────────────────────────────────────────────────

# Spanish "ha" is a verb, too, but not before a comma: "62,5 ha, y".
_HECTARES = regex.compile(r"\s?(?P<unit>ha)(?=[.,;:)]|\s*$)")
_GAP = regex.compile(r"[\s\-]*")
_ARTICLE = regex.compile(r"(?:an?|de|d['’]|di)\s*\b")
_END = regex.compile(r"(?![\p{L}\p{M}\p{Nd}²³])")  # no unit ends within a word
_ACCENTED = {
    "a": "aáàâã", "e": "eéèê", "i": "iíìî", "o": "oóòôõö", "u": "uúùü", "c": "cç", "n": "nñ",
}  # fmt: skip


def _unit_after(text: str, at: int, names: _UnitNames) -> Span | None:
    """Where a unit stands right after a number, be an article between: "half a mile".

    Symbols come before words, and of each the longest; accents may be missing or there.
    """
    gap = _GAP.match(text, at).end()
    article = _ARTICLE.match(text, gap)
    for start in (*([article.end()] if article else ()), *range(gap, at - 1, -1)):
        end = _symbol_end(text, start, names) or names.words.end_of_longest(text, start)
        if end is None and text.startswith("%", start):
            end = start + 1
        if end is not None:
            return Span(start, end)
    return None


def _inflected_unit(
    text: str, at: int, names: _UnitNames
) -> tuple[Span | None, MeasureUnit | None]:
    """A unit's name with an ending: Finnish "grammaa", Persian "میلی‌گرمی", Korean "그램의"."""
    word = _ONE_WORD.match(text, at)
    written = word["word"].casefold() if word else ""
    for length in range(len(written), max(_SHORTEST, len(written) - _ENDING) - 1, -1):
        unit = names.by_word.get(written[:length]) or names.by_symbol.get(written[:length])
        if word and unit is not None:
            return Span(*word.span("word")), unit
    return None, None


def _joined_unit(text: str, at: int, names: _UnitNames) -> tuple[Span | None, MeasureUnit | None]:
    """A unit's name in a script that parts no words, or to which Korean adds: 250ミリリットル.

    Times are left out: their signs count days of the month and hours of the clock.
    """
    start = at + (text[at : at + 1] == " ")
    if _UNSPACED.match(text, start) is None:
        return None, None
    for length in range(_LONGEST, 0, -1):
        written = text[start : start + length]
        unit = names.by_symbol.get(written) or names.by_word.get(written)
        if unit is not None and unit.dimension != "duration":
            return Span(start, start + length), unit
    return None, None


_PRICED = regex.compile(r"(?r)\p{Sc}\s?$")  # "£125m" is no length
_UNSPACED = regex.compile(r"[\p{Han}\p{Katakana}\p{Hiragana}\p{Hangul}\p{Thai}]")
_LONGEST = 12  # signs of a unit's name
_SHORTEST, _ENDING = 3, 4  # letters of a name that takes endings, and of an ending
_ONE_WORD = regex.compile(r"[\s\-]?(?P<word>\p{L}[\p{L}\p{M}\u200c]*)")


def _symbol_end(text: str, start: int, names: _UnitNames) -> int | None:
    """Where the longest symbol that begins here ends."""
    ends = (
        start + length
        for length in names.lengths
        if text[start : start + length] in names.by_symbol and start + length <= len(text)
    )
    return next((end for end in ends if _ends(text, end)), None)


def _ends(text: str, end: int) -> bool:
    """Whether a symbol ends here: before no letter, or before one of a script without spaces that
    is written onto Latin letters ("4.5kg을", "2.5L以上").
    """
    onto = text[end - 1].isascii() and _UNSPACED.match(text, end)
    return bool(onto) or _END.match(text, end) is not None


def _writings_of_word(word: str) -> regex.Pattern[str]:
    """A pattern for a folded word that lets its letters have accents, and its spaces be wide."""
    loosely = "".join(
        r"[\s\-]+" if letter == " " else f"[{_ACCENTED[letter]}]" if letter in _ACCENTED
        else regex.escape(letter)
        for letter in word
    )  # fmt: skip
    return regex.compile(loosely, regex.VERSION1 | regex.IGNORECASE)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=64)
def converted(
    source: str, target: str, language: LanguageData, other: LanguageData
) -> tuple[tuple[Quantity, Quantity], ...]:
    """Quantities of two texts that are as much though their numbers differ: 5 km and 5,000 m, 9.5
    hours and "nine hours and a half".

    `language` is the source's, `other` the target's.
    """
    left = list(_with_ranges(target, other))
    pairs = []
    for one in _with_ranges(source, language):
        same = [each for each in left if equal(one, each)]
        if same:
            best = min(same, key=lambda each: each.unit != one.unit)
            left.remove(best)
            pairs.append((one, best))
    here, there = _by_place(source, language), _by_place(target, other)
    return tuple(
        (one, other)
        for one, other in pairs
        if not agree(
            here.get(one.number.span, one.number), there.get(other.number.span, other.number)
        )
    )


def _by_place(text: str, language: LanguageData) -> dict[Span, Number]:
    """The numbers of a text as they stand before their units, without "and a half" after these."""
    return {number.span: number for number in numbers_in(text, language)}


def told_again(
    source: str, target: str, language: LanguageData, other: LanguageData
) -> tuple[list[Span], list[Span]]:
    """Where each text says as much as a quantity of the other, in its units or in others: in
    "295 kg (650 pounds)" both are the other text's "650 pounds".
    """
    ends = quantities_in(source, language), quantities_in(target, other)
    one, two = (
        [each.span for each in here if any(equal(each, twin) for twin in there)]
        for here, there in (ends, ends[::-1])
    )
    return one, two


def _with_ranges(text: str, language: LanguageData) -> Iterator[Quantity]:
    """The quantities of a text; the first number of "2 to 4 inches" has the unit of the second."""
    numbers = numbers_in(text, language)
    quantities = {each.number.span: each for each in quantities_in(text, language)}
    for number, after in zip(numbers, (*numbers[1:], None), strict=False):
        if found := quantities.get(number.span):
            yield found
        elif (
            after and (end := quantities.get(after.span)) and joined(number, after, text, language)
        ):
            yield Quantity(number.text, number.span, number, end.unit)


def unpaired(
    source: Sequence[Quantity], target: Sequence[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """What is left of both when each quantity is answered by an equal one."""
    lost, added = [], list(target)
    for one in source:
        same = [other for other in added if equal(one, other)]
        if same:
            added.remove(min(same, key=lambda other: other.unit != one.unit))
        else:
            lost.append(one)
    return lost, added
