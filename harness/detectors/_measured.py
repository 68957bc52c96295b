"""What stands where a unit or a currency stood: a word of another one, which has no name here."""

import regex

from harness.core.values import BeadText, Span
from harness.text.data.language import language_data
from harness.text.words.normalise import folded

_LEAST = 3  # letters of a word that is no abbreviation
_NEXT_WORD = regex.compile(r"[\s\-]?(?P<word>\p{L}[\p{L}\p{M}'’]*)")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’]*")


def other_measure(bead: BeadText, bare: Span, name: str, *, end: int) -> Span | None:
    """The bare number of one end with the word after it, where that word is new beside the other.

    "95 dönüm" for "95 m²" says another area, though nobody knows a dönüm here; "95 from" for "95 km
    from" says none. None, too, in scripts that part no words, and for a word with the same first
    letter, which may be another writing ("7 kg", "7 ki-lô").

    Args:
        bare: where the number stands.
        name: what stands after the number at the other end.
        end: the end of the bead on which the number stands bare, 0 or -1.
    """
    text, other = bead.stops[end], bead.stops[-1 - end]
    language = language_data(text.language)
    following = _NEXT_WORD.match(text.text, bare.end) if language.spaced else None
    if following is None:
        return None
    word = following["word"].casefold()
    known = {match.group().casefold() for match in _WORD.finditer(other.text)}
    alike = folded(word)[:1] == folded(name.strip())[:1]
    if alike or len(word) < _LEAST or word in known or word in language.function_words:
        return None
    return Span(bare.start, following.end())
