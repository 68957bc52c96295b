"""Baselines: outputs that people accepted, as text that a review can read. Never changed silently.

Keyed by the route's languages and the segment's identity, never by position. A segment may have
several accepted outputs: what an engine gives today, what it gave with other batches (`noise`),
what a person would rather have (`gold`).
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.core import former_names
from harness.core.errors import WriteError, unreadable
from harness.core.interruption import promptly
from harness.core.values import MeasuredRow, Run, Signature
from harness.gate.toml_tables import TomlTable, read_table
from harness.scoring.adequacy import NAME as ADEQUACY
from harness.scoring.adequacy import was_read
from harness.writing.files import write_whole

SCHEMA = 1
_PARAPHRASE = "paraphrase"
_READ_BY = {_PARAPHRASE, "similarity"}  # so it was called while that metric came with the model
NOISE = "noise"
GOLD = "gold"

OutputKey = tuple[str, str]  # the route's languages (en:es:en), the row's identity

_JUDGED = "; judged by "

_HEAD = f"""\
# Accepted outputs; `harness accept` adds to them, with a reason, and nothing else changes them.
# One table a segment; `texts` are the stops of the route after the source.
schema = {SCHEMA}
"""


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted output. `kind` is empty, "noise" or "gold"."""

    texts: tuple[str, ...]
    reason: str
    on: str  # the day, ISO 8601
    made_by: str  # engines, by name and identity, and which models judged it
    kind: str = ""


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """A segment and what is accepted for it."""

    document: str
    source: str
    outputs: tuple[Accepted, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """All accepted outputs of a suite, and how far its engines disagree with themselves.

    `noise`: for each route's languages, the largest difference of each metric between repeated
    runs, the share of segments that changed (`changed`), and, by the path of each kind of finding
    that grew, the share of segments by which it did.
    `engines`: the settings of engines that made accepted outputs, by the names in `made_by`; those
    of outputs accepted before this was kept are missing.
    """

    entries: Mapping[OutputKey, BaselineEntry] = field(default_factory=dict)
    noise: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    engines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def outputs(self, key: OutputKey) -> tuple[Accepted, ...]:
        entry = self.entries.get(key)
        return entry.outputs if entry else ()


def texts_of(row: MeasuredRow) -> tuple[str, ...]:
    """What identifies a row's output: the texts of all stops after the source."""
    return tuple(text.text for text in row.texts.stops[1:])


def with_output(
    baseline: Baseline, key: OutputKey, row: MeasuredRow, accepted: Accepted
) -> Baseline:
    """`baseline` with one more accepted output; the same texts are not kept twice."""
    document = row.segments[0].doc_id if row.segments else ""
    return with_outputs(baseline, [(key, document, row.texts.source.text, accepted)])


def with_outputs(
    baseline: Baseline, outputs: Iterable[tuple[OutputKey, str, str, Accepted]]
) -> Baseline:
    """`baseline` with accepted outputs added, each with its key, document and source text.

    The same texts are not kept twice for one segment.
    """
    entries = dict(baseline.entries)
    for key, document, source, accepted in outputs:
        known = entries[key].outputs if key in entries else ()
        if all(output.texts != accepted.texts for output in known):
            entries[key] = BaselineEntry(document, source, (*known, accepted))
    return replace(baseline, entries=entries)


def rows_by_key(run: Run) -> Iterator[tuple[OutputKey, MeasuredRow]]:
    """The measured rows of a run that come from the source."""
    route = run.identity.route.languages
    for row in run.rows:
        if isinstance(row, MeasuredRow) and row.segments:
            yield (route, row.row_id), row


def makers_of(run: Run) -> str:
    """Which engines made a run's outputs, and which models judged them, short enough to stand
    beside each.
    """
    engines = ", ".join(map(engine_name, run.identity.engines))
    judges = [_PARAPHRASE] if was_read(run.identity.metrics) else []
    judges += ["likelihood"] if run.identity.likelihood_scorers else []
    return f"{engines}{_JUDGED}{', '.join(judges)}" if judges else engines


def engine_name(engine: Signature) -> str:
    """How `made_by` calls an engine: by name and identity."""
    return f"{engine.name} {engine.identity[:8]}"


def engines_of(accepted: Accepted) -> tuple[str, ...]:
    """The names of the engines that made an output, hop by hop; none where nobody wrote them."""
    engines = accepted.made_by.partition(_JUDGED)[0]
    return tuple(engines.split(", ")) if engines else ()


def settings_of_engines(run: Run) -> dict[str, dict[str, str]]:
    """The settings of a run's engines, by the names that `made_by` has for them."""
    return {engine_name(engine): dict(engine.fields) for engine in run.identity.engines}


def with_engines(baseline: Baseline, engines: Mapping[str, Mapping[str, str]]) -> Baseline:
    """`baseline` with settings of engines, to be named when they change."""
    return replace(baseline, engines={**baseline.engines, **engines})


def was_judged(accepted: Accepted) -> bool:
    """Whether models of meaning judged an output when it was accepted, as far as is known."""
    return not _READ_BY.isdisjoint(accepted.made_by.partition(_JUDGED)[2].split(", "))


def lacks_judges(run: Run) -> bool:
    """Whether a run was to be measured by the usual ones, and no model of meaning was there."""
    scored = any(card.name == ADEQUACY for card in run.identity.metrics)
    return scored and not was_read(run.identity.metrics)


def trimmed(
    baseline: Baseline,
    current: Mapping[OutputKey, tuple[str, ...]],
    unknown: Collection[OutputKey] = (),
) -> Baseline:
    """Without segments that no run has, and outputs that no engine gives any more.

    Gold stays; so does noise, the only output of a segment, and all of a segment whose output is
    `unknown`, because it was not measured.
    """
    entries = {}
    for key, entry in baseline.entries.items():
        if key in unknown:
            entries[key] = entry
        elif key in current:
            kept = tuple(o for o in entry.outputs if o.kind or o.texts == current[key])
            entries[key] = replace(entry, outputs=kept or entry.outputs)
    return replace(baseline, entries=entries)


# ── on disk ─────────────────────────────────────────────────────────────────────────────────────


def read_baseline(path: Path) -> Baseline:
    """The baseline in `path`; an empty one where there is none yet.

    Raises: ConfigError, naming file and line.
    """
    try:
        path.stat()
    except FileNotFoundError:
        return Baseline()
    except OSError as cause:  # a file where a folder should be, a name that none can have
        raise unreadable(path, cause) from cause
    table = read_table(path)
    if table.count("schema") != SCHEMA:
        raise table.error(
            f"not schema {SCHEMA}", "this version reads another schema: accept anew", "schema"
        )
    noise = table.table("noise")
    levels = {route: former_names.by_measure(noise.numbers(route)) for route in noise.data}
    entries: dict[OutputKey, BaselineEntry] = {}
    for segment in table.tables("segment"):
        key = segment.need("route"), segment.need("id")
        if key in entries:
            raise segment.error("this segment stands here twice", "join the two", "id")
        entries[key] = BaselineEntry(
            segment.text("document") or "",
            segment.need("source"),
            tuple(_output(each, key[0].count(":")) for each in segment.tables("output")),
        )
        segment.done()
    engines = table.table("engine")
    made = {name: _settings(engines.table(name)) for name in engines.data}
    table.done()
    return Baseline(entries, levels, made)


def _settings(table: TomlTable) -> dict[str, str]:
    return {name: table.need(name) for name in table.data}


def _output(table: TomlTable, hops: int) -> Accepted:
    made = Accepted(
        texts=table.texts("texts"),
        reason=table.need("reason"),
        on=table.text("on") or "",
        made_by=table.text("made_by") or "",
        kind=table.text("kind") or "",
    )
    if len(made.texts) != hops:
        raise table.error(
            f"{len(made.texts)} texts of a route of {hops} hops", "one for each stop", "texts"
        )
    if made.kind not in ("", NOISE, GOLD):
        raise table.error(f"no kind of output is called {made.kind}", f"{NOISE} or {GOLD}", "kind")
    table.done()
    return made


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Nobody else changes the baseline: to be held from reading it to writing it.

    Waits for whoever does. The folder is what is locked: the file is replaced, and a file of locks
    would be left behind. Raises: WriteError.
    """
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:  # Windows: the last of two that write at once wins
        yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError as cause:
        raise WriteError(
            f"{path.parent}: {cause.strerror}", hint="name a baseline in a writable folder"
        ) from cause
    try:
        with promptly(), suppress(OSError):  # a file system without locks
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """All of it, or nothing changes. Raises: WriteError."""
    write_whole(path, _pieces(baseline))


def _pieces(baseline: Baseline) -> Iterator[str]:
    yield _HEAD
    for route, levels in sorted(baseline.noise.items()):
        yield f"\n[noise.{_quoted(route)}]\n"
        for name, level in sorted(levels.items()):
            yield f"{_quoted(name)} = {level:.6f}\n"
    yield from _engines(baseline)
    for (route, identity), entry in baseline.entries.items():
        yield "\n[[segment]]\n"
        yield from _lines({"id": identity, "route": route, "document": entry.document})
        yield from _lines({"source": entry.source})
        for output in entry.outputs:
            yield "[[segment.output]]\n"
            texts = "".join(f"  {_quoted(text)},\n" for text in output.texts)
            yield f"texts = [\n{texts}]\n"
            yield from _lines({"reason": output.reason, "on": output.on})
            yield from _lines({"made_by": output.made_by, "kind": output.kind})


def _engines(baseline: Baseline) -> Iterator[str]:
    """Those that made an output which is still accepted."""
    outputs = (output for entry in baseline.entries.values() for output in entry.outputs)
    named = {name for output in outputs for name in engines_of(output)}
    for name in sorted(named & baseline.engines.keys()):
        yield f"\n[engine.{_quoted(name)}]\n"
        for field_name, value in baseline.engines[name].items():
            yield f"{_quoted(field_name)} = {_quoted(value)}\n"


def _lines(fields: Mapping[str, str]) -> Iterable[str]:
    return (f"{name} = {_quoted(value)}\n" for name, value in fields.items() if value)


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes, and those that TOML asks for besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
