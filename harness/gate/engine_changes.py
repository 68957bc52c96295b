"""Which settings of an engine changed since the outputs of a route were accepted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.compare.results import SignatureDifference
from harness.core.values import Run, Signature
from harness.gate.baseline import Baseline, OutputKey, engine_name, engines_of

# Where a baseline does not say what an engine was, its identity is all that can be told.
_IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class EngineChange:
    """One hop whose engine is not what it was: every setting that differs.

    A baseline of before knows only identities; then that is the one setting.
    """

    route: str
    hop: int  # counted from 1
    direction: str  # en→es
    differences: tuple[SignatureDifference, ...]


def engine_changes(
    runs: Iterable[Run], baseline: Baseline, telling: Sequence[OutputKey]
) -> tuple[EngineChange, ...]:
    """What changed, route by route and hop by hop, for rows that read otherwise than accepted.

    `telling` names these rows. What made most of their accepted outputs stands for all.
    """
    found: dict[tuple[str, int], EngineChange] = {}
    for run in runs:
        for change in _of_run(run, baseline, telling):
            found.setdefault((change.route, change.hop), change)
    return tuple(found.values())


def _of_run(run: Run, baseline: Baseline, telling: Sequence[OutputKey]) -> Iterator[EngineChange]:
    route = run.identity.route.languages
    makers = Counter(
        engines
        for key in telling
        if key[0] == route
        for output in baseline.outputs(key)
        if (engines := engines_of(output))
    )
    if not makers:
        return
    (before, _), *_ = makers.most_common(1)
    now = run.identity.engines
    if len(before) != len(now):
        return
    hops = zip(run.identity.route.legs, before, now, strict=True)
    for hop, (leg, old, engine) in enumerate(hops, start=1):
        if old != engine_name(engine):
            unlike = tuple(_unlike(old, engine, baseline.engines))
            yield EngineChange(route, hop, str(leg.direction), unlike)


def _unlike(
    old: str, engine: Signature, known: Mapping[str, Mapping[str, str]]
) -> Iterator[SignatureDifference]:
    name, _, identity = old.rpartition(" ")
    if name != engine.name:
        yield SignatureDifference("engine", "engine", name, engine.name)
        return
    before, now = known.get(old), dict(engine.fields)
    if before is None:
        yield SignatureDifference("engine", _IDENTITY, identity, engine.identity[:8])
        return
    for field in dict.fromkeys((*before, *now)):
        if before.get(field) != now.get(field):
            yield SignatureDifference("engine", field, before.get(field), now.get(field))
