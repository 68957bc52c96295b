"""What must, should or may be: how binding the source says a thing is, and the return does not."""

from collections.abc import Sequence, Set

from harness.core.values import BeadText, Category, Issue, Signature
from harness.detectors._wording import CLOSE, alone, comparable, reworded
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.pairs.lexical_cues import CueChange, cue_changes
from harness.text.pairs.word_alignment import WordAlignment

_BINDING = frozenset({"obligation", "advice"})
_CHANCE = "chance"  # of a possibility: what may be so and may not be, beyond what one can do


class Modality:
    """Obligation ("must", "have to"), advice ("should") and possibility ("may", "can") exchanged.

    Reports `accuracy/mistranslation/modality`: critical where obligation and possibility are
    exchanged; major where advice is exchanged with one of them; where a duty or advice went away or
    came in, major if nearly all other words are the same, else minor; where a possibility went away
    or came in, major if it is a chance ("may", "probably") and all that differs, else minor.
    Blind to: permission against ability ("may" and "can" are one class); modality by tense or mood
    ("were to go"); modal words that moved to another verb; languages without wordings.
    """

    subjects = ("obligation and permission",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("modality", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if lexical_resources(language).modality else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None:
            return ()
        words = lexical_resources(bead.source.language)
        future = frozenset(words.verbs.get("future", ()))
        return [
            _issue(change, bead, _rest(change, pair, future))
            for change in cue_changes(pair, words.modality)
            if change.sure
        ]


def _rest(change: CueChange, pair: WordAlignment, future: Set[str]) -> str:
    """Whether all other words are the same, or nearly all. What may be, will be on the other side:
    that word is no difference besides.
    """
    if alone(pair, *change.spans, future):
        return ".alone"
    return ".close" if pair.closeness >= CLOSE else ""


def _issue(change: CueChange, bead: BeadText, rest: str) -> Issue:
    return reworded(_kind(change, rest), Category.MODALITY, bead, *change.spans)


def _kind(change: CueChange, rest: str) -> str:
    if change.source and change.back:
        advice = ".advice" * ("advice" in change.kinds)
        return f"modality.exchanged{advice}{'.alone' * (rest == '.alone')}"
    duty = "duty" if change.kinds & _BINDING else ""
    what = duty or ("chance" if _CHANCE in change.kinds else "possibility")
    return f"modality.{what}-{'lost' if change.source else 'added'}{rest}"
