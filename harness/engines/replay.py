"""A transcript of what an engine once answered, played back under a signature that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.core.errors import EngineUnavailable, ReadError
from harness.core.protocols import Obstacle, Offer, Surroundings
from harness.core.settings import Setting
from harness.core.values import Direction, Outcome, Segment, Signature, Untranslatable
from harness.engines.transcript import SUFFIX, Transcript, read_transcript
from harness.engines.without_model import answer_without_model


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


def _transcripts(surroundings: Surroundings) -> list[Path]:
    return [pack for pack in surroundings.packs if pack.suffix == SUFFIX]
