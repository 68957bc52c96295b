"""What the engines' models say of two wordings: which of them is likelier beside the pivot?

Contrastive conditioning (Vamvas and Sennrich 2022): the same text with and without one change, each
scored beside the same translation, so that all that is hard about the rest cancels out.
"""

from collections.abc import Sequence

from harness.blame.contrast import Pair
from harness.blame.judges import Judges
from harness.blame.scales import Scale
from harness.core.fingerprint import fingerprint
from harness.core.values import Signature, WordScores


class Likelihood:
    """Log-probability of a text given the pivot, and of the pivot given the text, together.

    A model believes what it wrote itself: the one that brought the text back finds its own faults
    probable, and the one that carried it out finds its own output probable whatever it lost. Their
    errors point at different hops, so that they are asked together, or not at all.

    Where the return has other wordings besides the fault, the judges prefer its own for them, too.
    Blind to what both models think natural ("he" for "she").
    """

    scale = Scale.fitted(
        "judges",
        "To the judges the pivot speaks for the source's wording (+) or for the return's (−), "
        "in nats",
        1,
    )

    def __init__(self, judges: Judges) -> None:
        self._judges = judges

    @property
    def signature(self) -> Signature:
        judges = fingerprint([judge.identity for judge in self._judges.signatures])
        return Signature("likelihood", (("judges", judges[:12]),))

    def __call__(self, pairs: Sequence[Pair]) -> list[float | None]:
        given = self._judges.likelihoods(pairs)
        back = self._judges.likelihoods([(text, pivot) for pivot, text in pairs])
        return [
            None if one is None or other is None else _total(one) + _total(other)
            for one, other in zip(given, back, strict=True)
        ]


def _total(scores: WordScores) -> float:
    return sum(word.log_probability for word in scores.words)
