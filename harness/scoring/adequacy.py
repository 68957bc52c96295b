"""The adequacy score: how likely it is that both texts mean the same, in [0, 1].

A logistic model over `signals`. Its weights stand in `weights.toml`, one file for people and
program, made by `scripts/training/weights/fit_adequacy.py` and by nothing else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.core.fingerprint import fingerprint
from harness.core.values import BeadText, Finding, MetricCard, ParaphraseScore, Score, Signature
from harness.scoring.adequacy_features import Features, adequacy_features
from harness.statistics.logistic import LogisticModel, logistic_models
from harness.statistics.means import MILLION, mean_of_millionths

WEIGHTS = Path(__file__).with_name("weights.toml")
QUALITY = Path(__file__).with_name("quality.toml")
NAME = "adequacy"
_READ = "with a reader"


class Adequacy:
    """The score of a bead from its texts, scores and findings.

    1 for the same text. Calibrated: of the pairs that score about 0.8 on the data it was fitted on,
    about eight in ten say the same (`docs/adequacy.md`). There are two variants, with and without
    the paraphrase model; the signature names the one in use.

    Scores rank, findings explain: a score is never a reason by itself.

    Blind to what neither the detectors nor the paraphrase model notice. On texts very unlike those
    that it was fitted on (English sentences of news and encyclopedias) it ranks, but is not
    calibrated.

    Args:
        paraphrase_model: the signature of the model, if one is used; beads then have the score
            `chrf`, too.
    """

    def __init__(self, *, paraphrase_model: Signature | None = None) -> None:
        self._model = models()[_READ if paraphrase_model else "without a reader"]
        self._model_fields = paraphrase_model.fields if paraphrase_model else ()

    @cached_property
    def card(self) -> MetricCard:
        """The metric's card; its signature names the variant and the weights."""
        weights = [[name, repr(value)] for name, value in sorted(self._model.weights.items())]
        digest = fingerprint([repr(self._model.intercept), weights])[:16]
        signature = Signature(
            NAME, (("variant", self._model.name), ("weights", digest), *self._model_fields)
        )
        return MetricCard(NAME, "Adequacy", signature, 0.0, 1.0, True)

    def score(
        self,
        texts: BeadText,
        scores: Mapping[str, Score],
        findings: Sequence[Finding],
        paraphrase_score: ParaphraseScore | None = None,
    ) -> Score:
        """One bead's score."""
        if texts.source.text == texts.back_translation.text:
            return Score(1.0, (MILLION, 1))
        probability = self._model.probability(
            adequacy_features(texts, scores, findings, paraphrase_score)
        )
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


def as_recorded(card: MetricCard) -> Adequacy | None:
    """The score that a run's card describes; None where its weights are not these any more."""
    own = ("variant", "weights")
    read_by = tuple(field for field in card.signature.fields if field[0] not in own)
    scorer = Adequacy(paraphrase_model=Signature("reader", read_by) if read_by else None)
    return scorer if scorer.card == card else None


def was_read(cards: Iterable[MetricCard]) -> bool:
    """Whether the paraphrase model had a say in what these cards of a run measured."""
    return any(card.name == NAME and ("variant", _READ) in card.signature.fields for card in cards)


def translation_quality(given: Features) -> float:
    """How likely a translation has no error of meaning, in (0, 1), from `qe_features`.

    Fitted on rated Portuguese–English news and English–Spanish medical abstracts, as many good
    ones as bad; elsewhere it ranks. A signal that is missing counts as no difference.
    """
    name = "likelihood and paraphrase" if "reading" in given else "likelihood"
    return models(QUALITY)[name].probability(given)


def models(path: Path = WEIGHTS) -> Mapping[str, LogisticModel]:
    """The fitted variants by name. Raises: ReadError where their file is missing or damaged."""
    return logistic_models(path)
