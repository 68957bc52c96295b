"""What the proofreader says: does the pivot say what the source says, or what the return says?"""

from collections.abc import Sequence
from math import log

from harness.blame.contrast import Pair
from harness.blame.scales import Scale
from harness.core.protocols import PairReader
from harness.core.values import LocalText, Reading, Signature
from harness.text.language import same_language

_READ = ("en", "es", "pt")  # the languages in which its word was measured
_CLIPPED = 1e-4  # nearer to 0 and 1 its answers mean nothing more


class Agreement:
    """Log-odds that a home text and a pivot say the same; None in languages it was not measured in.

    Blind to what the reader is blind to: the end of long texts, and small changes in long ones.
    """

    scale = Scale.fitted(
        "reader", "To the proofreader the pivot says what the source says (+) or the return (−)", 1
    )

    def __init__(self, reader: PairReader) -> None:
        self._reader = reader

    @property
    def signature(self) -> Signature:
        return self._reader.signature

    def __call__(self, pairs: Sequence[Pair]) -> list[float | None]:
        asked = [pair for pair in dict.fromkeys(pairs) if all(map(_readable, pair))]
        read = self._reader.read([(home.text, pivot.text) for pivot, home in asked])
        known = dict(zip(asked, map(_log_odds, read), strict=True))
        return [known.get(pair) for pair in pairs]


def _readable(text: LocalText) -> bool:
    return bool(text.text.strip()) and any(same_language(text.language, each) for each in _READ)


def _log_odds(reading: Reading) -> float:
    same = min(max(reading.same, _CLIPPED), 1 - _CLIPPED)
    return log(same / (1 - same))
