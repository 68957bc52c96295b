"""The routes of a plan, opened: engines, witnesses and likelihood scorers, all remembering."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from harness import machine
from harness.bilingual.checks import TranslationChecks
from harness.blame.likelihood_evidence import LikelihoodEvidence
from harness.core.errors import ConfigError
from harness.core.protocols import Engine, HopEngine, LikelihoodScorer, UnitEngine, remarks_of
from harness.core.values import Document, Route
from harness.engines.file import FileTranslations, translated_into
from harness.engines.replay import RecordedUnits
from harness.engines.whole_characters import WholeCharacters
from harness.memory import Memory, RememberingEngine
from harness.models.likelihood import RunLikelihood
from harness.run import assembly
from harness.run.identity import WitnessRoute
from harness.run.measures import MeasuringSet
from harness.run.translation import ASKED
from harness.settings import RunSettings

_PAIRS = 256  # scored between two commits; pairs of one length share a batch, so more are quicker


@dataclass(frozen=True, slots=True)
class Remembering:
    """Puts engines and scorers into others that remember what they answer."""

    engine: Callable[[Engine], Engine]
    scorer: Callable[[LikelihoodScorer], LikelihoodScorer]


def in_memory(memory: Memory) -> Remembering:
    """What they answer is kept in the memory, and looked up there before they are asked."""
    return Remembering(
        lambda engine: memory.remembering(engine, block=ASKED),
        lambda scorer: memory.remembering_likelihood(scorer, block=_PAIRS),
    )


# For whoever asks nothing of them.
UNREMEMBERED = Remembering(lambda engine: engine, lambda scorer: scorer)


@dataclass(frozen=True, slots=True)
class OpenedRoute:
    """A route with its engines, the witnesses' ways back from its first stop, and its likelihood
    scorers. `caveats` say what cannot be scored, and what was taken for granted. `contrasts`:
    whether attribution also asks the scorers which of two wordings they prefer. `checks` compare
    the translations of a file with their sources, where these are the first hop.
    """

    route: Route
    engines: tuple[HopEngine, ...]
    witnesses: tuple[WitnessRoute, ...]
    likelihood: RunLikelihood | None = None
    caveats: tuple[str, ...] = ()
    contrasts: bool = False
    checks: TranslationChecks | None = None

    @property
    def asked(self) -> int:
        """How many translations the engines of the route had to make."""
        return sum(each.asked for each in self.engines if isinstance(each, RememberingEngine))

    @property
    def remembers(self) -> bool:
        """Whether the rows of an earlier run hold what its engines would answer today."""
        remembering = (one for one in self.all_engines() if isinstance(one, RememberingEngine))
        return all(one.remembers for one in remembering)

    def close(self) -> None:
        """Release what was opened."""
        for engine in self.all_engines():
            engine.close()
        if self.likelihood is not None:
            self.likelihood.close()

    def all_engines(self) -> Iterator[HopEngine]:
        """Those of the route, hop after hop, then those of the witnesses."""
        yield from self.engines
        for way in self.witnesses:
            yield from way.engines

    def measures(self, measures: MeasuringSet) -> MeasuringSet:
        """The same, where attribution asks the likelihood scorers too: that costs as much as all
        other evidence, so that only who asked for likelihoods has it. A file's own translations
        are compared with their sources.
        """
        if self.checks is not None:
            detectors = (*measures.document_detectors, self.checks)
            measures = replace(measures, document_detectors=detectors)
        if not self.contrasts or self.likelihood is None or measures.attribution is None:
            return measures
        attribution = measures.attribution.with_model(LikelihoodEvidence(self.likelihood))
        return replace(measures, attribution=attribution)


@contextmanager
def opened(
    settings: RunSettings, here: machine.Site, document: Document, remembering: Remembering
) -> Iterator[list[OpenedRoute]]:
    """All routes of a plan. Engines are closed at the end.

    Raises:
        HarnessError: a pack, an engine or a scorer that is not there; a witness that is none.
    """
    assembly.check_packs(settings.packs, here)
    ways: list[OpenedRoute] = []
    hides = assembly.hides_codes(document, settings)
    try:
        for asked in settings.routes:
            way = open_way(asked, settings, here, remembering, document, stand_ins=hides)
            ways.append(way)
        _check_witnesses(ways)
        yield ways
    finally:
        for each in ways:
            each.close()


def open_way(
    asked: Route,
    settings: RunSettings,
    here: machine.Site,
    remembering: Remembering,
    document: Document | None,
    *,
    stand_ins: bool,
) -> OpenedRoute:
    """One route. `document` answers for a first hop `@file`. Raises as `opened`.

    With `stand_ins`, engines do not see placeholders and tags.
    """
    route, engines = assembly.open_route(asked, here, document, stand_ins=stand_ins)
    ways = assembly.open_witnesses(settings.witnesses, route, here, stand_ins=stand_ins)
    scorers, caveats = _likelihood_scorers(route, settings, here)
    return OpenedRoute(
        route,
        tuple(_hop(engine, remembering) for engine in engines),
        tuple(
            WitnessRoute(way.name, tuple(_remembering(each, remembering) for each in way.engines))
            for way in ways
        ),
        RunLikelihood([remembering.scorer(each) for each in scorers]) if scorers else None,
        (*_remarks(engines), *caveats),
        contrasts=settings.likelihood is True,
        checks=_checks(document, engines),
    )


def _likelihood_scorers(
    route: Route, settings: RunSettings, here: machine.Site
) -> tuple[tuple[LikelihoodScorer, ...], tuple[str, ...]]:
    """What scores words, and what cannot be scored (caveats). Unasked, only packs that are open
    anyway, and not where metrics are named: such a run wants these and no more.
    """
    if settings.likelihood:
        return assembly.open_likelihood_scorers(route, here)
    if settings.likelihood is None and not settings.metrics:
        return assembly.likelihood_scorers_of_engines(route, here), ()
    return (), ()


def _checks(document: Document | None, engines: Sequence[HopEngine]) -> TranslationChecks | None:
    """The checks of the document's own translations, where these are what a route begins with."""
    first = engines[0]
    if document is None or not isinstance(first, FileTranslations):
        return None
    return TranslationChecks(translated_into(document, first.direction.target))


def remembered(scorers: Sequence[LikelihoodScorer], memory: Memory) -> RunLikelihood:
    """Scorers that ask their models only what the memory does not know."""
    return RunLikelihood([in_memory(memory).scorer(each) for each in scorers])


def _hop(engine: HopEngine, remembering: Remembering) -> HopEngine:
    """What answers by unit is a file or a recording: no engine's answer, and not remembered."""
    if isinstance(engine, FileTranslations | RecordedUnits):
        return engine
    if isinstance(engine, UnitEngine):
        raise TypeError(f"{engine.signature.name} answers for units, and no route can name it")
    return _remembering(engine, remembering)


def _remembering(engine: Engine, remembering: Remembering) -> Engine:
    """What cannot be stored is no answer, and is not remembered either."""
    return remembering.engine(WholeCharacters(engine))


def _remarks(engines: Sequence[HopEngine]) -> Iterator[str]:
    """What engines say of themselves, each sentence once."""
    yield from dict.fromkeys(remark for engine in engines for remark in remarks_of(engine))


def _check_witnesses(opened: Sequence[OpenedRoute]) -> None:
    """A witness must be another engine than that of the route's last hop."""
    for each in opened:
        for way in each.witnesses:
            if [engine.signature for engine in way.engines] == [each.engines[-1].signature]:
                raise ConfigError(
                    f"witness {way.name}: it is the last engine of the route {each.route} itself",
                    hint="a witness must be another engine: see `harness engines`",
                )
