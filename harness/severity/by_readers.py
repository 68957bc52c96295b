"""How bad readers would call a finding, by what the paraphrase model says of its words.

The table of grades knows what kind of issue it is, and not what the words mean: "said" → "stated"
and "hostages" → "refugees" are both another word. The paraphrase model was taught on round trips
that were read and labelled word by word. Two logistic models over its answers, the finding's
category and the table's grade say how likely a reader calls it major, and critical; two more know
likelihoods, too (`by_likelihood`); another says how likely a reader finds any difference there.
Their weights stand in `readers.toml`, made by `scripts/training/weights/fit_readers.py`.

Findings of wording are major or minor by these models alone; a finding of any other category is
never lowered, but for a denial where both texts surely mean the same ("not fat" became "thin").
Whatever is major may become critical. Wording that is minor, and that no reader would notice, is
nothing to report.

Blind to what the paraphrase model does not notice. In languages that it was not taught in, findings
keep the table's grade, but for wording where both texts seem to mean the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import log1p
from pathlib import Path

from rapidfuzz.distance import Indel

from harness.core.fingerprint import fingerprint
from harness.core.route_syntax import base_language
from harness.core.values import (
    BeadText,
    Category,
    DriftChances,
    Finding,
    ParaphraseScore,
    Severity,
    Span,
)
from harness.models.taught_languages import TAUGHT
from harness.severity.own_issues import KINDS, WORDING
from harness.statistics.logistic import LogisticModel, logistic_models, logit
from harness.text.pairs.word_alignment import WordRelation, align_words

NAME = "readers"
WEIGHTS = Path(__file__).with_name("readers.toml")

MAJOR = 0.52  # probability that readers call it major, from which it is
CRITICAL = 0.25
# In languages without labelled round trips, by `tests/languages/changes.jsonl`:
ALIKE = 0.5  # chance of the same meaning, from which a difference of words is minor
NOTICED = 0.2  # probability that readers find any difference, below which minor wording goes
REWORDED = 0.3  # and a denial beside other changes
OTHER_WORD = 0.97  # chance that a word differs, from which another word is major
UNSURE = 0.35  # chance that it differs in a major way, below which another word is minor
LIMIT = 0.9  # the same chance, from which what must, may or is so much, is major
LIKE = 0.6  # share of letters from which two words of no dictionary may be two names
SURE = 0.7  # from here on a denial is minor: of 200 that were really lost it says so of 1

_QUIET = 0.02  # chance of a word that the paraphrase model left out
_LEAST = 0.001  # of a chance: below, the model is no surer
JUDGED = WORDING | {Category.GENDER, Category.UNKNOWN_WORD, Category.UNTRANSLATED}


Features = Mapping[str, float]


def features_of(
    bead: BeadText, findings: Sequence[Finding], paraphrase_score: ParaphraseScore | None
) -> list[Features | None]:
    """The features of each finding as the table graded it; none where nobody was taught to grade.

    Made once: grading asks for them up to three times, and most of its time is theirs.
    """
    taught = base_language(bead.source.language) in TAUGHT
    if not taught or paraphrase_score is None or paraphrase_score.row is None:
        return [None] * len(findings)
    return [finding_features(bead, finding, paraphrase_score) for finding in findings]


def adjusted(
    findings: Sequence[Finding],
    paraphrase_score: ParaphraseScore | None,
    features: Sequence[Features | None],
) -> tuple[Finding, ...]:
    """The findings with the severities that readers would give them."""
    if paraphrase_score is None or paraphrase_score.row is None:
        return tuple(findings)
    return tuple(
        graded(finding, paraphrase_score, NAME, of_finding)
        for finding, of_finding in zip(findings, features, strict=True)
    )


def unnoticed(finding: Finding, features: Features | None) -> bool:
    """Whether a finding is about wording, minor, and one that readers would not list at all."""
    if features is None or finding.severity > Severity.MINOR or finding.category not in JUDGED:
        return False
    return _model("noticed").probability(features) < NOTICED


def graded(
    finding: Finding,
    paraphrase_score: ParaphraseScore,
    by: str,
    features: Features | None,
    more: Features | None = None,
) -> Finding:
    """A finding with the severity that readers would give it.

    Args:
        by: who says so.
        features: of the finding as the table graded it; None in languages that were not taught.
        more: features of likelihoods; with them, the models that know these answer.
    """
    if features is None:
        return _elsewhere(finding, paraphrase_score, by)
    if finding.category is Category.NEGATION and paraphrase_score.same >= SURE:
        why = f"both texts may have the same meaning (probability {paraphrase_score.same:.3f})"
        return _changed(finding, by, Severity.MINOR, why)
    usual = finding.before(NAME)
    known = {**features, **(more or {})}
    variant = " with likelihoods" if more else ""
    major = _model("major" + variant).probability(known)
    critical = _model("critical" + variant).probability(known)
    to = _severity(usual, major, critical)
    why = f"readers would call it major with a probability of {major:.2f}, critical {critical:.2f}"
    return _changed(finding, by, to, why)


_LIMITS = frozenset({Category.MODALITY, Category.QUANTIFIER})
_WORDS = frozenset({Category.WORD, Category.ENTITY})
_SWAPPED = re.compile(r"^(?:quantifier|modality)\.(?:(?:exchanged|reversed)\b|.*\.alone$)")


def _elsewhere(finding: Finding, paraphrase_score: ParaphraseScore, by: str) -> Finding:
    """In a language without labelled round trips: wording is minor where nothing seems changed, and
    a denial where other words seem to make up for it ("does not open", "is closed").

    But what must be for what may be, or some for all, in each other's place or as all that
    differs, keeps its grade. Another word is what the model says of it; so is a limit that it
    surely finds wrong.
    """
    chances = _worst(finding, paraphrase_score)
    if finding.category is Category.WORD and chances.differs >= OTHER_WORD:
        why = f"a reader would most likely notice another word (probability {OTHER_WORD} or more)"
        return _changed(finding, by, max(finding.severity, Severity.MAJOR), why)
    if finding.category in _LIMITS and chances.major >= LIMIT:
        why = f"a reader would most likely take away something else ({chances.major:.2f})"
        return _changed(finding, by, max(finding.severity, Severity.MAJOR), why)
    if not _may_be_minor(finding):
        return finding
    if finding.category in _WORDS and chances.major < UNSURE:
        why = f"a reader may not mind another word (probability {chances.major:.2f})"
        return _changed(finding, by, Severity.MINOR, why)
    bound = REWORDED if finding.category is Category.NEGATION else ALIKE
    if paraphrase_score.same < bound:
        return finding
    why = f"both texts may have the same meaning (probability {paraphrase_score.same:.3f})"
    return _changed(finding, by, Severity.MINOR, why)


def _may_be_minor(finding: Finding) -> bool:
    judged = finding.category in WORDING or finding.category is Category.NEGATION
    # A word that no dictionary has may be a name, where no capitals tell. The model knows, but for
    # names that hardly differ (केलर, कोलर).
    judged = judged or (finding.kind.startswith("content.") and _likeness(finding) < LIKE)
    return judged and not _SWAPPED.search(finding.kind)


def _likeness(finding: Finding) -> float:
    """How far the words on both sides have the same letters, in [0, 1]."""
    words = dict(finding.evidence)
    return float(
        Indel.normalized_similarity(words.get("source", ""), words.get("back_translation", ""))
    )


def _worst(finding: Finding, paraphrase_score: ParaphraseScore) -> DriftChances:
    """The chances of the finding's words, each of the worst one."""
    last = max((mark.stop for mark in finding.marks), default=0)
    ends = finding.spans(0), finding.spans(last) if last else ()
    words = [w.chances for w in paraphrase_score.words if _touches(w.span, ends[w.end])]
    return DriftChances(
        max((each.differs for each in words), default=_QUIET),
        max((each.major for each in words), default=_QUIET),
        max((each.critical for each in words), default=_LEAST),
    )


def _severity(finding: Finding, major: float, critical: float) -> Severity:
    """Wording is what readers call it; anything else keeps its grade, or becomes critical."""
    judged = finding.category in JUDGED
    heavy = major >= MAJOR if judged else finding.severity >= Severity.MAJOR
    if not heavy:
        return Severity.MINOR
    if critical >= CRITICAL:
        return Severity.CRITICAL
    return Severity.MAJOR if judged else finding.severity


def _changed(finding: Finding, by: str, to: Severity, why: str) -> Finding:
    return finding if to is finding.severity else finding.adjusted(by, to, why)


def finding_features(
    bead: BeadText, finding: Finding, paraphrase_score: ParaphraseScore
) -> Features:
    """What the grade of a finding depends on, by name. Chances are given as log-odds.

    word, word differs, word critical   the worst of the finding's words, on either side
    row, row critical   the two texts as a whole
    other      that they do not mean the same
    named      how likely the paraphrase model thinks a change of the finding's category
    one-sided  1 where words are marked on one side only
    words      logarithm of 1 + the number of words that are marked
    alike      how far the marked words of both sides have the same letters, in [0, 1]
    relation:… 1 where a word of the finding and its counterpart are so related (synonyms, say)
    table:…    1 for the table's grade
    of:…       1 for the finding's category

    Raises: ValueError for a score of before, which says nothing of the row.
    """
    row = paraphrase_score.row
    if row is None:
        raise ValueError("a score without chances for the row grades no finding")
    ends = finding.spans(0), finding.spans(len(bead.stops) - 1)
    words = [word for word in paraphrase_score.words if _touches(word.span, ends[word.end])]
    lost = " ".join(span.of(bead.source.text) for span in ends[0])
    added = " ".join(span.of(bead.back_translation.text) for span in ends[1])
    return {
        "word": logit(max((w.chances.major for w in words), default=_QUIET), _LEAST),
        "word differs": logit(max((w.chances.differs for w in words), default=_QUIET), _LEAST),
        "word critical": logit(max((w.chances.critical for w in words), default=_LEAST), _LEAST),
        "row": logit(row.major, _LEAST),
        "row critical": logit(row.critical, _LEAST),
        "other": -logit(paraphrase_score.same, _LEAST),
        "named": _named(finding, paraphrase_score),
        "one-sided": float(not lost or not added),
        "words": log1p(len(lost.split()) + len(added.split())),
        "alike": Indel.normalized_similarity(lost.casefold(), added.casefold()) if lost else 0.0,
        **{f"relation:{relation.value}": 1.0 for relation in _relations(bead, *ends)},
        f"table:{finding.severity.value}": 1.0,
        f"of:{finding.category.value}": 1.0,
    }


def _relations(
    bead: BeadText, lost: Sequence[Span], added: Sequence[Span]
) -> Iterator[WordRelation]:
    """How the words that are lost are related to their counterparts among those that are added."""
    source, back = bead.source, bead.back_translation
    words = align_words(source.language, source.text, back.text)
    for (here, there), relation in words.relations.items():
        if _touches(words.source[here].span, lost) and _touches(words.back[there].span, added):
            yield relation


def _named(finding: Finding, paraphrase_score: ParaphraseScore) -> float:
    """How likely the model thinks the kind of change that the finding's category stands for."""
    kinds = paraphrase_score.kinds
    return max((kinds[k] for k in kinds if KINDS.get(k) is finding.category), default=0.0)


def _touches(word: Span, spans: Sequence[Span]) -> bool:
    # A loop: it runs for every word of every finding.
    for span in spans:  # noqa: SIM110
        if word.overlaps(span):
            return True
    return False


def _model(name: str) -> LogisticModel:
    return logistic_models(WEIGHTS)[name]


@cache
def bounds() -> str:
    """All that severities depend on here, for signatures."""
    models = logistic_models(WEIGHTS)
    weights = [[name, repr(m.intercept), sorted(m.weights.items())] for name, m in models.items()]
    digest = fingerprint([repr(weights)])[:16]
    grades = f"major {MAJOR}, critical {CRITICAL}, noticed {NOTICED}"
    others = f"alike {ALIKE}, reworded {REWORDED}, like {LIKE}, limit {LIMIT}"
    elsewhere = f"{others}, word {OTHER_WORD} {UNSURE}"
    return f"{grades}, sure {SURE}, {elsewhere}, weights {digest}"
