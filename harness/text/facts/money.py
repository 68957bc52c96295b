"""Amounts of money: a number, and the currency that its sign, code or name stands for."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

import regex

from harness.core.values import Span
from harness.text.data.cldr import locales
from harness.text.data.language import LanguageData
from harness.text.facts.loose_names import LooseNames
from harness.text.facts.numbers import Number, NumberKind, numbers_in
from harness.text.words.normalise import folded

# The currencies that are looked for, by ISO 4217 code: those most traded, and those of the lands
# where the languages with data are spoken.
_CODES = (
    *("USD", "EUR", "JPY", "GBP", "CNY", "AUD", "CAD", "CHF", "HKD", "SGD", "SEK", "KRW", "NOK"),
    *("NZD", "INR", "MXN", "TWD", "ZAR", "BRL", "DKK", "PLN", "THB", "ILS", "IDR", "CZK", "TRY"),
    *("HUF", "CLP", "SAR", "PHP", "MYR", "COP", "RUB", "RON", "PEN", "ARS", "UAH", "UYU", "BOB"),
    *("VES", "CUP", "DOP", "GTQ", "HNL", "NIO", "CRC", "PYG", "AOA", "MZN", "NGN", "KES", "EGP"),
    *("IRR", "AED", "QAR", "KWD", "MAD", "DZD", "TND", "IQD", "JOD", "LBP", "SYP", "LYD", "YER"),
    *("OMR", "BHD", "SDG", "MDL", "BYN", "KZT", "GEL", "AZN", "BGN", "RSD", "ISK", "VND", "PKR"),
    *("BDT", "LKR", "NPR", "AFN"),
)
_DOLLARS = frozenset(("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD"))
_PESOS = frozenset(("MXN", "ARS", "CLP", "COP", "UYU", "CUP", "DOP", "PHP"))
_SIGNS: Mapping[str, frozenset[str]] = {
    "$": _DOLLARS | _PESOS, "US$": frozenset(("USD",)), "U$S": frozenset(("USD",)),
    "U.S.$": frozenset(("USD",)), "R$": frozenset(("BRL",)), "A$": frozenset(("AUD",)),
    "AU$": frozenset(("AUD",)), "C$": frozenset(("CAD", "NIO")), "CA$": frozenset(("CAD",)),
    "NZ$": frozenset(("NZD",)), "HK$": frozenset(("HKD",)), "S$": frozenset(("SGD",)),
    "MX$": frozenset(("MXN",)), "€": frozenset(("EUR",)), "£": frozenset(("GBP",)),
    "¥": frozenset(("JPY", "CNY")), "₹": frozenset(("INR",)), "₽": frozenset(("RUB",)),
    "₩": frozenset(("KRW",)), "₺": frozenset(("TRY",)), "₴": frozenset(("UAH",)),
    "₪": frozenset(("ILS",)), "฿": frozenset(("THB",)), "₱": frozenset(("PHP",)),
    "₦": frozenset(("NGN",)), "₫": frozenset(("VND",)), "₸": frozenset(("KZT",)),
    "₾": frozenset(("GEL",)), "₼": frozenset(("AZN",)), "﷼": frozenset(("IRR",)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    """A number and its currency; `codes` are the currencies that the writing may stand for.

    Not `sure`: a word that has other meanings ("pounds").
    """

    text: str
    span: Span
    number: Number
    codes: frozenset[str]
    sure: bool


@lru_cache(maxsize=64)  # detectors and blame ask for the same few texts
def money_in(text: str, language: LanguageData) -> tuple[Money, ...]:
    """The amounts of money of `text`, in order.

    Blind to cents, to slang ("bucks"), to currencies without a number, and to those not listed.
    """
    words = _currency_words(language)
    found: list[Money] = []
    for number in numbers_in(text, language):
        if number.measure is not NumberKind.AMOUNT:
            continue
        start = number.span.start
        before = words.before.search(text, max(start - _WIDEST_SIGN, 0), start)
        if before and found and before.start() < found[-1].span.end:
            before = None  # the sign belongs to the number before it: "3 € 40"
        after = None if before else _currency_after(text, number.span.end, words, language)
        if before:
            span, written = Span(before.start(), number.span.end), before["sign"]
        elif after:
            span, written = Span(start, after.end), after.of(text)
        else:
            continue
        codes, sure = _meaning(written, words, language)
        found.append(Money(span.of(text), span, number, codes, sure))
    return tuple(found)


def same_currency(one: Money, other: Money) -> bool:
    """Whether both may be in one currency: "$" and "US dollars"."""
    return bool(one.codes & other.codes)


# ── names of currencies ─────────────────────────────────────────────────────────────────────────

_ANY_SIGN = "|".join(map(regex.escape, sorted(_SIGNS, key=len, reverse=True)))
_ANY_CODE = "|".join(_CODES)
_SIGN = regex.compile(r"\p{Sc}")
# Letters of scripts that part words: a sign may stand right after those of others ("共€5").
_LETTER = r"\p{L}--[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]"
_SPACE = r"[\s\u00a0\u200e\u200f\u061c]"
_WIDEST_SIGN = 10  # characters, with a space and what must not stand before it


@cache
def _before(local: tuple[str, ...]) -> regex.Pattern[str]:
    """Signs and codes before a number, with what a language writes for its own ("kr 450")."""
    own = "".join(f"|{regex.escape(sign)}" for sign in local)
    return regex.compile(
        rf"(?r)(?<![{_LETTER}$])(?P<sign>{_ANY_SIGN}|{_ANY_CODE}{own}){_SPACE}{{0,2}}$",
        regex.VERSION1,
    )


@cache
def _after(local: tuple[str, ...]) -> regex.Pattern[str]:
    """Signs and codes after a number, with what a language writes for itself ("5 $US", "5đ")."""
    own = "".join(f"{regex.escape(sign)}|" for sign in local if _SIGN.search(sign))
    words = "".join(f"|{regex.escape(sign)}" for sign in local if sign.isalpha())
    return regex.compile(
        rf"(?:{_SPACE}|-)*(?P<unit>{own}{_ANY_SIGN}"
        rf"|(?:{_ANY_CODE}{words})(?![{_LETTER}\p{{Nd}}_]))",
        regex.VERSION1,
    )


@dataclass(frozen=True, slots=True)
class _Words:
    by_word: Mapping[str, frozenset[str]]
    unsure: frozenset[str]
    names: LooseNames
    joined: regex.Pattern[str] | None  # names in scripts in which they stand without gaps
    before: regex.Pattern[str]  # what stands before a number
    after: regex.Pattern[str]


def _meaning(written: str, words: _Words, language: LanguageData) -> tuple[frozenset[str], bool]:
    if written in _SIGNS:
        return _SIGNS[written], True
    if written in _CODES:
        return frozenset((written,)), True
    word = " ".join(folded(written).split())
    codes = words.by_word.get(word) or _of_inflected(word, words, language)
    return codes, word not in words.unsure


@cache
def _currency_words(language: LanguageData) -> _Words:
    """Names of currencies in CLDR, in full and by the word that several of them share ("peso")."""
    names: dict[str, set[str]] = {}
    alone: set[str] = set()
    for code, name in _all_names(language):
        words = folded(name).replace("-", " ").split()
        whole = len(words) == 1 and not language.told_apart
        if not language.told_apart:  # accents may part letters there: "Kč", "đồng"
            words += name.casefold().replace("-", " ").split()
        for word in {folded(name), name.casefold(), *words}:
            names.setdefault(word, set()).add(code)
            alone |= {word} if whole else set()
    shared = frozenset() if language.told_apart else _nouns_of_currencies(language.tag)
    local = _local_signs(language)
    for name, code in {**local, **_ALSO.get(language.tag, {})}.items():
        for writing in (folded(name), name.casefold()):
            names.setdefault(writing, set()).add(code)
            alone.add(writing)
    by_word = {
        word: frozenset(codes)
        for word, codes in names.items()
        if " " in word or _NOUN.fullmatch(word) or word in alone or word in shared
    }
    return _Words(
        MappingProxyType(by_word),
        _UNSURE & by_word.keys(),
        LooseNames(by_word, _writings_of_name, _END),
        _joined(_as_written(language), by_word),
        *(made(tuple(sorted(local, key=len, reverse=True))) for made in (_before, _after)),
    )


def _all_names(language: LanguageData) -> Iterator[tuple[str, str]]:
    for locale in locales(language.tag):
        plurals = locale._data["currency_names_plural"]  # babel formats, but does not list
        for code in _CODES:
            forms = dict(plurals.get(code, {})).values()
            for name in {str(name) for name in (*forms, locale.currencies.get(code, ""))} - {""}:
                yield code, name


@cache
def _nouns_of_currencies(tag: str) -> frozenset[str]:
    """Words that stand in the names of several currencies: "доллар", and not "США".

    Old currencies count, too: by them a word is known that only one land of today uses ("שקל").
    """
    seen: dict[str, set[str]] = {}
    for locale in locales(tag)[:1]:
        plurals = locale._data["currency_names_plural"]
        for code, name in locale.currencies.items():
            forms = (name, *dict(plurals.get(code, {})).values())
            written = {letters(str(form)) for form in forms for letters in (folded, str.casefold)}
            for word in {word for form in written for word in form.split()}:
                seen.setdefault(word, set()).add(code)
    return frozenset(
        word for word, codes in seen.items() if len(codes) > 1 and len(word) > 2 and word.isalpha()
    )


def _local_signs(language: LanguageData) -> Mapping[str, str]:
    """What the language writes for a currency: "zł", "Kč", "kr"; "JP¥", "$US"."""
    written = _LETTER_SIGNS.get(language.tag, {}) | {
        sign.strip("\u200e\u200f").rstrip("."): code
        for locale in locales(language.tag)[:1]
        for code, sign in locale.currency_symbols.items()
        if code in _CODES and sign not in _SIGNS and sign != code
    }
    return {
        sign: code
        for sign, code in written.items()
        if _SIGN.search(sign) or (sign.isalpha() and not language.told_apart)
    }


def _as_written(language: LanguageData) -> Iterator[str]:
    """Names with all their marks: in kana and Hangul they are no accents."""
    for locale in locales(language.tag):
        for code in _CODES:
            name = str(locale.currencies.get(code, ""))
            yield from (name, *name.split())
    yield from _ALSO.get(language.tag, {})


def _joined(names: Iterable[str], known: Container[str]) -> regex.Pattern[str] | None:
    unspaced = {name for name in names if _UNSPACED.match(name) and folded(name) in known}
    joined = sorted(unspaced, key=len, reverse=True)
    choice = "|".join(map(regex.escape, joined))
    return regex.compile(rf"\s?(?P<unit>{choice})") if joined else None


_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]")


# Letters that are written onto an amount, and that the CLDR has a sign for.
_LETTER_SIGNS: Mapping[str, dict[str, str]] = {"vi": {"đ": "VND"}}
# What people say besides, and the CLDR does not give.
_ALSO: Mapping[str, Mapping[str, str]] = {
    "tr": {"avro": "EUR", "lira": "TRY", "tl": "TRY", "dolar": "USD", "sterlin": "GBP"},
    "zh": {"人民币": "CNY", "元": "CNY", "块": "CNY", "美金": "USD"},
    "ja": {
        "円": "JPY",
        "ドル": "USD",
        "ユーロ": "EUR",
        "ポンド": "GBP",
        "元": "CNY",
        "ウォン": "KRW",
    },
    "ko": {"원": "KRW", "달러": "USD", "엔": "JPY", "파운드": "GBP"},
    "ru": {"рублей": "RUB", "рубля": "RUB", "рубль": "RUB", "руб": "RUB", "иен": "JPY"},
    "uk": {"грн": "UAH", "гривень": "UAH", "гривні": "UAH", "гривня": "UAH", "гривню": "UAH"},
    "cs": {"kč": "CZK", "korun": "CZK", "koruny": "CZK", "koruna": "CZK", "eur": "EUR"},
    "he": {
        "אירו": "EUR",
        "יורו": "EUR",
        "דולר": "USD",
        "דולרים": "USD",
        "שקל": "ILS",
        "שקלים": "ILS",
        'ש"ח': "ILS",
        "ש״ח": "ILS",
        "שח": "ILS",
    },
    "fa": {"تومان": "IRT", "ریال": "IRR", "دلار": "USD", "یورو": "EUR"},  # ten rials are a toman
    "hi": {"रुपये": "INR", "रुपए": "INR", "रुपया": "INR", "रु": "INR", "डॉलर": "USD"},
    "id": {"rupiah": "IDR", "rp": "IDR", "dolar": "USD", "ringgit": "MYR", "euro": "EUR"},
    "vi": {"đồng": "VND", "đô la": "USD", "đô": "USD"},
    "sv": {"kr": "SEK", "kronor": "SEK", "krona": "SEK"},
    "da": {"kr": "DKK", "kroner": "DKK", "krone": "DKK"},
    "ro": {"lei": "RON", "leu": "RON"},
    "ar": {"ريال": "SAR", "درهم": "AED", "جنيه": "EGP", "دولار": "USD", "يورو": "EUR"},
}
# Words that have other meanings after a number, too.
_UNSURE = frozenset(
    ("pound", "pounds", "libra", "libras", "livre", "livres", "won", "real", "sol", "soles")
)
# The words of those names that mean a currency alone: "peso", and not "Mexican".
_NOUN = regex.compile(
    r"dollars?|dolar(?:es|s)?|dollar(?:o|i)|euros?|yen(?:es|s)?|iens?|ienes?|pounds?|libras?|lliures|livres?"
    r"|pfund|sterline|francs?|francos?|franken|pesos?|rupees?|rupias?|roupies?|rubles?|roubles?"
    r"|rublos?|rubel|yuan(?:es|s)?|won|kron(?:a|or|e|er|en)|coronas?|coroas?|reals?|reales|reais"
    r"|rand|zlotys?|lir(?:as?|e)|soles|sterline"
)


_GAP = regex.compile(r"[\s\-]+")
_ARTICLE = regex.compile(r"de\s+")
_END = regex.compile(r"(?![\p{L}\p{M}\p{Nd}])")


def _currency_after(text: str, at: int, words: _Words, language: LanguageData) -> Span | None:
    """Where a sign, a code or a name stands right after a number: "5 €", "5 mil. de pesos"."""
    if sign := words.after.match(text, at):
        return Span(*sign.span("unit"))
    if joined := words.joined and words.joined.match(text, at):
        return Span(*joined.span("unit"))
    if text.startswith(".", at) and text[at - 1].isalpha():
        at += 1  # "25 тис. грн": the number ends in an abbreviation
    gap = _GAP.match(text, at)
    if gap is None:
        return None
    article = _ARTICLE.match(text, gap.end())
    if article and (sign := words.after.match(text, article.end())):
        return Span(*sign.span("unit"))
    for start in (*([article.end()] if article else ()), *range(gap.end(), at, -1)):
        end = words.names.end_of_longest(text, start)
        if end is not None:
            return Span(start, end)
    word = _ONE_WORD.match(text, gap.end())
    found = word and _of_inflected(folded(word.group()), words, language)
    return Span(*word.span()) if word and found else None


def _of_inflected(word: str, words: _Words, language: LanguageData) -> frozenset[str]:
    """The currency of a name with another ending: Finnish "euroa", Arabic "ريالاً".

    The last two letters may differ, of a short name none, and three more may follow.
    """
    if not language.names.inflected or language.told_apart or len(word) < _LEAST:
        return frozenset()
    stem = word.partition("'")[0]
    for name, codes in words.by_word.items():
        kept = name[: max(len(name) - 2, _LEAST)]
        if len(name) >= _LEAST and stem.startswith(kept) and len(stem) <= len(name) + _ENDING:
            return codes
    return frozenset()


_LEAST, _ENDING = 4, 3  # letters of a name that takes endings, and of an ending
_ONE_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’]*")


_ACCENTS = {"a": "[aáàâã]", "e": "[eéèê]", "i": "[iíì]", "o": "[oóòôõö]", "u": "[uúùü]"}


def _writings_of_name(name: str) -> regex.Pattern[str]:
    """A pattern for a folded name that lets its letters have accents."""
    loosely = "".join(_ACCENTS.get(letter, regex.escape(letter)) for letter in name)
    return regex.compile(loosely, regex.IGNORECASE)
