"""Words that came back as their opposite: increase and decrease, buy and sell, win and lose."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Signature
from harness.detectors._wording import alone, comparable, denials, reworded
from harness.text.data.lexicon import lexicon
from harness.text.data.signatures import signature_of_wording
from harness.text.pairs.word_alignment import WordAlignment, WordRelation


class Antonyms:
    """A content word in whose place its opposite stands.

    Opposites come from the lexicon: direct ones ("buy", "sell"), and those of synonyms and of words
    of the same family ("reduce", "increase"). Where one side denies more often than the other, an
    opposite is the same in other words ("not happy", "sad"), and nothing is said.

    Reports `accuracy/mistranslation/antonym`, critical: both words.
    Blind to: opposites that are not in the lexicon, or of several words; an opposite that came with
    a denial elsewhere in the sentence; languages without a lexicon.
    """

    subjects = ("opposites",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("antonyms", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if lexicon(language).senses else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None:
            return ()
        places = [
            place
            for place, tie in sorted(pair.relations.items())
            if tie is WordRelation.OPPOSITE and _in_place(pair, *place)
        ]
        if not places:
            return ()
        here, there = denials(bead)
        if len(here) != len(there):
            return ()
        return [_issue(pair, bead, *place) for place in places]


def _issue(pair: WordAlignment, bead: BeadText, one: int, other: int) -> Issue:
    spans = pair.source[one].span, pair.back[other].span
    kind = f"antonyms.exchanged{'.alone' * alone(pair, *spans)}"
    return reworded(kind, Category.ANTONYM, bead, *spans)


def _in_place(pair: WordAlignment, here: int, there: int) -> bool:
    """Whether a neighbour of the one word is the counterpart of a neighbour of the other."""
    beside = [(here + by, there + by) for by in (-1, 1)]
    edges = (here == 0 and there == 0) or (
        here == len(pair.source) - 1 and there == len(pair.back) - 1
    )
    return edges or any(pair.forward.get(one) == other for one, other in beside if one >= 0)
