"""One way to turn plain data into an identity: canonical JSON, then SHA-256."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring_ascii as _quoted
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
    return hashlib.sha256(_canonical(value).encode("ascii")).hexdigest()


def fingerprints_after(start: Sequence[Plain]) -> Callable[..., str]:
    """What makes `fingerprint([*start, *texts])` of one or more texts, many times a second.

    What all the keys of a block begin with is written and digested once.

    Raises:
        TypeError: as `fingerprint` does for `start`.
        ValueError: `start` is empty.
    """
    if not start:
        raise ValueError("fingerprints begin with something that all of them share")
    begun = hashlib.sha256(_canonical(start)[:-1].encode("ascii"))

    def made(*texts: str) -> str:
        digest = begun.copy()
        digest.update(f",{','.join(map(_quoted, texts))}]".encode("ascii"))
        return digest.hexdigest()

    return made


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _canonical(value: Plain) -> str:
    """JSON in ASCII, without blanks, mappings by their keys. Checked and written in one pass."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_canonical, value))}]"
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a fingerprint takes mappings with text keys only")
        items = (f"{_quoted(key)}:{_canonical(value[key])}" for key in sorted(value))
        return f"{{{','.join(items)}}}"
    raise TypeError(f"a fingerprint takes plain data, not {type(value).__name__}")
