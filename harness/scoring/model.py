"""The meaning score: how likely it is that a reader takes away the same, in [0, 1].

A logistic model over `signals`. Its weights stand in `weights.toml`, one file for people and
program, made by `scripts/bench/fit_meaning.py` and by nothing else.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import exp
from pathlib import Path
from typing import Any

from harness.core.errors import ReadError
from harness.core.fingerprint import fingerprint
from harness.core.values import BeadText, Finding, MetricCard, Reading, Score, Signature
from harness.scoring.signals import Signals, signals
from harness.statistics.means import MILLION, mean_of_millionths

WEIGHTS = Path(__file__).with_name("weights.toml")
QUALITY = Path(__file__).with_name("quality.toml")
NAME = "sameness"

_EMBEDDING = "embedding"


@dataclass(frozen=True, slots=True)
class Model:
    """One fitted variant: weights by signal. A signal without a weight does not count."""

    name: str
    intercept: float
    weights: Mapping[str, float]

    def probability(self, given: Signals) -> float:
        """In (0, 1)."""
        total = self.intercept + sum(
            self.weights.get(name, 0.0) * value for name, value in sorted(given.items())
        )
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


class MeaningScore:
    """The score of a bead from its texts, scores and findings.

    1 for the same text. Calibrated: of the pairs that score about 0.8 on the data it was fitted
    on, about eight in ten say the same (`docs/meaning-score.md`). There are two variants, with and
    without sentence embeddings and the proofreader that is built on them; the signature names the
    one in use.

    Scores rank, findings explain: a score is never a reason by itself.

    Blind to what neither the detectors nor the embedding notice. On texts very unlike those that
    it was fitted on (English sentences of news and encyclopedias) it ranks, but is not calibrated.

    Args:
        reader: the signature of who reads the beads, if anyone does; they then come with the score
            `meaning`, too.
    """

    def __init__(self, *, reader: Signature | None = None) -> None:
        self._model = models()["with a reader" if reader else "without a reader"]
        self._read_by = reader.fields if reader else ()

    @cached_property
    def card(self) -> MetricCard:
        """The metric's card; its signature tells the variant and the weights."""
        weights = [[name, repr(value)] for name, value in sorted(self._model.weights.items())]
        digest = fingerprint([repr(self._model.intercept), weights])[:16]
        signature = Signature(
            NAME, (("variant", self._model.name), ("weights", digest), *self._read_by)
        )
        return MetricCard(NAME, "Same meaning", signature, 0.0, 1.0, True)

    def score(
        self,
        texts: BeadText,
        scores: Mapping[str, Score],
        findings: Sequence[Finding],
        reading: Reading | None = None,
    ) -> Score:
        """One bead's score."""
        if texts.source.text == texts.back_translation.text:
            return Score(1.0, (MILLION, 1))
        probability = self._model.probability(signals(texts, scores, findings, reading))
        millionths = round(probability * MILLION)
        return Score(millionths / MILLION, (millionths, 1))

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        """The mean over beads. Raises: ValueError without any bead."""
        return mean_of_millionths("a score", statistics)


def averaged(statistics: Iterable[tuple[int, ...]]) -> float:
    """The mean over beads. Raises: ValueError without any bead."""
    return mean_of_millionths("a score", statistics)


@dataclass(frozen=True, slots=True)
class RecordedScore:
    """A score that a run has recorded: combined by its metric's rule, never given anew."""

    card: MetricCard
    rule: Callable[[Iterable[tuple[int, ...]]], float] = averaged

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        """The score of many beads together. Raises: ValueError without any bead."""
        return self.rule(statistics)


def as_recorded(card: MetricCard) -> MeaningScore | None:
    """The score that a run's card tells of; None where its weights are not these any more."""
    own = ("variant", "weights")
    read_by = tuple(field for field in card.signature.fields if field[0] not in own)
    scorer = MeaningScore(reader=Signature("reader", read_by) if read_by else None)
    return scorer if scorer.card == card else None


def translation_quality(given: Signals) -> float:
    """How likely a translation has no error of meaning, in (0, 1), from `crossing` signals.

    Fitted on judged Portuguese–English news and English–Spanish medical abstracts, as many good
    ones as bad; elsewhere it ranks. A signal that is missing counts as no difference.
    """
    name = "judged and read" if "reading" in given else "judged"
    return models(QUALITY)[name].probability(given)


@cache
def models(path: Path = WEIGHTS) -> Mapping[str, Model]:
    """The fitted variants by name.

    Raises:
        ReadError: the file of weights is missing or damaged.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))["model"]
        return {name: _model(name, table) for name, table in tables.items()}
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as cause:
        raise ReadError(
            f"{path}: no weights of the meaning score: {cause}", hint="reinstall the package"
        ) from cause


def _model(name: str, table: Mapping[str, Any]) -> Model:
    weights = {signal: float(weight) for signal, weight in table["weights"].items()}
    return Model(name, float(table["intercept"]), weights)
