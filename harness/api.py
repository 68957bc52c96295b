"""What the commands do, as functions: they return what the commands print.

Texts are strings, files are paths. Nothing is printed, and no progress is shown.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from harness import machine, plugins
from harness.compare.comparison import ComparisonSettings, ComparisonSide
from harness.compare.comparison import compare as compare_runs
from harness.core.errors import ConfigError
from harness.core.progress import Advance
from harness.core.route_syntax import parse_route
from harness.core.values import Run
from harness.gate.suite_file import read_suite
from harness.results import CheckResult, ComparedRuns, Difference, RoundTrip, shown
from harness.review import service
from harness.review.review import Review
from harness.run import assembly, inputs, provenance
from harness.run import suite as suites
from harness.run.measurement import difference
from harness.run.plan import RunPlan
from harness.run.record import find_records
from harness.run.record import read_run as read_record
from harness.run.runner import run_plan
from harness.settings import Options, RunSettings, field_types, from_data, options_from_data

_TEXT = "text.txt"  # what a text without a file is called


def round_trip(
    text: str | Path,
    route: str | Sequence[str] = "en:es:en",
    *,
    folder: str | Path | None = None,
    memory: Path | None = None,
    **settings: Any,
) -> RoundTrip:
    """Carry a text out and back, measure what came home, and return the run.

        run = harness.round_trip("She did not sign.", "en:es:en", metrics=["chrf"])
        for row in run.rows:
            ...

    Args:
        text: the text itself, or the path of a file with it, as a `pathlib.Path`.
        route: where to and back, with engines if you like: "en:es@argos:en@bergamot".
        folder: keep the record there, as `harness run` does. Without one, nothing is kept but
            what the memory remembers, and the run holds its rows.
        memory: the file that remembers translations; the one that all runs share unless given.
        settings: the fields of `harness.settings.RunSettings`, such as `segmenter`, `metrics`,
            `detectors`, `packs`, `options`, `witnesses`, `likelihood`, `reader`.

    Raises:
        ConfigError: a setting, engine or part that does not exist; a text that is a file's name.
        HarnessError: whatever reading, translating or writing ran into.
    """
    source, data = _named(text)
    plan = RunPlan(source, _settings(route, settings), memory or machine.default_memory())
    if folder is not None:
        return shown(RoundTrip, _carried(plan, data, Path(folder)))
    with TemporaryDirectory(prefix="harness-") as made:
        run = _carried(plan, data, Path(made))
        return shown(RoundTrip, replace(run, rows=tuple(run.rows)))


def diff(  # noqa: PLR0913  (what the command takes)
    source: str | Path,
    other: str | Path,
    *,
    language: str = "en",
    segmenter: str = "sentencex",
    metrics: Sequence[str] = (),
    detectors: Sequence[str] = (),
    aligner: str = "sentences",
) -> Difference:
    """Compare two texts in one language sentence by sentence: one row for each bead.

    Raises:
        HarnessError: whatever reading and measuring ran into.
    """
    here = machine.site()
    cut = plugins.segmenter(segmenter, here.of(segmenter)).segment
    measures, _ = assembly.measuring_set(tuple(metrics), tuple(detectors), here)
    sides = []
    for each in (source, other):
        name, data = _named(each)
        sides.append(cut(inputs.document_of(name, data, language)))
    align = plugins.aligner(aligner, here.of(aligner))
    return Difference(difference(sides[0], sides[1], align, measures))


def review_translations(  # noqa: PLR0913  (what the command takes)
    file: str | Path,
    translation: str | Path | None = None,
    *,
    language: str | None = None,
    to: str | None = None,
    route: str | None = None,
    engine: bool = True,
    folder: str | Path | None = None,
    memory: Path | None = None,
    **settings: Any,
) -> Review:
    """Judge the translations in a file, or those of a second one, as `harness review` does.

        review = harness.review_translations("app.es.po", engine=False)
        for each in review.to_look_at:
            print(each.unit.unit_id, [finding.message for finding in each.of_translation])

    Args:
        language: of the texts; `to` is that of the translations, where the file does not say.
        route: how they come home, as in "en:es@file:en@argos".
        engine: whether they are brought home at all.
        folder: keep the record there. Without one, only what the memory remembers is kept.
        settings: more fields of `harness.settings.RunSettings`, such as `packs` or `witnesses`.

    Raises:
        ConfigError: no translations, or a setting, engine or part that does not exist.
        HarnessError: whatever reading, translating or writing ran into.
    """
    settings["options"] = _options(settings.get("options"))
    given_two = str(translation) if translation is not None else None
    here = machine.site(settings.get("packs", ()), settings["options"])
    files = service.Files(str(file), given_two, language, to, settings.get("reader"))
    given = files.read(here)
    way = service.route_of(given, parse_route(route) if route else None, here)
    heard = service.witnesses_of(way, settings.get("witnesses") if engine else (), here)
    asked = _settings(str(way), {**settings, "reader": given.reader, "witnesses": heard})
    kept = memory or machine.default_memory()
    work = service.Work(kept, provenance.provenance(), _no_progress)
    if not engine:
        return service.alone(given, asked, work)
    if folder is not None:
        return service.brought_home(given, asked, Path(folder), work)
    with TemporaryDirectory(prefix="harness-") as made:
        review = service.brought_home(given, asked, Path(made), work)
        run = review.run and replace(review.run, rows=tuple(review.run.rows))
        return replace(review, run=run)


def compare(
    baseline: Run | str | Path, candidate: Run | str | Path, *, metrics: Sequence[str] = ()
) -> ComparedRuns:
    """Compare two runs of one text, segment by segment, with significance.

    Args:
        baseline: a run, or the path of a record or run folder.
        candidate: likewise.
        metrics: only these; without any, all that the runs were measured with.

    Raises:
        ComparisonError: they cannot be compared without guessing.
        RecordError: one of them cannot be read back.
    """
    sides = [_side(run, name) for run, name in ((baseline, "baseline"), (candidate, "candidate"))]
    cards = [card for side in sides for run in side.runs for card in run.identity.metrics]
    settings = ComparisonSettings(metrics=tuple(assembly.compared(cards, tuple(metrics))))
    (comparison,) = compare_runs(sides[0], sides[1:], settings)
    runs = [run for side in sides for run in side.runs]
    return shown(ComparedRuns, comparison, runs)


def read_run(run: str | Path) -> RoundTrip:
    """A recorded run: a record, or a run folder that holds one.

    Raises:
        ConfigError: the folder holds several records; name one of them.
        RecordError: there is none, or it cannot be read back.
    """
    records = list(find_records(Path(run)))
    if len(records) > 1:
        names = ", ".join(record.name for record in records)
        raise ConfigError(f"{run}: {len(records)} runs: {names}", hint="name one of these files")
    return shown(RoundTrip, read_record(records[0]))


def check(suite: str | Path, *, memory: str | Path | None = None) -> CheckResult:
    """Run a suite and compare it with its baseline.

    `verdict.exit_code` is what `harness check` would end with.

    Raises:
        ConfigError: the suite's file, naming line and remedy.
        HarnessError: whatever reading, translating or writing ran into.
    """
    context = suites.SuiteContext(
        today=provenance.today(),
        provenance=provenance.provenance(),
        memory=Path(memory) if memory else machine.default_memory(),
        show_progress=_no_progress,
    )
    verdict, runs = suites.check_suite(read_suite(Path(suite)), context)
    return shown(CheckResult, verdict, runs)


def _named(text: str | Path) -> tuple[str, bytes]:
    """What a text is called, and its bytes.

    Raises:
        ConfigError: a text that is the name of a file: nobody wants that translated.
    """
    if isinstance(text, Path):
        return str(text), inputs.read_bytes(str(text))
    if _is_file(text):
        raise ConfigError(
            f"{text!r} is a text here, and there is a file of that name",
            hint=f"for what is in the file: pathlib.Path({text!r}); for the name, end it with \\n",
        )
    return _TEXT, text.encode("utf-8")


def _is_file(text: str) -> bool:
    try:
        return bool(text) and Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or with characters that no name has
        return False


def _settings(route: str | Sequence[str], given: dict[str, Any]) -> RunSettings:
    known = field_types(RunSettings)
    if unknown := sorted(given.keys() - known.keys()):
        raise ConfigError(
            f"unknown settings: {', '.join(unknown)}", hint=f"known: {', '.join(known)}"
        )
    try:
        return from_data(RunSettings, {"routes": route, **given})
    except TypeError as cause:
        raise _wrong_kind(cause) from cause


def _options(given: Any) -> Options:
    try:
        return options_from_data(given or {})
    except TypeError as cause:
        raise _wrong_kind(cause) from cause


def _wrong_kind(cause: TypeError) -> ConfigError:
    return ConfigError(f"settings of the wrong kind: {cause}", hint="see help(round_trip)")


def _carried(plan: RunPlan, data: bytes, folder: Path) -> Run:
    results = run_plan(
        plan,
        data,
        folder,
        provenance=provenance.provenance(),
        force=False,
        show_progress=_no_progress,
    )
    if len(results) > 1:
        raise ConfigError("one route at a time", hint="call it once for each route")
    return results[0].run


@contextmanager
def _no_progress(title: str, total: int) -> Iterator[Advance]:  # noqa: ARG001
    yield lambda *_: None


def _side(run: Run | str | Path, name: str) -> ComparisonSide:
    if isinstance(run, Run):
        return ComparisonSide(name, (run,))
    return ComparisonSide(str(run), tuple(map(read_record, find_records(Path(run)))))
