"""Word drift evidence: do the words of the source and of the return stand in a pivot, or others?

The paraphrase model reads each pivot beside the source and beside the back-translation, and says of
every word how likely a reader of both would complain about it. Words of the source that the pivot
lacks were lost on the way there; returned words that the pivot lacks came in after it.
"""

from collections.abc import Mapping, Sequence
from math import log

from harness.blame.calibration import located, weights_of
from harness.blame.evidence import Evidence
from harness.core.protocols import ParaphraseModel
from harness.core.values import BeadText, Issue, LocalText, ParaphraseScore, Signature, Span
from harness.text.data.language import same_language

KIND = "words"

_READ = ("en", "es", "pt")  # the languages in which the model was evaluated
_LEAST, _MOST = 0.02, 0.98  # nearer to 0 and 1 its chances mean nothing more

BeadIssue = tuple[BeadText, Issue]
Readings = Mapping[tuple[LocalText, LocalText], ParaphraseScore]  # by an end and a pivot


class WordDriftEvidence:
    """Chances that a pivot says an issue's words otherwise.

    Two readings for each pivot of a bead, however many issues it has. Blind to what the model is
    blind to: the end of long texts, and rare words that mean the same in the other language.
    """

    def __init__(self, model: ParaphraseModel) -> None:
        self._model = model

    @property
    def signature(self) -> Signature:
        return self._model.signature

    @staticmethod
    def reads(bead: BeadText) -> bool:
        """Whether it can say anything: it was not evaluated in other languages."""
        return all(map(_readable, bead.stops))

    def readings(self, beads: Sequence[BeadText]) -> Readings:
        """What the model makes of both ends beside each pivot, where it can read them."""
        pairs = dict.fromkeys(
            (end, pivot)
            for bead in beads
            if self.reads(bead)
            for pivot in bead.pivots
            for end in (bead.source, bead.back_translation)
        )
        read = self._model.read([(end.text, pivot.text) for end, pivot in pairs])
        return dict(zip(pairs, read, strict=True))

    def clues(self, asked: Sequence[BeadIssue]) -> list[Evidence | None]:
        """What it says of each issue, in order."""
        readings = self.readings(list(dict.fromkeys(bead for bead, _ in asked)))
        return [_clue(bead, issue, readings) if self.reads(bead) else None for bead, issue in asked]


def chances(
    bead: BeadText, issue: Issue, readings: Readings, stop: int
) -> tuple[float | None, float | None]:
    """How likely the text at `stop` says the issue's words otherwise: those of the source, and
    those of the back-translation. None for an end where the issue marks none.
    """
    last = len(bead.stops) - 1
    return (
        _worst(readings[bead.source, bead.stops[stop]], issue.spans(0)),
        _worst(readings[bead.back_translation, bead.stops[stop]], issue.spans(last)),
    )


def log_odds_of(chance: float) -> float:
    """Log-odds of a chance, within what the model's chances mean."""
    chance = min(max(chance, _LEAST), _MOST)
    return log(chance / (1 - chance))


def _worst(reading: ParaphraseScore, spans: Sequence[Span]) -> float | None:
    if not spans:
        return None
    return max(
        (
            word.chances.differs
            for word in reading.words
            if word.end == 0 and any(word.span.overlaps(span) for span in spans)
        ),
        default=0.0,
    )


def _clue(bead: BeadText, issue: Issue, readings: Readings) -> Evidence | None:
    said = [chances(bead, issue, readings, stop) for stop in range(1, len(bead.stops) - 1)]
    if not issue.marks:
        return None
    shown = "; ".join(f"{_shown(*each)} after hop {hop}" for hop, each in enumerate(said, 1))
    text = f"Paraphrase model, chance that the words are said otherwise: {shown}."
    return located(KIND, [_log_odds(*each) for each in said], text)


def _shown(source: float | None, back: float | None) -> str:
    parts = [f"the source's {source:.2f}"] if source is not None else []
    parts += [f"the back-translation's {back:.2f}"] if back is not None else []
    return ", ".join(parts)


def _log_odds(source: float | None, back: float | None) -> float:
    """That the change was made by then: the source's words are not there, the returned ones are."""
    weights = weights_of(KIND)
    odds = 0.0
    if source is not None:
        odds += weights["source"] * log_odds_of(source) + weights["source_offset"]
    if back is not None:
        odds -= weights["back"] * log_odds_of(back) + weights["back_offset"]
    return odds


def _readable(text: LocalText) -> bool:
    return bool(text.text.strip()) and any(same_language(text.language, each) for each in _READ)
