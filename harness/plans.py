"""What a run was asked to do, kept in its folder, so that it can be resumed anywhere."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.core.errors import FOLDER_HINT, ConfigError, PackMissing, RecordError
from harness.core.routes import parse_route, parse_way
from harness.core.values import Route
from harness.writing.files import write_whole, write_whole_bytes

_SCHEMA = 1
_PLAN = "plan.json"
_SOURCE = "source.txt"

Options = Mapping[str, Mapping[str, str]]  # engine name -> option -> value


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What `harness run` was asked to do; kept in the run folder, so that it can be resumed."""

    source: str
    routes: tuple[Route, ...]
    segmenter: str
    metrics: tuple[str, ...]  # none named: all that can be measured here
    detectors: tuple[str, ...]
    packs: tuple[Path, ...]
    options: Options
    memory: Path | None  # None: one of its own, in the run folder, dropped when the run is whole
    witnesses: tuple[str, ...] = ()  # engines or ways back, as the user wrote them
    judge: bool = False  # let the packs say how probable each word is
    reader: str | None = None  # None: the one that the file's name asks for

    def __post_init__(self) -> None:
        if not self.routes:
            raise ConfigError("no route given", hint="name one: --route en:es:en")
        for pack in self.packs:
            if not pack.exists():
                raise PackMissing(f"{pack}: no such pack", hint="check its path")
        if len({str(route) for route in self.routes}) < len(self.routes):
            raise ConfigError("a route is given twice", hint="give each route once")
        if len(set(self.witnesses)) < len(self.witnesses):
            raise ConfigError("a witness is given twice", hint="give each witness once")
        languages = {route.language for route in self.routes}
        if len(languages) > 1:
            raise ConfigError(
                f"the routes start in different languages: {', '.join(sorted(languages))}",
                hint="make one run for each language",
            )
        for way in self.witnesses:
            starts = {route.stops[1] for route in self.routes}
            if all(parse_way(way, start, self.language) is None for start in starts):
                raise ConfigError(
                    f"witness {way!r} leads from no route's first stop to {self.language}",
                    hint=f"a way back is like {min(starts)}:…:{self.language}",
                )

    @property
    def language(self) -> str:
        return self.routes[0].language


def save_plan(plan: RunPlan, text: bytes, folder: Path) -> None:
    """Keep the plan and a copy of the text in the run folder."""
    body = {
        "schema": _SCHEMA,
        "source": plan.source,
        "source_digest": hashlib.sha256(text).hexdigest(),
        "routes": [str(route) for route in plan.routes],
        "segmenter": plan.segmenter,
        "metrics": list(plan.metrics),
        "detectors": list(plan.detectors),
        "packs": [str(pack.resolve()) for pack in plan.packs],
        "options": plan.options,
        "memory": str(plan.memory.resolve()) if plan.memory else None,
        "witnesses": list(plan.witnesses),
        "judge": plan.judge,
        "reader": plan.reader,
    }
    write_whole_bytes(folder / _SOURCE, [text], hint=FOLDER_HINT)
    write_whole(folder / _PLAN, [json.dumps(body, indent=2) + "\n"], hint=FOLDER_HINT)


def has_plan(folder: Path) -> bool:
    """Whether a run was started in this folder."""
    return (folder / _PLAN).exists()


def load_plan(folder: Path) -> tuple[RunPlan, bytes]:
    """The plan of an earlier run and the text it read.

    Raises:
        RecordError: no run was started in this folder, or its plan is damaged.
        ConfigError: a pack that it names is no longer there.
    """
    try:
        body: dict[str, Any] = json.loads((folder / _PLAN).read_text("utf-8"))
        text = (folder / _SOURCE).read_bytes()
    except FileNotFoundError as cause:
        raise RecordError(
            f"{folder}: no run was started here",
            hint="start one: harness run FILE --route en:es:en",
        ) from cause
    except (OSError, ValueError, RecursionError) as cause:
        raise RecordError(f"{folder / _PLAN}: {cause}", hint="start the run anew") from cause
    try:
        if body["source_digest"] != hashlib.sha256(text).hexdigest():
            raise ValueError(f"{_SOURCE} is not the text that the run began with")
        return _decode_plan(body), text
    except (KeyError, TypeError, AttributeError, ValueError) as cause:
        raise RecordError(
            f"{folder / _PLAN}: damaged ({type(cause).__name__}: {cause})",
            hint="start the run anew",
        ) from cause


def _decode_plan(body: dict[str, Any]) -> RunPlan:
    if body["schema"] != _SCHEMA:
        raise ValueError(f"schema {body['schema']}, this version reads {_SCHEMA}")
    if not all(isinstance(body[key], str) for key in ("source", "segmenter")):
        raise TypeError("source and segmenter are text")
    return RunPlan(
        source=body["source"],
        routes=tuple(parse_route(route) for route in body["routes"]),
        segmenter=body["segmenter"],
        metrics=tuple(body["metrics"]),
        detectors=tuple(body["detectors"]),
        packs=tuple(Path(pack) for pack in body["packs"]),
        options=dict(body["options"]),
        memory=Path(body["memory"]) if body["memory"] else None,
        witnesses=tuple(body.get("witnesses", ())),
        judge=bool(body.get("judge", False)),
        reader=body.get("reader"),
    )
