"""Logistic models from a file, and log-odds that never run away."""

from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.core.errors import ReadError
from harness.statistics.logistic import LogisticModel, logistic_models, logit

MODEL = LogisticModel("any", -1.0, {"words": 2.0})


def test_a_signal_without_a_weight_does_not_count() -> None:
    assert MODEL.probability({"words": 0.5, "mood": 7.0}) == pytest.approx(0.5)
    assert MODEL.probability({}) < 0.5 < MODEL.probability({"words": 3.0})


@given(st.floats(-1e6, 1e6))
def test_a_probability_is_never_0_or_1(value: float) -> None:
    assert 0 < MODEL.probability({"words": value}) < 1


@given(st.floats(0, 1))
def test_log_odds_grow_with_the_chance_and_end_at_its_bounds(chance: float) -> None:
    assert logit(0.0) <= logit(chance) <= logit(1.0) < inf
    assert logit(chance) == pytest.approx(-logit(1 - chance), abs=1e-9)


def test_the_models_of_a_file_are_read_by_name(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text('[model."one"]\nintercept = -1\n[model."one".weights]\n"words" = 2\n')
    assert logistic_models(path) == {"one": LogisticModel("one", -1.0, {"words": 2.0})}


@pytest.mark.parametrize("text", ["", "[model.one]\nintercept = 1", "[model]\none = 2", "nonsense"])
def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(text)
    with pytest.raises(ReadError, match=r"weights\.toml: no fitted weights"):
        logistic_models(path)
