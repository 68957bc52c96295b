"""What a difference of scores is worth, in words."""

from collections.abc import Sequence

import pytest
from unit.report.report_samples import CHRF, TER, drift

from harness.core.values import Row
from harness.report.html.score_contrasts import ScoreContrasts
from harness.report.html.view import ScoreContrast

MANY = [50.0 + place % 7 for place in range(60)]


def rows(scores: Sequence[float]) -> list[Row]:
    stops = ("It rained.", "x", "It rained.")
    return [drift(place, ("en", "es", "en"), stops, chrf=s) for place, s in enumerate(scores)]


def contrasted(before: Sequence[float], after: Sequence[float]) -> ScoreContrast:
    scores = ScoreContrasts([CHRF], [CHRF])
    for one, other in zip(rows(before), rows(after), strict=True):
        scores.take([one], [other])
    (made,) = scores.found()
    return made


def test_a_difference_in_every_row_is_no_chance() -> None:
    made = contrasted(MANY, [score + 3 for score in MANY])
    assert (made.before, made.after, made.difference) == ("52.9", "55.9", "+3.0")
    assert made.interval == "+3.0 to +3.0"
    assert made.words == "better, unlikely to be chance (p < 0.001)"
    assert contrasted(MANY, [score - 3 for score in MANY]).words.startswith("worse")


def test_a_difference_now_up_now_down_may_be_chance() -> None:
    after = [score + (2 if place % 2 else -2) for place, score in enumerate(MANY)]
    assert "may well be chance" in contrasted(MANY, after).words


def test_no_difference_is_called_none() -> None:
    assert contrasted(MANY, MANY).words == "no difference"


def test_few_rows_prove_nothing() -> None:
    assert "with so few" in contrasted([50.0] * 4, [60.0] * 4).words


@pytest.mark.parametrize("other", [[TER], []])
def test_a_metric_that_one_run_lacks_is_not_compared(other: list[object]) -> None:
    scores = ScoreContrasts([CHRF], other)  # type: ignore[arg-type]
    scores.take(rows([50.0]), rows([60.0]))
    assert scores.found() == ()


def test_rows_of_one_group_count_as_their_mean() -> None:
    scores = ScoreContrasts([CHRF], [CHRF])
    scores.take(rows([40.0, 60.0]), rows([70.0]))
    (made,) = scores.found()
    assert (made.before, made.after) == ("50.0", "70.0")


def test_a_score_has_the_value_that_the_run_has_everywhere() -> None:
    scores = ScoreContrasts([CHRF], [CHRF], ({"chrf": 77.1}, {"chrf": 79.4}))
    scores.take(rows([77.5]), rows([79.5]))
    (made,) = scores.found()
    assert (made.before, made.after, made.difference) == ("77.1", "79.4", "+2.3")
    assert made.row_difference == "+2.0", "of a row: the mean of rows is another number"
