"""A plan carried out: run records in a folder, one for each route, resumable at any time.

What makes it resumable is the memory: every outcome is kept as soon as it is known, so that
starting again asks the engines only for what is missing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from harness import config, texts
from harness.blame.judges import Judges
from harness.blame.likelihood import Likelihood
from harness.core.errors import ConfigError, ReadError, RecordError, unwritable
from harness.core.protocols import Engine, HopEngine, Judge, UnitEngine
from harness.core.values import Circumstances, Document, Route, Run, RunIdentity, Segmentation
from harness.earlier import EarlierRows, earlier_rows
from harness.engines.file import FileTranslations
from harness.memory import Memory, RememberingEngine
from harness.pipeline import BLOCK, Instruments, Progress, Tally, WayBack, identify, round_trip
from harness.plans import RunPlan, save_plan
from harness.records import PARTIAL, SUFFIX, RecordWriter, read_identity, read_run
from harness.settings import RunSettings

# Opens a progress display for so many segments under a title.
Watch = Callable[[str, int], AbstractContextManager[Progress]]

_OWN_MEMORY = "memory.sqlite"
_PAIRS = 256  # judged between two commits; pairs of one length share a batch, so more are quicker


@dataclass(frozen=True, slots=True)
class Result:
    """One route's record, and how much engine work it took."""

    path: Path
    run: Run
    translated: int  # segments that engines translated now; the rest was remembered


@dataclass(frozen=True, slots=True)
class _Luggage:
    """What all routes of a plan have in common."""

    segmentation: Segmentation
    instruments: Instruments
    caveats: tuple[str, ...]
    occasion: Circumstances


@dataclass(frozen=True, slots=True)
class _Trip:
    """One route, ready to go."""

    way: "_Opened"
    instruments: Instruments
    caveats: tuple[str, ...]
    identity: RunIdentity
    path: Path


def carry_out(  # noqa: PLR0913  (what, on what, where, and four circumstances)
    plan: RunPlan,
    text: bytes,
    folder: Path,
    *,
    occasion: Circumstances,
    force: bool,
    watch: Watch,
    overwrite: bool = False,
) -> tuple[Result, ...]:
    """Run every route of `plan` over `text` and leave the records in `folder`.

    A record that is already there, of the same identity and with everything measured, stands as it
    is: the same inputs give the same results. Not so with `force`, without a shared memory, or with
    an engine whose answers must not be remembered: then all is measured anew. Engines are opened
    before anything is written.

    Args:
        occasion: time, host and versions, for the records' circumstances.
        force: replace what lies in the folder, be it another run's or this one's.
        overwrite: replace another run's records, and let this one's stand.

    Raises:
        ConfigError: the folder holds another run, and `force` was not given.
        HarnessError: whatever reading, translating or writing ran into.
    """
    plan = _completed(plan)
    asked = plan.settings
    here = config.site(asked.packs, asked.options)
    segmentation = _segmented(plan, text, here)
    own_memory = folder / _OWN_MEMORY
    with Memory(plan.memory or own_memory) as memory:
        here = here.remembering(memory)
        instruments, caveats = config.instruments(
            asked.metrics, asked.detectors, here, asked.severity
        )
        caveats = (*segmentation.document.remarks, *caveats)
        luggage = _Luggage(segmentation, instruments, caveats, occasion)
        with _opened(asked, here, segmentation.document, memory) as opened:
            anew = force or plan.memory is None
            trips = _trips(luggage, opened, folder)
            with ExitStack() as earlier:
                known = [None if anew else _known(trip, earlier) for trip in trips]
                _clear(folder, trips, force=force or overwrite)
                save_plan(plan, text, folder)
                results = tuple(
                    _travel(trip, luggage, watch, rows, anew=anew)
                    for trip, rows in zip(trips, known, strict=True)
                )
    if plan.memory is None:
        _forget(own_memory)
    return results


def _completed(plan: RunPlan) -> RunPlan:
    """The plan with its detectors by name: resumed, it has the same ones, whatever came since."""
    names = config.detector_names(plan.settings.detectors)
    return replace(plan, settings=replace(plan.settings, detectors=names))


def _segmented(plan: RunPlan, data: bytes, here: config.Site) -> Segmentation:
    """Raises: ReadError for a file without a text to translate."""
    asked = plan.settings
    document = texts.document_of(plan.source, data, asked.language, asked.reader, here.of)
    segmentation = texts.segmented(document, asked.segmenter, asked.routes, here.of)
    if not segmentation.count:
        raise ReadError(
            f"{document.origin}: there is no text in it",
            hint="give a file with a text to translate",
        )
    return segmentation


@dataclass(frozen=True, slots=True)
class _Opened:
    """A route with its engines, the witnesses' ways back from its first stop, and its judges."""

    route: Route
    engines: tuple[RememberingEngine | FileTranslations, ...]
    witnesses: tuple[WayBack, ...]
    judges: Judges | None = None
    caveats: tuple[str, ...] = ()  # what cannot be judged, and what was taken for granted

    @property
    def asked(self) -> int:
        """How many translations the engines had to make."""
        return sum(each.asked for each in self.engines if isinstance(each, RememberingEngine))

    @property
    def remembers(self) -> bool:
        """Whether the rows of an earlier run tell what its engines would answer today."""
        engines = (*self.engines, *(one for way in self.witnesses for one in way.engines))
        return all(one.remembers for one in engines if isinstance(one, RememberingEngine))

    def close(self) -> None:
        for engine in (*self.engines, *(one for way in self.witnesses for one in way.engines)):
            engine.close()
        if self.judges is not None:
            self.judges.close()


@contextmanager
def _opened(
    settings: RunSettings, here: config.Site, document: Document, memory: Memory
) -> Iterator[list[_Opened]]:
    config.check_packs(settings.packs)
    opened: list[_Opened] = []
    try:
        for asked in settings.routes:
            route, engines = config.open_route(asked, here, document)
            ways = config.open_witnesses(settings.witnesses, route, here)
            judges, caveats = config.open_judges(route, here) if settings.judge else ((), ())
            opened.append(
                _Opened(
                    route,
                    tuple(_hop(engine, memory) for engine in engines),
                    tuple(WayBack(way.name, _remembering(way.engines, memory)) for way in ways),
                    remembered(judges, memory) if judges else None,
                    (*_remarks(engines), *caveats),
                )
            )
        _check_witnesses(opened)
        yield opened
    finally:
        for each in opened:
            each.close()


def _hop(engine: HopEngine, memory: Memory) -> RememberingEngine | FileTranslations:
    """What a file says is no engine's answer, and is not remembered as one."""
    if isinstance(engine, FileTranslations):
        return engine
    if isinstance(engine, UnitEngine):
        raise TypeError(f"{engine.signature.name} answers for units, and no route can name it")
    return memory.remembering(engine, block=BLOCK)


def _remarks(engines: Sequence[HopEngine]) -> Iterator[str]:
    for engine in engines:
        if isinstance(engine, FileTranslations):
            yield from engine.remarks


def _remembering(engines: Sequence[Engine], memory: Memory) -> tuple[RememberingEngine, ...]:
    return tuple(memory.remembering(engine, block=BLOCK) for engine in engines)


def remembered(judges: Sequence[Judge], memory: Memory) -> Judges:
    """Judges who ask their models only what the memory does not know."""
    return Judges([memory.remembering_judge(judge, block=_PAIRS) for judge in judges])


def _check_witnesses(opened: Sequence[_Opened]) -> None:
    """A witness must be another engine than the one that brings the route home."""
    for each in opened:
        for way in each.witnesses:
            if [engine.signature for engine in way.engines] == [each.engines[-1].signature]:
                raise ConfigError(
                    f"witness {way.name}: the route {each.route} itself comes home by it",
                    hint="a witness must be another engine: see `harness engines`",
                )


def _trips(luggage: _Luggage, opened: Sequence[_Opened], folder: Path) -> tuple[_Trip, ...]:
    return tuple(
        _trip(each, luggage, folder / f"{number}-{'-'.join(each.route.stops)}{SUFFIX}")
        for number, each in enumerate(opened, start=1)
    )


def _trip(way: _Opened, luggage: _Luggage, path: Path) -> _Trip:
    instruments = luggage.instruments
    if way.judges and instruments.blame:
        blame = instruments.blame.joined_by(Likelihood(way.judges))
        instruments = replace(instruments, blame=blame)
    identity = identify(
        luggage.segmentation,
        way.route,
        way.engines,
        instruments,
        way.witnesses,
        judges=way.judges,
    )
    return _Trip(way, instruments, (*luggage.caveats, *way.caveats), identity, path)


def _clear(folder: Path, trips: Sequence[_Trip], *, force: bool) -> None:
    """Make sure that the folder can be written, and holds nothing but (parts of) this run."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise unwritable(folder, cause) from cause
    expected = {trip.path.name.removesuffix(SUFFIX): trip.identity.fingerprint for trip in trips}
    found = [*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{PARTIAL}")]
    strangers = sorted(path for path in found if _is_strange(path, expected))
    if strangers and not force:
        raise ConfigError(
            f"{folder}: holds another run ({', '.join(path.name for path in strangers)})",
            hint="name another folder with -o, or replace it with --force",
        )
    for path in strangers:
        path.unlink()


def _is_strange(path: Path, expected: Mapping[str, str]) -> bool:
    """Whether a record belongs to another run. One killed before its first line belongs to none."""
    identity = read_identity(path)
    if identity is None:
        return not path.name.endswith(PARTIAL)
    return identity != expected.get(path.name.removesuffix(PARTIAL).removesuffix(SUFFIX))


def _known(trip: _Trip, open_files: ExitStack) -> EarlierRows | None:
    """Rows of the record that this trip's will replace, for words that are still the same."""
    rows = earlier_rows(trip.path, trip.identity, trip.instruments.over_texts)
    if rows is not None:
        open_files.callback(rows.close)
    return rows


def _travel(
    trip: _Trip, luggage: _Luggage, watch: Watch, known: EarlierRows | None, *, anew: bool
) -> Result:
    if not anew and trip.way.remembers and (standing := _standing(trip.path)) is not None:
        return Result(trip.path, standing, translated=0)
    way, tally = trip.way, Tally(trip.instruments.scoring)
    with (
        RecordWriter(trip.path) as record,
        watch(str(way.route), luggage.segmentation.count) as progress,
    ):
        record.header(trip.identity, luggage.occasion, trip.caveats)
        rows = round_trip(
            luggage.segmentation,
            way.engines,
            trip.instruments,
            progress,
            way.witnesses,
            judges=way.judges,
            known=known,
        )
        for row in rows:
            record.row(row)
            tally.add(row)
        record.finish(tally.totals())
    return Result(trip.path, read_run(trip.path), way.asked)


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
