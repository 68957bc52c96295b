"""Paraphrase evidence: does the pivot mean what the source means, or the back-translation?"""

from collections.abc import Sequence
from math import log

from harness.blame.calibration import Calibration
from harness.blame.contrastive import TextPair
from harness.core.protocols import ParaphraseModel
from harness.core.values import LocalText, ParaphraseScore, Signature
from harness.text.data.language import same_language

_READ = ("en", "es", "pt")  # the languages in which the model was evaluated
_CLIPPED = 1e-4  # nearer to 0 and 1 its answers mean nothing more


class ParaphraseEvidence:
    """Log-odds that a home text and a pivot mean the same; None in languages not evaluated.

    Blind to what the model is blind to: the end of long texts, and small changes in long ones.
    """

    scale = Calibration.fitted(
        "paraphrase", "Paraphrase model: nearer to the source (+) or to the back-translation (−)", 1
    )
    spared = True

    def __init__(self, model: ParaphraseModel) -> None:
        self._model = model

    @property
    def signature(self) -> Signature:
        return self._model.signature

    def __call__(self, pairs: Sequence[TextPair]) -> list[float | None]:
        asked = [pair for pair in dict.fromkeys(pairs) if all(map(_readable, pair))]
        read = self._model.read([(home.text, pivot.text) for pivot, home in asked])
        known = dict(zip(asked, map(_log_odds, read), strict=True))
        return [known.get(pair) for pair in pairs]


def _readable(text: LocalText) -> bool:
    return bool(text.text.strip()) and any(same_language(text.language, each) for each in _READ)


def _log_odds(paraphrase_score: ParaphraseScore) -> float:
    same = min(max(paraphrase_score.same, _CLIPPED), 1 - _CLIPPED)
    return log(same / (1 - same))
