"""What a run was asked to do, kept in its folder, so that it can be resumed anywhere."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.core import former_names
from harness.core.errors import FOLDER_HINT, PackMissing, RecordError
from harness.run.file_set import READER as FILES
from harness.settings import RunSettings, as_data, data_keys, from_data
from harness.writing.files import write_whole, write_whole_bytes

_SCHEMA = 1
_PLAN = "plan.json"
_SOURCE = "source"  # and the suffix of the file that was read
_RECORDS, _COPY = ".jsonl", ".copy"  # what ends as records do would be taken for one


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What `harness run` was asked to do: a text, how it is translated, and what is remembered.

    Raises:
        PackMissing: a pack of the settings that is not there.
    """

    source: str
    settings: RunSettings
    memory: Path | None = None  # None: one of its own, in the run folder, until the run is whole

    def __post_init__(self) -> None:
        for pack in self.settings.packs:
            if not pack.exists():
                raise PackMissing(f"{pack}: no such pack", hint="check its path")


def save_plan(plan: RunPlan, text: bytes, folder: Path) -> None:
    """Keep the plan and a copy of the text in the run folder. Raises: WriteError."""
    digest = hashlib.sha256(text).hexdigest()
    suffix = Path(plan.source).suffix or ".txt"
    if plan.settings.reader == FILES:
        suffix = ".zip"
    copy = _SOURCE + (f"{suffix}{_COPY}" if suffix == _RECORDS else suffix)
    body = {"schema": _SCHEMA, "copy": copy, "source_digest": digest, **as_data(plan)}
    write_whole_bytes(folder / copy, [text], hint=FOLDER_HINT)
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
        body: Any = json.loads((folder / _PLAN).read_text("utf-8"))
        # Plans of before do not name the copy.
        named = body.get("copy", "source.txt") if isinstance(body, dict) else ""
        copy = Path(str(named)).name
        text = (folder / copy).read_bytes()
    except FileNotFoundError as cause:
        raise RecordError(
            f"{folder}: no run was started here",
            hint="start one: harness run FILE --route en:es:en",
        ) from cause
    except (OSError, ValueError, RecursionError) as cause:
        raise RecordError(f"{folder / _PLAN}: {cause}", hint="start the run anew") from cause
    try:
        if body["source_digest"] != hashlib.sha256(text).hexdigest():
            raise ValueError(f"{copy} is not the text that the run began with")
        return _decode_plan(body), text
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as cause:
        raise RecordError(
            f"{folder / _PLAN}: damaged ({type(cause).__name__}: {cause})",
            hint="start the run anew",
        ) from cause


def _decode_plan(body: dict[str, Any]) -> RunPlan:
    if body["schema"] != _SCHEMA:
        raise ValueError(f"schema {body['schema']}, this version reads {_SCHEMA}")
    body = former_names.settings(body)
    if unknown := sorted(body.keys() - {"schema", "copy", "source_digest", *data_keys(RunPlan)}):
        raise ValueError(f"this version has no setting {', '.join(unknown)}")
    return from_data(RunPlan, body)
