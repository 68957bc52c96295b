"""Evidence of words that no dictionary has: an engine that fails makes up words.

A nonword of a pivot goes home as it is, or as another nonword: "verdict" became *vercto* and stayed
"vercto". A nonword of the back-translation that no nonword of the pivot is like was made up on the
way back.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import log1p

from rapidfuzz import fuzz

from harness.blame.calibration import located, weights_of
from harness.blame.evidence import Evidence
from harness.core.values import BeadText, Issue, LocalText
from harness.text.data.language import same_language
from harness.text.data.senses import senses
from harness.text.pairs.word_alignment import AlignedWord, content_words_at, words_of
from harness.text.words.dictionary import in_dictionary, well_formed
from harness.text.words.normalise import folded
from harness.text.words.quoting import quoted

KIND = "nonwords"

_LETTERS = 4  # of a word, from which on two languages seldom share one by chance
_MOST = 100  # nonwords of a pivot that are looked at: each is compared with all words of the source
_COGNATE = 70.0  # of 100: one word may be made of the other


@dataclass(frozen=True, slots=True)
class Nonwords:
    """What a pivot has to do with an issue's words, by words that no dictionary of its has.

    `carried`: the share of the returned words that are such words of the pivot, unchanged. `like`:
    how like one of them a returned word is, in [0, 1]. `mangled`: how many in the pivot are like
    words of the source, as the logarithm of one more. `new`: the share of the returned words that
    no dictionary has and that stand neither in the pivot nor in the source.
    """

    carried: float
    like: float
    mangled: float
    new: float


def made_up_words(bead: BeadText, issue: Issue) -> Iterator[Evidence]:
    """At which hop words that no dictionary has came in.

    Blind to made-up words with a capital, to what happens to be a word, and to languages without a
    dictionary; a rare word that the dictionary lacks is taken for a nonword.
    """
    found = [nonwords(bead, issue, stop) for stop in range(1, len(bead.stops) - 1)]
    if any(found):
        log_odds = [_log_odds(each) if each else 0.0 for each in found]
        if clue := located(KIND, log_odds, _text(bead, issue)):
            yield clue


def nonwords(bead: BeadText, issue: Issue, stop: int) -> Nonwords | None:
    """What the text at a stop has to do with it; None where there is no nonword at all."""
    pivot, source, back = bead.stops[stop], bead.source, bead.back_translation
    if same_language(pivot.language, source.language):
        return None
    made_up, unlike = _made_up(pivot, source)
    there, here = _texts(pivot), _texts(source)
    returned = _returned(bead, issue)
    whole = max(len(returned), 1)
    new = [
        word
        for word in returned
        if word.text not in there and word.text not in here and _unknown(word, back.language)
    ]
    if not (made_up or new):
        return None
    return Nonwords(
        sum(word.text in made_up and word.text not in here for word in returned) / whole,
        _likeness([word.text for word in returned], unlike),
        log1p(len(made_up - unlike - here)),
        len(new) / whole,
    )


def _returned(bead: BeadText, issue: Issue) -> Sequence[AlignedWord]:
    return content_words_at(bead.back_translation, issue.spans(len(bead.stops) - 1))


@lru_cache(maxsize=64)  # one pivot is asked about for each issue of its bead
def _made_up(pivot: LocalText, source: LocalText) -> tuple[frozenset[str], frozenset[str]]:
    """The nonwords of a pivot, and those of them that are made of no word of the source."""
    words = words_of(pivot.language, pivot.text)
    unknown = (word.text for word in words if _unknown(word, pivot.language))
    found = frozenset(islice(unknown, _MOST))
    if not found:
        return found, found
    here = {folded(text) for text in _texts(source)}
    return found, frozenset(
        word for word in found if all(fuzz.ratio(folded(word), other) < _COGNATE for other in here)
    )


@lru_cache(maxsize=64)
def _texts(text: LocalText) -> frozenset[str]:
    return frozenset(word.text for word in words_of(text.language, text.text))


def _unknown(word: AlignedWord, language: str) -> bool:
    text = word.text
    if word.capital or len(text) < _LETTERS or not text.isalpha():
        return False
    return (
        in_dictionary(text, language) is False
        and text not in senses(language)
        and not well_formed(text, language)
    )


def _likeness(words: Sequence[str], others: frozenset[str]) -> float:
    return max((fuzz.ratio(folded(a), folded(b)) / 100 for a in words for b in others), default=0.0)


def _log_odds(found: Nonwords) -> float:
    """That the change was made by then."""
    weights = weights_of(KIND)
    return (
        weights["carried"] * found.carried
        + weights["like"] * found.like
        + weights["mangled"] * found.mangled
        - weights["new"] * found.new
    )


def _text(bead: BeadText, issue: Issue) -> str:
    found = [
        f"{_listed(made_up)} in the text after hop {stop}"
        for stop, pivot in enumerate(bead.pivots, start=1)
        if (made_up := _made_up(pivot, bead.source)[0])
    ]
    back = bead.back_translation
    if not found:
        new = {word.text for word in _returned(bead, issue) if _unknown(word, back.language)}
        found = [f"{_listed(new)}, and the pivots have no such word"]
    return f"No dictionary has {'; '.join(found)}."


def _listed(words: Collection[str]) -> str:
    return ", ".join(map(quoted, sorted(words)))
