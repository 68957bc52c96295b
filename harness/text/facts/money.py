"""Amounts of money: a number, and the currency that its sign, code or name stands for."""

from collections.abc import Container, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import regex

from harness.core.values import Span
from harness.text.data.cldr import locales
from harness.text.data.language import LanguageData
from harness.text.facts.loose_names import LooseNames
from harness.text.facts.numbers import Number, NumberKind, numbers_in
from harness.text.words.normalise import folded

# The currencies that are looked for, by ISO 4217 code: those most traded, and those of the lands
# where English, Spanish and Portuguese are spoken.
_CODES = (
    *("USD", "EUR", "JPY", "GBP", "CNY", "AUD", "CAD", "CHF", "HKD", "SGD", "SEK", "KRW", "NOK"),
    *("NZD", "INR", "MXN", "TWD", "ZAR", "BRL", "DKK", "PLN", "THB", "ILS", "IDR", "CZK", "TRY"),
    *("HUF", "CLP", "SAR", "PHP", "MYR", "COP", "RUB", "RON", "PEN", "ARS", "UAH", "UYU", "BOB"),
    *("VES", "CUP", "DOP", "GTQ", "HNL", "NIO", "CRC", "PYG", "AOA", "MZN", "NGN", "KES", "EGP"),
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
    "₦": frozenset(("NGN",)),
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
        before = _BEFORE.search(text, max(start - _WIDEST_SIGN, 0), start)
        if before and found and before.start() < found[-1].span.end:
            before = None  # the sign belongs to the number before it: "3 € 40"
        after = None if before else _currency_after(text, number.span.end, words)
        if before:
            span, written = Span(before.start(), number.span.end), before["sign"]
        elif after:
            span, written = Span(start, after.end), after.of(text)
        else:
            continue
        codes, sure = _meaning(written, words)
        found.append(Money(span.of(text), span, number, codes, sure))
    return tuple(found)


def same_currency(one: Money, other: Money) -> bool:
    """Whether both may be in one currency: "$" and "US dollars"."""
    return bool(one.codes & other.codes)


# ── names of currencies ─────────────────────────────────────────────────────────────────────────

_ANY_SIGN = "|".join(map(regex.escape, sorted(_SIGNS, key=len, reverse=True)))
_ANY_CODE = "|".join(_CODES)
_WIDEST_SIGN = 10  # characters, with a space and what must not stand before it
_BEFORE = regex.compile(rf"(?r)(?<![\p{{L}}$])(?P<sign>{_ANY_SIGN}|{_ANY_CODE})[\s\u00a0]?$")


@dataclass(frozen=True, slots=True)
class _Words:
    by_word: Mapping[str, frozenset[str]]
    unsure: frozenset[str]
    names: LooseNames
    joined: regex.Pattern[str] | None  # names in scripts in which they stand without gaps


def _meaning(written: str, words: _Words) -> tuple[frozenset[str], bool]:
    if written in _SIGNS:
        return _SIGNS[written], True
    if written in _CODES:
        return frozenset((written,)), True
    word = " ".join(folded(written).split())
    return words.by_word[word], word not in words.unsure


@cache
def _currency_words(language: LanguageData) -> _Words:
    """Names of currencies in CLDR, in full and by the word that several of them share ("peso")."""
    names: dict[str, set[str]] = {}
    alone: set[str] = set()
    for locale in locales(language.tag):
        plurals = locale._data["currency_names_plural"]  # babel formats, but does not list
        for code in _CODES:
            forms = dict(plurals.get(code, {})).values()
            for name in {str(name) for name in (*forms, locale.currencies.get(code, ""))} - {""}:
                words = folded(name).replace("-", " ").split()
                whole = len(words) == 1 and not language.known
                for word in {folded(name), *words}:
                    names.setdefault(word, set()).add(code)
                    alone |= {word} if whole else set()
    for name, code in _ALSO.get(language.tag, {}).items():
        names.setdefault(folded(name), set()).add(code)
        alone.add(folded(name))
    by_word = {
        word: frozenset(codes)
        for word, codes in names.items()
        if " " in word or _NOUN.fullmatch(word) or word in alone or _shared(codes, language)
    }
    return _Words(
        MappingProxyType(by_word),
        _UNSURE & by_word.keys(),
        LooseNames(by_word, _writings_of_name, _END),
        _joined(_as_written(language), by_word),
    )


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


def _shared(codes: Set[str], language: LanguageData) -> bool:
    """Whether a word of several currencies' names means a currency: "доллар", and not "США"."""
    return not language.known and len(codes) > 1


# What people say besides, and the CLDR does not give.
_ALSO: Mapping[str, Mapping[str, str]] = {
    "tr": {"avro": "EUR", "lira": "TRY", "dolar": "USD", "sterlin": "GBP"},
    "zh": {"人民币": "CNY", "元": "CNY", "美金": "USD"},
    "ja": {"ドル": "USD", "ポンド": "GBP", "元": "CNY"},
    "ko": {"원": "KRW", "달러": "USD", "엔": "JPY", "파운드": "GBP"},
    "ru": {"рублей": "RUB", "рубля": "RUB", "рубль": "RUB", "иен": "JPY", "фунтов": "GBP"},
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


_SIGN_AFTER = regex.compile(rf"[\s\u00a0\-]*(?P<unit>{_ANY_SIGN}|(?:{_ANY_CODE})\b)")
_GAP = regex.compile(r"[\s\-]+")
_ARTICLE = regex.compile(r"de\s+")
_END = regex.compile(r"(?![\p{L}\p{Nd}])")


def _currency_after(text: str, at: int, words: _Words) -> Span | None:
    """Where a sign, a code or a name stands right after a number: "5 €", "5 mil. de pesos"."""
    if sign := _SIGN_AFTER.match(text, at):
        return Span(*sign.span("unit"))
    if joined := words.joined and words.joined.match(text, at):
        return Span(*joined.span("unit"))
    gap = _GAP.match(text, at)
    if gap is None:
        return None
    article = _ARTICLE.match(text, gap.end())
    for start in (*([article.end()] if article else ()), *range(gap.end(), at, -1)):
        end = words.names.end_of_longest(text, start)
        if end is not None:
            return Span(start, end)
    return None


_ACCENTS = {"a": "[aáàâã]", "e": "[eéêè]", "i": "[ií]", "o": "[oóôõö]", "u": "[uúü]"}


def _writings_of_name(name: str) -> regex.Pattern[str]:
    """A pattern for a folded name that lets its letters have accents."""
    loosely = "".join(_ACCENTS.get(letter, regex.escape(letter)) for letter in name)
    return regex.compile(loosely, regex.IGNORECASE)
