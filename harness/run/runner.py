"""Carries a plan out: run records in a folder, one for each route, resumable at any time.

What makes it resumable is the memory: every outcome is kept as soon as it is known, so that
starting again asks the engines only for what is missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from harness import machine
from harness.blame.likelihood_evidence import LikelihoodEvidence
from harness.core.errors import ConfigError, ReadError, RecordError, unwritable
from harness.core.progress import ProgressFactory
from harness.core.protocols import Engine, HopEngine, LikelihoodScorer, UnitEngine
from harness.core.values import Document, Provenance, Route, Run, RunIdentity, Segmentation
from harness.engines.file import FileTranslations
from harness.memory import Memory, RememberingEngine
from harness.models.likelihood import RunLikelihood
from harness.run import assembly, inputs
from harness.run.identity import WitnessRoute, identify
from harness.run.measures import MeasuringSet
from harness.run.plan import RunPlan, save_plan
from harness.run.record import PARTIAL, SUFFIX, RecordWriter, read_identity, read_run
from harness.run.reuse import ReusableRows, reusable_rows
from harness.run.totals import RunTally
from harness.run.translation import ASKED, round_trip
from harness.settings import RunSettings

_OWN_MEMORY = "memory.sqlite"
_PAIRS = 256  # scored between two commits; pairs of one length share a batch, so more are quicker


@dataclass(frozen=True, slots=True)
class Result:
    """One route's record, and how much engine work it took."""

    path: Path
    run: Run
    translated: int  # segments that engines translated now; the rest was remembered


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all routes of a plan have in common."""

    segmentation: Segmentation
    measures: MeasuringSet
    caveats: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _RouteJob:
    """One route, ready to go."""

    way: "_Opened"
    measures: MeasuringSet
    caveats: tuple[str, ...]
    identity: RunIdentity
    path: Path


def run_plan(  # noqa: PLR0913  (what, on what, where, and four keywords)
    plan: RunPlan,
    text: bytes,
    folder: Path,
    *,
    provenance: Provenance,
    force: bool,
    show_progress: ProgressFactory,
    overwrite: bool = False,
) -> tuple[Result, ...]:
    """Run every route of `plan` over `text` and leave the records in `folder`.

    A record that is already there, of the same identity and with everything measured, stands as it
    is: the same inputs give the same results. Not so with `force`, without a shared memory, or with
    an engine whose answers must not be remembered: then all is measured anew. Engines are opened
    before anything is written.

    Args:
        provenance: time, host and versions, for the records.
        show_progress: opened for each route, with its name and how many segments it has.
        force: replace what lies in the folder, be it another run's or this one's.
        overwrite: replace another run's records, and let this one's stand.

    Raises:
        ConfigError: the folder holds another run, and `force` was not given.
        HarnessError: whatever reading, translating or writing ran into.
    """
    plan = _completed(plan)
    asked = plan.settings
    here = machine.site(asked.packs, asked.options)
    segmentation = _segmented(plan, text, here)
    own_memory = folder / _OWN_MEMORY
    with Memory(plan.memory or own_memory) as memory:
        here = here.remembering(memory)
        measures, caveats = assembly.measuring_set(
            asked.metrics, asked.detectors, here, asked.severity
        )
        caveats = (*segmentation.document.remarks, *caveats)
        shared = _Shared(segmentation, measures, caveats, provenance)
        with _opened(asked, here, segmentation.document, memory) as opened:
            anew = force or plan.memory is None
            jobs = _route_jobs(shared, opened, folder)
            with ExitStack() as earlier:
                known = [None if anew else _reusable(job, earlier) for job in jobs]
                _clear(folder, jobs, force=force or overwrite)
                save_plan(plan, text, folder)
                results = tuple(
                    _run_route(job, shared, show_progress, rows, anew=anew)
                    for job, rows in zip(jobs, known, strict=True)
                )
    if plan.memory is None:
        _forget(own_memory)
    return results


def _completed(plan: RunPlan) -> RunPlan:
    """The plan with its detectors by name: resumed, it has the same ones, whatever came since."""
    names = assembly.detector_names(plan.settings.detectors)
    return replace(plan, settings=replace(plan.settings, detectors=names))


def _segmented(plan: RunPlan, data: bytes, here: machine.Site) -> Segmentation:
    """Raises: ReadError for a file without a text to translate."""
    asked = plan.settings
    document = inputs.document_of(plan.source, data, asked.language, asked.reader, here.of)
    segmentation = inputs.segmented(document, asked.segmenter, asked.routes, here.of)
    if not segmentation.count:
        raise ReadError(
            f"{document.origin}: there is no text in it",
            hint="give a file with a text to translate",
        )
    return segmentation


@dataclass(frozen=True, slots=True)
class _Opened:
    """A route with its engines, the witnesses' ways back from its first stop, and its likelihood
    scorers."""

    route: Route
    engines: tuple[RememberingEngine | FileTranslations, ...]
    witnesses: tuple[WitnessRoute, ...]
    likelihood: RunLikelihood | None = None
    caveats: tuple[str, ...] = ()  # what cannot be scored, and what was taken for granted

    @property
    def asked(self) -> int:
        """How many translations the engines had to make."""
        return sum(each.asked for each in self.engines if isinstance(each, RememberingEngine))

    @property
    def remembers(self) -> bool:
        """Whether the rows of an earlier run hold what its engines would answer today."""
        remembering = (one for one in self._all_engines() if isinstance(one, RememberingEngine))
        return all(one.remembers for one in remembering)

    def close(self) -> None:
        for engine in self._all_engines():
            engine.close()
        if self.likelihood is not None:
            self.likelihood.close()

    def _all_engines(self) -> Iterator[HopEngine]:
        yield from self.engines
        for way in self.witnesses:
            yield from way.engines


@contextmanager
def _opened(
    settings: RunSettings, here: machine.Site, document: Document, memory: Memory
) -> Iterator[list[_Opened]]:
    assembly.check_packs(settings.packs)
    opened: list[_Opened] = []
    try:
        for asked in settings.routes:
            route, engines = assembly.open_route(asked, here, document)
            ways = assembly.open_witnesses(settings.witnesses, route, here)
            scorers, caveats = (
                assembly.open_likelihood_scorers(route, here) if settings.likelihood else ((), ())
            )
            opened.append(
                _Opened(
                    route,
                    tuple(_hop(engine, memory) for engine in engines),
                    tuple(
                        WitnessRoute(way.name, _remembering(way.engines, memory)) for way in ways
                    ),
                    remembered(scorers, memory) if scorers else None,
                    (*_remarks(engines), *caveats),
                )
            )
        _check_witnesses(opened)
        yield opened
    finally:
        for each in opened:
            each.close()


def _hop(engine: HopEngine, memory: Memory) -> RememberingEngine | FileTranslations:
    """A translation from a file is no engine's answer, and is not remembered as one."""
    if isinstance(engine, FileTranslations):
        return engine
    if isinstance(engine, UnitEngine):
        raise TypeError(f"{engine.signature.name} answers for units, and no route can name it")
    return memory.remembering(engine, block=ASKED)


def _remarks(engines: Sequence[HopEngine]) -> Iterator[str]:
    for engine in engines:
        if isinstance(engine, FileTranslations):
            yield from engine.remarks


def _remembering(engines: Sequence[Engine], memory: Memory) -> tuple[RememberingEngine, ...]:
    return tuple(memory.remembering(engine, block=ASKED) for engine in engines)


def remembered(scorers: Sequence[LikelihoodScorer], memory: Memory) -> RunLikelihood:
    """Scorers that ask their models only what the memory does not know."""
    return RunLikelihood([memory.remembering_likelihood(each, block=_PAIRS) for each in scorers])


def _check_witnesses(opened: Sequence[_Opened]) -> None:
    """A witness must be another engine than that of the route's last hop."""
    for each in opened:
        for way in each.witnesses:
            if [engine.signature for engine in way.engines] == [each.engines[-1].signature]:
                raise ConfigError(
                    f"witness {way.name}: it is the last engine of the route {each.route} itself",
                    hint="a witness must be another engine: see `harness engines`",
                )


def _route_jobs(shared: _Shared, opened: Sequence[_Opened], folder: Path) -> tuple[_RouteJob, ...]:
    return tuple(
        _route_job(each, shared, folder / f"{number}-{'-'.join(each.route.stops)}{SUFFIX}")
        for number, each in enumerate(opened, start=1)
    )


def _route_job(way: _Opened, shared: _Shared, path: Path) -> _RouteJob:
    measures = shared.measures
    if way.likelihood and measures.attribution:
        attribution = measures.attribution.with_model(LikelihoodEvidence(way.likelihood))
        measures = replace(measures, attribution=attribution)
    identity = identify(
        shared.segmentation,
        way.route,
        way.engines,
        measures,
        way.witnesses,
        likelihood=way.likelihood,
    )
    return _RouteJob(way, measures, (*shared.caveats, *way.caveats), identity, path)


def _clear(folder: Path, jobs: Sequence[_RouteJob], *, force: bool) -> None:
    """Make sure that the folder can be written, and holds nothing but (parts of) this run."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise unwritable(folder, cause) from cause
    expected = {job.path.name.removesuffix(SUFFIX): job.identity.fingerprint for job in jobs}
    found = [*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{PARTIAL}")]
    foreign = sorted(path for path in found if _is_foreign(path, expected))
    if foreign and not force:
        raise ConfigError(
            f"{folder}: holds another run ({', '.join(path.name for path in foreign)})",
            hint="name another folder with -o, or replace it with --force",
        )
    for path in foreign:
        path.unlink()


def _is_foreign(path: Path, expected: Mapping[str, str]) -> bool:
    """Whether a record belongs to another run. One killed before its first line belongs to none."""
    identity = read_identity(path)
    if identity is None:
        return not path.name.endswith(PARTIAL)
    return identity != expected.get(path.name.removesuffix(PARTIAL).removesuffix(SUFFIX))


def _reusable(job: _RouteJob, open_files: ExitStack) -> ReusableRows | None:
    """Rows of the record that this job's record will replace, for words that are still the same."""
    rows = reusable_rows(job.path, job.identity, job.measures.over_texts)
    if rows is not None:
        open_files.callback(rows.close)
    return rows


def _run_route(
    job: _RouteJob,
    shared: _Shared,
    show_progress: ProgressFactory,
    known: ReusableRows | None,
    *,
    anew: bool,
) -> Result:
    if not anew and job.way.remembers and (standing := _standing(job.path)) is not None:
        return Result(job.path, standing, translated=0)
    way, tally = job.way, RunTally(job.measures.scoring)
    with (
        RecordWriter(job.path) as record,
        show_progress(str(way.route), shared.segmentation.count) as progress,
    ):
        record.header(job.identity, shared.provenance, job.caveats)
        rows = round_trip(
            shared.segmentation,
            way.engines,
            job.measures,
            progress,
            way.witnesses,
            likelihood=way.likelihood,
            known=known,
        )
        with closing(rows):  # before the engines are
            for row in rows:
                record.row(row)
                tally.add(row)
        record.finish(tally.totals())
    return Result(job.path, read_run(job.path), way.asked)


def _standing(path: Path) -> Run | None:
    """The record that an earlier run left, if it is whole and measured everything."""
    if not path.exists():
        return None
    try:
        run = read_run(path)
    except RecordError:
        return None
    return None if run.totals.unmeasured else run


def _forget(memory: Path) -> None:
    for path in (memory, *memory.parent.glob(f"{memory.name}-*")):
        path.unlink(missing_ok=True)
