"""Names across languages: copied, spelled a little otherwise, or translated beyond recognition."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import regex
from rapidfuzz import fuzz

from harness.blame.evidence import CountTrace
from harness.core.values import BeadText, Cover, LocalText, Mark
from harness.text.data.cldr import named_by
from harness.text.data.language import language_data
from harness.text.facts.money import money_in
from harness.text.facts.names import NameWord, key_of, names_in
from harness.text.words.dictionary import in_dictionary
from harness.text.words.normalise import folded
from harness.text.words.sentence_spans import sentence_spans
from harness.text.words.skeletons import skeleton, sounds_like
from harness.text.words.tokens import TokenKind, tokenize
from harness.text.words.writing_systems import scripts_in

# Shares of right evidence on the development sentences, as in `facts`.
_COPIED = 0.96
_GUESSED = 0.85  # where the pivot has no name that could stand for it

_ALIKE = 75.0  # of 100: a name of the pivot that is explained by one at either end
_PERHAPS = 50.0  # of 100: may be one name in two languages (Ginebra, Geneva)
_ACRONYM = 5  # letters at most: of so few letters, another order is another language's (NATO, OTAN)


def names(bead: BeadText, mark: Mark) -> Iterator[CountTrace]:
    """Names by their writing.

    A pivot without anything like the name has lost it, unless it holds a name that nothing in the
    source or the back-translation explains: that may be a translation ("Pekín"). A name that came
    home is no name where the pivot writes it small: there it is a word that the way back left as it
    was ("tormenta", Tormenta); at the start of a sentence it may be either. Blind to names that
    both ends hold as often.
    """
    text = bead.stops[mark.stop]
    language = language_data(text.language)
    sums = Cover([money.span for money in money_in(text.text, language)])  # `currencies`
    for name in names_in(text.text, language):
        for word in name.words:
            if word.span.overlaps(mark.span) and not sums.touches(word.span):
                counts = tuple(
                    _count(word, stop, bead, came=mark.stop > 0) for stop in range(len(bead.stops))
                )
                guessed = 0 in counts[1:-1]
                yield CountTrace("name", word.text, counts, _GUESSED if guessed else _COPIED)


def _count(word: NameWord, stop: int, bead: BeadText, *, came: bool) -> int | None:
    count = _occurrences(word, bead.stops[stop])
    if stop in (0, len(bead.stops) - 1):
        return count
    if came and count:
        return _as_name(word, bead.stops[stop])
    count = count or _by_land(word, bead, stop)
    if not count and _other_script(word, bead.stops[stop]):
        return _by_sound(word, bead.stops[stop])
    # What may be no name at all may be translated as any word.
    return count or (None if not word.sure or _may_be_there(word, bead, stop) else 0)


def _other_script(word: NameWord, text: LocalText) -> bool:
    """Whether the pivot writes names in another script, so that letters cannot be compared."""
    scripts = language_data(text.language).scripts
    return bool(scripts) and scripts.isdisjoint(scripts_in(word.text))


def _by_sound(word: NameWord, text: LocalText) -> int | None:
    """How often a word of another script sounds like the name; None where none does.

    That a name is missing is not known so: "Wien" does not sound like Vienna.
    """
    sound = skeleton(word.text)
    if not sound:
        return None
    cased = language_data(text.language).cased
    words = [each for each in _WORDS.findall(text.text) if not cased or each[0].isupper()]
    heard = [
        any(sounds_like(sound, skeleton(piece)) for piece in (each, each[1:])) for each in words
    ]
    return sum(heard) or None


_WORDS = regex.compile(r"[\p{Katakana}ー]+|[\p{L}\p{M}]+")


def _occurrences(word: NameWord, text: LocalText) -> int:
    """How often the very name stands there, by its key in that language or as it is written."""
    written = folded(word.text)
    return sum(word.key == key or written == other for key, other in _written(text))


@lru_cache(maxsize=64)  # every name of a bead is looked for in each of its texts
def _written(text: LocalText) -> tuple[tuple[str, str], ...]:
    """Each word and mark: its key as a name, and folded."""
    habits = language_data(text.language).names
    return tuple((key_of(each.text, habits), folded(each.text)) for each in tokenize(text.text))


def _as_name(word: NameWord, text: LocalText) -> int | None:
    """How often it stands there as a name; None where only its place may have given a capital."""
    language = language_data(text.language)
    same = [
        other
        for name in names_in(text.text, language)
        for other in name.words
        if word.key == other.key or folded(word.text) == folded(other.text)
    ]
    sure = sum(other.sure and not _begins_sentence(other, text) for other in same)
    return sure or (None if same or language.names.capitalised_nouns else 0)


def _begins_sentence(word: NameWord, text: LocalText) -> bool:
    """Whether a word that a dictionary has begins a sentence: before a name ("Tormenta Ottoline",
    "Concejal Efraim") its capital tells as little as elsewhere.
    """
    if not in_dictionary(word.text.casefold(), text.language):
        return False
    return any(
        not any(map(str.isalnum, text.text[span.start : word.span.start]))
        for span in sentence_spans(text.text, text.language)
        if span.start <= word.span.start < span.end
    )


@lru_cache(maxsize=64)
def _may_be_untranslated(bead: BeadText, stop: int) -> bool:
    """Whether a name came home that may be a mere word of this pivot, left untranslated: it may be
    the translation of any name that is missing.
    """
    back = bead.back_translation
    return any(
        word.key not in _keys(bead.source)
        and word.key in _keys(bead.stops[stop])
        and not _as_name(word, bead.stops[stop])
        for name in names_in(back.text, language_data(back.language))
        for word in name.words
    )


@lru_cache(maxsize=64)
def _keys(text: LocalText) -> tuple[str, ...]:
    habits = language_data(text.language).names
    return tuple(
        key_of(token.text, habits)
        for token in tokenize(text.text)
        if token.kind is not TokenKind.SYMBOL
    )


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 3 and fuzz.ratio(one, other) >= _ALIKE)


def _by_land(word: NameWord, bead: BeadText, stop: int) -> int:
    code = named_by(bead.source.language).get(word.key)
    named = named_by(bead.stops[stop].language)
    if code is None:
        return 0
    return sum(named.get(key) == code for key in _keys(bead.stops[stop]))


@lru_cache(maxsize=64)  # every name of a bead asks for the same
def _explained(bead: BeadText, stop: int) -> tuple[tuple[NameWord, frozenset[str]], ...]:
    """The names of a pivot, each with two at most of the ends' keys that it is like."""
    text = bead.stops[stop]
    known = {*_keys(bead.source), *_keys(bead.back_translation)}
    return tuple(
        (other, frozenset(islice((key for key in known if _alike(other.key, key)), 2)))
        for name in names_in(text.text, language_data(text.language))
        for other in name.words
    )


def _may_be_there(word: NameWord, bead: BeadText, stop: int) -> bool:
    """Whether the pivot holds a name, or a word, that `word` may have become.

    One spelled alike may be the name in another language (Estambul), or the name damaged (Vermora
    for Velmora): that leaves it open, too.
    """
    text = bead.stops[stop]
    strange = [
        other
        for other, explained_by in _explained(bead, stop)
        # A capital at the start of a sentence tells little, unless the name stood there itself.
        if (other.sure or not word.sure) and not explained_by - {word.key}
    ]
    if word.text.isupper() and len(word.text) <= _ACRONYM:
        return any(other.text.isupper() for other in strange)
    return (
        bool(strange)
        or _may_be_untranslated(bead, stop)
        or any(fuzz.ratio(word.key, key) >= _PERHAPS for key in _keys(text))
    )
