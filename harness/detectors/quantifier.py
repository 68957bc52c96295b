"""How much, how often, at least or at most, only or also, before or after."""

from collections.abc import Sequence
from itertools import islice, takewhile

from harness.core.values import BeadText, Category, Issue, Signature, Span
from harness.detectors._wording import CLOSE, alone, comparable, denials, reworded
from harness.text.data.language import language_data
from harness.text.data.lexical_resources import lexical_resources
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.denied_limits import Limit, excused, limits_in, turned_round
from harness.text.pairs.lexical_cues import CueChange, cue_changes
from harness.text.pairs.word_alignment import AlignedWord, WordAlignment

_REVERSED = (
    {"more", "less"},
    {"at least", "at most"},
    {"before", "after"},
    {"all", "few"},
    {"always", "rarely"},
    {"more", "equal"},
    {"less", "equal"},
    {"except", "including"},
    {"latest", "earliest"},
)
_NEXT = (
    {"all", "both"},
    {"many", "most"},
    {"many", "some"},
    {"always", "often"},
    {"often", "sometimes"},
)
_ARTICLES = 2  # words: "most of the"
_DENYING = frozenset({"none", "never"})  # the detector of negation speaks of these
_LOOSE = frozenset(
    {"both", "many", "also", "often", "before", "after", "more", "less", "equal", "including"}
    | {"latest", "earliest"}
)


class Quantifier:
    """Amounts (all, most, many, some, few), more, less and as much, at least and at most, how
    often, only and also, before and after, at the latest and at the earliest, except and including:
    exchanged at one word, lost, or added.

    Reports `accuracy/mistranslation/quantifier`: critical where a word became its reverse (more and
    less, at least and at most, before and after, latest and earliest, all and few, always and
    rarely, except and including), "equal to" became more or less, or a number that was no more than
    so much is no less; minor where a word became its neighbour (many and most); major where it
    became another of its group. A word lost or added is major if nearly all other words are the
    same and it limits what is said (all, only, at least …; "both" does not), else minor. Minor,
    too, where a denial does on one side what the quantifier does on the other ("only if" and "not
    unless").
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
        limits = _limits(bead)
        idle, turned = _excused_limits(*limits), list(turned_round(*limits))
        found = [
            change
            for change in found
            if not _says_the_same(change, idle) and not _is_of(change, turned)
        ]
        by_place = {
            change.spans: change
            for change in reversed(found)
            if change.sure and not change.kinds & _DENYING
        }
        changed = [
            _issue(change, bead, _rest(change, pair), moved=_denial_moved(change, denied))
            for change in found
            if by_place.get(change.spans) is change  # "more than" is of two groups
            and not _within(change, found)
        ]
        return [*changed, *(_turned(one, other, bead, pair) for one, other in turned)]


def _limits(bead: BeadText) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    source, back = (
        limits_in(text.text, language_data(text.language))
        for text in (bead.source, bead.back_translation)
    )
    return source, back


def _turned(one: Limit, other: Limit, bead: BeadText, pair: WordAlignment) -> Issue:
    kind = f"quantifier.reversed{'.alone' * alone(pair, one.span, other.span)}"
    return reworded(kind, Category.QUANTIFIER, bead, one.span, other.span)


def _within(change: CueChange, found: Sequence[CueChange]) -> bool:
    """Whether it speaks of a part of a longer phrase that was exchanged ("no earlier")."""
    return any(
        each.source
        and each.back
        and all(
            one is None or (other is not None and other != one and other.covers(one))
            for one, other in zip(change.spans, each.spans, strict=True)
        )
        for each in found
    )


def _is_of(change: CueChange, turned: Sequence[tuple[Limit, Limit]]) -> bool:
    """Whether a change is of words of a limit that is turned round, which is told as a whole."""
    return any(
        span is not None and span.overlaps(limit.span)
        for limits in turned
        for span, limit in zip(change.spans, limits, strict=True)
    )


def _excused_limits(
    source: Sequence[Limit], back: Sequence[Limit]
) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """Limits of source and return that one of them says by a denial, the other without."""
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
    """Whether all other words are the same, or nearly all; "todos los" is one saying."""
    source, back = change.spans
    if alone(pair, source, back) or alone(
        pair, _with_articles(source, pair.source), _with_articles(back, pair.back)
    ):
        return ".alone"
    return ".close" if pair.closeness >= CLOSE else ""


def _with_articles(span: Span | None, words: Sequence[AlignedWord]) -> Span | None:
    """A quantifier with up to two words after it that have no meaning of their own."""
    if span is None:
        return None
    after = (word for word in words if word.span.start >= span.end)
    idle = list(takewhile(lambda word: not word.content, islice(after, _ARTICLES)))
    return Span(span.start, idle[-1].span.end) if idle else span


def _what(change: CueChange, rest: str) -> str:
    if change.source and change.back:
        if any(pair <= change.kinds for pair in _REVERSED):
            return f"reversed{'.alone' * (rest == '.alone')}"
        near = any(pair <= change.kinds for pair in _NEXT)
        return "exchanged.neighbour" if near else f"exchanged{'.alone' * (rest == '.alone')}"
    what = "amount" if change.kinds & _LOOSE else "limit"
    return f"{what}-{'lost' if change.source else 'added'}{rest}"
