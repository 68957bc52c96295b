"""Whether a dictionary has a word, in any of its forms."""

from functools import lru_cache

from harness.text.lexicon import lexicon
from harness.text.wordings import base_language, wordings


@lru_cache(maxsize=65536)
def known_word(word: str, language: str) -> bool | None:
    """Whether `word`, case-folded, is one of the language; None where no dictionary is here.

    Source: simplemma's lists of forms, and the lexicon. Blind to names, to new and rare words, and
    to the difference between an inflected form and a word of another language spelled like it.
    """
    tag = base_language(language)
    if word in lexicon(tag).senses or word in wordings(tag).function:
        return True
    from simplemma import is_known  # noqa: PLC0415  (compiles a tenth of a second of patterns)

    try:
        return bool(is_known(word, tag))
    except ValueError:  # simplemma has no data for the language
        return None
