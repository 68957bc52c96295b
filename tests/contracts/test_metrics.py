"""The contract of metrics: kept by every registered one, and seen to fail where it should."""

from collections.abc import Callable, Iterable, Sequence

import pytest

from harness import plugins
from harness.core.protocols import Metric
from harness.core.values import MetricCard, Score, Signature
from harness.testing.metrics import MetricContract

# Not here: `meaning` shares a store with the other tests of its file, and keeps the contract there;
# `comet` scores by whatever model the user has, which nobody can promise anything of.
ELSEWHERE = {"similarity", "comet"}


class TestRegistered(MetricContract):
    @pytest.fixture(params=sorted(set(plugins.names("metrics")) - ELSEWHERE))
    def metric(self, request: pytest.FixtureRequest) -> Metric:
        return plugins.metric(request.param)


class Overlap:
    """Keeps the contract: the share of words in common (Dice). Broken below, law by law."""

    card = MetricCard("overlap", "Overlap", Signature("overlap", (("v", "1"),)), 0.0, 100.0, True)

    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Score]:
        return [self.score(*pair) for pair in pairs]

    def score(self, reference: str, hypothesis: str) -> Score:
        statistics = self.counts(reference, hypothesis)
        return Score(self.value(statistics), statistics)

    def counts(self, reference: str, hypothesis: str) -> tuple[int, ...]:
        words, others = reference.split(), hypothesis.split()
        common = sum(min(words.count(w), others.count(w)) for w in set(words))
        return common, len(words) + len(others)

    def value(self, statistics: Sequence[int]) -> float:
        common, both = statistics
        return round(200.0 * common / both, 6) if both else 100.0

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        rows = list(statistics)
        if not rows:
            raise ValueError("no beads")
        return self.value([sum(column) for column in zip(*rows, strict=True)])


class IsNeverPerfect(Overlap):
    def value(self, statistics: Sequence[int]) -> float:
        return super().value(statistics) / 2


class SeesLengthsOnly(Overlap):
    """As a metric does that never reads the hypothesis' words."""

    def counts(self, reference: str, hypothesis: str) -> tuple[int, ...]:
        return min(len(reference), len(hypothesis)), len(reference) + len(hypothesis)


class LooksAtItsNeighbours(Overlap):
    """As a model does whose batches are padded."""

    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Score]:
        longest = max((len(hypothesis) for _, hypothesis in pairs), default=0)
        return [Score(s.value - longest / 1e6, s.statistics) for s in super().measure(pairs)]


class SkipsShortPairs(Overlap):
    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Score]:
        return super().measure([pair for pair in pairs if len(pair[0]) > 3])


class ScoresABeadDifferently(Overlap):
    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        return min(100.0, super().combine(statistics) + 0.5)


class AveragesMeans(Overlap):
    """The mean of beads' scores in place of the score of their sum."""

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        values = [self.value(row) for row in statistics]
        if not values:
            raise ValueError("no beads")
        return round(sum(values) / len(values), 6)


class CountsInFractions(Overlap):
    def counts(self, reference: str, hypothesis: str) -> tuple[int, ...]:
        common, both = super().counts(reference, hypothesis)
        return common / 2, both / 2  # type: ignore[return-value]


class MindsTheOrder(Overlap):
    """As a sum of floats does."""

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        rows = list(statistics)
        first = self.value(rows[0]) if rows else 0.0
        return super().combine(rows) * 0.5 + first * 0.5


class HasAScoreForNothing(Overlap):
    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        rows = list(statistics)
        return super().combine(rows) if rows else 0.0


class PraisesSilence(Overlap):
    def counts(self, reference: str, hypothesis: str) -> tuple[int, ...]:
        return super().counts(reference, hypothesis) if hypothesis.strip() else (1, 2)


class PraisesInvention(Overlap):
    def counts(self, reference: str, hypothesis: str) -> tuple[int, ...]:
        return super().counts(reference, hypothesis) if reference.strip() else (1, 2)


class LeavesItsCard(Overlap):
    """An edit rate that calls itself a share: beyond a hundred where much was added."""

    card = MetricCard("rate", "Rate", Signature("rate", (("v", "1"),)), 0.0, 100.0, False)

    def counts(self, reference: str, hypothesis: str) -> tuple[int, ...]:
        common, both = super().counts(reference, hypothesis)
        return both - 2 * common, len(reference.split()) or 1

    def value(self, statistics: Sequence[int]) -> float:
        edits, length = statistics
        return round(100.0 * edits / length, 6)


class PrintsEveryDigit(Overlap):
    def value(self, statistics: Sequence[int]) -> float:
        common, both = statistics
        return 200.0 * common / both if both else 100.0


class RenamesItself(Overlap):
    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Score]:
        signature = Signature("overlap", (("measured", str(len(pairs))),))
        self.card = MetricCard("overlap", "Overlap", signature, 0.0, 100.0, True)
        return super().measure(pairs)


CONTRACT = MetricContract()
LAWS: dict[str, Callable[[Metric], None]] = {
    law.__name__.removeprefix("test_"): law
    for law in (
        CONTRACT.test_identical_texts_give_the_best_value,
        CONTRACT.test_other_texts_are_worse_and_stranger_texts_worse_still,
        CONTRACT.test_neighbours_do_not_change_a_score,
        CONTRACT.test_one_score_for_each_pair,
        CONTRACT.test_one_bead_combined_is_that_bead,
        CONTRACT.test_statistics_are_whole_numbers_that_add,
        CONTRACT.test_order_does_not_change_a_total,
        CONTRACT.test_no_beads_have_no_score,
        CONTRACT.test_an_empty_hypothesis_is_scored_and_not_perfect,
        CONTRACT.test_an_empty_reference_is_scored_and_not_perfect,
        CONTRACT.test_scores_keep_within_the_card,
        CONTRACT.test_a_score_has_no_more_digits_than_every_machine_agrees_on,
        CONTRACT.test_the_signature_is_known_before_scoring_and_stays,
    )
}
BREAKERS: list[tuple[Callable[[], Metric], str]] = [
    (IsNeverPerfect, "identical_texts_give_the_best_value"),
    (SeesLengthsOnly, "other_texts_are_worse_and_stranger_texts_worse_still"),
    (LooksAtItsNeighbours, "neighbours_do_not_change_a_score"),
    (SkipsShortPairs, "one_score_for_each_pair"),
    (ScoresABeadDifferently, "one_bead_combined_is_that_bead"),
    (AveragesMeans, "statistics_are_whole_numbers_that_add"),
    (CountsInFractions, "statistics_are_whole_numbers_that_add"),
    (MindsTheOrder, "order_does_not_change_a_total"),
    (HasAScoreForNothing, "no_beads_have_no_score"),
    (PraisesSilence, "an_empty_hypothesis_is_scored_and_not_perfect"),
    (PraisesInvention, "an_empty_reference_is_scored_and_not_perfect"),
    (LeavesItsCard, "scores_keep_within_the_card"),
    (PrintsEveryDigit, "a_score_has_no_more_digits_than_every_machine_agrees_on"),
    (RenamesItself, "the_signature_is_known_before_scoring_and_stays"),
]


def broken_laws(metric: Callable[[], Metric]) -> set[str]:
    broken = set()
    for name, law in LAWS.items():
        try:
            law(metric())
        except (AssertionError, ValueError, IndexError, pytest.fail.Exception):
            broken.add(name)
    return broken


@pytest.mark.parametrize(("metric", "law"), BREAKERS)
def test_the_contract_finds_a_metric_that_breaks_it(metric: Callable[[], Metric], law: str) -> None:
    assert law in broken_laws(metric)


def test_the_contract_lets_a_good_metric_pass() -> None:
    assert broken_laws(Overlap) == set()


def test_no_law_is_left_out_of_the_proof() -> None:
    written = {name.removeprefix("test_") for name in dir(MetricContract) if "test_" in name}
    assert set(LAWS) == written
    assert {law for _, law in BREAKERS} == written
