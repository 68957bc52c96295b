"""Evidence of translations by people: what do a finding's words usually become?

"Fork" came back as "tuning fork" from a pivot that says *diapasón*: people never translate the one
so and always the other, so the way out chose the wrong word. Wordnets know which words may
translate each other; this knows which do.
"""

from collections.abc import Collection, Iterator, Set
from functools import lru_cache
from math import log

from harness.blame.calibration import located, weights_of
from harness.blame.evidence import Evidence
from harness.core.values import BeadText, Issue, LocalText
from harness.text.data.translations import Translations, translations
from harness.text.pairs.word_alignment import content_words_at, words_of
from harness.text.words.quoting import quoted

KIND = "translations"

_CHANCE = 0.01  # an affinity below it says no more than none


def usual_translations(bead: BeadText, issue: Issue) -> Iterator[Evidence]:
    """Whether the pivots say the issue's words, of either end, as people would.

    Words that stand in the pivot as they are say nothing: names, loans, and what was left
    untranslated are for other evidence. Blind to phrases and rare words, to which of two like words
    was meant where, and in languages of which no translations are here.
    """
    said = [affinities(bead, issue, stop) for stop in range(1, len(bead.stops) - 1)]
    if any(each is not None for pair in said for each in pair):
        text = "By translations of people, the pivot says " + "; ".join(
            f"{_shown(bead, issue, stop)} after hop {stop}" for stop in range(1, len(said) + 1)
        )
        if clue := located(KIND, [_log_odds(*pair) for pair in said], f"{text}."):
            yield clue


def affinities(bead: BeadText, issue: Issue, stop: int) -> tuple[float | None, float | None]:
    """How usual the text at a stop is for the issue's words of the source, and of the
    back-translation: the mean of logarithms, 0 where it says none of them. None where none is
    known.
    """
    source, back = _words(bead, issue, 0), _words(bead, issue, len(bead.stops) - 1)
    shared = source & back  # stands on both sides, so that it is no part of the change
    return (
        _mean(bead, stop, source - shared or source),
        _mean(bead, stop, back - shared or back),
    )


def usual(bead: BeadText, end: int, word: str, stop: int) -> bool | None:
    """Whether people would say a word of one end, in its base form, as the text at a stop does;
    None where no translations of it are known.
    """
    known = translations(bead.stops[end].language, bead.stops[stop].language)
    if known is None or not known.knows(word):
        return None
    return _as_usual(_size(known, word, _bases(bead.stops[stop])))


def _words(bead: BeadText, issue: Issue, end: int) -> set[str]:
    """The base forms of the issue's content words at one end."""
    return {word.base for word in content_words_at(bead.stops[end], issue.spans(end))}


def _mean(bead: BeadText, stop: int, words: Collection[str]) -> float | None:
    known = translations(bead.source.language, bead.stops[stop].language)
    if known is None:
        return None
    pivot = _bases(bead.stops[stop])
    sizes = [_size(known, word, pivot) for word in words if known.knows(word) and word not in pivot]
    return sum(sizes) / len(sizes) if sizes else None


def _size(known: Translations, word: str, pivot: Set[str]) -> float:
    return log((known.affinity(word, pivot) + _CHANCE) / _CHANCE)


@lru_cache(maxsize=64)  # one pivot is asked about for each issue of its bead
def _bases(text: LocalText) -> frozenset[str]:
    return frozenset(word.base for word in words_of(text.language, text.text))


def _log_odds(source: float | None, back: float | None) -> float:
    """That the change was made by then: the pivot says what came back, not what the source has."""
    weights = weights_of(KIND)
    odds = 0.0
    if source is not None:
        odds += weights["source_offset"] - weights["source"] * source
    if back is not None:
        odds += weights["back"] * back - weights["back_offset"]
    return odds


def _shown(bead: BeadText, issue: Issue, stop: int) -> str:
    parts = []
    for end, size in zip((0, -1), affinities(bead, issue, stop), strict=True):
        if size is not None:
            words = _words(bead, issue, end % len(bead.stops))
            listed = ", ".join(quoted(word) for word in sorted(words))
            parts.append(f"{listed} {_how(size)}")
    return ", ".join(parts) or "no known word"


def _how(size: float) -> str:
    return "as usual" if _as_usual(size) else "seldom so" if size else "in no way"


def _as_usual(size: float) -> bool:
    return size > log(1 / _CHANCE) / 2
