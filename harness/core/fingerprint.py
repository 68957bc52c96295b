"""One way to turn plain data into an identity: canonical JSON, then SHA-256."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]

_BLOCK = 1 << 20  # bytes read at once when a file is digested


def fingerprint(value: Plain) -> str:
    """SHA-256 of `value` as canonical JSON, in hexadecimal.

    Equal data gives equal fingerprints whatever the order of a mapping's keys, on every machine.
    Lists and tuples are the same thing.

    Raises:
        TypeError: `value` holds a float (two machines print it differently), a set, bytes, or any
            other type without one canonical form. Write such a thing as text, on purpose.
    """
    canonical = json.dumps(
        _checked(value), ensure_ascii=True, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _checked(value: Plain) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_checked(item) for item in value]
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a fingerprint takes mappings with text keys only")
        return {key: _checked(item) for key, item in value.items()}
    raise TypeError(f"a fingerprint takes plain data, not {type(value).__name__}")
