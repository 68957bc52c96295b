"""The laws of every metric."""

import pytest

from harness.core.protocols import Metric

REFERENCE = "The ferry to Bergen leaves at seven in the morning."
PARAPHRASE = "At seven in the morning the ferry to Bergen departs."
UNRELATED = "Nobody expected that the old piano would still play."
TEXTS = (
    REFERENCE,
    "Hello world",
    "No.",
    "¿Dónde está la biblioteca?",
    "今日は雨が降っています。",
    "मैं घर जा रहा हूँ।",
    "a\u202eb\u200dc 👩\u200d💻",
)


class MetricContract:
    """What a metric promises to those who read its numbers. Provide a fixture `metric`."""

    def test_identical_texts_give_the_best_value(self, metric: Metric) -> None:
        best = metric.card.highest if metric.card.higher_is_better else metric.card.lowest
        for text in TEXTS:
            (score,) = metric.measure([(text, text)])
            assert score.value == pytest.approx(best, abs=1e-6), text

    def test_other_texts_are_worse_and_stranger_texts_worse_still(self, metric: Metric) -> None:
        same, near, far = (
            score.value
            for score in metric.measure(
                [(REFERENCE, REFERENCE), (REFERENCE, PARAPHRASE), (REFERENCE, UNRELATED)]
            )
        )
        assert same > near > far if metric.card.higher_is_better else same < near < far

    def test_neighbours_do_not_change_a_score(self, metric: Metric) -> None:
        pair = (REFERENCE, PARAPHRASE)
        alone = metric.measure([pair])[0]
        crowd = metric.measure([("A.", "B."), pair, ("word " * 60, "other " * 90), pair])
        assert alone == crowd[1] == crowd[3]

    def test_one_score_for_each_pair(self, metric: Metric) -> None:
        assert list(metric.measure([])) == []
        assert len(metric.measure([(text, REFERENCE) for text in TEXTS])) == len(TEXTS)

    def test_one_bead_combined_is_that_bead(self, metric: Metric) -> None:
        for score in metric.measure([(text, REFERENCE) for text in TEXTS]):
            assert metric.combine([score.statistics]) == score.value

    def test_statistics_are_whole_numbers_that_add(self, metric: Metric) -> None:
        scores = metric.measure([(REFERENCE, text) for text in TEXTS])
        assert all(type(part) is int for score in scores for part in score.statistics)
        columns = zip(*(score.statistics for score in scores), strict=True)
        total = tuple(sum(column) for column in columns)
        assert metric.combine([total]) == metric.combine(score.statistics for score in scores)

    def test_order_does_not_change_a_total(self, metric: Metric) -> None:
        statistics = [s.statistics for s in metric.measure([(REFERENCE, t) for t in TEXTS])]
        assert metric.combine(statistics) == metric.combine(statistics[::-1])

    def test_no_beads_have_no_score(self, metric: Metric) -> None:
        with pytest.raises(ValueError, match="no beads"):
            metric.combine([])

    def test_an_empty_hypothesis_is_scored_and_not_perfect(self, metric: Metric) -> None:
        same, empty = (s.value for s in metric.measure([(REFERENCE, REFERENCE), (REFERENCE, "")]))
        assert empty < same if metric.card.higher_is_better else empty > same

    def test_an_empty_reference_is_scored_and_not_perfect(self, metric: Metric) -> None:
        same, empty = (s.value for s in metric.measure([(REFERENCE, REFERENCE), ("", UNRELATED)]))
        assert empty < same if metric.card.higher_is_better else empty > same

    def test_scores_keep_within_the_card(self, metric: Metric) -> None:
        pairs = [(a, b) for a in (*TEXTS, "", " ", "\x00") for b in (*TEXTS, "", "x" * 500)]
        for score in metric.measure(pairs):
            assert metric.card.lowest <= score.value <= metric.card.highest

    def test_a_score_has_no_more_digits_than_every_machine_agrees_on(self, metric: Metric) -> None:
        texts = (*TEXTS, PARAPHRASE, UNRELATED)  # these two have words in common with it
        for score in metric.measure([(REFERENCE, text) for text in texts]):
            assert score.value == round(score.value, 6)

    def test_the_signature_is_known_before_scoring_and_stays(self, metric: Metric) -> None:
        before = metric.card
        metric.measure([(REFERENCE, PARAPHRASE)])
        assert metric.card == before
        assert before.signature.fields
