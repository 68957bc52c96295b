"""What evidence is worth beside the rest: a model's difference, or a testimony -> trust.

The weights stand in `weights.toml`, made by `scripts/training/weights/fit_attribution.py` and by
nothing else: a logistic model of faults planted on known hops. So a piece of evidence counts for
what it adds to the others, not for how often it is right alone: models and witnesses err together.
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
        hops = change_point((1, *map(self._stand, leanings), 0))
        if hops is None or len(hops) > len(leanings):
            return None
        shown = ", ".join(
            f"{value:+.{self.digits}f} after hop {hop}" for hop, value in enumerate(leanings, 1)
        )
        inner = [stop for stop in (hops[0] - 1, hops[-1]) if 1 <= stop <= len(leanings)]
        trust = min(self.trust(leanings[stop - 1]) for stop in inner)
        return Evidence(self.kind, hops, round(trust, 3), f"{self.says}: {shown}.")

    def trust(self, leaning: float) -> float:
        """The probability that the sign of `leaning` is right, in [0.5, 0.98]."""
        weight = self.source if leaning > 0 else self.back
        return _confidence(weight * log1p(abs(leaning) / self.unit))

    def _stand(self, leaning: float) -> int | None:
        return int(leaning > 0) if self.trust(leaning) >= _LEAST else None


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
