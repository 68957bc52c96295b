"""Two wordings of one text, with and without a finding's change: which does a pivot stand behind?

The change is made in the home language alone, so that no dictionary is needed: the source with only
this change made to it. Where that leaves no words, it is the back-translation with only this change
undone. Asking both for every finding doubles the questions and adds next to nothing.

A vector of a whole sentence hides one word among thirty. So embeddings are asked about excerpts:
the words around the change, and those that stand about as far into each pivot.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from harness.blame.calibration import Calibration
from harness.core.values import BeadText, Issue, LocalText, Signature, Span
from harness.text.data.language import language_data
from harness.text.pairs.word_diff import DiffKind, DiffOp, shared_ends, word_diff
from harness.text.words.tokens import tokenize

_AROUND = 3  # tokens that an excerpt has on either side of the change
_AROUND_ABROAD = 5  # of a pivot's, where the change is only about as far into the text

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

    @property
    def reads_excerpts(self) -> bool:
        """Whether it is asked about the words around a change, not about whole texts."""
        ...

    def __call__(self, pairs: Sequence[TextPair]) -> Sequence[float | None]:
        """One number for each pair, in order; pairs do not influence each other.

        None where the model cannot say.
        """
        ...


@dataclass(frozen=True, slots=True)
class ContrastiveEvidence:
    """Two home texts that differ in one change, as in the source and as it was returned, and the
    pivots that may stand behind either.
    """

    pivots: tuple[LocalText, ...]
    kept: LocalText
    changed: LocalText

    def wanted(self) -> list[TextPair]:
        """Every pair whose support must be known."""
        return [(pivot, text) for pivot in self.pivots for text in (self.kept, self.changed)]

    def leanings(self, support: Mapping[TextPair, float | None]) -> list[float]:
        """For each pivot by how much it stands behind the source's wording: negative if the change
        has been made there already, 0 where the model cannot say.
        """
        return [self._leaning(pivot, support) for pivot in self.pivots]

    def _leaning(self, pivot: LocalText, support: Mapping[TextPair, float | None]) -> float:
        kept, changed = support[pivot, self.kept], support[pivot, self.changed]
        return 0.0 if kept is None or changed is None else kept - changed

    def excerpt(self) -> "ContrastiveEvidence":
        """The change with a few tokens around it, of every text.

        Blind to order: a pivot that moves the change to the other end of the sentence is cut
        where it does not stand.
        """
        change, other = _difference(self.kept.text, self.changed.text)
        length = max(len(self.kept.text), 1)
        start, end = change.start / length, change.end / length
        return ContrastiveEvidence(
            tuple(_part(pivot, start, end) for pivot in self.pivots),
            _cut(self.kept, change, _AROUND),
            _cut(self.changed, other, _AROUND),
        )


def leanings(support: Support, contrasts: Sequence[ContrastiveEvidence]) -> list[list[float]]:
    """What a model says of each contrast, pivot by pivot; all of it asked at once."""
    asked = [each.excerpt() if support.reads_excerpts else each for each in contrasts]
    wanted = dict.fromkeys(pair for each in asked for pair in each.wanted())
    answers = dict(zip(wanted, support(list(wanted)), strict=True)) if wanted else {}
    return [each.leanings(answers) for each in asked]


def contrast(bead: BeadText, finding: Issue) -> ContrastiveEvidence | None:
    """The change that `finding` speaks of, alone; None where the texts do not differ there."""
    source, back = bead.source, bead.back_translation
    changes = word_diff(source.text, back.text, language_data(source.language))
    chosen = [_concerns(change, bead, finding) for change in changes]
    damaged = _mixed(changes, chosen, source.text, back.text, theirs=True)
    repaired = _mixed(changes, chosen, source.text, back.text, theirs=False)
    for kept, changed in ((source.text, damaged), (repaired, back.text)):
        if kept.strip() and changed.strip() and kept != changed:
            two = (LocalText(source.language, text) for text in (kept, changed))
            return ContrastiveEvidence(tuple(bead.pivots), *two)
    return None


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


def _difference(one: str, other: str) -> tuple[Span, Span]:
    """Where two texts differ, from the first letter to the last, in each of them."""
    start, end = shared_ends(one, other)
    return Span(start, len(one) - end), Span(start, len(other) - end)


def _part(text: LocalText, start: float, end: float) -> LocalText:
    """What stands from `start` to `end`, shares of the text's length, and around it."""
    length = len(text.text)
    return _cut(text, Span(int(start * length), round(end * length)), _AROUND_ABROAD)


def _cut(text: LocalText, place: Span, around: int) -> LocalText:
    """The tokens that `place` touches, with some before and after; the text itself without any."""
    spans = [token.span for token in tokenize(text.text)]
    first = bisect_right([span.end for span in spans], place.start)
    last = bisect_left([span.start for span in spans], place.end)
    within = spans[max(0, min(first, last) - around) : max(first, last) + around]
    if not within:
        return text
    return LocalText(text.language, text.text[within[0].start : within[-1].end])
