"""What models say of translations without a reference: each end, given the other and their own."""

from collections.abc import Sequence

from harness import config
from harness.core.protocols import Engine, Judge
from harness.core.values import Direction, Leg, LocalText, Translated
from harness.memory import Memory
from harness.scoring.crossing import Judged

_BLOCK = 64  # texts or pairs that are remembered together

Pair = tuple[LocalText, LocalText]  # source and hypothesis


def judged(pairs: Sequence[Pair], memory: Memory | None = None) -> list[Judged]:
    """What the models here say of each (source, hypothesis), in order; remembered, if asked to."""
    found: dict[Pair, Judged] = {}
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
) -> list[Judged]:
    back = Direction(direction.target, direction.source)
    sources, hypotheses = ([text.text for text in side] for side in zip(*pairs, strict=True))
    translations = _translated(direction, sources, memory)
    returns = _translated(back, hypotheses, memory)
    ahead, home = _judge(direction, memory), _judge(back, memory)
    forward = ahead.score(list(zip(sources, hypotheses, strict=True)))
    backward = home.score(list(zip(hypotheses, sources, strict=True)))
    forward_own = ahead.score(list(zip(returns, hypotheses, strict=True)))
    backward_own = home.score(list(zip(translations, sources, strict=True)))
    return list(map(Judged, forward, backward, forward_own, backward_own))


def _translated(direction: Direction, texts: Sequence[str], memory: Memory | None) -> list[str]:
    """The model's own translations; nothing, which no judge reads, where it has none."""
    _, engine = config.open_leg(Leg(direction), config.surroundings(), {})
    asked: Engine = memory.remembering(engine, block=_BLOCK) if memory else engine
    outcomes = asked.translate(texts)
    return [each.text if isinstance(each, Translated) else "" for each in outcomes]


def _judge(direction: Direction, memory: Memory | None) -> Judge:
    judge = config.open_judge(direction, config.surroundings())
    return memory.remembering_judge(judge, block=_BLOCK) if memory else judge
