"""Similarity of the wording, as sacreBLEU measures it: chrF, TER and BLEU."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from harness.core.values import MetricCard, Score, Signature
from harness.metrics.edit_rate import edits

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as SacrebleuMetric

_DIGITS = 6  # of a score: enough to tell any two apart, few enough to be the same everywhere


class _Sacrebleu(ABC):
    """What the metrics share: sacreBLEU does the counting and the scoring, we only hand over.

    sacreBLEU's public calls give scores without their statistics. The two methods used here instead
    are those that its own significance tests are made of.
    """

    name: str
    title: str
    highest: float
    higher_is_better: bool

    @cached_property
    def card(self) -> MetricCard:
        """The metric's card; its signature is sacreBLEU's own."""
        pairs = (pair.split(":", 1) for pair in str(self._metric.get_signature()).split("|"))
        signature = Signature(self.name, tuple((key, value) for key, value in pairs))
        return MetricCard(
            self.name, self.title, signature, 0.0, self.highest, self.higher_is_better
        )

    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Score]:
        """One score for each (reference, hypothesis), in order."""
        return [self._score(reference, hypothesis) for reference, hypothesis in pairs]

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        """sacreBLEU's corpus score. Raises: ValueError without any bead."""
        total = [sum(column) for column in zip(*statistics, strict=True)]
        if not total:
            raise ValueError(f"{self.name} of no beads is not a number")
        return self._value(total)

    def _score(self, reference: str, hypothesis: str) -> Score:
        (counts,) = self._metric._extract_corpus_statistics([hypothesis], [[reference]])
        statistics = tuple(int(count) for count in counts)
        return Score(self._value(statistics), statistics)

    def _value(self, statistics: Sequence[int]) -> float:
        return round(float(self._metric._compute_score_from_stats(list(statistics)).score), _DIGITS)

    @cached_property
    def _metric(self) -> "SacrebleuMetric":
        metric = self._build()
        metric.num_refs = 1  # sacreBLEU knows its signature only after this
        return metric

    @abstractmethod
    def _build(self) -> "SacrebleuMetric":
        """sacreBLEU is imported here, late: a list of metrics must not wait for it."""


class ChrF(_Sacrebleu):
    """chrF2: F-score of character n-grams, recall counted double (Popović 2015), in [0, 100].

    100 for texts of the same characters, white space aside. Case and punctuation count.

    Blind to meaning ("not" is three characters), and to text that was added where the source has
    none: sacreBLEU counts no n-grams where the reference has none, so a null bead of added text
    adds nothing to a run's score.
    """

    name = "chrf"
    title = "chrF2"
    highest = 100.0
    higher_is_better = True

    def _build(self) -> "SacrebleuMetric":
        from sacrebleu.metrics.chrf import CHRF  # noqa: PLC0415

        return CHRF()


class TER(_Sacrebleu):
    """Translation edit rate: word edits and shifts for each 100 words of the source, from 0 up.

    0 for the same words; more than 100 where more was added than the source has words. Case does
    not count; a word with another mark stuck to it ("end." and "end") is another word.

    The edits are counted by `harness.metrics.edit_rate`, which gives sacreBLEU's numbers.

    Blind to meaning: one edit is one edit. Against an empty reference any text scores 100, however
    long, though its edits do add to a run's score.
    """

    name = "ter"
    title = "TER"
    highest = inf
    higher_is_better = False

    def _score(self, reference: str, hypothesis: str) -> Score:
        words, wanted = (
            self._metric._preprocess_segment(text).split() for text in (hypothesis, reference)
        )
        statistics = (edits(words, wanted), len(wanted))
        return Score(self._value(statistics), statistics)

    def _build(self) -> "SacrebleuMetric":
        from sacrebleu.metrics.ter import TER as SacrebleuTER  # noqa: PLC0415, N811

        return SacrebleuTER()


class BLEU(_Sacrebleu):
    """BLEU: precision of word n-grams (Papineni et al. 2002), in [0, 100]. For whole corpora.

    One sentence is scored by the orders of n-grams that it is long enough for (sacreBLEU's
    effective order), so that two equal words score 100.

    Blind to meaning, and harsh on other word forms; use it where others report it.
    """

    name = "bleu"
    title = "BLEU"
    highest = 100.0
    higher_is_better = True

    def _build(self) -> "SacrebleuMetric":
        from sacrebleu.metrics.bleu import BLEU as SacrebleuBLEU  # noqa: PLC0415, N811

        return SacrebleuBLEU(effective_order=True)
