"""A transcript of what an engine once answered, played back under a signature that says so.

One JSON object a line. The first is the header::

    {"kind": "transcript", "source": "en", "target": "es",
     "signature": {"name": "argos", "fields": {"beam": "4"}}}

The last is the footer, without which the file was cut: how many lines stand between the two::

    {"kind": "end of transcript", "outcomes": 2}

Each of those is an outcome: `{"source": ..., "hypothesis": ...}`, with `score` and `unknown` where
the engine gave them, or `{"source": ..., "untranslatable": reason}`. One with `"unit": id` answers
for that unit of a document alone: the same text may be translated otherwise elsewhere.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.core.errors import EngineUnavailable, ReadError
from harness.core.fingerprint import file_digest
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.settings import Setting
from harness.core.values import (
    Direction,
    Outcome,
    Segment,
    Signature,
    Translated,
    Untranslatable,
)
from harness.engines.without_model import answer_without_model
from harness.writing.files import write_whole
from harness.writing.json import json_text

SUFFIX = ".jsonl"

_KIND = "transcript"
_END = "end of transcript"


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


class Replay:
    """Transcripts (`.jsonl`) that the user names as packs."""

    settings: tuple[Setting, ...] = ()
    uses_network = False

    def survey(self, surroundings: Surroundings) -> Sequence[Offer | Obstacle]:
        found: list[Offer | Obstacle] = []
        for path in _transcripts(surroundings):
            try:
                transcript = read_transcript(path)
            except ReadError as error:
                found.append(Obstacle(str(error), error.hint or "record the transcript again"))
            else:
                found.append(
                    Offer(transcript.direction, transcript.signature.name, str(path), named=True)
                )
        return found or [
            Obstacle("no transcript was named", "name a transcript (.jsonl) with --pack")
        ]

    def open(self, direction: Direction, surroundings: Surroundings) -> "ReplayEngine":
        """Raises also: ReadError, naming file and line, for a transcript that cannot be read."""
        for path in _transcripts(surroundings):
            transcript = read_transcript(path)
            if transcript.direction == direction:
                return ReplayEngine(transcript)
        raise EngineUnavailable(
            f"no transcript translates {direction}", hint="name a transcript (.jsonl) with --pack"
        )


@dataclass(frozen=True, slots=True)
class ReplayEngine:
    """Answers from a transcript, and says so where the transcript is silent."""

    transcript: Transcript

    @property
    def direction(self) -> Direction:
        return self.transcript.direction

    @property
    def signature(self) -> Signature:
        """The recorded engine's, and the transcript's digest.

        A transcript claims what an engine said. Under the engine's own signature the claim would be
        remembered as its answer, and served in every later run of the engine itself.
        """
        recorded = self.transcript.signature
        return Signature(recorded.name, (*recorded.fields, ("transcript", self.transcript.digest)))

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [self._outcome(segment) for segment in segments]

    def close(self) -> None:
        """Nothing to let go of."""

    def by_unit(self) -> "RecordedUnits | None":
        """What answers for units of a document; None where no unit decides."""
        return RecordedUnits(self) if self.transcript.units else None

    def _outcome(self, segment: str) -> Outcome:
        recorded = self.transcript.outcomes.get(segment)
        return recorded or answer_without_model(segment) or Untranslatable("not in the transcript")


@dataclass(frozen=True, slots=True)
class RecordedUnits:
    """Answers for the units of a document as the transcript says, and else by their texts."""

    by_text: ReplayEngine

    @property
    def direction(self) -> Direction:
        return self.by_text.direction

    @property
    def signature(self) -> Signature:
        """As of the transcript, which decides for both."""
        return self.by_text.signature

    def translate_units(self, segments: Sequence[Segment]) -> list[Outcome]:
        return [self._outcome(segment) for segment in segments]

    def close(self) -> None:
        """Nothing to let go of."""

    def _outcome(self, segment: Segment) -> Outcome:
        text = " ".join(segment.text.splitlines())
        recorded = self.by_text.transcript.units.get((segment.unit_id or "", text))
        return recorded or self.by_text.translate([text])[0]


def read_transcript(path: Path) -> Transcript:
    """Raises: ReadError, naming file and line."""
    try:
        # Not `splitlines`: a text may hold separators that JSON does not escape, U+2028 say.
        lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as cause:
        raise ReadError(f"{path}: cannot be read: {cause}") from cause
    objects = [_object(path, number, line) for number, line in enumerate(lines, start=1)]
    if objects[0].get("kind") != _KIND:
        raise ReadError(f"{path}:1: no header of a transcript")
    direction, signature = _header(path, objects[0])
    outcomes: dict[str, Outcome] = {}
    units: dict[tuple[str, str], Outcome] = {}
    for number, entry in enumerate(_entries(path, objects), start=2):
        source, outcome = _entry(path, number, entry)
        if (unit := entry.get("unit")) is not None:
            if not isinstance(unit, str) or units.setdefault((unit, source), outcome) != outcome:
                raise ReadError(f"{path}:{number}: the unit has another answer further up")
        elif outcomes.setdefault(source, outcome) != outcome:
            raise ReadError(f"{path}:{number}: the same source has another answer further up")
    return Transcript(direction, signature, outcomes, file_digest(path)[:16], units)


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


def _transcripts(surroundings: Surroundings) -> list[Path]:
    return [pack for pack in surroundings.packs if pack.suffix == SUFFIX]


def _as_entry(source: str, outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Untranslatable):
        return {"source": source, "untranslatable": outcome.reason}
    entry: dict[str, Any] = {"source": source, "hypothesis": outcome.text}
    if outcome.score is not None:
        entry["score"] = outcome.score
    if outcome.unknown:
        entry["unknown"] = list(outcome.unknown)
    return entry


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as cause:
        raise ReadError(f"{path}:{number}: not JSON: {cause}") from cause
    if not isinstance(value, dict):
        raise ReadError(f"{path}:{number}: not a JSON object")
    return value


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


def _entries(path: Path, objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stands between header and footer."""
    entries, footer = objects[1:-1], objects[-1]
    if footer.get("kind") != _END:
        raise ReadError(
            f"{path}:{len(objects)}: the transcript has no footer, so its end is missing",
            hint="record the transcript again",
        )
    if footer.get("outcomes") != len(entries):
        raise ReadError(
            f"{path}:{len(objects)}: the footer counts {footer.get('outcomes')} outcomes, "
            f"but {len(entries)} stand above it",
            hint="record the transcript again",
        )
    return entries


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
