"""Negations that the round trip lost or added."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.core.values import BeadText, Category, Issue, LocalText, Mark, Signature, Span
from harness.detectors._wording import alone
from harness.text.data.language import LanguageData, NegationConventions, language_data
from harness.text.data.signatures import signature_of_wording
from harness.text.facts.denied_limits import excused, limits_in
from harness.text.facts.negation import (
    Denial,
    answer_in,
    implied,
    meant,
    negations_in,
    opposites,
    perhaps_denied,
    private,
)
from harness.text.pairs.complements import unanswered
from harness.text.pairs.word_alignment import WordAlignment, align_words
from harness.text.pairs.word_diff import DiffKind, word_diff
from harness.text.pairs.word_opcodes import Replacement, replacements
from harness.text.words.normalise import plain
from harness.text.words.phrases import Phrases
from harness.text.words.quoting import quoted
from harness.text.words.tokens import Token, TokenKind, tokenize

_DOUBLE = 2  # words over which a denial reaches an opposite: "not at all unhappy" says less
_NEAR = 3  # words between a denial's place and a phrase that answers it
_LIFTS = 3  # words over which a denial lifts what denies by its meaning
_CONTEXT = 2  # words shown on either side of a denial


@dataclass(frozen=True, slots=True)
class _NegationSide:
    """One end of the bead: its words, and the denials among them.

    `alternatives` are those of "or not", `exceptions` those of "if not": idioms that may deny.
    """

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    denials: tuple[Denial, ...]
    alternatives: tuple[Denial, ...]
    exceptions: tuple[Denial, ...]


class Negation:
    """Statements that were denied and no longer are, or the other way round.

    Counts denials on both ends; "did not" and "didn't", "never" and "not ever", "no" and "not any"
    weigh the same. A word that became its own opposite by a prefix ("unhappy") counts as a denial:
    "not happy" may come back as "unhappy", and "not unhappy" as "happy". "Unless" is a denied
    condition ("if not"), and "only if" answers "not … unless"; "at most" answers "no more than". A
    word that denies by its meaning ("failed to") answers the denial in whose place it stands; so
    does an opposite in the place of the denied word, where the lexicon or the language's data know
    it ("not guilty", "innocent").

    Reports: `accuracy/mistranslation/negation`, critical; the denying word, on its side ("alone":
    all other words are the same, and no model may grade it milder); major for
    a word that denied by its meaning where nothing on the other side denies. Where a pivot holds
    denials, they are marked too.
    Blind to: a denial that moved to another part of the sentence; languages without data. Two
    errors that cancel out are not seen.
    """

    subjects = ("denials",)

    @property
    def signature(self) -> Signature:
        return signature_of_wording("negation", __name__)

    def unseen(self, language: str) -> Sequence[str]:
        return () if language_data(language).negation.told else self.subjects

    def detect(self, bead: BeadText) -> Sequence[Issue]:
        if not bead.source.text.strip() or not bead.back_translation.text.strip():
            return ()
        language = language_data(bead.source.language)
        answers = [answer_in(t.text, language) for t in (bead.source, bead.back_translation)]
        source, back = (
            _side(text, language, answer if all(answers) else None)
            for text, answer in zip((bead.source, bead.back_translation), answers, strict=True)
        )
        habits = language.negation
        source, back = _with_idioms(source, back, habits), _with_idioms(back, source, habits)
        denied = _denials(source, back, language), _denials(back, source, language)
        if not any(denied):
            return _implied(source, back, bead, language)
        pair = align_words(bead.source.language, source.text, back.text)
        lost = unanswered(_surplus_denials(source, back, denied, language), pair, language)
        added = unanswered(
            _surplus_denials(back, source, denied[::-1], language), pair.turned(), language
        )
        last = len(bead.stops) - 1
        return [
            _issue(denial, source, 0, bead, _how(denial, pair, bead, end=0)) for denial in lost
        ] + [_issue(denial, back, last, bead, _how(denial, pair, bead, end=1)) for denial in added]


def _how(denial: Denial, pair: WordAlignment, bead: BeadText, *, end: int) -> str:
    """Whether it is all that differs: a word that went, or one for one ("없다고", "있다고")."""
    spans = (denial.span, None) if end == 0 else (None, denial.span)
    return ".alone" if alone(pair, *spans) or _one_for_one(denial, bead, end=end) else ""


def _one_for_one(denial: Denial, bead: BeadText, *, end: int) -> bool:
    texts = bead.source.text, bead.back_translation.text
    places = [(op.source, op.target) for op in word_diff(*texts) if op.kind not in _SAME]
    return (
        len(places) == 1
        and all(len(p.of(text).split()) == 1 for p, text in zip(places[0], texts, strict=True))
        and places[0][end].overlaps(denial.span)
    )


_SAME = frozenset({DiffKind.EQUAL, DiffKind.COSMETIC})


def _implied(
    source: _NegationSide, back: _NegationSide, bead: BeadText, language: LanguageData
) -> list[Issue]:
    """The one word that denies by its meaning, where the other side denies nothing at all.

    Only where nothing stands for it: a word that the lexicon ties to it may deny as well.
    """
    sides = (source, back)
    places = [implied(side.words, language.negation) for side in sides]
    pair = align_words(bead.source.language, source.text, back.text)
    issues = []
    for end, aligned in ((0, pair), (1, pair.turned())):
        if len(places[end]) != 1 or places[1 - end]:
            continue
        if meant(sides[1 - end].words, sides[end].words, language.negation):
            continue
        (place,) = places[end]
        token = sides[end].tokens[place]
        if token.kind is TokenKind.NUMBER:
            continue  # "0" may come back in another unit
        at = next((i for i, w in enumerate(aligned.source) if w.span == token.span), None)
        if at is None or at in aligned.forward or not aligned.source[at].content:
            continue
        stop = 0 if end == 0 else len(bead.stops) - 1
        denial = Denial(token.text, token.span)
        issues.append(_issue(denial, sides[end], stop, bead, ".implied"))
    return issues


def _side(text: LocalText, language: LanguageData, answer: Span | None) -> _NegationSide:
    """`answer`: a "No," with which both sides open, and which is no denial of either."""
    tokens = tuple(token for token in tokenize(text.text) if token.kind is not TokenKind.SYMBOL)
    words = tuple(plain(token.text) for token in tokens)
    denials = negations_in(text.text, language)
    habits = language.negation
    return _NegationSide(
        text.text,
        tokens,
        words,
        tuple(d for d in denials if d.span != answer),
        perhaps_denied(text.text, language, habits.either),
        perhaps_denied(text.text, language, habits.conditional),
    )


def _with_idioms(
    side: _NegationSide, other: _NegationSide, habits: NegationConventions
) -> _NegationSide:
    """The side with those of its "or not" and "if not" that the other side answers by a denial.

    Or, of the latter, by a bare "if": "if not wanted" has become "if wanted".
    """
    surplus = len(side.alternatives) - len(other.alternatives)
    exceptions = len(side.exceptions) - len(other.exceptions)
    wanting = len(other.denials) - len(side.denials)
    bare = [_conditions(each, habits) - len(each.exceptions) for each in (side, other)]
    conditions = side.exceptions[: max(min(exceptions, max(wanting, bare[1] - bare[0])), 0)]
    choices = side.alternatives[: max(min(surplus, wanting - len(conditions)), 0)]
    denials = sorted((*side.denials, *conditions, *choices), key=lambda denial: denial.span)
    return replace(side, denials=tuple(denials))


def _surplus_denials(
    side: _NegationSide,
    other: _NegationSide,
    denied: tuple[list[Denial], list[Denial]],
    language: LanguageData,
) -> list[Denial]:
    """The denials that `side` has and `other` has not; `denied`: what each of them denies."""
    habits = language.negation
    denials, answers = denied
    missing = _unbalanced(denials, answers, _conditions(side, habits), _conditions(other, habits))
    missing -= 2 * min(missing // 2, _limits(side, other, habits))
    if missing <= 0:
        return []
    if other.denials and len(side.denials) > 1:
        # "not eat and not drink" comes back as "not eat or drink".
        missing -= max(_count_either(other, language) - _count_either(side, language), 0)
    stretches = replacements(side.words, other.words)
    answered = _lifted(denials, side, other, habits)
    left = [denial for denial in denials if denial not in answered]
    answered += _by_meaning(left, side, other, stretches, habits)
    limits = excused(limits_in(side.text, language), limits_in(other.text, language))
    answered += [each.denial for each in limits if each.denial in denials]
    left = [denial for denial in denials if denial not in answered]
    return _ranked(left, side, other, stretches)[: max(missing - len(answered), 0)]


def _denials(side: _NegationSide, other: _NegationSide, language: LanguageData) -> list[Denial]:
    """Denials of `side`, opposites of the other's words among them, without what says nothing new.

    That is "duty-free" where the other side has "duty free", and two that cancel each other: a
    denial, and within two words of it the opposite of a word of the other side ("not unhappy").
    """
    denials, opposed = (
        [denial for denial in found if not _in_parts(denial, other)]
        for found in (side.denials, _opposites(side, other, language))
    )
    for opposite in list(opposed):
        at = _word_index(opposite, side)
        near = (d for d in denials if 0 < at - _word_index(d, side) <= _DOUBLE)
        if denial := next(near, None):
            denials.remove(denial)
            opposed.remove(opposite)
    return [*denials, *opposed]


def _in_parts(denial: Denial, other: _NegationSide) -> bool:
    parts = plain(denial.text).split("-")
    return len(parts) > 1 and any(True for _ in Phrases([" ".join(parts)]).places(other.words))


def _unbalanced(
    denials: Sequence[Denial], answers: Sequence[Denial], ours: int, theirs: int
) -> int:
    """How many of `denials` the other side lacks; `ours` and `theirs` count words like "if".

    "Unless" is answered by "unless", or by a denial where the other side has one "if" more.
    """
    exceptive = sum(denial.exceptive for denial in denials)
    exceptive_answers = sum(denial.exceptive for denial in answers)
    plain_denials, plain_answers = len(denials) - exceptive, len(answers) - exceptive_answers
    surplus = exceptive - exceptive_answers
    if surplus < 0:
        exchanged = min(-surplus, max(ours - theirs, 0))
        return max(plain_denials - exchanged - plain_answers, 0)
    exchanged = min(surplus, max(theirs - ours, 0))
    return surplus - exchanged + max(plain_denials - (plain_answers - exchanged), 0)


def _conditions(side: _NegationSide, habits: NegationConventions) -> int:
    return sum(word in habits.conditional for word in side.words)


def _limits(side: _NegationSide, other: _NegationSide, habits: NegationConventions) -> int:
    """How often "only if" of the other side may stand for "not … unless" of this one."""
    exceptive = sum(denial.exceptive for denial in side.denials) - sum(
        denial.exceptive for denial in other.denials
    )
    exclusive = _count(habits.exclusive, other) - _count(habits.exclusive, side)
    return max(min(exceptive, exclusive), 0)


def _count(phrases: Phrases, side: _NegationSide) -> int:
    return sum(1 for _ in phrases.places(side.words))


def _by_meaning(
    denials: Sequence[Denial],
    side: _NegationSide,
    other: _NegationSide,
    stretches: Sequence[Replacement],
    habits: NegationConventions,
) -> list[Denial]:
    """Those in whose place, or before the same word, a word of the other side denies by meaning.

    Each such word answers one denial, and only if it is new there. A phrase ("instead of") and a
    word with a denying prefix may stand a few words away: they say little else.
    """
    by_words = meant(other.words, side.words, habits)
    apart = private(other.words, side.words, habits) | {at for at, long in by_words.items() if long}
    free = {*by_words, *apart}
    answered = []
    for denial in denials if free else ():
        place = _word_index(denial, side)
        after = side.words[place + 1 : place + 2]
        near = {index for index in free if after and other.words[index + 1 : index + 2] == after}
        for there in (stretch.target for stretch in stretches if place in stretch.source):
            near.update(there)
            near.update(apart.intersection(range(there.start - _NEAR, there.stop + _NEAR)))
        if found := near & free:
            free.remove(min(found))
            answered.append(denial)
    return answered


def _lifted(
    denials: Sequence[Denial],
    side: _NegationSide,
    other: _NegationSide,
    habits: NegationConventions,
) -> list[Denial]:
    """Those before a word that denies by meaning, where both went: "did not fail to", "did"."""
    lifted = meant(side.words, other.words, habits).keys()
    places = ((denial, _word_index(denial, side)) for denial in denials)
    return [
        denial
        for denial, place in places
        if not lifted.isdisjoint(range(place + 1, place + 1 + _LIFTS))
    ]


def _word_index(denial: Denial, side: _NegationSide) -> int:
    """The place of its first word."""
    return bisect_left(side.tokens, denial.span.start, key=lambda token: token.span.start)


def _opposites(side: _NegationSide, other: _NegationSide, language: LanguageData) -> list[Denial]:
    words = opposites(side.words, other.words, language.negation)
    return [
        Denial(token.text, token.span)
        for token, word in zip(side.tokens, side.words, strict=True)
        if word in words
    ]


def _count_either(side: _NegationSide, language: LanguageData) -> int:
    return sum(word in language.negation.either for word in side.words)


def _ranked(
    denials: Sequence[Denial],
    side: _NegationSide,
    other: _NegationSide,
    stretches: Sequence[Replacement],
) -> list[Denial]:
    """`denials`, those first in whose place the other side denies nothing."""
    denying = [denial.span for denial in other.denials]

    def rank(denial: Denial) -> int:
        place = _word_index(denial, side)
        for stretch in stretches:
            if place in stretch.source:
                spans = [other.tokens[index].span for index in stretch.target]
                return int(any(span.covers(each) for span in denying for each in spans))
        return 2  # the very word is still there

    return sorted(denials, key=rank)


def _issue(denial: Denial, side: _NegationSide, stop: int, bead: BeadText, how: str = "") -> Issue:
    lost = stop == 0
    context = _context(denial.span, side)
    message = (
        f"The negation {quoted(denial.text)} in {quoted(context)} did not come back."
        if lost
        else f"The negation {quoted(denial.text)} in {quoted(context)} was added; "
        "it is not in the source."
    )
    return Issue(
        f"negation.{'lost' if lost else 'added'}{how}",
        Category.NEGATION,
        message,
        tuple(sorted([Mark(stop, denial.span), *_on_pivots(bead)])),
        (("source" if lost else "back_translation", denial.text), ("context", context)),
    )


def _context(span: Span, side: _NegationSide) -> str:
    place = next(index for index, token in enumerate(side.tokens) if token.span.end >= span.end)
    first = side.tokens[max(place - _CONTEXT, 0)]
    last = side.tokens[min(place + _CONTEXT, len(side.tokens) - 1)]
    return side.text[first.span.start : last.span.end]


def _on_pivots(bead: BeadText) -> list[Mark]:
    return [
        Mark(stop, denial.span)
        for stop, text in enumerate(bead.pivots, start=1)
        for denial in negations_in(text.text, language_data(text.language))
    ]
