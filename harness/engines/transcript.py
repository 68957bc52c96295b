"""Transcripts: files of what an engine answered.

One JSON object a line. The first is the header::

    {"kind": "transcript", "source": "en", "target": "es",
     "signature": {"name": "argos", "fields": {"beam": "4"}}}

The last is the footer, without which the file was cut: how many lines stand between the two::

    {"kind": "end of transcript", "outcomes": 2}

Each of those is an outcome: `{"source": ..., "hypothesis": ...}`, with `score` and `unknown` where
the engine gave them, or `{"source": ..., "untranslatable": reason}`. One with `"unit": id` answers
for that unit of a document alone: the same text may be translated otherwise elsewhere.
A transcript is checked as a whole, and its outcomes stay in the file: a million of them take 20 MB.
"""

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

from harness.core.errors import ReadError
from harness.core.fingerprint import file_digest
from harness.core.values import Direction, Outcome, Signature, Translated, Untranslatable
from harness.writing.files import write_whole
from harness.writing.json import json_text

SUFFIX = ".jsonl"

_KIND = "transcript"
_END = "end of transcript"
_KEY = (1 << 64) - 1  # keys are hashes of 64 bits


@dataclass(frozen=True, slots=True)
class Transcript:
    """Outcomes by source text, whose they are, and a digest of the whole.

    `units` are outcomes by unit and source, where the unit decides.
    """

    direction: Direction
    signature: Signature
    outcomes: Mapping[str, Outcome]
    digest: str
    units: Mapping[tuple[str, str], Outcome] = field(default_factory=dict)


class StoredOutcomes(Mapping[str, Outcome]):
    """The outcomes of a checked transcript, each read from its file when it is asked for.

    The file may be replaced meanwhile, not written over.

    Args:
        path: the transcript.
        lines: the number and the place of each line with an outcome, and its source's key.

    Raises:
        ReadError: two lines answer differently for the same source.
    """

    def __init__(self, path: Path, lines: "_Lines") -> None:
        self._path = path
        order = sorted(range(len(lines.keys)), key=lines.keys.__getitem__)
        self._keys = array("Q", (lines.keys[place] for place in order))
        self._places = array("Q", (lines.places[place] for place in order))
        self._numbers = array("L", (lines.numbers[place] for place in order))
        self._stream, self._turn = path.open("rb"), Lock()
        finalize(self, self._stream.close)
        self._repeated = self._checked()

    def __getitem__(self, source: str) -> Outcome:
        for index in self._having(_key(source)):
            found, outcome = self._read(index)
            if found == source:
                return outcome
        raise KeyError(source)

    def __iter__(self) -> Iterator[str]:
        in_order = sorted(range(len(self._keys)), key=self._places.__getitem__)
        return (self._read(index)[0] for index in in_order if index not in self._repeated)

    def __len__(self) -> int:
        return len(self._keys) - len(self._repeated)

    def _having(self, key: int) -> Iterator[int]:
        index = bisect_left(self._keys, key)
        while index < len(self._keys) and self._keys[index] == key:
            yield index
            index += 1

    def _read(self, index: int) -> tuple[str, Outcome]:
        place, number = self._places[index], self._numbers[index]
        with self._turn:
            self._stream.seek(place)
            line = self._stream.readline()
        return _entry(self._path, number, _object(self._path, number, line))

    def _checked(self) -> frozenset[int]:
        """Lines that say once more what one further up says."""
        repeated: set[int] = set()
        wrong = []
        for index, (one, other) in enumerate(pairwise(self._keys), start=1):
            if one != other:
                continue
            source, outcome = self._read(index)
            alike = ((first, *self._read(first)) for first in self._having(other))
            first, said = next((first, said) for first, found, said in alike if found == source)
            if first != index:
                repeated.add(index)
            if said != outcome:
                wrong.append(self._numbers[index])
        if wrong:
            raise ReadError(
                f"{self._path}:{min(wrong)}: the same source has another answer further up"
            )
        return frozenset(repeated)


class _Lines:
    """Where the outcomes of a transcript stand."""

    def __init__(self) -> None:
        self.keys, self.places, self.numbers = array("Q"), array("Q"), array("L")

    def add(self, source: str, place: int, number: int) -> None:
        self.keys.append(_key(source))
        self.places.append(place)
        self.numbers.append(number)


def read_transcript(path: Path) -> Transcript:
    """Read and check a transcript. Raises: ReadError, naming file and line."""
    try:
        state = path.stat()
        return _read(path, (state.st_ino, state.st_size, state.st_mtime_ns))
    except OSError as cause:
        raise ReadError(f"{path}: cannot be read: {cause}") from cause


@lru_cache(maxsize=8)  # each leg of a route asks for every transcript
def _read(path: Path, _state: tuple[int, int, int]) -> Transcript:
    lines, units = _Lines(), dict[tuple[str, str], Outcome]()
    with path.open("rb") as stream:
        header = _object(path, 1, stream.readline())
        if header.get("kind") != _KIND:
            raise ReadError(f"{path}:1: no header of a transcript")
        direction, signature = _header(path, header)
        for number, place, entry in _entries(path, stream.tell(), stream):
            source, outcome = _entry(path, number, entry)
            unit = entry.get("unit")
            if unit is None:
                lines.add(source, place, number)
            elif not isinstance(unit, str) or units.setdefault((unit, source), outcome) != outcome:
                raise ReadError(f"{path}:{number}: the unit has another answer further up")
    outcomes = StoredOutcomes(path, lines)
    return Transcript(direction, signature, outcomes, file_digest(path)[:16], units)


def _entries(
    path: Path, place: int, lines: Iterable[bytes]
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """What stands between header and footer: each line's number, its place and what it says."""
    held: tuple[int, int, dict[str, Any]] = (1, 0, {})  # the last one may be the footer
    for number, line in enumerate(lines, start=2):
        if held[0] > 1:
            yield held
        held = (number, place, _object(path, number, line))
        place += len(line)
    number, _, footer = held
    if footer.get("kind") != _END:
        raise ReadError(
            f"{path}:{number}: the transcript has no footer, so its end is missing",
            hint="record the transcript again",
        )
    if footer.get("outcomes") != number - 2:
        raise ReadError(
            f"{path}:{number}: the footer counts {footer.get('outcomes')} outcomes, "
            f"but {number - 2} stand above it",
            hint="record the transcript again",
        )


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode())
    except (ValueError, RecursionError) as cause:
        raise ReadError(f"{path}:{number}: not JSON: {cause}") from cause
    if not isinstance(value, dict):
        raise ReadError(f"{path}:{number}: not a JSON object")
    return value


def _key(source: str) -> int:
    return hash(source) & _KEY


def recorded_system(path: Path) -> str | None:
    """Whose answers a transcript holds; None for a pack that is no transcript.

    Raises: ReadError, naming file and line, for one that cannot be read.
    """
    return read_transcript(path).signature.name if path.suffix == SUFFIX else None


def write_transcript(
    path: Path,
    signature: Signature,
    direction: Direction,
    pairs: Iterable[tuple[str, Outcome]],
    units: Mapping[tuple[str, str], Outcome] | None = None,
) -> None:
    """Record what an engine answered: each source with its outcome.

    Args:
        units: outcomes by unit and source, where the same source has several.

    Raises: WriteError when the file cannot be written.
    """
    header = {
        "kind": _KIND,
        "source": direction.source,
        "target": direction.target,
        "signature": {"name": signature.name, "fields": dict(signature.fields)},
    }
    entries = [_as_entry(source, outcome) for source, outcome in pairs]
    entries += [
        {"unit": unit, **_as_entry(source, outcome)}
        for (unit, source), outcome in (units or {}).items()
    ]
    footer = {"kind": _END, "outcomes": len(entries)}
    write_whole(path, (json_text(item) + "\n" for item in (header, *entries, footer)))


def _as_entry(source: str, outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Untranslatable):
        return {"source": source, "untranslatable": outcome.reason}
    entry: dict[str, Any] = {"source": source, "hypothesis": outcome.text}
    if outcome.score is not None:
        entry["score"] = outcome.score
    if outcome.unknown:
        entry["unknown"] = list(outcome.unknown)
    return entry


def _header(path: Path, header: dict[str, Any]) -> tuple[Direction, Signature]:
    signature = header.get("signature")
    fields = signature.get("fields") if isinstance(signature, dict) else None
    if not isinstance(signature, dict) or not isinstance(fields, dict):
        raise ReadError(f"{path}:1: the header has no signature with name and fields")
    texts = (header.get("source"), header.get("target"), signature.get("name"), *fields.values())
    if not all(isinstance(text, str) for text in texts):
        raise ReadError(f"{path}:1: languages, name and fields of the signature must be text")
    try:
        direction = Direction(header["source"], header["target"])
    except ValueError as cause:
        raise ReadError(f"{path}:1: {cause}") from cause
    return direction, Signature(signature["name"], tuple(fields.items()))


def _entry(path: Path, number: int, entry: dict[str, Any]) -> tuple[str, Outcome]:
    source, hypothesis, reason = (entry.get(k) for k in ("source", "hypothesis", "untranslatable"))
    score, unknown = entry.get("score"), entry.get("unknown", [])
    if not isinstance(source, str):
        raise ReadError(f"{path}:{number}: no source")
    if isinstance(reason, str) and hypothesis is None:
        return source, Untranslatable(reason)
    if not isinstance(hypothesis, str) or reason is not None:
        raise ReadError(f"{path}:{number}: needs either a hypothesis or why it is untranslatable")
    if score is not None and (isinstance(score, bool) or not isinstance(score, int | float)):
        raise ReadError(f"{path}:{number}: the score is not a number")
    if not isinstance(unknown, list) or not all(isinstance(word, str) for word in unknown):
        raise ReadError(f"{path}:{number}: unknown is not a list of words")
    return source, Translated(hypothesis, None if score is None else float(score), tuple(unknown))
