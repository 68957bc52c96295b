"""Logistic models whose weights stand in a file that people read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any

from harness.core.errors import ReadError

_MOST = 30.0  # of a logit: beyond, a probability is 0 or 1


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """One fitted variant: weights by signal. A signal without a weight does not count."""

    name: str
    intercept: float
    weights: Mapping[str, float]

    def probability(self, given: Mapping[str, float]) -> float:
        """In (0, 1)."""
        total = self.intercept + sum(
            self.weights.get(name, 0.0) * value for name, value in sorted(given.items())
        )
        return 1 / (1 + exp(-max(-_MOST, min(_MOST, total))))


def logit(probability: float, least: float = 1e-4) -> float:
    """The logarithm of the odds; a probability nearer to 0 or 1 than `least` counts as that."""
    inside = min(max(probability, least), 1 - least)
    return log(inside / (1 - inside))


@cache
def logistic_models(path: Path) -> Mapping[str, LogisticModel]:
    """The models of a file by name.

    Raises:
        ReadError: the file of weights is missing or damaged.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))["model"]
        return {name: _model(name, table) for name, table in tables.items()}
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as cause:
        raise ReadError(
            f"{path}: no fitted weights: {cause}", hint="reinstall the package"
        ) from cause


def _model(name: str, table: Mapping[str, Any]) -> LogisticModel:
    weights = {signal: float(weight) for signal, weight in table["weights"].items()}
    return LogisticModel(name, float(table["intercept"]), weights)
