"""Names -> assembled parts: metrics, detectors, engines, for the pipeline to use."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from harness import plugins
from harness.blame.embedding_evidence import EmbeddingEvidence
from harness.blame.hop_attribution import HopAttribution
from harness.blame.hop_readings import HopReadings
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
    DocumentDetector,
    Engine,
    EngineProvider,
    Graded,
    HopEngine,
    LikelihoodProvider,
    LikelihoodScorer,
    Obstacle,
    Offer,
    OfferOfMany,
    Surroundings,
)
from harness.core.route_syntax import FILE, parse_way
from harness.core.values import Direction, Document, Glossary, Leg, MetricCard, Route
from harness.detectors.glossary import GlossaryTerms
from harness.engines.file import FileTranslations
from harness.engines.guarded import Guarded
from harness.engines.replay import Replay, ReplayEngine
from harness.engines.secrets import KeepingSecrets
from harness.engines.transcript import recorded_system
from harness.machine import Site
from harness.models.embeddings import Embedder
from harness.models.hop_reader import HopReader
from harness.models.likelihood import directions
from harness.models.paraphrase import ParaphraseClassifier
from harness.run.identity import WitnessRoute
from harness.run.measures import MeasuringSet
from harness.run.stand_ins import StandIns
from harness.scoring.adequacy import NAME, Adequacy, RecordedScore
from harness.settings import Options, RunSettings
from harness.severity.grades import Grades, usual_grades

# Which engine serves a hop that names none: the first of these that offers the direction.
PREFERENCE = ("replay", "argos", "bergamot", "apertium")
METRICS = ("chrf", "ter")
ADEQUACY = NAME  # the score that comes with the usual metrics, when none is named


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


def measuring_set(
    metrics: Sequence[str],
    detectors: Sequence[str],
    here: Site,
    severities: Mapping[str, str] | None = None,
    *,
    locate_minor: bool = False,
    glossary: Glossary | None = None,
) -> tuple[MeasuringSet, tuple[str, ...]]:
    """Metrics and detectors by name, and what cannot be measured here (caveats).

    No metrics named: the usual ones, and with them the adequacy score and the paraphrase model.
    No detectors named: all of them.

    Args:
        severities: what the user overrules in the table of grades, by kind.
        locate_minor: models are asked for the hop of minor findings, too.
        glossary: terms that are looked for at every stop.

    Raises:
        NotInstalled: a metric that was named; one of the usual ones becomes a caveat.
        ConfigError: a kind that no detector reports, or no severity.
    """
    usable, caveats = [], []
    for name in metrics or METRICS:
        try:
            usable.append(plugins.metric(name, here.of(name)))
        except NotInstalled as cause:
            if metrics:
                raise
            caveats.append(f"{name.capitalize()} was not measured: {_why(cause)}")
    model = None
    if not metrics:
        try:
            model = ParaphraseClassifier.configured(here.machine)
        except NotInstalled as cause:
            caveats.append(_unread(cause))
    readings = HopReadings(HopReader.configured(here.machine)) if model else None
    attribution = HopAttribution(asks_minor=locate_minor, readings=readings)
    if model or "similarity" in metrics:
        attribution = attribution.with_model(EmbeddingEvidence(Embedder.configured(here.machine)))
    scorer = None if metrics else Adequacy(paraphrase_model=model.signature if model else None)
    found_by, document_detectors = open_detectors(detector_names(detectors), here)
    if glossary is not None:
        document_detectors = (*document_detectors, GlossaryTerms(glossary))
    graded = grades((*found_by, *document_detectors), severities)
    used = MeasuringSet(
        tuple(usable), found_by, attribution, scorer, model, document_detectors, graded
    )
    return used, tuple(caveats)


def _why(cause: NotInstalled) -> str:
    return f"{cause} ({cause.hint})."


def _unread(cause: NotInstalled) -> str:
    """The caveat of a run that lacks the paraphrase model, and the embeddings beside it."""
    return (
        f"Measured without the models of meaning: {_why(cause)} Wording is graded by a table alone,"
        " so severities and scores are not those of a run with these models."
    )


def measuring_set_for(settings: RunSettings, here: Site) -> tuple[MeasuringSet, tuple[str, ...]]:
    """What a run with these settings is measured with. As `measuring_set`."""
    return measuring_set(
        settings.metrics,
        settings.detectors,
        here,
        settings.severity,
        locate_minor=settings.locate_minor,
        glossary=glossary_of(settings),
    )


def glossary_of(settings: RunSettings) -> Glossary | None:
    """The glossary that a run is held to. Raises: ConfigError, ReadError."""
    if settings.glossary is None:
        return None
    # Imported late: few runs have one, and it brings the readers of XML.
    from harness.formats.glossaries import read_glossary  # noqa: PLC0415

    return read_glossary(settings.glossary, settings.language)


def detector_names(chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """The detectors that are chosen; all that are registered where none is."""
    return tuple(chosen) or plugins.detector_names()


def open_detectors(
    names: Sequence[str], here: Site
) -> tuple[tuple[Detector, ...], tuple[DocumentDetector, ...]]:
    """The detectors of beads and those of whole texts; one name may stand for one of each."""
    of_texts = [name for name in names if name in plugins.names("text_detectors")]
    only_texts = set(of_texts) - set(plugins.names("detectors"))
    return (
        tuple(plugins.detector(name, here.of(name)) for name in names if name not in only_texts),
        tuple(plugins.text_detector(name, here.of(name)) for name in of_texts),
    )


def grades(
    parts: Iterable[Detector | DocumentDetector | Check],
    severities: Mapping[str, str] | None = None,
) -> Grades:
    """The table of grades with what detectors from elsewhere bring, and what the user overrules.

    Raises: ConfigError: a kind that no detector reports, or no severity.
    """
    made = usual_grades()
    for part in parts:
        # Its grades first: a signature takes a digest of code, and few parts bring grades.
        if hasattr(part, "grades") and isinstance(part, Graded):
            made = made.joined_by(part.signature.name, part.grades)
    return made.overruled_by(severities or {})


def combiners(cards: Iterable[MetricCard]) -> list[Combiner]:
    """What combines recorded scores, one for each name; those of plug-ins must be installed."""
    named: dict[str, MetricCard] = {}
    for card in cards:
        named.setdefault(card.name, card)
    known = plugins.names("metrics")
    return [_combiner(card) for name, card in named.items() if name in {ADEQUACY, *known}]


def compared(cards: Sequence[MetricCard], names: Sequence[str]) -> list[Combiner]:
    """The recorded metrics that are named; or all that some run has, in the order of the first.

    The adequacy score of another release is another measure: it is compared only if it is named,
    and then refused.

    Raises:
        ConfigError: no metric has such a name.
    """
    scored = {card.signature for card in cards if card.name == ADEQUACY}
    for name in names:
        if name != ADEQUACY or not scored:
            plugins.metric(name)  # says so where it is none
    left_out = ADEQUACY if len(scored) > 1 else None
    wanted = names or [card.name for card in cards if card.name != left_out]
    return combiners(card for card in cards if card.name in wanted)


def _combiner(card: MetricCard) -> Combiner:
    if card.name == ADEQUACY:
        return RecordedScore(card)
    return RecordedScore(card, plugins.metric(card.name).combine)


def check_packs(packs: Sequence[Path], here: Site) -> None:
    """Make sure that every pack that the user named can be used by some engine.

    Args:
        here: for the settings of engines; what else lies on this machine does not count.

    Raises:
        PackBroken: one of them cannot be used, and why.
        ConfigError: one of them is nothing that an engine knows.
    """
    for pack in packs:
        found = list(_said_of(pack, here))
        if any(not isinstance(item, Obstacle) for item in found):
            continue
        for item in found:
            if isinstance(item, Obstacle) and str(pack) in item.reason:
                raise PackBroken(item.reason, hint=item.remedy)
        raise ConfigError(
            f"{pack}: neither a language pack nor a model folder nor a transcript",
            hint="name an .argosmodel, a folder of Bergamot or CTranslate2 models, or a transcript "
            "(.jsonl)",
        )


def _said_of(pack: Path, here: Site) -> Iterator[Offer | OfferOfMany | Obstacle]:
    """What engines say of one pack. A setting may name more places, whose offers do not count."""
    for name, provider in _providers():
        if not provider.uses_network:
            settings = here.of(name).settings
            for item in provider.survey(Surroundings(packs=(pack,), settings=settings)):
                if isinstance(item, Obstacle) or item.named or not settings:
                    yield item


def open_route(
    route: Route, here: Site, document: Document | None = None, *, stand_ins: bool = False
) -> tuple[Route, tuple[HopEngine, ...]]:
    """An engine for every hop, and the route with every engine's name in it.

    `document` answers for a first hop `@file`: with the translations that it holds. With
    `stand_ins` engines do not see placeholders and tags.

    Raises:
        EngineUnavailable: a hop that no engine here can serve; hints at what would help.
        ConfigError: an unknown engine or setting.
    """
    first, *others = route.legs
    if any(leg.engine == FILE for leg in others) or (first.engine == FILE and document is None):
        raise ConfigError(
            f"route {route}: only the first hop can take translations from the file, "
            "and not with --trips",
            hint=f"write it like {route.language}:{first.direction.target}@{FILE}:{route.language}",
        )
    if first.engine != FILE or document is None:
        legs, engines = _open_legs(route.legs, here, stand_ins=stand_ins)
        return Route(legs), (_by_unit(engines[0]), *engines[1:])
    held = FileTranslations(document, first.direction)
    legs, engines = _open_legs(others, here, stand_ins=stand_ins)
    return Route((first, *legs)), (held, *engines)


def _open_legs(
    asked: Sequence[Leg], here: Site, *, stand_ins: bool
) -> tuple[tuple[Leg, ...], tuple[Engine, ...]]:
    opened = [open_leg(leg, here) for leg in asked]
    engines = (StandIns(engine) if stand_ins else engine for _, engine in opened)
    return tuple(leg for leg, _ in opened), tuple(engines)


def _by_unit(first: Engine) -> HopEngine:
    """A recording of the first hop answers by unit, where the same text has several answers."""
    inner = first.inner if isinstance(first, StandIns) else first
    if isinstance(inner, ReplayEngine) and (units := inner.by_unit()):
        return units
    return first


def hides_codes(document: Document, settings: RunSettings) -> bool:
    """Whether engines get stand-ins for what a document's units hold besides words.

    Plain text is given as it stands: of what looks like a placeholder in it, nobody knows.
    """
    return not (settings.send_codes or document.is_plain)


def open_leg(leg: Leg, here: Site) -> tuple[Leg, Engine]:
    """An engine for one hop, and the hop with the engine's name in it. Raises as `open_route`."""
    if leg.engine and (recording := _recording(leg, here)):
        return leg, recording
    name, provider = _choose(leg, here)
    engine = _opened(name, provider, leg.direction, here)
    secrets = here.secrets(name)
    return replace(leg, engine=name), KeepingSecrets(engine, secrets) if secrets else engine


def _opened(name: str, provider: EngineProvider, direction: Direction, here: Site) -> Guarded:
    try:
        return Guarded(provider.open(direction, here.of(name)))
    except HarnessError:
        raise
    except Exception as cause:  # of a plug-in
        raise EngineUnavailable(
            f"{name} cannot be opened: {type(cause).__name__}: {cause}",
            hint="tell the engine's author",
        ) from cause


def open_witnesses(
    ways: Sequence[str], route: Route, here: Site, *, stand_ins: bool = False
) -> tuple[WitnessRoute, ...]:
    """The witnesses of one route: other ways back from its first stop.

    A way with hops that starts in another language serves other routes, and is passed over here.

    Raises:
        EngineUnavailable: an engine that does not translate back from there.
        ConfigError: a way back that is none, or the very engine that the route itself returns by.
    """
    opened = []
    for text in ways:
        legs = parse_way(text, route.stops[1], route.language)
        if legs is None:
            continue
        named, engines = _open_legs(legs, here, stand_ins=stand_ins)
        name = ":".join(
            [route.stops[1], *(f"{leg.direction.target}@{leg.engine}" for leg in named)]
        )
        opened.append(WitnessRoute(name, engines))
    return tuple(opened)


def open_likelihood_scorer(direction: Direction, here: Site) -> LikelihoodScorer:
    """The first engine here that can score texts in this direction.

    Raises:
        EngineUnavailable: none can.
    """
    for name, provider in askable(here):
        if isinstance(provider, LikelihoodProvider) and any(
            offer.serves(direction) for offer in _offers(name, provider, here)
        ):
            return provider.likelihood_scorer(direction, here.of(name))
    raise EngineUnavailable(
        f"no engine here can score the words of {direction}",
        hint="name an Argos package with --pack",
    )


def open_likelihood_scorers(
    route: Route, here: Site
) -> tuple[tuple[LikelihoodScorer, ...], tuple[str, ...]]:
    """Scorers for the hops of a route, both ways, and what cannot be scored here (caveats).

    Raises:
        EngineUnavailable: no direction can be scored at all.
    """
    scorers, missing = [], []
    for direction in directions(route):
        try:
            scorers.append(open_likelihood_scorer(direction, here))
        except EngineUnavailable as cause:
            missing.append(f"the words of {direction} have no likelihood: {cause} ({cause.hint}).")
    if not scorers:
        raise EngineUnavailable(
            f"no engine here can score the words of {route}: Apertium and Bergamot cannot",
            hint="name Argos packages with --pack, or leave --likelihood out",
        )
    return tuple(scorers), tuple(missing)


def likelihood_scorers_of_engines(route: Route, here: Site) -> tuple[LikelihoodScorer, ...]:
    """Scorers of the very packs that carry a route. None if the last hop's pack cannot score: what
    is graded are texts that came from there.

    Args:
        route: with the engine of each hop.
    """
    scorers = [scorer for leg in route.legs if (scorer := _scorer_of_engine(leg, here)) is not None]
    last = route.legs[-1].direction
    return tuple(scorers) if any(each.direction == last for each in scorers) else ()


def _scorer_of_engine(leg: Leg, here: Site) -> LikelihoodScorer | None:
    name = leg.engine
    if name is None or name not in plugins.names("engines"):  # the file's own translations
        return None
    provider = plugins.engine_provider(name)
    if not isinstance(provider, LikelihoodProvider):
        return None
    try:
        return provider.likelihood_scorer(leg.direction, here.of(name))
    except EngineUnavailable:  # a pack with another tokenizer translates all the same
        return None


def engine_names() -> tuple[str, ...]:
    """Every registered engine, in the order in which a hop looks for one."""
    others = [name for name in plugins.names("engines") if name not in PREFERENCE]
    return (*PREFERENCE, *others)


def survey(name: str, here: Site) -> Sequence[Offer | OfferOfMany | Obstacle]:
    """What one engine can do on this machine, and what it cannot and why."""
    try:
        provider = plugins.engine_provider(name)
    except NotInstalled as cause:
        return [Obstacle(str(cause), cause.hint)]
    return _surveyed(name, provider, here)


def _surveyed(
    name: str, provider: EngineProvider, here: Site
) -> Sequence[Offer | OfferOfMany | Obstacle]:
    """What an engine says of itself. One that fails at that is an obstacle to itself alone."""
    try:
        found = list(provider.survey(here.of(name)))
    except HarnessError:
        raise
    except Exception as cause:  # of a plug-in
        return [_broken(name, f"{type(cause).__name__}: {cause}")]
    if all(isinstance(each, Offer | OfferOfMany | Obstacle) for each in found):
        return found
    return [_broken(name, "it says something else than offers and obstacles")]


def _broken(name: str, why: str) -> Obstacle:
    return Obstacle(f"{name} cannot say what it offers: {why}", "tell the engine's author")


def _choose(leg: Leg, here: Site) -> tuple[str, EngineProvider]:
    """The engine for a hop: packs that the user named come before any that lie in a folder."""
    wanted = f"no engine here translates {leg.direction}"
    wanted += f" by {leg.engine}" if leg.engine else ""
    serving = []
    for name, provider in askable(here, leg.engine):
        found = _surveyed(name, provider, here)
        offers = [
            each for each in found if not isinstance(each, Obstacle) and each.serves(leg.direction)
        ]
        if leg.engine:
            _nothing_but_obstacles(name if provider.uses_network else wanted, found)
        if any(offer.named for offer in offers):
            return name, provider
        if offers:
            serving.append((name, provider))
            if not here.machine.packs:
                break
    if serving:
        return serving[0]
    raise EngineUnavailable(wanted, hint=_way_round(leg, here))


def _recording(leg: Leg, here: Site) -> Engine | None:
    """What a system said that the user named a transcript of, where a hop asks for that system.

    Raises: EngineUnavailable where it is recorded in other directions only.
    """
    if leg.engine is None or leg.engine in plugins.names("engines"):
        return None
    recorded = [path for path in here.machine.packs if recorded_system(path) == leg.engine]
    if not recorded:
        return None
    return Replay().open(leg.direction, replace(here.machine, packs=tuple(recorded)))


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


def askable(here: Site, only: str | None = None) -> Iterator[tuple[str, EngineProvider]]:
    """The engines that may be asked: those that use the network where the user named them only."""
    for name, provider in _providers(only):
        if name == only or name in here.settings.options or not provider.uses_network:
            yield name, provider


def _nothing_but_obstacles(what: str, found: Sequence[Offer | OfferOfMany | Obstacle]) -> None:
    """Raises: EngineUnavailable that says why an engine can do nothing at all."""
    for each in found:
        if not isinstance(each, Obstacle):
            return
    for obstacle in found:
        if isinstance(obstacle, Obstacle):
            raise EngineUnavailable(f"{what}: {obstacle.reason}", hint=obstacle.remedy)


def _offers(name: str, provider: EngineProvider, here: Site) -> list[Offer | OfferOfMany]:
    found = _surveyed(name, provider, here)
    return [each for each in found if not isinstance(each, Obstacle)]


def _way_round(leg: Leg, here: Site) -> str:
    known: set[Direction] = {
        offer.direction
        for name, provider in askable(here)
        for offer in _offers(name, provider, here)
        if isinstance(offer, Offer)
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
