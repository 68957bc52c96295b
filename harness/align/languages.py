"""Whether two texts are in one language, if the user does not say."""

from collections import Counter
from collections.abc import Iterable, Sequence

from harness.text.data.language import same_language
from harness.text.words.tokens import words

UNDETERMINED = "und"  # BCP 47: a language that is not known

# Share of running words in common. Between 500 sentences of FLORES and their translations 0.10
# (English and Spanish or Portuguese) and 0.29 (Spanish and Portuguese); between one text and
# another translation of it, 0.77; with five sentences 0.03, 0.22 and 0.65 at the least.
_PLAINLY = 0.45


def in_one_language(
    source_language: str, target_language: str, source: Sequence[str], target: Sequence[str]
) -> bool:
    """Whether a text and its counterpart are in one language; tags first, words where one is `und`.

    Blind, where the tags do not say it, to two versions that hardly share a word.
    """
    if UNDETERMINED not in (source_language, target_language):
        return same_language(source_language, target_language)
    return _in_common(_shares(source), _shares(target)) >= _PLAINLY


def _shares(sentences: Iterable[str]) -> dict[str, float]:
    """Of all running words, how many each word is."""
    counts = Counter(word.casefold() for sentence in sentences for word in words(sentence))
    total = counts.total()
    return {word: count / total for word, count in counts.items()}


def _in_common(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(min(share, other.get(word, 0.0)) for word, share in one.items())
