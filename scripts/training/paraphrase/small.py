"""Small changes of a known kind, where grammar allows: tense, a wider word, a phrase lost.

As in `damage.py`: plain patterns, the lexicon, and none of the harness's own detectors. Tense and
aspect are changed in English alone.
"""

import random
import re
from collections.abc import Sequence

from damage import LONG, WORD, Damage

from harness.text.data.lexicon import lexicon

_OTHER_TENSE = {
    "is": ("was", "will be"),
    "are": ("were", "will be"),
    "was": ("is", "will be"),
    "were": ("are", "will be"),
    "has": ("had", "will have"),
    "have": ("had", "will have"),
    "had": ("has", "have"),
    "said": ("says", "will say"),
    "will": ("would",),
}
_NOT_BEFORE_PAST = frozenset(
    {"is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "get", "got"}
    | {"the", "a", "an", "by", "not", "also"}
)
_PREPOSITIONS = {
    "en": "in|on|at|of|for|with|from|to|by|under|after|before|during|about",
    "es": "en|de|del|para|con|desde|por|bajo|tras|durante|sobre",
    "pt": "em|no|na|de|do|da|para|com|por|sob|após|durante|sobre",
}


def _verb(past: str) -> str | None:
    """The verb that a regular past form of English is of, where the lexicon has it."""
    stem = past[:-2]
    stems = [stem, past[:-1], stem[:-1] if stem[-1:] == stem[-2:-1] else stem]
    stems += [stem[:-1] + "y"] if stem.endswith("i") else []
    kinds = lexicon("en").kinds
    return next((stem for stem in stems if "v" in kinds.get(stem, ())), None)


def _past(text: str, rng: random.Random) -> tuple[re.Match[str], str] | None:
    """A regular past form of English that no auxiliary stands before, and its verb."""
    found = []
    for match in re.finditer(r"(?<=\w )[a-z]{3,}ed\b", text):
        before = text[: match.start()].rsplit(maxsplit=1)[-1].casefold()
        verb = _verb(match.group())
        if verb and before not in _NOT_BEFORE_PAST:
            found.append((match, verb))
    return rng.choice(found) if found else None


def tense(text: str, language: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """Another tense."""
    if language != "en":
        return None
    past = _past(text, rng)
    if past and rng.random() < 0.6:
        match, verb = past
        new = rng.choice((f"{verb}s", f"will {verb}", verb))
        return text[: match.start()] + new + text[match.end() :]
    found = list(re.finditer(rf"\b({'|'.join(_OTHER_TENSE)})\b", text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + rng.choice(_OTHER_TENSE[match.group()]) + text[match.end() :]


def aspect(text: str, language: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """What was done was being done, or had been."""
    past = _past(text, rng) if language == "en" else None
    if past is None:
        return None
    match, verb = past
    going = (verb[:-1] if verb.endswith("e") else match.group()[:-2].rstrip("i") or verb) + "ing"
    if verb.endswith("y"):
        going = f"{verb}ing"
    new = rng.choice((f"was {going}", f"were {going}", f"had {match.group()}"))
    return text[: match.start()] + new + text[match.end() :]


def question(text: str, language: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """What was said is asked."""
    if not text.rstrip().endswith("."):
        return None
    asked = text.rstrip()[:-1] + "?"
    if language == "es":
        return f"¿{asked}"
    found = re.match(r"((?:\w+ ){1,4}?)(is|are|was|were|can|will|has|have|could) ", asked)
    if language == "en" and found:
        head = found.group(1)
        return f"{found.group(2).capitalize()} {head[0].lower()}{head[1:]}{asked[found.end() :]}"
    return asked if language == "pt" or rng.random() < 0.3 else None


def generalisation(text: str, language: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A word replaced by a wider one."""
    words = lexicon(language)
    found = []
    for match in WORD.finditer(text):
        form = match.group()
        base = form if form in words.senses else form[:-1] if form.endswith("s") else ""
        above = {up for sense in words.senses.get(base, ()) for up in words.above.get(sense, ())}
        wider = sorted({w for up in above for w in words.words.get(up, ())} - {base})
        if len(base) > 3 and wider:
            found.append((match, wider, form[len(base) :]))
    if not found:
        return None
    match, wider, ending = rng.choice(found)
    return text[: match.start()] + rng.choice(wider) + ending + text[match.end() :]


def qualified(text: str, language: str, rng: random.Random, others: Sequence[str]) -> str | None:
    """An adjective of another sentence before a noun."""
    kinds = lexicon(language).kinds
    nouns = [
        m
        for m in re.finditer(r"(?<=\w )[a-záéíóúñãõç]{4,}", text)
        if "n" in kinds.get(m.group(), ())
    ]
    adjectives = [
        m.group()
        for other in rng.sample(list(others), 5)
        for m in WORD.finditer(other)
        if len(m.group()) > LONG and kinds.get(m.group(), ()) == frozenset("a")
    ]
    if not nouns or not adjectives:
        return None
    match, new = rng.choice(nouns), rng.choice(adjectives)
    at = match.start() if language == "en" else match.end() + 1
    return f"{text[:at]}{new} {text[at:]}" if at <= len(text) else None


def phrase(text: str, language: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A phrase lost that a preposition begins."""
    found = list(
        re.finditer(rf" (?:{_PREPOSITIONS[language]}) \w+(?: \w+){{0,3}}(?=[.,;]|$)", text)
    )
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + text[match.end() :]


def word(text: str, _: str, rng: random.Random, __: Sequence[str]) -> str | None:
    """One long word lost."""
    words = text.split()
    at = [i for i, each in enumerate(words) if len(each.strip(".,;:")) > LONG - 1]
    if len(words) < 5 or not at:
        return None
    place = rng.choice(at)
    return " ".join(words[:place] + words[place + 1 :])


# What a change is called, and which of them make it.
SMALL: dict[str, tuple[Damage, ...]] = {
    "omission": (word, word, phrase),
    "addition": (qualified,),
    "tense": (tense,),
    "aspect": (aspect,),
    "question": (question,),
    "generalisation": (generalisation,),
}
