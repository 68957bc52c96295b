"""How much, how often, at least or at most, only or also, before or after."""

from collections.abc import Sequence

from harness.core.values import BeadText, Category, Issue, Signature, Span
from harness.detectors._wording import CLOSE, alone, comparable, denials, reworded
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.denied_limits import Limit, excused, limits_in
from harness.text.pairs.lexical_cues import CueChange, cue_changes
from harness.text.pairs.word_alignment import WordAlignment

_REVERSED = (
    {"more", "less"},
    {"at least", "at most"},
    {"before", "after"},
    {"all", "few"},
    {"always", "rarely"},
    {"more", "equal"},
    {"less", "equal"},
    {"except", "including"},
)
_NEXT = (
    {"all", "both"},
    {"many", "most"},
    {"many", "some"},
    {"always", "often"},
    {"often", "sometimes"},
)
_DENYING = frozenset({"none", "never"})  # the detector of negation speaks of these
_LOOSE = frozenset(
    {"both", "many", "also", "often", "before", "after", "more", "less", "equal", "including"}
)


class Quantifier:
    """Amounts (all, most, many, some, few), more, less and as much, at least and at most, how
    often, only and also, before and after, except and including: exchanged at one word, lost, or
    added.

    Reports `accuracy/mistranslation/quantifier`: critical where a word became its reverse (more and
    less, at least and at most, before and after, all and few, always and rarely, except and
    including) or "equal to" became more or less; minor where it
    became its neighbour (many and most); major where it became another of its group. A word lost or
    added is major if nearly all other words are the same and it limits what is said (all, only, at
    least …; "both" does not), else minor. Minor, too, where a denial does on one side what the
    quantifier does on the other ("not more than"; "only if" and "not unless").
    Blind to: numbers; "no" and "never", which are denials; quantifiers that belong to another word
    than before; languages without wordings.
    """

    subjects = ("amounts and limits",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("quantifier", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if lexical_resources(language).quantifier else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        pair = comparable(bead)
        if pair is None:
            return ()
        classes = lexical_resources(bead.source.language).quantifier
        found = cue_changes(pair, classes, in_place=True)
        denied = denials(bead)
        limits = _excused_limits(bead)
        found = [change for change in found if not _says_the_same(change, limits)]
        by_place = {
            change.spans: change
            for change in reversed(found)
            if change.sure and not change.kinds & _DENYING
        }
        return [
            _issue(change, bead, _rest(change, pair), moved=_denial_moved(change, denied))
            for change in found
            if by_place.get(change.spans) is change  # "more than" is of two groups
        ]


def _excused_limits(bead: BeadText) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """Limits of source and return that one of them says by a denial, the other without."""
    source, back = (
        limits_in(text.text, language_data(text.language))
        for text in (bead.source, bead.back_translation)
    )
    lost, come = excused(source, back), excused(back, source)
    kinds = {each.kind for each in (*lost, *come)}
    plain = [
        tuple(each for each in side if each.denial is None and each.kind in kinds)
        for side in (source, back)
    ]
    return (*lost, *plain[0]), (*come, *plain[1])


def _says_the_same(change: CueChange, limits: tuple[tuple[Limit, ...], tuple[Limit, ...]]) -> bool:
    """Whether all words of a change are of limits that both texts have: "no more", "at most"."""
    sides = [(span, own) for span, own in zip(change.spans, limits, strict=True) if span]
    return all(any(limit.span.covers(span) for limit in own) for span, own in sides)


def _denial_moved(change: CueChange, denied: tuple[tuple[Span, ...], tuple[Span, ...]]) -> bool:
    """Whether a denial does on one side what a quantifier does on the other.

    "Do not take more than one", "take no more than one"; "not unless", "only if".
    """
    # What is part of a limit itself moves nowhere: Russian "не более", "не менее".
    parts = [
        sum(span is not None and span != each and span.covers(each) for each in spans)
        for span, spans in zip(change.spans, denied, strict=True)
    ]
    if all(parts) and len(denied[0]) - parts[0] == len(denied[1]) - parts[1]:
        return False
    if len(denied[0]) != len(denied[1]):
        return True
    inside = [
        any(span is not None and span.overlaps(each) for each in spans)
        for span, spans in zip(change.spans, denied, strict=True)
    ]
    return inside[0] != inside[1]


def _issue(change: CueChange, bead: BeadText, rest: str, *, moved: bool) -> Issue:
    kind = "quantifier.denial-moved" if moved else f"quantifier.{_what(change, rest)}"
    return reworded(kind, Category.QUANTIFIER, bead, *change.spans)


def _rest(change: CueChange, pair: WordAlignment) -> str:
    """Whether all other words are the same, or nearly all."""
    if alone(pair, *change.spans):
        return ".alone"
    return ".close" if pair.closeness >= CLOSE else ""


def _what(change: CueChange, rest: str) -> str:
    if change.source and change.back:
        if any(pair <= change.kinds for pair in _REVERSED):
            return f"reversed{'.alone' * (rest == '.alone')}"
        near = any(pair <= change.kinds for pair in _NEXT)
        return "exchanged.neighbour" if near else f"exchanged{'.alone' * (rest == '.alone')}"
    what = "amount" if change.kinds & _LOOSE else "limit"
    return f"{what}-{'lost' if change.source else 'added'}{rest}"
