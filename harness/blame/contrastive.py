"""Two wordings of one text, with and without a finding's change: which does a pivot stand behind?

The change is made in the home language alone, so that no dictionary is needed: the
source with only this change made to it, and the back-translation with only this change undone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Protocol

from harness.blame.calibration import Calibration
from harness.core.values import BeadText, Issue, LocalText, Signature
from harness.text.data.language import language_data
from harness.text.pairs.word_diff import DiffKind, DiffOp, word_diff

TextPair = tuple[LocalText, LocalText]  # a pivot, and a text in the home language


class Support(Protocol):
    """How well texts of two languages go together, higher for better."""

    @property
    def signature(self) -> Signature: ...

    @property
    def scale(self) -> Calibration:
        """What its differences are worth."""
        ...

    def __call__(self, pairs: Sequence[TextPair]) -> Sequence[float | None]:
        """One number for each pair, in order; pairs do not influence each other.

        None where the model cannot say.
        """
        ...


@dataclass(frozen=True, slots=True)
class ContrastiveEvidence:
    """Home texts that differ in one change: each pair has it as in the source, then as returned."""

    pairs: tuple[tuple[LocalText, LocalText], ...]

    def wanted(self, bead: BeadText) -> list[TextPair]:
        """Every pair whose support must be known."""
        return [(pivot, text) for pivot in bead.pivots for pair in self.pairs for text in pair]

    def leanings(self, bead: BeadText, support: Mapping[TextPair, float | None]) -> list[float]:
        """For each pivot by how much it stands behind the source's wording: negative if the change
        has been made there already, 0 where the model cannot say.
        """
        return [self._leaning(pivot, support) for pivot in bead.pivots]

    def _leaning(self, pivot: LocalText, support: Mapping[TextPair, float | None]) -> float:
        differences = []
        for pair in self.pairs:
            kept, changed = (support[pivot, text] for text in pair)
            if kept is not None and changed is not None:
                differences.append(kept - changed)
        return mean(differences) if differences else 0.0


def contrast(bead: BeadText, finding: Issue) -> ContrastiveEvidence | None:
    """The change that `finding` speaks of, alone; None where the texts do not differ there."""
    source, back = bead.source, bead.back_translation
    changes = word_diff(source.text, back.text, language_data(source.language))
    chosen = [_concerns(change, bead, finding) for change in changes]
    damaged = _mixed(changes, chosen, source.text, back.text, theirs=True)
    repaired = _mixed(changes, chosen, source.text, back.text, theirs=False)
    pairs = [
        (LocalText(source.language, kept), LocalText(source.language, changed))
        for kept, changed in dict.fromkeys(((source.text, damaged), (repaired, back.text)))
        if kept.strip() and changed.strip() and kept != changed
    ]
    return ContrastiveEvidence(tuple(pairs)) if pairs else None


def _concerns(change: DiffOp, bead: BeadText, finding: Issue) -> bool:
    if change.kind in (DiffKind.EQUAL, DiffKind.COSMETIC):
        return False
    last = len(bead.stops) - 1
    return any(change.source.overlaps(span) for span in finding.spans(0)) or any(
        change.target.overlaps(span) for span in finding.spans(last)
    )


def _mixed(
    changes: Iterable[DiffOp], chosen: Iterable[bool], source: str, back: str, *, theirs: bool
) -> str:
    """The source with the chosen changes made, or the back-translation with them undone."""
    return "".join(
        change.target.of(back) if here == theirs else change.source.of(source)
        for change, here in zip(changes, chosen, strict=True)
    )
