"""Forms of a word under which two writings of it are equal."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from harness.text.words.tokens import APOSTROPHE_ENTITY

# One sound, several letters, in names carried over from other scripts (Qasim, Kasym).
_SOUNDS = str.maketrans({"q": "k", "c": "k", "y": "i", "j": "i", "w": "v", "z": "s", "x": "k"})
_ENTITY = re.compile(APOSTROPHE_ENTITY)
_OPEN = str.maketrans({"e": "i", "u": "o"})  # vowels that transliterations exchange
_LONG = 7  # letters, from which on two may differ
_VOWELS = frozenset("aeiouh'’-")


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """As words stand in the languages' data: case-folded, with straight apostrophes."""
    return _unescaped(_straight(word.casefold()))


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Without case, accents and compatibility forms; apostrophes straight.

    Blind, on purpose, to what an accent may change ("año" and "ano" are one): use it to find a
    word again, never to say that it is right.
    """
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _unescaped(_straight(bare).replace("\u00ad", ""))


def _straight(word: str) -> str:
    """With straight apostrophes, also for the letter that the CLDR has in Ukrainian words."""
    return word.replace("’", "'").replace("\u02bc", "'")


def _unescaped(word: str) -> str:
    """With the apostrophe that a character reference inside a word stands for."""
    return _ENTITY.sub("'", word) if "&" in word else word


def without_endings(word: str, endings: Iterable[str], *, shortest: int = 2) -> str:
    """`word` without the longest of `endings` that leaves at least `shortest` characters."""
    found = (
        ending
        for ending in endings
        if word.endswith(ending) and len(word) - len(ending) >= shortest
    )
    return word.removesuffix(max(found, key=len, default=""))


def spelled_alike(word: str, exchanges: Iterable[tuple[str, str]]) -> str:
    """`word` with the first writing of each pair put for the second: Defence is Defense."""
    for one, other in exchanges:
        word = word.replace(one, other)
    return word


def sound(name: str) -> str:
    """What is left of a name in every transliteration: its consonants, letters of one sound one.

    Tokayev and Tokaev are alike, Tokayev and Tokyo are not.
    """
    kept: list[str] = []
    for letter in folded(name).translate(_SOUNDS):
        if letter not in _VOWELS and kept[-1:] != [letter]:
            kept.append(letter)
    return "".join(kept)


def respelled(one: str, other: str) -> bool:
    """Whether two names may be one in two transliterations: they sound alike, vowels and all.

    Qasim and Kasym may, Tokayev and Tokaev; Keller and Köhler are two.
    """
    if sound(one) != sound(other):
        return False
    here, there = (_voiced(name) for name in (one, other))
    return OSA.distance(here, there) <= 1 + max(len(here), len(there)) // _LONG


def _voiced(name: str) -> str:
    """A name with letters of one sound as one. Other scripts stay: their accents part letters."""
    latin = folded(name)
    return latin.translate(_SOUNDS).translate(_OPEN) if latin.isascii() else name.casefold()
