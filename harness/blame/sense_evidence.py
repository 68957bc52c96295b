"""Evidence of wordnets: has a pivot words for what the source says, and for what came back?

"Novel" came back as "romance" from a pivot that says *romance*: in Portuguese that is a novel, so
the way back took the wrong sense. Where the pivot had no word for "novel", the way out lost it.

Wordnets have gaps: that they know no word of the pivot for one of the issue says little where
translations by people know what that word becomes, and nothing more is to be learnt of a word that
the pivot says as people would (`translation_evidence`).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from harness.blame.calibration import located, weights_of
from harness.blame.evidence import Evidence
from harness.blame.translation_evidence import usual
from harness.core.values import BeadText, Issue, LocalText
from harness.text.data.language import same_language
from harness.text.data.senses import senses
from harness.text.pairs.word_alignment import AlignedWord, content_words_at, words_of
from harness.text.words.quoting import quoted

KIND = "senses"


def word_senses(bead: BeadText, issue: Issue) -> Iterator[Evidence]:
    """Whether the pivots have words that may translate those of the issue, at either end.

    Blind to names, phrases and words that no wordnet has, to the place of a word, and in other
    languages than English, Spanish and Portuguese. A word of many senses finds one too easily.
    """
    log_odds = [_log_odds(bead, issue, stop) for stop in range(1, len(bead.stops) - 1)]
    if any(log_odds) and (clue := located(KIND, log_odds, _text(bead, issue))):
        yield clue


def counterparts(bead: BeadText, issue: Issue, end: int, stop: int) -> tuple[list[str], list[str]]:
    """The issue's words at one end for which the text at `stop` has a word, and those without.

    Words that no wordnet has are in neither, nor are those of which people's translations tell as
    much.
    """
    pivot = bead.stops[stop]
    if same_language(pivot.language, bead.stops[end].language):
        return [], []
    there = senses_of_text(pivot)
    with_one: list[str] = []
    without: list[str] = []
    for word in content_words_at(bead.stops[end], issue.spans(end)) if there else ():
        known = _senses_of(word, bead.stops[end].language)
        usually = usual(bead, end, word.base, stop)
        if known and not known.isdisjoint(there) and not usually:
            with_one.append(word.text)
        elif known and known.isdisjoint(there) and usually is None:
            without.append(word.text)
    return with_one, without


def shares(bead: BeadText, issue: Issue, stop: int) -> tuple[float, float, float, float]:
    """What the text at a stop has: shares of the issue's known words of the source that are lost
    and kept there, and of those of the back-translation that are said and not said there.
    """
    kept, lost = map(len, counterparts(bead, issue, 0, stop))
    said, unsaid = map(len, counterparts(bead, issue, len(bead.stops) - 1, stop))
    here, there = max(kept + lost, 1), max(said + unsaid, 1)
    return lost / here, kept / here, said / there, unsaid / there


def _log_odds(bead: BeadText, issue: Issue, stop: int) -> float:
    weights = weights_of(KIND)
    lost, kept, said, unsaid = shares(bead, issue, stop)
    return (
        weights["source_lost"] * lost
        - weights["source_kept"] * kept
        + weights["back_said"] * said
        - weights["back_unsaid"] * unsaid
    )


@lru_cache(maxsize=64)  # one pivot is asked about for each issue of its bead
def senses_of_text(text: LocalText) -> frozenset[int]:
    """All senses that the content words of a text may have."""
    found: set[int] = set()
    for word in words_of(text.language, text.text):
        if word.content:
            found |= _senses_of(word, text.language)
    return frozenset(found)


def senses_of_word(word: str, language: str) -> frozenset[int]:
    """All senses that a word, case-folded, may have in any of its forms."""
    return frozenset().union(*(_senses_of(each, language) for each in words_of(language, word)))


def _senses_of(word: AlignedWord, language: str) -> frozenset[int]:
    return _senses_of_forms(word.text, word.base, language)


@lru_cache(maxsize=1 << 14)
def _senses_of_forms(text: str, base: str, language: str) -> frozenset[int]:
    known = senses(language)
    return frozenset((*known.get(text, ()), *known.get(base, ())))


def _text(bead: BeadText, issue: Issue) -> str:
    said = [
        f"{which} in {bead.stops[stop].language} after hop {stop}"
        for stop in range(1, len(bead.stops) - 1)
        if (which := _which(bead, issue, stop))
    ]
    return f"By the wordnets there is {'; '.join(said)}."


def _which(bead: BeadText, issue: Issue, stop: int) -> str:
    ends = (0, len(bead.stops) - 1)
    found = [counterparts(bead, issue, end, stop) for end in ends]
    with_one = _listed([word for one, _ in found for word in one])
    without = _listed([word for _, none in found for word in none])
    parts = [f"a word for {with_one}"] if with_one else []
    parts += [f"none for {without}"] if without else []
    return ", ".join(parts)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(quoted(word) for word in dict.fromkeys(words))
