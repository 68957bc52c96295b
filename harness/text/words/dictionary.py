"""Whether a dictionary has a word, in any of its forms."""

from functools import lru_cache

from harness.core.route_syntax import base_language
from harness.text.data.base_forms import base_form, is_form
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.lexicon import lexicon
from harness.text.words.normalise import folded

_HALF = 4  # letters that each half of a compound has at least
_ENCLITICS = 2  # pronouns that a verb carries at most: "decírselo"


@lru_cache(maxsize=65536)
def in_dictionary(word: str, language: str) -> bool | None:
    """Whether `word`, case-folded, is one of the language; None where no dictionary is here.

    Source: simplemma's lists of forms, and the lexicon. Blind to names, to new and rare words, and
    to the difference between an inflected form and a word of another language spelled like it.
    """
    tag = base_language(language)
    if word in lexicon(tag).senses or word in lexical_resources(tag).function:
        return True
    return is_form(word, tag)


@lru_cache(maxsize=65536)
def well_formed(word: str, language: str) -> bool:
    """Whether a word that no dictionary has is made freely of known ones.

    That is a compound of two that the lexicon knows ("goalscorer"), or an infinitive, a gerund or
    an accented imperative with its pronouns ("decírselo", "debilitándose", "dámelo"), or has an
    ending that makes words of others ("presencialmente"). Blind to compounds with letters between
    their halves, and to other endings.
    """
    senses = lexicon(base_language(language)).senses
    halves = ((word[:at], word[at:]) for at in range(_HALF, len(word) - _HALF + 1))
    if any(one in senses and two in senses for one, two in halves):
        return True
    return _with_pronouns(word, language) or _derived(word, language)


def _derived(word: str, language: str) -> bool:
    tag = base_language(language)
    made = (pair.split("|") for pair in lexical_resources(language).derived)
    bases = (
        word.removesuffix(ending) + instead
        for ending, instead in made
        if word.endswith(ending) and len(word) - len(ending) >= _HALF
    )
    return any(bool(in_dictionary(base, tag)) and not _noun_of_a_woman(base, tag) for base in bases)


def _noun_of_a_woman(word: str, tag: str) -> bool:
    """Whether a word in -a is no form of an adjective in -o: no adverb is made of "candidata"."""
    return word.endswith("a") and not base_form(word, tag).endswith("o")


def _with_pronouns(word: str, language: str) -> bool:
    habits = lexical_resources(language)
    stems = {word}
    for _ in range(_ENCLITICS):
        stems |= {
            stem.removesuffix(ending)
            for stem in stems
            for ending in habits.enclitics
            if stem.endswith(ending)
        }
    return any(
        (folded(stem).endswith(habits.bearing) or folded(stem) != stem)
        and bool(in_dictionary(folded(stem), language) or in_dictionary(stem, language))
        for stem in stems - {word}
    )
