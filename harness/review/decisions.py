"""What people decided about translations: read back from a sheet, kept for the next round."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from harness.core.errors import FOLDER_HINT, ReadError
from harness.core.fingerprint import fingerprint
from harness.writing.files import write_whole

_FILE = "decisions.json"
_SCHEMA = 1
ACCEPT = "accept"  # the decision that takes a translation off the list of those to look at
DECISIONS = (ACCEPT, "change", "discuss")  # what a sheet offers; people may write anything


@dataclass(frozen=True, slots=True)
class Decision:
    """What people wrote about one unit, as they wrote it. `about` is a digest of the two texts."""

    question: str = ""
    explanation: str = ""
    decision: str = ""
    comment: str = ""
    who: str = ""
    when: str = ""
    about: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything."""
        return replace(self, about="") == NOTHING

    def accepts(self, source: str, translation: str) -> bool:
        """Whether people accepted this very translation of this very text."""
        same = self.about == about(source, translation)
        return same and self.decision.strip().casefold() == ACCEPT


NOTHING = Decision()  # nobody wrote anything


def about(source: str, translation: str) -> str:
    """A digest of what a decision is about."""
    return fingerprint([source, translation])[:16]


def load(folder: Path) -> Mapping[str, Decision]:
    """The decisions that are kept in a folder, by unit id. Raises: ReadError for a damaged file."""
    path = folder / _FILE
    try:
        body: Any = json.loads(path.read_text("utf-8"))
        if body["schema"] != _SCHEMA:
            raise ValueError(f"schema {body['schema']}, this version reads {_SCHEMA}")
        return {str(key): _decision(value) for key, value in body["units"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as cause:
        raise ReadError(
            f"{path}: {cause}", hint="repair it, or move it away and import the sheet again"
        ) from cause


def save(folder: Path, decisions: Mapping[str, Decision]) -> None:
    """Keep decisions in a folder. Raises: WriteError."""
    folder.mkdir(parents=True, exist_ok=True)
    units = {key: asdict(each) for key, each in decisions.items() if not each.is_empty}
    body = json.dumps({"schema": _SCHEMA, "units": units}, ensure_ascii=False, indent=1)
    write_whole(folder / _FILE, [body + "\n"], hint=FOLDER_HINT)


def merged(
    known: Mapping[str, Decision], imported: Iterable[tuple[str, Decision]]
) -> Mapping[str, Decision]:
    """What a sheet says goes before what was known, row by row; an empty row says nothing."""
    made = dict(known)
    made.update((unit_id, each) for unit_id, each in imported if not each.is_empty)
    return made


def _decision(value: Mapping[str, object]) -> Decision:
    return Decision(**{each.name: str(value.get(each.name, "")) for each in fields(Decision)})
