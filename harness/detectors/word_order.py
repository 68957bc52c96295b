"""Words that are all there, but in a scrambled order."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Mark, Signature, Span
from harness.detectors._wording import comparable
from harness.text.data.signatures import signature_of_wording
from harness.text.pairs.word_alignment import AlignedWord, WordAlignment

_FEWEST = 5  # neighbours that are paired on both sides; fewer tell nothing
_SCRAMBLED = 0.35
_STEP = 2  # places that neighbours may lie apart in the other text


class WordOrder:
    """A sentence whose words came back shuffled.

    Looks at neighbours of the source that both have a counterpart, and asks how many of them are
    neighbours still, in the same order. Translations move phrases; they seldom tear up more than
    half of all neighbours.

    Reports `accuracy/mistranslation/word-order`, critical, if less than 35 % of at least 5 pairs of
    neighbours stayed together: the whole sentence on both sides.
    Blind to: two words exchanged, short sentences, an order that was wrong in the source.
    """

    @property
    def signature(self) -> Signature:
        return signature_of_wording("word-order", __name__)

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None:
            return ()
        together, pairs = _neighbours(pair)
        if pairs < _FEWEST or together >= _SCRAMBLED * pairs:
            return ()
        return [
            Issue(
                "word-order.scrambled",
                Category.WORD_ORDER,
                f"The words came back in another order: of {pairs} pairs of neighbours "
                f"{together} stayed together.",
                (Mark(0, _all(pair.source)), Mark(len(bead.stops) - 1, _all(pair.back))),
                (("neighbours", str(pairs)), ("together", str(together))),
            )
        ]


def _neighbours(pair: WordAlignment) -> tuple[int, int]:
    steps = [
        pair.forward[at + 1] - pair.forward[at]
        for at in range(len(pair.source) - 1)
        if at in pair.forward and at + 1 in pair.forward
    ]
    return sum(0 < step <= _STEP for step in steps), len(steps)


def _all(words: Sequence[AlignedWord]) -> Span:
    return Span(words[0].span.start, words[-1].span.end)
