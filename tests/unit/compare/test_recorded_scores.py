"""By what recorded runs are compared when nobody names a measure: by all that both have."""

from dataclasses import replace

import pytest
from run_samples import plain, run_of

from harness.core.errors import ConfigError
from harness.core.values import MetricCard, Run, Signature
from harness.run import assembly
from harness.scoring.adequacy import Adequacy


def scored(weights: str) -> Run:
    """A run with a meaning score of these weights, beside chrF and a stranger's measure."""
    run = run_of(plain(2))
    card = replace(Adequacy().card, signature=Signature("adequacy", (("weights", weights),)))
    stranger = MetricCard("smell", "Smell", Signature("smell"), 0.0, 1.0, True)
    cards = (card, *run.identity.metrics, stranger)
    return replace(run, identity=replace(run.identity, metrics=cards))


def named(*runs: Run, names: list[str] | None = None) -> list[str]:
    cards = [card for run in runs for card in run.identity.metrics]
    return [each.card.name for each in assembly.compared(cards, names or [])]


def test_the_meaning_score_is_compared_like_every_metric() -> None:
    assert named(scored("a"), scored("a")) == [assembly.ADEQUACY, "chrf"]


def test_scores_of_two_models_are_compared_only_where_that_is_asked_for() -> None:
    assert named(scored("a"), scored("b")) == ["chrf"]
    assert named(scored("a"), scored("b"), names=[assembly.ADEQUACY]) == [assembly.ADEQUACY]


def test_unknown_measures_are_refused() -> None:
    with pytest.raises(ConfigError, match="no metric is called 'smelll'"):
        named(scored("a"), names=["smelll"])
    with pytest.raises(ConfigError, match="adequacy"):
        named(run_of(plain(2)), names=["adequacy"])


def test_a_recorded_score_combines_as_the_scorer_does() -> None:
    statistics = [(1_000_000, 1), (250_000, 1)]
    (recorded,) = assembly.combiners([Adequacy().card])
    assert recorded.combine(statistics) == Adequacy().combine(statistics) == 0.625
    with pytest.raises(ValueError, match="no beads"):
        recorded.combine([])
