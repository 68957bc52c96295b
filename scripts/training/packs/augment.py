"""Variants of training pairs: what the text at hand has too little of.

What must be copied, not remembered, is replaced alike on both sides: numbers, names, Tatoeba's few
first names above all; so are countries, each in its language. Now and then a placeholder, a tag, a
code or an address stands for one. Quotation marks, case and the final stop vary.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable

from countries import COUNTRIES

Pair = tuple[str, str]

NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*")
FAMILIAR = re.compile(
    r"\b(Tom|Mary|John|Jack|Bill|Ken|Jim|Mike|Bob|Boston|Jane|Ann|Alice|Tony|Nancy)\b"
)
NAME = re.compile(r"(?<=[a-záéíóúñ,] )[A-Z][a-zA-Záéíóúñ]{3,}\b")
FIELDS = [
    "name", "user", "count", "file", "title", "email", "date", "total", "item", "page", "city",
]  # fmt: skip
ALONE = re.compile(r"(?<![\d.,%-])\d{2,}(?![\d%-]|[.,]\d)")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORD = re.compile(r"[^\W\d_]+")
QUOTED = re.compile(r'"([^"]*)"')


def names_in(pairs: Iterable[Pair]) -> list[str]:
    """Capitalised words that stand on both sides of a pair, inside the sentence: names."""
    counts: Counter[str] = Counter()
    for english, spanish in pairs:
        counts.update(set(NAME.findall(english)) & set(NAME.findall(spanish)))
    return sorted(name for name in counts if not FAMILIAR.match(name))


def other_numbers(dice: random.Random, pair: Pair) -> Pair:
    """Numbers of two digits or more that both sides hold, replaced by others of the same length."""
    english, spanish = pair
    shared = {_digits(n) for n in NUMBER.findall(english)} & {
        _digits(n) for n in NUMBER.findall(spanish)
    }
    others = {digits: _other(dice, digits) for digits in sorted(shared) if len(digits) > 1}

    def replace(match: re.Match[str]) -> str:
        fresh = iter(others.get(_digits(match[0]), ""))
        return "".join(next(fresh, c) if c.isdigit() else c for c in match[0])

    return NUMBER.sub(replace, english), NUMBER.sub(replace, spanish)


def other_names(dice: random.Random, names: list[str], pair: Pair) -> Pair:
    """The names that the text repeats without end, replaced where both sides hold the same."""
    english, spanish = pair
    found = FAMILIAR.findall(english)
    if not found or sorted(found) != sorted(FAMILIAR.findall(spanish)):
        return pair
    others = {name: _name(dice, names) for name in sorted(set(found))}

    def replace(match: re.Match[str]) -> str:
        return others[match[0]]

    return FAMILIAR.sub(replace, english), FAMILIAR.sub(replace, spanish)


def other_name(dice: random.Random, names: list[str], pair: Pair) -> Pair:
    """One name that both sides hold once, replaced by another."""
    found = _held_once(NAME, pair)
    return _replaced(pair, dice.choice(found), dice.choice(names)) if found and names else pair


def other_country(dice: random.Random, pair: Pair) -> Pair:
    """One country that both sides name once, in its own form each, replaced by another."""
    english, spanish = pair
    held = {word for word in WORD.findall(english) if word in COUNTRIES}
    named = sorted(
        country
        for country in held
        if WORD.findall(english).count(country) == WORD.findall(spanish).count(COUNTRIES[country])
        and english.count(country) == spanish.count(COUNTRIES[country]) == 1
    )
    if not named:
        return pair
    old, new = dice.choice(named), dice.choice(sorted(set(COUNTRIES) - held))
    return english.replace(old, new), spanish.replace(COUNTRIES[old], COUNTRIES[new])


def with_mark(dice: random.Random, pair: Pair) -> Pair:
    """One name or number that both sides hold once, as a placeholder, between tags, as a code."""
    found = _held_once(NAME, pair) + _held_once(ALONE, pair)
    if not found:
        return pair
    held = dice.choice(found)
    return _replaced(pair, held, _mark(dice, held))


def _held_once(what: re.Pattern[str], pair: Pair) -> list[str]:
    english, spanish = pair
    both = set(what.findall(english)) & set(what.findall(spanish))
    return sorted(text for text in both if english.count(text) == spanish.count(text) == 1)


def _replaced(pair: Pair, held: str, other: str) -> Pair:
    return pair[0].replace(held, other), pair[1].replace(held, other)


def _mark(dice: random.Random, held: str) -> str:
    field, number = dice.choice(FIELDS), dice.randint(0, 9)
    word = "".join(dice.choice(LETTERS) for _ in range(dice.randint(3, 8)))
    tag = dice.choice(("b", "i", "strong", "em", "code", "a"))
    return dice.choice(
        (
            f"{{{field}}}", f"{{{number}}}", f"{{{{{field}}}}}", f"${{{field}}}", f"%({field})s",
            "%s", "%d", f"%{number + 1}$s", f"${number + 1}",
            f"<{tag}>{held}</{tag}>", f"<{tag}>{held}</{tag}>",
            f"https://www.{word}.org/{field}/{number}", f"{word}@{field}.com",
            f"{word}.{field}.txt", f"{word[:3].upper()}-{dice.randint(10, 9999)}",
            f"{field}{number}()", f"--{field}",
        )
    )  # fmt: skip


def surface(dice: random.Random, pair: Pair) -> Pair:
    """Now and then capitals only, small letters only, or no final stop."""
    english, spanish = pair
    chance = dice.random()
    if chance < 0.015 and len(english) < 80:
        return english.upper(), spanish.upper()
    if chance < 0.04 and english.endswith(".") and spanish.endswith("."):
        return english[:-1], spanish[:-1]
    if chance < 0.05:
        return english.lower(), spanish.lower()
    return pair


def typographic(dice: random.Random, source: str) -> str:
    """Quotation marks and apostrophes as printers set them, on the source side only."""
    if dice.random() > 0.12:
        return source
    marks = "“\\1”" if dice.random() < 0.7 else "«\\1»"
    return QUOTED.sub(marks, source).replace("'", "’")


def plain_quotes(target: str) -> str:
    """Quotation marks of the target side in one form, so that the model need not choose."""
    return target.translate(str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'}))


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _other(dice: random.Random, digits: str) -> str:
    if len(digits) == 4 and "1700" <= digits <= "2030":
        return str(dice.randint(1700, 2030))  # most likely a year
    first = digits[0] if digits[0] == "0" else str(dice.randint(1, 9))
    return first + "".join(
        "0" if digit == "0" and dice.random() < 0.5 else str(dice.randint(0, 9))
        for digit in digits[1:]
    )


def _name(dice: random.Random, names: list[str]) -> str:
    name = dice.choice(names)
    if dice.random() < 0.4:  # nobody's: so that it can only be copied
        other = dice.choice(names)
        name = name[: len(name) // 2] + other[len(other) // 2 :]
    return f"{name} {dice.choice(names)}" if dice.random() < 0.3 else name
