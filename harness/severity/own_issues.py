"""What the paraphrase model reports itself, where the detectors found nothing of that weight.

Two kinds of issues:

- words: words that a reader would surely call a major difference, and that no detector marked, in
  languages in which the model was taught words;
- a kind of change: the model is sure that the texts differ in meaning, and names the kind, but no
  finding of that weight says so.

Bounds were chosen on labelled round trips and on sentences that are not training data
(`docs/paraphrase-model.md`).
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set

from harness.core.route_syntax import base_language
from harness.core.values import (
    BeadText,
    Category,
    Issue,
    LocalText,
    Mark,
    ParaphraseScore,
    Severity,
    Span,
)
from harness.models.taught_languages import TAUGHT
from harness.severity.grades import Grades
from harness.text.data.language import LanguageData, language_data
from harness.text.facts.negation import negations_in
from harness.text.facts.numbers import Number, numbers_in, stand_for_one
from harness.text.pairs.complements import unanswered
from harness.text.pairs.one_writing import in_one_writing, rewritten_values
from harness.text.pairs.word_alignment import align_words
from harness.text.pairs.word_diff import DiffKind, DiffOp, word_diff
from harness.text.words.quoting import quoted

NAME = "paraphrase-model"

OTHER = 0.06  # up to here the model is sure that the meaning differs
NAMED = 0.2  # least probability of a kind of change
SURE_WORD = 0.3  # chance of a major difference, from which an unmarked word is reported
BOUNDS = f"other {OTHER}, named {NAMED}, word {SURE_WORD}"  # for signatures

UNNAMED = "unnamed"  # a change of no kind that the model knows
# The model's names for what changed.
KINDS = {
    "negation": Category.NEGATION,
    "number": Category.NUMBER,
    "entity": Category.ENTITY,
    "omission": Category.OMISSION,
    "addition": Category.ADDITION,
    "antonym": Category.ANTONYM,
    "gender": Category.GENDER,
    "untranslated": Category.UNTRANSLATED,
    "scrambled": Category.WORD_ORDER,
    "generalisation": Category.GENERALISATION,
    "tense": Category.TENSE,
    "aspect": Category.ASPECT,
    "question": Category.QUESTION,
    "unrelated": Category.MISTRANSLATION,
    "empty": Category.OMISSION_SENTENCE,
    UNNAMED: Category.MISTRANSLATION,
}
# Kinds that it knows by what words it was taught: elsewhere it takes another order for a loss.
LEARNT_WORDS = frozenset({"omission", "addition", "scrambled", UNNAMED})
# What detectors find by comparing words, not facts.
WORDING = frozenset(
    {
        Category.OMISSION,
        Category.ADDITION,
        Category.MISTRANSLATION,
        Category.WORD,
        Category.ANTONYM,
        Category.GENERALISATION,
        Category.MODALITY,
        Category.QUANTIFIER,
        Category.PRONOUN,
        Category.TENSE,
        Category.ASPECT,
        Category.WORD_ORDER,
    }
)
# What must stand on one side at least, for a change of that kind.
_NEEDED: dict[str, Callable[[str, LanguageData], Sequence[object]]] = {
    "negation": negations_in,
    "number": numbers_in,
}
_CHANGED = frozenset({DiffKind.DELETED, DiffKind.INSERTED, DiffKind.REPLACED})
_HOUR = re.compile(r"h(?!\w)")
_SHOWN = 6  # words; more are a passage, which the message does not quote


def own_issues(
    bead: BeadText,
    issues: Sequence[Issue],
    paraphrase_score: ParaphraseScore | None,
    grades: Grades,
) -> tuple[Issue, ...]:
    """The issues of the paraphrase model itself, beside those of the detectors."""
    if paraphrase_score is None or paraphrase_score.row is None or _one_wording(bead):
        return ()
    words = tuple(_word_issues(bead, issues, paraphrase_score))
    whole = _whole_issue(bead, (*issues, *words), paraphrase_score, grades)
    return (*words, whole) if whole else words


# ── words ───────────────────────────────────────────────────────────────────────────────────────


def _word_issues(
    bead: BeadText, issues: Sequence[Issue], paraphrase_score: ParaphraseScore
) -> Iterator[Issue]:
    """One issue for each change with words that are surely a major difference and unmarked."""
    if not _taught(bead):
        return
    last = len(bead.stops) - 1
    hot: tuple[list[Span], list[Span]] = ([], [])
    for word in paraphrase_score.words:
        stop = last if word.end else 0
        marked = any(word.span.overlaps(span) for each in issues for span in each.spans(stop))
        if word.chances.major >= SURE_WORD and not marked:
            hot[word.end].append(word.span)
    if not any(hot):
        return
    answered = _answered_denials(bead)
    for change in _changes(bead):
        if _one_value(bead, change) or any(
            denial.overlaps(place)
            for end, place in zip(answered, (change.source, change.target), strict=True)
            for denial in end
        ):
            continue
        lost = _within(change.source, hot[0])
        added = _within(change.target, hot[1])
        if lost or added:
            yield _word_issue(bead, change, lost or change.source, added or change.target)


def _one_wording(bead: BeadText) -> bool:
    """Whether both texts hold the same letters and digits: what differs are marks between them, or
    the vowel signs of Arabic and Hebrew, which most writers leave out.
    """
    one, other = (_letters(end.text) for end in _ends(bead))
    return one == other


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(_VOWEL_SIGNS.sub("", text))).casefold()


_LETTER = re.compile(r"[^\W_]")
_VOWEL_SIGNS = re.compile("[\u0591-\u05c7\u064b-\u0652\u0670\u0640]")


def _one_value(bead: BeadText, change: DiffOp) -> bool:
    """Whether what changed is one value in two writings: "8 p.m." and "20h", "ml" after a number
    and "millilitres".
    """
    if not len(change.source) or not len(change.target):
        return False
    source, back = bead.source, bead.back_translation
    values = rewritten_values(source.text, back.text, language_data(source.language))
    if any(one.covers(change.source) and two.covers(change.target) for one, two in values):
        return True
    here = _numbers_at(change.source, bead.source)
    there = _numbers_at(change.target, bead.back_translation)
    return any(stand_for_one(one, other) for one in here for other in there)


def _answered_denials(bead: BeadText) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where source and return deny what the other says by the opposite: "not open", "closed"."""
    language = language_data(bead.source.language)
    source, back = (negations_in(end.text, language) for end in _ends(bead))
    if len(source) == len(back):
        return (), ()
    pair = align_words(bead.source.language, bead.source.text, bead.back_translation.text)
    left = unanswered(source, pair, language), unanswered(back, pair.turned(), language)
    one, other = (
        tuple(denial.span for denial in denials if denial not in unmet)
        for denials, unmet in zip((source, back), left, strict=True)
    )
    return one, other


def _ends(bead: BeadText) -> tuple[LocalText, LocalText]:
    return bead.source, bead.back_translation


def _numbers_at(place: Span, text: LocalText) -> list[Number]:
    """The numbers that hold a place, a time with the letters that are written onto it: "20h"."""
    return [
        number
        for number in numbers_in(text.text, language_data(text.language))
        if _as_hour(number, text.text).covers(place)
    ]


def _as_hour(number: Number, text: str) -> Span:
    sign = _HOUR.match(text, number.span.end)
    return Span(number.span.start, sign.end()) if sign else number.span


def _within(place: Span, words: Sequence[Span]) -> Span | None:
    """From the first to the last of the words that lie in a place."""
    here = [word for word in words if word.overlaps(place)]
    if not here:
        return None
    return Span(max(place.start, here[0].start), min(place.end, here[-1].end))


def _word_issue(bead: BeadText, change: DiffOp, lost: Span, added: Span) -> Issue:
    category = {DiffKind.DELETED: Category.OMISSION, DiffKind.INSERTED: Category.ADDITION}.get(
        change.kind, Category.WORD
    )
    last = len(bead.stops) - 1
    marks = [Mark(stop, span) for stop, span in ((0, lost), (last, added)) if len(span)]
    old, new = lost.of(bead.source.text).strip(), added.of(bead.back_translation.text).strip()
    message = f"{_exchange(old, new)}: readers would take away something else."
    return Issue(f"{NAME}.words", category, message, tuple(marks))


# ── the texts as a whole ────────────────────────────────────────────────────────────────────────


def _whole_issue(
    bead: BeadText, issues: Sequence[Issue], paraphrase_score: ParaphraseScore, grades: Grades
) -> Issue | None:
    """The change that the model is sure of; None if issues say the same or worse."""
    if paraphrase_score.same > OTHER or all(_one_value(bead, each) for each in _changes(bead)):
        return None
    kind = _likeliest_kind(bead, paraphrase_score)
    if kind == "negation" and any(_answered_denials(bead)):
        return None
    category = KINDS[kind]
    heavy = {
        issue.category
        for issue in issues
        if grades.of(issue.kind) >= Severity.MAJOR
        or (issue.category is category and category in WORDING)
    }
    return None if _already_reported(category, heavy) else _own(bead, kind, paraphrase_score)


def _already_reported(category: Category, heavy: Set[Category]) -> bool:
    """Whether severe issues report the same: the model's kind, a fact, or any if it names none."""
    if category is Category.MISTRANSLATION or not heavy <= WORDING:
        return bool(heavy)
    return category in heavy


def _likeliest_kind(bead: BeadText, paraphrase_score: ParaphraseScore) -> str:
    """The likeliest kind that the words allow: without a negation none can be lost."""
    likely = sorted(paraphrase_score.kinds, key=lambda kind: -paraphrase_score.kinds[kind])
    for kind in likely:
        if paraphrase_score.kinds[kind] >= NAMED and _possible(kind, bead):
            return kind
    return UNNAMED


def _possible(kind: str, bead: BeadText) -> bool:
    finds = _NEEDED.get(kind)
    if finds is None:
        return True
    language = language_data(bead.source.language)
    source, back = bead.source.text, bead.back_translation.text
    back = in_one_writing(source, back, language)  # a date has two numbers, or three
    counts = [len(finds(text, language)) for text in (source, back)]
    # Where the model was not taught, what stands on both sides is the detectors' to judge.
    return any(counts) and (_taught(bead) or counts[0] != counts[1])


def _taught(bead: BeadText) -> bool:
    return base_language(bead.source.language) in TAUGHT


def _own(bead: BeadText, kind: str, paraphrase_score: ParaphraseScore) -> Issue:
    changes = _changes(bead)
    last = len(bead.stops) - 1
    marks = [Mark(0, change.source) for change in changes if len(change.source)]
    marks += [Mark(last, change.target) for change in changes if len(change.target)]
    different = 1 - paraphrase_score.same
    message = f"The paraphrase model rates the meaning as different (P = {different:.2f})."
    if len(changes) == 1:
        old = changes[0].source.of(bead.source.text).strip()
        new = changes[0].target.of(bead.back_translation.text).strip()
        if max(len(old.split()), len(new.split())) <= _SHOWN:
            message = f"{message[:-1]}: {_exchange(old, new)}."
    unsure = ".untaught" * (kind in LEARNT_WORDS and not _taught(bead))
    evidence = _evidence(paraphrase_score)
    return Issue(f"{NAME}.{kind}{unsure}", KINDS[kind], message, tuple(marks), evidence)


def _changes(bead: BeadText) -> list[DiffOp]:
    source, back = bead.source, bead.back_translation
    return [
        change
        for change in word_diff(source.text, back.text, language_data(source.language))
        if change.kind in _CHANGED
    ]


def _exchange(old: str, new: str) -> str:
    if not new:
        return f"{quoted(old)} did not come back"
    return f"{quoted(old)} came back as {quoted(new)}" if old else f"{quoted(new)} was added"


def _evidence(paraphrase_score: ParaphraseScore) -> tuple[tuple[str, str], ...]:
    kind = max(paraphrase_score.kinds, key=lambda name: paraphrase_score.kinds[name])
    share = paraphrase_score.kinds[kind]
    return (("reader_same", f"{paraphrase_score.same:.3f}"), ("reader_kind", f"{kind} {share:.3f}"))
