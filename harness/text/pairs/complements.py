"""Denials whose word came back as its opposite: "not open", "closed"."""

from collections.abc import Sequence

from harness.text.data.language import LanguageData
from harness.text.facts.negation import Denial
from harness.text.pairs.word_alignment import WordAlignment, WordRelation

_NEAR = 3  # words between a denial and what it denies, on either side
_ENDING = 3  # letters that a form of a word has at most after its beginning
_ENDINGS = 7  # the same, of several endings one after the other (Turkish, Korean)


def unanswered(
    denials: Sequence[Denial], pair: WordAlignment, language: LanguageData
) -> list[Denial]:
    """Those whose word did not come back as its opposite: "not guilty" may return as "innocent"."""
    opposed = {here for (here, _), tie in pair.relations.items() if tie is WordRelation.OPPOSITE}
    left = []
    for denial in denials:
        after = (at for at, w in enumerate(pair.source) if w.span.start >= denial.span.end)
        denied = next((at for at in after if pair.source[at].content), None)
        if denied in opposed:
            opposed.discard(denied)
        elif not _complemented(denial, pair, language):
            left.append(denial)
    return left


def _complemented(denial: Denial, pair: WordAlignment, language: LanguageData) -> bool:
    """Whether a word near the denial has its complement in the other text, where it is new."""
    at = next((i for i, w in enumerate(pair.source) if w.span.end >= denial.span.end), 0)
    words = pair.source[max(at - _NEAR, 0) : at + _NEAR + 1]
    if not language.spaced:  # a word is several tokens, and may be far from its denial
        words = pair.source
    # A ban is itself one of a pair; that its opposite came instead is no answer.
    words = tuple(word for word in words if not word.span.overlaps(denial.span))
    ours = {form for word in pair.source for form in (word.text, word.base)}
    new = [word.text for word in pair.back if not ours.intersection((word.text, word.base))]
    ending = _ENDINGS if language.names.inflected else _ENDING
    return any(
        any(_begins(word.text, one, ending) for word in words)
        and any(_begins(word, other, ending) for word in new)
        for pairs in language.negation.complements
        for one, other in (pairs, pairs[::-1])
    )


def _begins(word: str, stem: str, ending: int) -> bool:
    """Whether a word is a form of what begins so."""
    return word.startswith(stem) and len(word) <= len(stem) + ending
