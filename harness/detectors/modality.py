"""What must, should or may be: how binding the source says a thing is, and the return does not."""

from collections.abc import Iterator, Mapping, Sequence, Set

from harness.core.values import BeadText, Category, Issue, LocalText, Signature, Span
from harness.detectors._wording import CLOSE, alone, comparable, reworded
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.negation import negations_in
from harness.text.facts.numbers import numbers_in
from harness.text.pairs.lexical_cues import Cue, CueChange, cue_changes, cues_in
from harness.text.pairs.word_alignment import AlignedWord, WordAlignment

_BINDING = frozenset({"obligation", "advice"})
_CHANCE = "chance"  # of a possibility: what may be so and may not be, beyond what one can do


class Modality:
    """Obligation ("must", "have to"), advice ("should") and possibility ("may", "can") exchanged.

    Reports `accuracy/mistranslation/modality`: critical where obligation and possibility are
    exchanged, or what is forbidden and what need not be ("must not", "don't have to"; "must not"
    and "cannot" forbid alike); major where advice is exchanged with one of them; where a duty or
    advice went away or came in, major if nearly all other words are the same, else minor; where a
    possibility went away or came in, major if it is a chance ("may", "probably") and all that
    differs, else minor.
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
        denied = [_denied(end, own) for end, own in _ends(bead, pair)]
        changed = [
            _issue(change, bead, _rest(change, pair, future))
            for change in cue_changes(pair, words.modality, in_place=True)
            if change.sure and not _both_forbid(change, denied) and not _counts(change, bead)
        ]
        return [*changed, *_lifted(bead, pair, denied)]


Denied = Mapping[Span, tuple[Cue, bool]]  # cues by place, and whether with its denial one forbids


def _ends(
    bead: BeadText, pair: WordAlignment
) -> tuple[tuple[LocalText, Sequence[AlignedWord]], ...]:
    return (bead.source, pair.source), (bead.back_translation, pair.back)


def _denied(text: LocalText, words: Sequence[AlignedWord]) -> Denied:
    """The modal words of a text with a denial on them or right beside them.

    "Must not" and "cannot" forbid; "do not have to" frees. Which verbs of duty forbid when they are
    denied, the wordings of the language say (`verbs.forbidding`).
    """
    habits = lexical_resources(text.language)
    denials = [each.span for each in negations_in(text.text, language_data(text.language))]
    if not denials:
        return {}
    forbidding = habits.verbs.get("forbidding", ())
    found = {}
    for cue in cues_in(words, habits.modality):
        beside = words[max(cue.words.start - 1, 0) : cue.words.stop + 1]
        if any(word.span.overlaps(span) for word in beside for span in denials):
            duty = "obligation" in cue.kinds
            forbids = words[cue.words.start].text in forbidding if duty else True
            found[cue.span] = (cue, forbids)
    return found


def _counts(change: CueChange, bead: BeadText) -> bool:
    """Whether a modal word is a number where it stands alone on its side: Catalan "deu minuts"."""
    if change.source and change.back:
        return False
    text = bead.source if change.source else bead.back_translation
    place = next(span for span in change.spans if span)
    numbers = numbers_in(text.text, language_data(text.language))
    return any(number.span.overlaps(place) for number in numbers if number.value > 1)


def _both_forbid(change: CueChange, denied: Sequence[Denied]) -> bool:
    """Whether a denied duty became a denied possibility, or back, and both forbid."""
    sides = [
        here.get(cue.span)
        for cue, here in zip((change.source, change.back), denied, strict=True)
        if cue is not None
    ]
    return len(sides) == len(denied) and all(side is not None and side[1] for side in sides)


def _lifted(bead: BeadText, pair: WordAlignment, denied: Sequence[Denied]) -> Iterator[Issue]:
    """What was forbidden and need not be now, or the reverse, where both speak of duty."""
    for cue, forbids in denied[0].values():
        for other, forbids_now in denied[1].values():
            duties = "obligation" in cue.kinds & other.kinds
            if duties and forbids != forbids_now and _one_anchor(pair, cue, other):
                kind = f"modality.exchanged{'.alone' * alone(pair, cue.span, other.span)}"
                yield reworded(kind, Category.MODALITY, bead, cue.span, other.span)


def _one_anchor(pair: WordAlignment, cue: Cue, other: Cue) -> bool:
    return cue.anchor is not None and pair.forward.get(cue.anchor) == other.anchor


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
