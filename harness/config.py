"""What the user wants -> a frozen plan -> assembled parts.

The only module that reads the environment (once, in `surroundings`), and the only one that turns
names into parts: the pipeline receives what is built here.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness import plugins
from harness.core.bundled import bundled
from harness.core.errors import (
    ConfigError,
    EngineUnavailable,
    HarnessError,
    NotInstalled,
    ReadError,
    RecordError,
    WriteError,
)
from harness.core.protocols import (
    Engine,
    EngineProvider,
    Obstacle,
    Offer,
    Surroundings,
    VectorStore,
)
from harness.core.routes import parse_route
from harness.core.values import Direction, Document, Leg, Route
from harness.pipeline import Instruments

# Which engine serves a hop that names none: the first of these that offers the direction.
PREFERENCE = ("replay", "argos", "bergamot", "apertium")
METRICS = ("meaning", "chrf", "ter")
STDIN = "-"
DEFAULT_LANGUAGE = "en"

_PLAN_SCHEMA = 1
_PLAN = "plan.json"
_SOURCE = "source.txt"

Options = Mapping[str, Mapping[str, str]]  # engine name -> option -> value


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
        bergamot_folders=(_caches(environment) / "fxtranslate/models",),
        program_folders=tuple(
            map(Path, filter(None, environment.get("PATH", "").split(os.pathsep)))
        ),
        threads=len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1,
    )


def default_memory(environment: Mapping[str, str] = os.environ) -> Path:
    """The translation memory that runs share unless told otherwise."""
    return _caches(environment) / "retranslation-harness/memory.sqlite"


def _caches(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")


# ── texts ───────────────────────────────────────────────────────────────────────────────────────


def read_document(name: str, data: bytes, language: str) -> Document:
    """`data` as a document; `name` is a path as the user wrote it, or `-`."""
    path = Path("stdin.txt" if name == STDIN else name)
    reader = plugins.reader(path.suffix.lower())
    return reader.read(data, doc_id=path.name, language=language, origin=name)


def read_bytes(name: str) -> bytes:
    """The bytes of a file.

    Raises:
        ConfigError: there is no such file.
        ReadError: it cannot be read.
    """
    try:
        return Path(name).read_bytes()
    except FileNotFoundError as cause:
        raise ConfigError(
            f"{name}: no such file", hint="check the path, or give - for stdin"
        ) from cause
    except IsADirectoryError as cause:
        raise ConfigError(f"{name}: a folder, not a file", hint="name one text file") from cause
    except OSError as cause:
        raise ReadError(f"{name}: {cause.strerror}", hint="check the file's permissions") from cause


def language_in_name(name: str) -> str | None:
    """The language that a file name states (`news.en.txt`), if it does."""
    parts = Path(name).name.split(".")
    return parts[-2] if len(parts) > 2 and len(parts[-2]) in (2, 3) else None


# ── plans ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What `harness run` was asked to do; kept in the run folder, so that it can be resumed."""

    source: str
    routes: tuple[Route, ...]
    segmenter: str
    metrics: tuple[str, ...]
    detectors: tuple[str, ...]
    packs: tuple[Path, ...]
    options: Options
    memory: Path | None  # None: one of its own, in the run folder, dropped when the run is whole

    def __post_init__(self) -> None:
        if not self.routes:
            raise ConfigError("no route given", hint="name one: --route en:es:en")
        for pack in self.packs:
            if not pack.exists():
                raise ConfigError(f"{pack}: no such pack", hint="check the path given to --pack")
        languages = {route.language for route in self.routes}
        if len(languages) > 1:
            raise ConfigError(
                f"the routes start in different languages: {', '.join(sorted(languages))}",
                hint="make one run for each language",
            )

    @property
    def language(self) -> str:
        return self.routes[0].language


def default_folder(source: str) -> Path:
    """Where a run goes that was given no folder: `runs/` and the text's name."""
    name = "stdin" if source == STDIN else Path(source).stem
    return Path("runs") / name


def save_plan(plan: RunPlan, text: bytes, folder: Path) -> None:
    """Keep the plan and a copy of the text in the run folder."""
    body = {
        "schema": _PLAN_SCHEMA,
        "source": plan.source,
        "routes": [str(route) for route in plan.routes],
        "segmenter": plan.segmenter,
        "metrics": list(plan.metrics),
        "detectors": list(plan.detectors),
        "packs": [str(pack.resolve()) for pack in plan.packs],
        "options": plan.options,
        "memory": str(plan.memory.resolve()) if plan.memory else None,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _SOURCE).write_bytes(text)
        (folder / _PLAN).write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", "utf-8")
    except OSError as cause:
        raise WriteError(
            f"{folder}: {cause.strerror}",
            hint="name a writable folder with enough room (-o FOLDER)",
        ) from cause


def load_plan(folder: Path) -> tuple[RunPlan, bytes]:
    """The plan of an earlier run and the text it read.

    Raises:
        RecordError: no run was started in this folder, or its plan is damaged.
    """
    try:
        body: dict[str, Any] = json.loads((folder / _PLAN).read_text("utf-8"))
        text = (folder / _SOURCE).read_bytes()
    except FileNotFoundError as cause:
        raise RecordError(
            f"{folder}: no run was started here",
            hint="start one: harness run FILE --route en:es:en",
        ) from cause
    except (OSError, ValueError) as cause:
        raise RecordError(f"{folder / _PLAN}: {cause}", hint="start the run anew") from cause
    try:
        return _decode_plan(body), text
    except (KeyError, TypeError, AttributeError, ValueError) as cause:
        raise RecordError(
            f"{folder / _PLAN}: damaged ({type(cause).__name__}: {cause})",
            hint="start the run anew",
        ) from cause


def _decode_plan(body: dict[str, Any]) -> RunPlan:
    if body["schema"] != _PLAN_SCHEMA:
        raise ValueError(f"schema {body['schema']}, this version reads {_PLAN_SCHEMA}")
    return RunPlan(
        source=body["source"],
        routes=tuple(parse_route(route) for route in body["routes"]),
        segmenter=body["segmenter"],
        metrics=tuple(body["metrics"]),
        detectors=tuple(body["detectors"]),
        packs=tuple(Path(pack) for pack in body["packs"]),
        options=body["options"],
        memory=Path(body["memory"]) if body["memory"] else None,
    )


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


# ── assembling ──────────────────────────────────────────────────────────────────────────────────


def instruments(
    metrics: Sequence[str], detectors: Sequence[str], store: VectorStore | None
) -> tuple[Instruments, tuple[str, ...]]:
    """Metrics and detectors by name, and what cannot be measured here (caveats)."""
    usable, caveats = [], []
    for name in metrics:
        try:
            usable.append(plugins.metric(name, store))
        except NotInstalled as cause:
            caveats.append(f"{name.capitalize()} was not measured: {cause} ({cause.hint}).")
    return Instruments(tuple(usable), tuple(map(plugins.detector, detectors))), tuple(caveats)


def open_route(
    route: Route, place: Surroundings, options: Options
) -> tuple[Route, tuple[Engine, ...]]:
    """An engine for every hop, and the route with every engine's name in it.

    Raises:
        EngineUnavailable: a hop that no engine here can serve; hints at what would help.
        ConfigError: an unknown engine or option.
    """
    for name in options:
        plugins.engine_provider(name)
    legs, engines = [], []
    for leg in route.legs:
        name, provider, found = _choose(leg, place)
        legs.append(replace(leg, engine=name))
        engines.append(provider.open(leg.direction, found, options.get(name, {})))
    return Route(tuple(legs)), tuple(engines)


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


def _providers(only: str | None = None) -> list[tuple[str, EngineProvider]]:
    """Engines by preference; strangers after the built-in ones, by name."""
    if only is not None:
        return [(only, plugins.engine_provider(only))]
    found = []
    for name in engine_names():
        try:
            found.append((name, plugins.engine_provider(name)))
        except HarnessError:
            continue  # `harness engines` tells why; one broken plugin must not stop the others
    return found


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
    if pivots:
        return f"name a pivot as a hop of its own: {source}:{pivots[0]}:{target}"
    if leg.engine and leg.direction in known:
        return f"another engine can: leave out @{leg.engine}"
    return "see `harness engines` for what is usable here and how to add more"
