"""Damage of a known kind for one sentence of English, Spanish or Portuguese.

Plain patterns and word lists of the lexicon, none of the harness's own detectors: what a model
learns here must not be what those would say anyway.
"""

import random
import re
from collections.abc import Callable, Sequence

from harness.text.data.lexicon import lexicon

Damage = Callable[[str, str, random.Random, Sequence[str]], str | None]

WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_DENIED = {
    "en": ((r"\bcan(?:['’]t|not)\b", "can"), (r"n['’]t\b", ""), (r" (?:not|never)\b", "")),
    "es": ((r"\b(?:no|nunca) ", ""),),
    "pt": ((r"\b(?:não|nunca) ", ""),),
}
_VERBS = {
    "en": (r"\b(is|are|was|were|can|will|has|have|had|could|would|should|may|must)\b", r"\1 not"),
    "es": (
        r"\b(es|son|está|están|fue|era|eran|puede|pueden|ha|han|había|será|debe|tiene)\b",
        r"no \1",
    ),
    "pt": (r"\b(é|são|está|estão|foi|era|eram|pode|podem|tem|têm|havia|será|deve)\b", r"não \1"),
}
_GENDER = {
    "en": (("he", "she"), ("his", "her"), ("him", "her"), ("man", "woman"), ("men", "women")),
    "es": (("él", "ella"), ("hombre", "mujer"), ("hombres", "mujeres"), ("ellos", "ellas")),
    "pt": (("ele", "ela"), ("homem", "mulher"), ("homens", "mulheres"), ("eles", "elas")),
}
LONG = 4  # letters of a word that is likely to mean something


def number(text: str, _: str, rng: random.Random, __: Sequence[str]) -> str | None:
    """Another number."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    old = match.group()
    new = str(int(old) + rng.choice((1, 2, 5, 10, 30))) if rng.random() < 0.6 else old[::-1] + "0"
    return text[: match.start()] + new + text[match.end() :]


def negation(text: str, language: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A denial lost or won."""
    for pattern, plain in _DENIED[language]:
        if re.search(pattern, text):
            return re.sub(pattern, plain, text, count=1)
    pattern, denied = _VERBS[language]
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + match.expand(denied) + text[match.end() :]


def omission(text: str, _: str, rng: random.Random, __: Sequence[str]) -> str | None:
    """One to four words lost, a long one among them."""
    words = text.split()
    at = [i for i, word in enumerate(words) if len(word) > LONG]
    if len(words) < 5 or not at:
        return None
    start = rng.choice(at)
    count = rng.choice((1, 1, 1, 2, 3, 4))
    return " ".join(words[:start] + words[start + count :])


def addition(text: str, _: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """One to three words of another sentence."""
    words, other = text.split(), rng.choice(others).split()
    at = [i for i, word in enumerate(other) if len(word.strip(".,")) > LONG]
    if not at:
        return None
    start = rng.choice(at)
    new = [word.strip(".,;:") for word in other[start : start + rng.choice((1, 1, 2, 3))]]
    place = rng.randrange(1, len(words) + 1)
    return " ".join([*words[:place], *new, *words[place:]])


def unrelated(text: str, _: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """A word replaced by a word of another sentence (a mistranslation)."""
    found = [m for m in WORD.finditer(text) if len(m.group()) > LONG]
    strangers = [m.group() for m in WORD.finditer(rng.choice(others)) if len(m.group()) > LONG]
    if not found or not strangers:
        return None
    match = rng.choice(found)
    return text[: match.start()] + rng.choice(strangers) + text[match.end() :]


def entity(text: str, _: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """A name replaced by another, or two exchanged."""
    names = re.compile(r"(?<=\w )[A-ZÁÉÍÓÚ]\w{2,}")
    found = list(names.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    strangers = [m.group() for other in rng.sample(list(others), 5) for m in names.finditer(other)]
    strangers = [name for name in strangers if name != match.group()]
    if not strangers:
        return None
    return text[: match.start()] + rng.choice(strangers) + text[match.end() :]


def antonym(text: str, language: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A word replaced by its opposite."""
    opposite = lexicon(language).opposite
    found = [m for m in WORD.finditer(text) if opposite.get(m.group().casefold())]
    if not found:
        return None
    match = rng.choice(found)
    new = rng.choice(sorted(opposite[match.group().casefold()]))
    return text[: match.start()] + new + text[match.end() :]


def gender(text: str, language: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """He for she."""
    pairs = [pair for both in _GENDER[language] for pair in (both, both[::-1])]
    rng.shuffle(pairs)
    for old, new in pairs:
        if re.search(rf"\b{old}\b", text):
            return re.sub(rf"\b{old}\b", new, text)
    return None


def scrambled(text: str, _: str, rng: random.Random, __: Sequence[str]) -> str | None:
    """Two long words exchanged."""
    found = [m for m in WORD.finditer(text) if len(m.group()) > LONG]
    if len(found) < 4:
        return None
    a, b = sorted(rng.sample(found, 2), key=lambda m: m.start())
    return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


DAMAGES: dict[str, Damage] = {
    "number": number,
    "negation": negation,
    "omission": omission,
    "addition": addition,
    "unrelated": unrelated,
    "entity": entity,
    "antonym": antonym,
    "gender": gender,
    "scrambled": scrambled,
}
