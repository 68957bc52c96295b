"""Faults of the pivots that the way back healed: words that were never translated.

An engine that does not know a word copies it, and the next one copies it home: "streaks" stays
"streaks". What came back is whole, so that no comparison of both ends can see it, and yet whoever
reads the pivot gets a word of another language. Such faults are told beside a row. They have no
severity, and neither a score nor a gate counts them: they say nothing of what came back.
"""

from collections.abc import Mapping, Sequence

from harness.core.values import BeadText, Category, Issue, LocalText, Locus, Mark, Span
from harness.text.data.language import same_language
from harness.text.facts.placeables import placeable_spans
from harness.text.words.dictionary import in_dictionary
from harness.text.words.quoting import quoted
from harness.text.words.tokens import TokenKind, tokenize

KIND = "healed.untranslated"
_LETTERS = 4  # of a word, from which on two languages seldom share one by chance


def healed_faults(bead: BeadText) -> tuple[Issue, ...]:
    """Words of the source that stand in a pivot as they were, and came back.

    Only words in small letters that a dictionary of the source's language has, and one of the
    pivot's language has not. Blind to words with a wrong sense that healed, to names, to languages
    without a dictionary here; a loan word that the dictionary lacks is told, too.
    """
    if not bead.pivots:
        return ()
    ends = [_words(bead.source), _words(bead.back_translation)]
    kept = ends[0].keys() & ends[1].keys()
    return tuple(
        _issue(bead, stop, [ends[0][word], span, ends[1][word]])
        for stop in range(1, len(bead.stops) - 1)
        for word, span in _words(bead.stops[stop]).items()
        if word in kept and _foreign(word, bead.source.language, bead.stops[stop].language)
    )


def _foreign(word: str, language: str, pivot: str) -> bool:
    if len(word) < _LETTERS or not word.islower() or same_language(language, pivot):
        return False
    return bool(in_dictionary(word, language)) and in_dictionary(word, pivot) is False


def _words(text: LocalText) -> Mapping[str, Span]:
    """Its words and where each stands first, without those in addresses, placeholders and tags."""
    fixed = placeable_spans(text.text)
    return {
        token.text: token.span
        for token in reversed(tokenize(text.text))
        if token.kind is TokenKind.WORD and not any(map(token.span.overlaps, fixed))
    }


def _issue(bead: BeadText, stop: int, places: Sequence[Span]) -> Issue:
    last = len(bead.stops) - 1
    word = places[0].of(bead.source.text)
    why = f"{quoted(word)} stands in the text after hop {stop} as in the source."
    return Issue(
        KIND,
        Category.UNTRANSLATED,
        f"{quoted(word)} was not translated, and came back.",
        tuple(Mark(at, span) for at, span in zip((0, stop, last), places, strict=True)),
        (("word", word),),
        Locus.at(stop, last, (why,)),
    )
