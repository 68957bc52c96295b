"""Likelihood evidence: which of two wordings do the MT models find more probable given the pivot?

Contrastive conditioning (Vamvas and Sennrich 2022): the same text with and without one change, each
scored beside the same translation, so that all that is hard about the rest cancels out.
"""

from collections.abc import Sequence

from harness.blame.calibration import Calibration
from harness.blame.contrastive import TextPair
from harness.core.fingerprint import fingerprint
from harness.core.values import Signature, WordScores
from harness.models.likelihood import RunLikelihood


class LikelihoodEvidence:
    """Log-probability of a text given the pivot, and of the pivot given the text, together.

    A model believes what it wrote itself: the one that brought the text back finds its own faults
    probable, and the one that carried it out finds its own output probable whatever it lost. Their
    errors point at different hops, so that they are asked together, or not at all.

    If the back-translation has other wordings besides the error, the models prefer these, too.
    Blind to what both models find natural ("he" for "she").
    """

    scale = Calibration.fitted(
        "likelihood",
        "Likelihood: nearer to the source (+) or to the back-translation (−), in nats",
        1,
    )
    spared = False  # who pays for likelihoods wants all to be weighed
    reads_excerpts = False

    def __init__(self, likelihood: RunLikelihood) -> None:
        self.likelihood = likelihood

    @property
    def signature(self) -> Signature:
        scorers = fingerprint([scorer.identity for scorer in self.likelihood.signatures])
        return Signature("likelihood", (("judges", scorers[:12]),))

    def __call__(self, pairs: Sequence[TextPair]) -> list[float | None]:
        given = self.likelihood.likelihoods(pairs)
        back = self.likelihood.likelihoods([(text, pivot) for pivot, text in pairs])
        return [
            None if one is None or other is None else _total(one) + _total(other)
            for one, other in zip(given, back, strict=True)
        ]


def _total(scores: WordScores) -> float:
    return sum(word.log_probability for word in scores.words)
