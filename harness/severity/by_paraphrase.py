"""How the paraphrase model changes severities, and which issues it reports itself.

A detector of wording finds other words, and cannot know whether they mean the same. The paraphrase
model compares the meaning of both texts, and cannot say why it differs. So:

- if the model does not rate the meaning as different, a finding about wording becomes minor; so
  does a lost or added negation if the model is sure ("not fat" became "thin");
- if the model is sure that the meaning differs, a finding about wording of the kind that the model
  names becomes major at least. If no detector reported anything of that severity, or another kind
  of wording, the model reports an issue of its own.

Findings about other facts (numbers, names, placeholders, …) are not changed.

The bounds were chosen on sentences that are not training data (`docs/paraphrase-model.md`).
"""

from collections.abc import Callable, Sequence, Set

from harness.core.values import BeadText, Category, Finding, Issue, Mark, ParaphraseScore, Severity
from harness.severity.grades import Grades
from harness.text.data.language import LanguageData, language_data
from harness.text.facts.negation import negations_in
from harness.text.facts.numbers import numbers_in
from harness.text.pairs.word_diff import DiffKind, word_diff
from harness.text.words.quoting import quoted

NAME = "paraphrase-model"

SAME = 0.15  # from here on a difference of words alone is minor
SURE = 0.9  # from here on a negation is minor: if one was really lost, the model stays below 0.6
OTHER = 0.06  # up to here the model is sure that the meaning differs
NAMED = 0.2  # least probability of a kind of change
BOUNDS = f"same {SAME}, sure {SURE}, other {OTHER}, named {NAMED}"  # for signatures

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
_SHOWN = 6  # words; more are a passage, which the message does not quote


def own_issue(
    bead: BeadText,
    issues: Sequence[Issue],
    paraphrase_score: ParaphraseScore | None,
    grades: Grades,
) -> Issue | None:
    """The issue of the paraphrase model itself; None if the detectors report the same or worse."""
    if paraphrase_score is None or paraphrase_score.same > OTHER:
        return None
    kind = _kind(bead, paraphrase_score)
    category = KINDS[kind]
    heavy = {
        issue.category
        for issue in issues
        if grades.of(issue.kind) >= Severity.MAJOR or _is_named_kind(issue.category, category)
    }
    return None if _already_reported(category, heavy) else _own(bead, kind, paraphrase_score)


def adjusted(
    bead: BeadText, findings: Sequence[Finding], paraphrase_score: ParaphraseScore | None
) -> tuple[Finding, ...]:
    """The findings with the severities that the model gives them. Its own issue keeps its grade."""
    if paraphrase_score is None or OTHER < paraphrase_score.same < SAME:
        return tuple(findings)
    if paraphrase_score.same >= SAME:
        return tuple(_lowered(finding, paraphrase_score) for finding in findings)
    category = KINDS[_kind(bead, paraphrase_score)]
    return tuple(_raised(finding, category, paraphrase_score) for finding in findings)


def _already_reported(category: Category, heavy: Set[Category]) -> bool:
    """Whether severe issues report the same: the model's kind, a fact, or any if it names none."""
    if category is Category.MISTRANSLATION or not heavy <= WORDING:
        return bool(heavy)
    return category in heavy


def _is_named_kind(found: Category, category: Category) -> bool:
    """Whether the model raises such an issue: one about wording, of the kind that it names."""
    return found is category and category in WORDING


def _kind(bead: BeadText, paraphrase_score: ParaphraseScore) -> str:
    """The likeliest kind that the words allow: without a negation none can be lost."""
    likely = sorted(paraphrase_score.kinds, key=lambda kind: -paraphrase_score.kinds[kind])
    for kind in likely:
        if paraphrase_score.kinds[kind] >= NAMED and _possible(kind, bead):
            return kind
    return UNNAMED


def _possible(kind: str, bead: BeadText) -> bool:
    finds = _NEEDED.get(kind)
    ends = (bead.source, bead.back_translation)
    return finds is None or any(finds(end.text, language_data(end.language)) for end in ends)


def _lowered(finding: Finding, paraphrase_score: ParaphraseScore) -> Finding:
    denial = finding.category is Category.NEGATION and paraphrase_score.same >= SURE
    if not (denial or finding.category in WORDING) or finding.severity <= Severity.MINOR:
        return finding
    why = f"both texts may have the same meaning (probability {paraphrase_score.same:.3f})"
    return finding.adjusted(NAME, Severity.MINOR, why)


def _raised(finding: Finding, category: Category, paraphrase_score: ParaphraseScore) -> Finding:
    if not _is_named_kind(finding.category, category) or finding.severity >= Severity.MAJOR:
        return finding
    if finding.detector == NAME:
        return finding
    kind, share = _likeliest(paraphrase_score)
    why = (
        "the texts differ in meaning "
        f"(probability of the same meaning {paraphrase_score.same:.3f}); "
        f"likeliest change: {kind} ({share:.3f})"
    )
    return finding.adjusted(NAME, Severity.MAJOR, why)


def _own(bead: BeadText, kind: str, paraphrase_score: ParaphraseScore) -> Issue:
    source, back = bead.source, bead.back_translation
    changes = [
        change
        for change in word_diff(source.text, back.text, language_data(source.language))
        if change.kind in {DiffKind.DELETED, DiffKind.INSERTED, DiffKind.REPLACED}
    ]
    last = len(bead.stops) - 1
    marks = [Mark(0, change.source) for change in changes if len(change.source)]
    marks += [Mark(last, change.target) for change in changes if len(change.target)]
    different = 1 - paraphrase_score.same
    message = f"The paraphrase model rates the meaning as different (P = {different:.2f})."
    if len(changes) == 1:
        old = changes[0].source.of(source.text).strip()
        new = changes[0].target.of(back.text).strip()
        if max(len(old.split()), len(new.split())) <= _SHOWN:
            message = f"{message[:-1]}: {_exchange(old, new)}."
    return Issue(f"{NAME}.{kind}", KINDS[kind], message, tuple(marks), _evidence(paraphrase_score))


def _exchange(old: str, new: str) -> str:
    if not new:
        return f"{quoted(old)} did not come back"
    return f"{quoted(old)} came back as {quoted(new)}" if old else f"{quoted(new)} was added"


def _evidence(paraphrase_score: ParaphraseScore) -> tuple[tuple[str, str], ...]:
    kind, share = _likeliest(paraphrase_score)
    return (("reader_same", f"{paraphrase_score.same:.3f}"), ("reader_kind", f"{kind} {share:.3f}"))


def _likeliest(paraphrase_score: ParaphraseScore) -> tuple[str, float]:
    kind = max(paraphrase_score.kinds, key=lambda name: paraphrase_score.kinds[name])
    return kind, paraphrase_score.kinds[kind]
