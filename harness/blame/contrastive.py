"""Two wordings of one text, with and without a finding's change: which does a pivot stand behind?

The change is made in the home language alone, so that no dictionary is needed: the source with only
this change made to it. Where that leaves no words, it is the back-translation with only this change
undone. Asking both for every finding doubles the questions and adds next to nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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

    @property
    def spared(self) -> bool:
        """Whether it is not asked where the evidence before it has named a hop."""
        ...

    def __call__(self, pairs: Sequence[TextPair]) -> Sequence[float | None]:
        """One number for each pair, in order; pairs do not influence each other.

        None where the model cannot say.
        """
        ...


@dataclass(frozen=True, slots=True)
class ContrastiveEvidence:
    """Two home texts that differ in one change: as in the source, and as it was returned."""

    kept: LocalText
    changed: LocalText

    def wanted(self, bead: BeadText) -> list[TextPair]:
        """Every pair whose support must be known."""
        return [(pivot, text) for pivot in bead.pivots for text in (self.kept, self.changed)]

    def leanings(self, bead: BeadText, support: Mapping[TextPair, float | None]) -> list[float]:
        """For each pivot by how much it stands behind the source's wording: negative if the change
        has been made there already, 0 where the model cannot say.
        """
        return [self._leaning(pivot, support) for pivot in bead.pivots]

    def _leaning(self, pivot: LocalText, support: Mapping[TextPair, float | None]) -> float:
        kept, changed = support[pivot, self.kept], support[pivot, self.changed]
        return 0.0 if kept is None or changed is None else kept - changed


def contrast(bead: BeadText, finding: Issue) -> ContrastiveEvidence | None:
    """The change that `finding` speaks of, alone; None where the texts do not differ there."""
    source, back = bead.source, bead.back_translation
    changes = _changes(source, back)
    chosen = [_concerns(change, bead, finding) for change in changes]
    damaged = _mixed(changes, chosen, source.text, back.text, theirs=True)
    repaired = _mixed(changes, chosen, source.text, back.text, theirs=False)
    for kept, changed in ((source.text, damaged), (repaired, back.text)):
        if kept.strip() and changed.strip() and kept != changed:
            language = source.language
            return ContrastiveEvidence(LocalText(language, kept), LocalText(language, changed))
    return None


@lru_cache(maxsize=1)  # the findings of a bead come one after the other, and share its changes
def _changes(source: LocalText, back: LocalText) -> tuple[DiffOp, ...]:
    return word_diff(source.text, back.text, language_data(source.language))


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
