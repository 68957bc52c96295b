"""Why two runs of one text differ: settings varied one at a time until one explains it.

Only what this machine can vary is tried: engines, packs, engines' options, the segmenter. What else
differs between the signatures (library versions, the instruction set) is named and not tried.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness import machine
from harness.core.errors import ComparisonError, ConfigError
from harness.core.protocols import HopEngine, UnitEngine
from harness.core.values import (
    Leg,
    MeasuredRow,
    Outcome,
    Route,
    Run,
    Segment,
    Signature,
    Translated,
)
from harness.run import assembly, inputs
from harness.run.plan import RunPlan, load_plan
from harness.run.record import find_records, read_run
from harness.settings import RunSettings, as_data, settings_that_carry

Stops = tuple[str, ...]  # a segment's text at every stop


@dataclass(frozen=True, slots=True)
class VariedSetting:
    """One thing in which two configurations differ, and how the second one's is taken over."""

    name: str
    first: str
    second: str
    apply: Callable[[RunSettings], RunSettings]


@dataclass(frozen=True, slots=True)
class Trial:
    """How many of the differing segments come out as in the second run, with these settings."""

    settings: tuple[str, ...]
    explained: int


@dataclass(frozen=True, slots=True)
class Cause:
    """What was found: the fewest settings that turn the first run's outcome into the second's.

    `cause` is empty where nothing that can be varied here explains it. `example` is the shortest
    segment that they change: its stops in the first run (none where it was not a segment there)
    and in the second. `fixed` names what differs between the signatures beside the settings.
    `unmeasured` counts the segments that one of the runs could not measure, and that say nothing.
    """

    differing: int
    tried: int
    cause: tuple[VariedSetting, ...]
    trials: tuple[Trial, ...]
    example: tuple[Stops | None, Stops] | None
    fixed: tuple[str, ...]
    unmeasured: int = 0


def bisect(first: Path, second: Path, *, limit: int = 20) -> Cause:
    """What explains the difference between the runs in two folders, on their first routes.

    Args:
        limit: of the segments that differ, the shortest so many are tried.

    Raises:
        ComparisonError: the runs are not of one text and one way, or are not reproduced here.
        HarnessError: whatever reading and translating ran into.
    """
    (plan, text), (other_plan, other_text) = load_plan(first), load_plan(second)
    runs = [read_run(find_records(folder)[0]) for folder in (first, second)]
    if text != other_text or runs[0].identity.route.stops != runs[1].identity.route.stops:
        raise ComparisonError(
            f"{first} and {second} are not runs of one text over one way",
            hint="compare runs of the same file and the same languages",
        )
    before, after = (_configured(p, run) for p, run in zip((plan, other_plan), runs, strict=True))
    settings = tuple(_settings(before, after))
    fixed = tuple(_fixed(runs, settings))
    known = {stops[0]: stops for stops in _outcomes(runs[0])}
    differing = [stops for stops in _outcomes(runs[1]) if known.get(stops[0]) != stops]
    wanted = sorted(differing, key=lambda stops: (len(stops[0]), stops))[:limit]
    unmeasured = len(runs[0].unmeasured | runs[1].unmeasured)
    if not wanted:
        return Cause(0, 0, (), (), None, fixed, unmeasured)
    laboratory = _Laboratory(plan.source, text, wanted)
    _must_reproduce(laboratory, after, second, fixed)
    cause, trials = _smallest(laboratory, before, settings)
    example = None
    if cause:
        shown = min(laboratory.explained(_with(before, cause)), key=lambda stops: len(stops[0]))
        example = (known.get(shown[0]), shown)
    return Cause(len(differing), len(wanted), cause, trials, example, fixed, unmeasured)


@dataclass(frozen=True, slots=True)
class _Laboratory:
    """Carries the segments that differ with any settings, with nothing remembered."""

    source: str
    text: bytes
    wanted: Sequence[Stops]

    def explained(self, configuration: RunSettings) -> list[Stops]:
        """Those that come out just as wanted."""
        route, asked = configuration.routes[0], configuration
        here = machine.site(asked.packs, asked.options)
        document = inputs.document_of(self.source, self.text, asked.language, asked.reader, here.of)
        segments: dict[str, list[Segment]] = {}
        for each in inputs.segmented(document, asked.segmenter, [route], here.of).segments():
            segments.setdefault(" ".join(each.text.splitlines()), []).append(each)
        hides = assembly.hides_codes(document, asked)
        _, engines = assembly.open_route(route, here, document, stand_ins=hides)
        try:
            return [
                stops
                for stops in self.wanted
                if any(_carried(each, engines) == stops for each in segments.get(stops[0], ()))
            ]
        finally:
            for engine in engines:
                engine.close()


def _carried(segment: Segment, engines: Sequence[HopEngine]) -> Stops | None:
    stops = [" ".join(segment.text.splitlines())]
    for engine in engines:
        outcome: Outcome = Translated("")
        if isinstance(engine, UnitEngine):
            outcome = engine.translate_units([segment])[0]
        elif stops[-1].strip():
            outcome = engine.translate([stops[-1]])[0]
        if not isinstance(outcome, Translated):
            return None
        stops.append(outcome.text)
    return tuple(stops)


def _outcomes(run: Run) -> list[Stops]:
    rows = [row for row in run.rows if isinstance(row, MeasuredRow)]
    return list(dict.fromkeys(tuple(stop.text for stop in row.texts.stops) for row in rows))


def _must_reproduce(
    laboratory: _Laboratory, after: RunSettings, folder: Path, fixed: Sequence[str]
) -> None:
    again = laboratory.explained(after)
    if len(again) < len(laboratory.wanted):
        why = f"; what differs and cannot be varied: {', '.join(fixed)}" if fixed else ""
        raise ComparisonError(
            f"{folder}: {len(laboratory.wanted) - len(again)} of {len(laboratory.wanted)} segments "
            f"do not come out here as in the run{why}",
            hint="bisect on the machine, and with the packages, that made the run",
        )


# ── settings ────────────────────────────────────────────────────────────────────────────────────


def _configured(plan: RunPlan, run: Run) -> RunSettings:
    """The settings of a run's first route; those of measuring are left out."""
    carried = {name: getattr(plan.settings, name) for name in settings_that_carry()}
    return RunSettings(**carried | {"routes": (run.identity.route,)})


def _settings(before: RunSettings, after: RunSettings) -> Iterator[VariedSetting]:
    """Every setting in which two runs differ: engines hop by hop, their options one by one."""
    one, other = as_data(before), as_data(after)
    for name in settings_that_carry():
        if name not in ("routes", "options") and one[name] != other[name]:
            yield VariedSetting(name, _shown(one[name]), _shown(other[name]), _taking(name, after))
    yield from _hops(before, after)
    yield from _options(before, after)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none named"
    return "default" if value is None else str(value)


def _taking(name: str, after: RunSettings) -> Callable[[RunSettings], RunSettings]:
    return lambda given: replace(given, **{name: getattr(after, name)})


def _hops(before: RunSettings, after: RunSettings) -> Iterator[VariedSetting]:
    (route,), (other_route,) = before.routes, after.routes
    for hop, (one, other) in enumerate(zip(route.legs, other_route.legs, strict=True)):
        if one != other:
            yield VariedSetting(
                f"engine of hop {hop + 1}", str(one.engine), str(other.engine), _leg(hop, other)
            )


def _options(before: RunSettings, after: RunSettings) -> Iterator[VariedSetting]:
    for engine in sorted({*before.options, *after.options}):
        mine, theirs = before.options.get(engine, {}), after.options.get(engine, {})
        for option in sorted({*mine, *theirs}):
            if mine.get(option) != theirs.get(option):
                yield VariedSetting(
                    f"{engine}.{option}",
                    mine.get(option, "default"),
                    theirs.get(option, "default"),
                    _option(engine, option, theirs.get(option)),
                )


def _leg(hop: int, leg: Leg) -> Callable[[RunSettings], RunSettings]:
    def apply(given: RunSettings) -> RunSettings:
        (route,) = given.routes
        return replace(given, routes=(Route((*route.legs[:hop], leg, *route.legs[hop + 1 :])),))

    return apply


def _option(engine: str, option: str, value: str | None) -> Callable[[RunSettings], RunSettings]:
    def apply(given: RunSettings) -> RunSettings:
        options = {name: dict(values) for name, values in given.options.items()}
        options.setdefault(engine, {})[option] = value or ""
        if value is None:
            del options[engine][option]
        return replace(given, options=options)

    return apply


def _with(configuration: RunSettings, settings: Sequence[VariedSetting]) -> RunSettings:
    for setting in settings:
        configuration = setting.apply(configuration)
    return configuration


def _fixed(runs: Sequence[Run], settings: Sequence[VariedSetting]) -> Iterator[str]:
    """Fields of the engines' signatures that differ and are no setting."""
    varied = {setting.name.rpartition(".")[2] for setting in settings}
    pairs = zip(*(run.identity.engines for run in runs), strict=True)
    for hop, (one, other) in enumerate(pairs, start=1):
        mine, theirs = _fields(one), _fields(other)
        if one.name == other.name:
            for key in mine:
                if mine[key] != theirs.get(key) and key not in varied:
                    yield f"hop {hop} {key} ({mine[key]}, {theirs.get(key)})"


def _fields(signature: Signature) -> Mapping[str, str]:
    return dict(signature.fields)


# ── search ──────────────────────────────────────────────────────────────────────────────────────


def _smallest(
    laboratory: _Laboratory, before: RunSettings, settings: Sequence[VariedSetting]
) -> tuple[tuple[VariedSetting, ...], tuple[Trial, ...]]:
    """The fewest settings that explain all that is wanted: one alone, or what cannot be left out.

    One alone is sought first. Where none does, settings are left out of all of them together, one
    after the other, as long as the rest still explains everything (delta debugging's ddmin, with
    parts of one). The result is minimal, if not always the smallest there is.
    """
    trials: list[Trial] = []

    def explains(chosen: Sequence[VariedSetting]) -> bool:
        try:
            explained = len(laboratory.explained(_with(before, chosen)))
        except ConfigError:
            explained = 0  # such a mixture cannot be made
        trials.append(Trial(tuple(setting.name for setting in chosen), explained))
        return explained == len(laboratory.wanted)

    for setting in settings:
        if explains([setting]):
            return (setting,), tuple(trials)
    kept = list(settings)
    if len(kept) < 2 or not explains(kept):
        return (), tuple(trials)
    for setting in settings:
        rest = [other for other in kept if other is not setting]
        if len(rest) > 1 and explains(rest):
            kept = rest
    return tuple(kept), tuple(trials)
