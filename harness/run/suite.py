"""Carries a suite out: run what changed, measure what was accepted, decide.

Runs lie in the suite's folder and stand while nothing changed; the memory makes the rest
incremental: one changed sentence re-translates one sentence.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from harness import machine
from harness.compare.finding_changes import split
from harness.compare.identities import differences
from harness.compare.results import RowPair, SignatureDifference
from harness.core.errors import ConfigError, EngineUnavailable, WriteError
from harness.core.progress import ProgressFactory
from harness.core.protocols import Combiner
from harness.core.values import (
    BeadText,
    Category,
    Finding,
    LocalText,
    MeasuredRow,
    Provenance,
    Run,
    RunIdentity,
    Severity,
    Unmeasured,
)
from harness.gate.baseline import (
    NOISE,
    Accepted,
    Baseline,
    OutputKey,
    makers_of,
    read_baseline,
    rows_by_key,
    texts_of,
    with_output,
)
from harness.gate.decision import decide
from harness.gate.net_change import growth
from harness.gate.suite_file import Corpus, Suite
from harness.gate.verdict import Case, Verdict
from harness.memory import Memory
from harness.models.likelihood import RunLikelihood
from harness.run import assembly, inputs
from harness.run.measurement import measure
from harness.run.measures import MeasuringSet
from harness.run.opening import remembered
from harness.run.plan import RunPlan
from harness.run.runner import identities, run_plan
from harness.run.workers.hiring import INLINE, Hiring
from harness.settings import Options, RunSettings
from harness.severity.by_likelihood import NAME as BY_LIKELIHOOD
from harness.writing.work_folders import work_folder

_SHOWN = 5  # settings that differ; the rest is counted


@dataclass(frozen=True, slots=True)
class SuiteContext:
    """When, where, by whom and with what a suite is run; `memory` remembers between runs."""

    today: date
    provenance: Provenance
    memory: Path
    show_progress: ProgressFactory
    hiring: Hiring = INLINE


def run_suite(suite: Suite, context: SuiteContext) -> list[Run]:
    """Every text of the suite over every route, in order.

    Raises:
        HarnessError: whatever reading, translating or writing ran into.
    """
    return [
        result.run
        for corpus in suite.corpora
        for result in run_plan(
            plan_for(corpus, context.memory),
            inputs.read_bytes(str(corpus.file)),
            folder_of(suite, corpus),
            provenance=context.provenance,
            force=False,
            show_progress=context.show_progress,
            overwrite=True,
            hiring=context.hiring,
        )
    ]


def refuse_stale(suite: Suite, runs: Iterable[Run]) -> None:
    """Make sure that the runs are what the suite would make as it stands now.

    A run of another pack, text or setting says nothing about the suite: what it shows may never
    have been checked, and what was accepted from it would stay.

    Raises:
        ConfigError: a run that is not, with the settings that differ.
        HarnessError: a file, an engine or a pack of the suite that is not there.
    """
    current: dict[OutputKey, list[RunIdentity]] = {}
    for corpus in suite.corpora:
        for identity in identities(plan_for(corpus, None), inputs.read_bytes(str(corpus.file))):
            current.setdefault((identity.doc_id, identity.route.languages), []).append(identity)
    for run in runs:
        _refuse_if_stale(suite, run.identity, current)


def _refuse_if_stale(
    suite: Suite, made: RunIdentity, current: Mapping[OutputKey, Sequence[RunIdentity]]
) -> None:
    what = f"the run of {made.doc_id} over {made.route.languages}"
    there = current.get((made.doc_id, made.route.languages), ())
    if not there:
        raise ConfigError(
            f"{what}: the suite has no such text and route now",
            hint=f"check it as it stands: harness check {suite.path}",
        )
    if made.fingerprint not in {each.fingerprint for each in there}:
        now = next((each for each in there if str(each.route) == str(made.route)), there[0])
        unlike = [_unlike(each) for each in differences(made, now)]
        unlike = unlike or [f"route: was {made.route}, is {now.route}"]
        more = f" and {len(unlike) - _SHOWN} more" if len(unlike) > _SHOWN else ""
        raise ConfigError(
            f"{what} is not what the suite would make now: {'; '.join(unlike[:_SHOWN])}{more}",
            hint=f"check it as it stands, and look at what it says: harness check {suite.path}",
        )


def _unlike(each: SignatureDifference) -> str:
    before, now = each.baseline or "none", each.candidate or "none"
    return f"{each.part}: {each.field} was {before}, is {now}"


def with_options(suite: Suite, options: Options) -> Suite:
    """The suite with these options of engines in place of its own."""

    def changed(settings: RunSettings) -> RunSettings:
        return replace(settings, options=options)

    corpora = tuple(replace(each, settings=changed(each.settings)) for each in suite.corpora)
    return replace(suite, corpora=corpora, settings=changed(suite.settings))


def folder_of(suite: Suite, corpus: Corpus) -> Path:
    """Where the runs of one text lie."""
    return suite.runs / corpus.folder


def plan_for(corpus: Corpus, memory: Path | None) -> RunPlan:
    """What `harness run` would be asked to do."""
    return RunPlan(str(corpus.file), corpus.settings, memory)


def check_suite(suite: Suite, context: SuiteContext) -> tuple[Verdict, list[Run]]:
    """Run, compare with the baseline, decide."""
    runs = run_suite(suite, context)
    return decide_runs(suite, runs, context), runs


def decide_runs(suite: Suite, runs: Sequence[Run], context: SuiteContext) -> Verdict:
    """The verdict on recorded runs. Accepted outputs that differ are measured now, as the run was.

    Rows are read from disk once: the verdict holds them all anyway.
    """
    runs = [replace(run, rows=tuple(run.rows)) for run in runs]
    baseline = read_baseline(suite.baseline)
    cases = list(measured_cases(runs, baseline, suite, context.memory))
    metrics = recorded_metrics(runs)
    return decide(suite.name, cases, baseline, suite.policy, metrics, context.today)


def recorded_metrics(runs: Sequence[Run]) -> list[Combiner]:
    """The metrics that the runs were measured with."""
    return assembly.combiners(card for run in runs for card in run.identity.metrics)


def measured_cases(
    runs: Iterable[Run], baseline: Baseline, suite: Suite, memory: Path
) -> Iterator[Case]:
    """Each run with its accepted outputs. Nothing is measured where all read as accepted.

    Where a run's likelihood scorers are missing now, what they raised counts on neither side.
    """
    with Memory(memory) as store:
        here = machine.site(suite.settings.packs, suite.settings.options).remembering(store)
        for recorded in runs:
            run, likelihood = recorded, None
            accepted, waiting = _outputs(run, baseline)
            if waiting and run.identity.likelihood_scorers:
                likelihood = _likelihood_of(run, here, store)
                if likelihood is None:
                    run = _before_likelihoods(run)
                    accepted, waiting = _outputs(run, baseline)
            if waiting:
                measures, _ = assembly.measuring_set(
                    _named_metrics(run),
                    suite.settings.detectors,
                    here,
                    suite.settings.severity,
                    glossary=assembly.glossary_of(suite.settings),
                )
                for row, output in _measured(waiting, measures, likelihood):
                    accepted.setdefault(row.row_id, []).append(output)
            yield Case(run, {row_id: tuple(rows) for row_id, rows in accepted.items()})


def _before_likelihoods(run: Run) -> Run:
    rows = (row.before(BY_LIKELIHOOD) if isinstance(row, MeasuredRow) else row for row in run.rows)
    return replace(run, rows=tuple(rows))


def _outputs(
    run: Run, baseline: Baseline
) -> tuple[dict[str, list[MeasuredRow]], list[tuple[MeasuredRow, Sequence[str]]]]:
    """Rows that read as accepted, by id; and rows that do not, with each output that was."""
    route = run.identity.route.languages
    accepted: dict[str, list[MeasuredRow]] = {}
    waiting: list[tuple[MeasuredRow, Sequence[str]]] = []
    for row in run.rows:
        if isinstance(row, Unmeasured) or not row.segments:
            continue
        known = [output.texts for output in baseline.outputs((route, row.row_id))]
        if texts_of(row) in known:
            accepted[row.row_id] = [row]
        else:
            waiting.extend((row, texts) for texts in known)
    return accepted, waiting


def _measured(
    waiting: Sequence[tuple[MeasuredRow, Sequence[str]]],
    measures: MeasuringSet,
    likelihood: RunLikelihood | None,
) -> Iterator[tuple[MeasuredRow, MeasuredRow]]:
    """Each row with one of its accepted outputs, measured as the row was."""
    beads = [(row.segments, _as_accepted(row, texts)) for row, texts in waiting]
    outputs = measure(beads, measures, likelihood=likelihood)
    if likelihood:
        likelihood.close()
    for (row, _), output in zip(waiting, outputs, strict=True):
        # What the rest of the text makes of a row counts on both sides alike.
        over_texts = (each for each in row.findings if each.detector in measures.over_texts)
        yield row, replace(output, findings=(*output.findings, *over_texts))


def _likelihood_of(run: Run, here: machine.Site, memory: Memory) -> RunLikelihood | None:
    """The likelihood scorers of a run, if they are still here."""
    try:
        found, _ = assembly.open_likelihood_scorers(run.identity.route, here)
    except EngineUnavailable:
        return None
    likelihood = remembered(
        [each for each in found if each.signature in run.identity.likelihood_scorers], memory
    )
    return likelihood if likelihood.signatures == run.identity.likelihood_scorers else None


def _named_metrics(run: Run) -> tuple[str, ...]:
    """The metrics that were named for a run; none where it has the usual ones and their score."""
    names = tuple(card.name for card in run.identity.metrics)
    return () if assembly.ADEQUACY in names else names


def _as_accepted(row: MeasuredRow, accepted: Sequence[str]) -> BeadText:
    stops = zip(row.texts.stops[1:], accepted, strict=True)
    return BeadText((row.texts.source, *(LocalText(stop.language, text) for stop, text in stops)))


# ── noise ───────────────────────────────────────────────────────────────────────────────────────


def repetitions(
    suite: Suite, options: Sequence[Options], context: SuiteContext
) -> tuple[list[Run], list[list[Run]]]:
    """A run as the suite asks for; then one on a single core, and one for each of `options`.

    Each has a folder and a memory of its own, gone at the end: rows are read before.

    Raises:
        ConfigError: this process may not be bound to one core.
        HarnessError: whatever reading, translating or writing ran into.
    """
    own = suite.settings.options
    with work_folder("harness-noise-") as place:
        first = _repetition(suite, own, place / "first", context)
        with _one_core():
            repeated = [_repetition(suite, own, place / "one-core", context)]
        for number, other in enumerate(options):
            folder = place / f"option-{number}"
            repeated.append(_repetition(suite, _merged_options(own, other), folder, context))
    return first, repeated


def _repetition(suite: Suite, options: Options, folder: Path, context: SuiteContext) -> list[Run]:
    own = replace(context, memory=folder / "memory.sqlite")
    try:
        runs = run_suite(replace(with_options(suite, options), runs=folder), own)
    except WriteError as cause:
        raise WriteError(str(cause), hint="let TMPDIR name a folder with enough room") from cause
    return [replace(run, rows=tuple(run.rows)) for run in runs]


def _merged_options(own: Options, other: Options) -> Options:
    return {engine: {**own.get(engine, {}), **other.get(engine, {})} for engine in {*own, *other}}


@contextmanager
def _one_core() -> Iterator[None]:
    """As on a machine with one core; where a process cannot be bound, with all of them."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(cores)})
        yield
    except PermissionError as cause:
        raise ConfigError(
            "this process may not be bound to one core", hint="run it outside the container"
        ) from cause
    finally:
        os.sched_setaffinity(0, cores)


@dataclass(frozen=True, slots=True)
class SuiteRepetition:
    """One repetition of a suite under other settings, and how far it is from the first.

    `segments` are those that both measured; `unmeasured` those that one of them did not.
    """

    name: str
    route: str
    segments: int
    changed: int
    differences: Mapping[str, float]  # by metric, without sign
    kinds: Mapping[str, float]  # by kind of finding: the share of segments by which it grew
    unmeasured: int = 0


def noise_of(
    first: Sequence[Run],
    repeated: Sequence[Run],
    name: str,
    metrics: Sequence[Combiner],
    least: Severity = Severity.MAJOR,
) -> Iterator[SuiteRepetition]:
    """How much a repetition disagrees with the first run, route by route.

    Findings count from the severity `least` on.
    """
    from harness.compare.comparison import changes_over  # noqa: PLC0415
    from harness.compare.pairing import pair_runs  # noqa: PLC0415

    together: dict[str, list[tuple[Run, Run]]] = {}
    for one, other in zip(first, repeated, strict=True):
        together.setdefault(one.identity.route.languages, []).append((one, other))
    for route, runs in together.items():
        pairs = [pair for one, other in runs for pair in pair_runs(one, other).pairs]
        changes = changes_over(pairs, metrics, trials=1) if pairs else ()
        yield SuiteRepetition(
            name,
            route,
            len(pairs),
            sum(pair.is_changed for pair in pairs),
            {change.card.name: abs(change.result.difference) for change in changes},
            {kind.value: n / len(pairs) for kind, n in _grown(pairs, least).items() if n > 0},
            sum(len(one.unmeasured | other.unmeasured) for one, other in runs),
        )


def _grown(pairs: Sequence[RowPair], least: Severity) -> Mapping[Category, int]:
    def grave(findings: Sequence[Finding]) -> list[Finding]:
        return [finding for finding in findings if finding.severity >= least]

    parts = map(split, pairs)
    return growth((grave(gained), grave(gone)) for gained, gone, _ in parts)


def with_noise(
    baseline: Baseline,
    first: Sequence[Run],
    repeats: Sequence[SuiteRepetition],
    runs: Sequence[Sequence[Run]],
    on: str,
) -> Baseline:
    """The baseline with the widest disagreement of each metric, and every output that occurred.

    Outputs are the noise of one that is accepted: where that of the first run is not, its engines
    are not those that the baseline knows, and nothing is added.
    """
    levels: dict[str, dict[str, float]] = {}
    for repeat in repeats:
        level = levels.setdefault(repeat.route, {"changed": 0.0})
        level["changed"] = max(level["changed"], repeat.changed / max(repeat.segments, 1))
        for name, difference in {**repeat.differences, **repeat.kinds}.items():
            level[name] = max(level.get(name, 0.0), difference)
    made = replace(baseline, noise={**baseline.noise, **levels})
    accepted = {
        key
        for run in first
        for key, row in rows_by_key(run)
        if texts_of(row) in [output.texts for output in baseline.outputs(key)]
    }
    for run in (run for repeated in runs for run in repeated):
        for key, row in rows_by_key(run):
            if key in accepted:
                made_by = makers_of(run)
                output = Accepted(texts_of(row), "the engine's own noise", on, made_by, NOISE)
                made = with_output(made, key, row, output)
    return made
