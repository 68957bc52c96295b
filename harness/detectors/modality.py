"""What must, should or may be: how binding the source says a thing is, and the return does not."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Signature
from harness.detectors._wording import CLOSE, comparable, reworded
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.pairs.lexical_cues import CueChange, cue_changes

_BINDING = frozenset({"obligation", "advice"})


class Modality:
    """Obligation ("must", "have to"), advice ("should") and possibility ("may", "can") exchanged.

    Reports `accuracy/mistranslation/modality`: critical where obligation and possibility are
    exchanged; major where advice is exchanged with one of them; where a duty or advice went away or
    came in, major if nearly all other words are the same, else minor; minor where a possibility
    went away or came in.
    Blind to: permission against ability ("may" and "can" are one class); modality by tense or mood
    ("were to go"); modal words that moved to another verb; languages without wordings.
    """

    @property
    def signature(self) -> Signature:
        return signature_of_wording("modality", __name__)

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None:
            return ()
        found = cue_changes(pair, lexical_resources(bead.source.language).modality)
        close = pair.closeness >= CLOSE
        return [_issue(change, bead, close=close) for change in found if change.sure]


def _issue(change: CueChange, bead: BeadText, *, close: bool) -> Issue:
    return reworded(_kind(change, close=close), Category.MODALITY, bead, *change.spans)


def _kind(change: CueChange, *, close: bool) -> str:
    if change.source and change.back:
        return f"modality.exchanged{'.advice' * ('advice' in change.kinds)}"
    what = "duty" if change.kinds & _BINDING else "possibility"
    return f"modality.{what}-{'lost' if change.source else 'added'}{'.alone' * close}"
