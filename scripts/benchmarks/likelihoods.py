"""Likelihoods of translations without a reference: each end, given the other and their own."""

from collections.abc import Sequence

from harness import machine
from harness.core.protocols import Engine
from harness.core.values import Direction, Leg, LocalText, Translated
from harness.memory import Memory
from harness.models.likelihood import RunLikelihood
from harness.run import assembly
from harness.run.opening import remembered
from harness.scoring.qe_features import ScoredBothWays

_BLOCK = 64  # texts that are remembered together

Pair = tuple[LocalText, LocalText]  # source and hypothesis


def scored_both_ways(pairs: Sequence[Pair], memory: Memory | None = None) -> list[ScoredBothWays]:
    """Likelihoods of each (source, hypothesis) in order; remembered in `memory`, if given."""
    found: dict[Pair, ScoredBothWays] = {}
    for source, target in dict.fromkeys((here.language, there.language) for here, there in pairs):
        these = [
            pair for pair in pairs if tuple(text.language for text in pair) == (source, target)
        ]
        found |= dict(
            zip(these, _of_direction(Direction(source, target), these, memory), strict=True)
        )
    return [found[pair] for pair in pairs]


def _of_direction(
    direction: Direction, pairs: Sequence[Pair], memory: Memory | None
) -> list[ScoredBothWays]:
    back = Direction(direction.target, direction.source)
    sources, hypotheses = zip(*pairs, strict=True)
    found = [assembly.open_likelihood_scorer(each, machine.site()) for each in (direction, back)]
    scorers = remembered(found, memory) if memory else RunLikelihood(found)
    asked = (
        (sources, hypotheses),
        (hypotheses, sources),
        (_translated(back, hypotheses, memory), hypotheses),
        (_translated(direction, sources, memory), sources),
    )
    answers = (
        scorers.likelihoods(list(zip(given, scored, strict=True))) for given, scored in asked
    )
    return list(map(ScoredBothWays, *answers))


def _translated(
    direction: Direction, texts: Sequence[LocalText], memory: Memory | None
) -> list[LocalText]:
    """The model's own translations; an empty text, which is not scored, where it has none."""
    _, engine = assembly.open_leg(Leg(direction), machine.site())
    asked: Engine = memory.remembering(engine, block=_BLOCK) if memory else engine
    outcomes = asked.translate([text.text for text in texts])
    return [
        LocalText(direction.target, each.text if isinstance(each, Translated) else "")
        for each in outcomes
    ]
