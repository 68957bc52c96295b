"""What evidence is worth beside the rest: a model's difference, or a testimony -> trust.

The weights stand in `weights.toml`, made by `fit_attribution.py` and `fit_attribution_rest.py` in
`scripts/training/weights/` and by nothing else: logistic models of faults of which the hop is
known, by reading or because they were planted there. So a piece of evidence counts for what it adds
to the others, not for how often it is right alone: models and witnesses err together.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log, log1p
from pathlib import Path
from typing import Any

from harness.blame.evidence import Evidence, change_point

WEIGHTS = Path(__file__).with_name("weights.toml")

_MOST = 0.98  # trust at best: what was measured are kinds of damage that we thought of
_LEAST = 0.55  # trust below it tells nothing


@dataclass(frozen=True, slots=True)
class Calibration:
    """How to read the differences that one kind of model gives.

    The log-odds that the sign of a difference d is right are `source` (positive: the pivot stands
    behind the source's wording) or `back` (negative), times log(1 + |d| / unit). `says` begins the
    sentence that the user gets.
    """

    kind: str
    says: str
    unit: float
    source: float
    back: float
    digits: int = 3

    @classmethod
    def fitted(cls, kind: str, says: str, digits: int = 3) -> "Calibration":
        """The scale of one kind of model, with the fitted weights."""
        known = _weights()[kind]
        return cls(kind, says, known["unit"], known["source"], known["back"], digits)

    def evidence(self, leanings: Sequence[float]) -> Evidence | None:
        """Evidence from what each pivot stands behind.

        Args:
            leanings: for each pivot, positive where it stands behind the source's wording.
        """
        shown = ", ".join(
            f"{value:+.{self.digits}f} after hop {hop}" for hop, value in enumerate(leanings, 1)
        )
        return located(self.kind, list(map(self._log_odds, leanings)), f"{self.says}: {shown}.")

    def trust(self, leaning: float) -> float:
        """The probability that the sign of `leaning` is right, in [0.5, 0.98]."""
        return _confidence(abs(self._log_odds(leaning)))

    def _log_odds(self, leaning: float) -> float:
        """That the change was made before: negative where the pivot has the source's wording."""
        size = log1p(abs(leaning) / self.unit)
        return -self.source * size if leaning > 0 else self.back * size


def located(kind: str, log_odds: Sequence[float], text: str) -> Evidence | None:
    """Evidence from what each pivot shows; None where it says next to nothing.

    Args:
        log_odds: for each pivot that the change stands there already; negative where it does not.
        text: the evidence in words.
    """
    stands = (None if _confidence(abs(odds)) < _LEAST else int(odds < 0) for odds in log_odds)
    hops = change_point((1, *stands, 0))
    if hops is None or len(hops) > len(log_odds):
        return None
    inner = [stop for stop in (hops[0] - 1, hops[-1]) if 1 <= stop <= len(log_odds)]
    trust = min(_confidence(abs(log_odds[stop - 1])) for stop in inner)
    return Evidence(kind, hops, round(trust, 3), text)


def sure(log_odds: float) -> float | None:
    """The probability of log-odds, at most 0.98; None where they say next to nothing."""
    trust = _confidence(log_odds)
    return None if trust < _LEAST else round(trust, 3)


def weights_of(kind: str) -> Mapping[str, float]:
    """The table of `weights.toml` for one kind of evidence."""
    return _weights()[kind]


def calibrated(trust: float, kind: str, name: str, voices: int = 1) -> float:
    """What a testimony adds to other evidence, if `trust` is how often it should be right alone.

    Args:
        kind: the kind of evidence: a table of `weights.toml`.
        name: which weight of that table.
        voices: among how many who say the same it is shared.
    """
    return _confidence(_weights()[kind][name] * log(trust / (1 - trust)) / voices)


def _confidence(log_odds: float) -> float:
    return min(_MOST, 1 / (1 + exp(-max(0.0, log_odds))))


@cache
def _weights() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(WEIGHTS.read_text("utf-8"))
