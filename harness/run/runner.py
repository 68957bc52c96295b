"""Carries a plan out: run records in a folder, one for each route, resumable at any time.

What makes it resumable is the memory: every outcome is kept as soon as it is known, so that
starting again asks the engines only for what is missing.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from harness import machine
from harness.core.errors import ConfigError, ReadError, RecordError, unwritable
from harness.core.progress import ProgressFactory
from harness.core.stages import stage
from harness.core.values import Provenance, Run, RunIdentity, Segmentation
from harness.memory import Memory
from harness.run import assembly, inputs
from harness.run.coverage import coverage
from harness.run.identity import identify
from harness.run.measures import MeasuringSet
from harness.run.opening import UNREMEMBERED, OpenedRoute, in_memory, opened
from harness.run.plan import RunPlan, save_plan
from harness.run.record import PARTIAL, SUFFIX, RecordWriter, read_identity, read_run
from harness.run.reuse import ReusableRows, reusable_rows
from harness.run.round_trip import carried
from harness.run.totals import RunTally
from harness.run.workers.hiring import INLINE, Hiring, Work, hired
from harness.settings import RunSettings
from harness.text.data.tags import language_tag

_OWN_MEMORY = "memory.sqlite"


@dataclass(frozen=True, slots=True)
class Result:
    """One route's record, and how much engine work it took."""

    path: Path
    run: Run
    translated: int  # segments that engines translated now; the rest was remembered


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all routes of a plan have in common."""

    settings: RunSettings
    here: machine.Site
    memory: Memory
    hiring: Hiring
    segmentation: Segmentation
    measures: MeasuringSet
    caveats: tuple[str, ...]
    unseen: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _RouteJob:
    """One route, ready to go."""

    way: OpenedRoute
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
    hiring: Hiring = INLINE,
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
        hiring: who carries the segments.

    Raises:
        ConfigError: the folder holds another run, and `force` was not given.
        HarnessError: whatever reading, translating or writing ran into.
    """
    plan = _completed(plan)
    asked = plan.settings
    here = machine.site(asked.packs, asked.options)
    with stage("reading"):
        segmentation = segmented(plan, text, here)
    own_memory = folder / _OWN_MEMORY
    with Memory(plan.memory or own_memory) as memory:
        here = here.remembering(memory)
        with stage("opening"):
            measures, caveats = assembly.measuring_set_for(asked, here)
        covered = coverage(measures.detectors, asked.language)
        shared = _Shared(
            asked,
            here,
            memory,
            hiring,
            segmentation,
            measures,
            (*segmentation.document.remarks, *caveats, *covered.caveats),
            covered.unseen,
            provenance,
        )
        with opened(asked, here, segmentation.document, in_memory(memory)) as ways:
            anew = force or plan.memory is None
            with stage("opening"):
                jobs = _route_jobs(shared, ways, folder)
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


def identities(plan: RunPlan, text: bytes) -> tuple[RunIdentity, ...]:
    """What the runs of `plan` over `text` would be, route by route, without any being made.

    Raises:
        HarnessError: a file, an engine, a pack or a part that is not there.
    """
    plan = _completed(plan)
    asked = plan.settings
    here = machine.site(asked.packs, asked.options)
    segmentation = segmented(plan, text, here)
    measures, _ = assembly.measuring_set_for(asked, here)
    with opened(asked, here, segmentation.document, UNREMEMBERED) as ways:
        return tuple(_identity(way, segmentation, way.measures(measures)) for way in ways)


def _completed(plan: RunPlan) -> RunPlan:
    """The plan with its detectors by name: resumed, it has the same ones, whatever came since.

    Raises: ConfigError for a stop that is no language.
    """
    for route in plan.settings.routes:
        for stop in route.stops:
            language_tag(stop)
    names = assembly.detector_names(plan.settings.detectors)
    return replace(plan, settings=replace(plan.settings, detectors=names))


def segmented(plan: RunPlan, data: bytes, here: machine.Site) -> Segmentation:
    """The text of a plan in its segments. Raises: ReadError for a file without any."""
    asked = plan.settings
    document = inputs.document_of(plan.source, data, asked.language, asked.reader, here.of)
    segmentation = inputs.segmented(document, asked.segmenter, asked.routes, here.of)
    if not segmentation.count:
        raise ReadError(
            f"{document.origin}: there is no text in it",
            hint="give a file with a text to translate",
        )
    return segmentation


def _route_jobs(
    shared: _Shared, ways: Sequence[OpenedRoute], folder: Path
) -> tuple[_RouteJob, ...]:
    return tuple(
        _route_job(each, shared, folder / f"{number}-{'-'.join(each.route.stops)}{SUFFIX}")
        for number, each in enumerate(ways, start=1)
    )


def _route_job(way: OpenedRoute, shared: _Shared, path: Path) -> _RouteJob:
    measures = way.measures(shared.measures)
    identity = _identity(way, shared.segmentation, measures)
    return _RouteJob(way, measures, (*shared.caveats, *way.caveats), identity, path)


def _identity(way: OpenedRoute, segmentation: Segmentation, measures: MeasuringSet) -> RunIdentity:
    return identify(
        segmentation,
        way.route,
        way.engines,
        measures,
        way.witnesses,
        likelihood=way.likelihood,
    )


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
    document = shared.segmentation.document
    work = Work(shared.settings, way, job.measures, job.identity, document, known)
    with (
        RecordWriter(job.path) as record,
        hired(shared.hiring, work, shared.here, shared.memory) as workers,
        show_progress(str(way.route), shared.segmentation.count) as progress,
    ):
        record.header(job.identity, shared.provenance, job.caveats, shared.unseen)
        rows = carried(shared.segmentation, workers, job.measures, progress)
        with closing(rows):  # before the engines are
            for row in rows:
                with stage("record"):
                    record.row(row)
                    tally.add(row)
        record.finish(tally.totals())
    with stage("record"):
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
