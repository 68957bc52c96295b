"""`metadata.json`: what a package says of itself, as far as translation depends on it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.core.errors import ReadError
from harness.packs.archive import METADATA
from harness.packs.bounded import read_json, shown

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")
_VERSION = re.compile(r"[0-9A-Za-z._+-]{0,32}")
_LONGEST_PREFIX = 64  # characters; real ones are like ">>en<<"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What `metadata.json` says. Codes are Argos' own; `version` may be empty."""

    source: str
    target: str
    version: str
    target_prefix: str


def parse_metadata(path: Path, content: bytes) -> Metadata | None:
    """What `content` says; None for a package that does not translate. `path` is for messages.

    Raises:
        ReadError: it is no metadata, or beyond what a package may say.
    """
    fields: Any = read_json(f"{path}: {METADATA}", content)
    if not isinstance(fields, dict):
        raise ReadError(f"{path}: {METADATA} holds no JSON object")
    if fields.get("type", "translate") != "translate":
        return None
    source, target = fields.get("from_code"), fields.get("to_code")
    for code in (source, target):
        if not isinstance(code, str) or not _LANGUAGE.fullmatch(code):
            raise ReadError(f"{path}: {METADATA} has {shown(code)} where a language is expected")
    if source == target:
        raise ReadError(f"{path}: {METADATA} has {shown(source)} as source and target")
    version, prefix = fields.get("package_version", ""), fields.get("target_prefix", "")
    if not isinstance(version, str) or not isinstance(prefix, str):
        raise ReadError(f"{path}: {METADATA}: package_version and target_prefix must be text")
    if not is_version(version):
        raise ReadError(f"{path}: {METADATA} has {shown(version)} where a version is expected")
    if len(prefix) > _LONGEST_PREFIX or not prefix.isprintable():
        raise ReadError(f"{path}: {METADATA} has an odd target_prefix: {shown(prefix)}")
    return Metadata(str(source), str(target), version, prefix)


def is_version(text: str) -> bool:
    """Whether it can be a package's version: up to 32 letters, digits and `. _ + -`, or empty."""
    return _VERSION.fullmatch(text) is not None
