"""Which findings of a round trip are held against the translation, and which its way back made.

A human translation words things freely, and its way back is a machine's: of 150 sound sentences of
a medical text, 38 had a finding above minor that attribution puts down to the translation. So a
second reader is heard, who needs no way back: the paraphrase model, which reads the source and the
translation together, in two languages. What it does not confirm is minor.

The thresholds are from 1,582 such sentences in Spanish, and 143 with a planted fault (a denial, a
number, an opposite, a lost end); `docs/review.md` has figures of other texts.
"""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from harness.bilingual.pair import NAME as CHECKS
from harness.core.protocols import ParaphraseModel
from harness.core.route_syntax import base_language
from harness.core.values import (
    Category,
    Finding,
    Locus,
    Mark,
    MeasuredRow,
    ParaphraseScore,
    Severity,
    Span,
)
from harness.detectors.glossary import NAME as GLOSSARY
from harness.models.taught_languages import TAUGHT
from harness.review.units import REVIEW
from harness.severity.grades import Grades
from harness.text.words.tokens import words

MEANING = f"{CHECKS}.meaning"  # the kind of what only the model sees

# How likely the model must find it that a reader is misled (its chance of a critical difference) to
# confirm a finding above minor of the round trip:
_SERIOUS = 0.3  # a critical one that is put down to the translation
_USUAL = 0.6  # any other one
# the same by the beginning of a kind: denials are counted in both texts, and words of no dictionary
# are an engine's
_BY_KIND = {
    "negation.lost": 0.0,
    "negation.added": 0.35,
    "untranslated.strange": 1.1,
}
# Whose words are names, which people translate and engines mangle; and so is what overlaps them.
_NAMES = frozenset(("names", "naming", "transcribed-names"))
_ALONE = 0.6  # to speak up by itself
_ALONE_ELSEWHERE = 0.75  # the same in languages that it was not taught in
_WORDS_ALONE = 3  # of the source at least, for the model to speak up by itself
# Of short texts the model knows little: "Open" and "Abierto" it takes for two things. There a way
# back that is literal needs no confirmation.
_ALL_ELSE_SAME = "alone"  # in a kind: all other words came back
_LITERAL = 85.0  # of 100: how alike source and return are
_OPPOSITES = frozenset(("negation", "antonyms", "quantifier", "exchanged-names"))
_WORD = 0.5  # chance of a word to be marked
_SHOWN = 6  # words marked at most


def confirmed(
    rows: Sequence[MeasuredRow], model: ParaphraseModel | None, grades: Grades
) -> list[MeasuredRow]:
    """The rows with their findings graded for a review, in order.

    Without a model only critical findings that are put down to the translation keep their severity.
    """
    readings = _readings(rows, model)
    return [_judged(row, reading, grades) for row, reading in zip(rows, readings, strict=True)]


def _readings(
    rows: Sequence[MeasuredRow], model: ParaphraseModel | None
) -> list[ParaphraseScore | None]:
    if model is None:
        return [None] * len(rows)
    languages = [row.texts.source.language for row in rows]
    pairs = [(row.texts.stops[0].text, row.texts.stops[1].text) for row in rows]
    return list(model.read(pairs, languages))


def _judged(row: MeasuredRow, reading: ParaphraseScore | None, grades: Grades) -> MeasuredRow:
    named = [span for each in row.findings if each.detector in _NAMES for span in each.spans(0)]
    kept = [
        _is_literal(row, finding) or _is_held(finding, reading, named) for finding in row.findings
    ]
    located = any(
        held and finding.locus.name == "forward" and finding.detector != CHECKS
        for held, finding in zip(kept, row.findings, strict=True)
    )
    findings = [
        finding
        if held and (finding.locus.known or not located)
        else finding.adjusted(REVIEW, Severity.MINOR, _why(finding))
        for held, finding in zip(kept, row.findings, strict=True)
    ]
    if reading and not any(_above_minor(each) for each in findings):
        findings += _own(row, reading, grades)
    return replace(row, findings=tuple(findings))


def _is_literal(row: MeasuredRow, finding: Finding) -> bool:
    """Whether the source came back in its own words, but for an opposite: then no freedom of a
    translator and no weakness of an engine explains that.
    """
    serious = finding.severity >= Severity.CRITICAL and finding.locus.name == "forward"
    if not serious or finding.detector not in _OPPOSITES:
        return False
    if _ALL_ELSE_SAME in finding.kind.split("."):
        return True
    source, home = (row.texts.stops[at].text.casefold() for at in (0, -1))
    return len(row.texts.stops) > 2 and fuzz.ratio(source, home) >= _LITERAL


def _is_held(finding: Finding, reading: ParaphraseScore | None, named: Sequence[Span]) -> bool:
    """Whether a finding is held against the translation."""
    if finding.detector == CHECKS or (finding.detector == GLOSSARY and finding.locus.hop == 1):
        return True
    if not _above_minor(finding) or finding.locus.name == "backward":
        return False
    serious = finding.locus.name == "forward" and finding.severity >= Severity.CRITICAL
    if reading is None or reading.row is None:
        return serious
    return reading.row.critical >= _least(finding, named, serious=serious)


def _least(finding: Finding, named: Sequence[Span], *, serious: bool) -> float:
    """The chance from which on the model confirms a finding."""
    special = next((_BY_KIND[kind] for kind in _BY_KIND if _begins(finding, kind)), None)
    if special is not None and (serious or special > _USUAL):
        return special
    of_names = finding.detector in _NAMES or any(
        one.overlaps(other) for one in finding.spans(0) for other in named
    )
    return _SERIOUS if serious and not of_names else _USUAL


def _begins(finding: Finding, kind: str) -> bool:
    return f"{finding.kind}.".startswith(f"{kind}.")


def _above_minor(finding: Finding) -> bool:
    return finding.severity > Severity.MINOR


def _why(finding: Finding) -> str:
    if finding.locus.name == "backward":
        return "the way back made it"
    return "the source and the translation, read together, do not confirm it"


def _own(row: MeasuredRow, reading: ParaphraseScore, grades: Grades) -> list[Finding]:
    """What the model sees where nothing else was found."""
    taught = all(base_language(text.language) in TAUGHT for text in row.texts.stops[:2])
    if reading.row is None or reading.row.critical < (_ALONE if taught else _ALONE_ELSEWHERE):
        return []
    if len(words(row.texts.source.text)) < _WORDS_ALONE:
        return []
    worst = sorted(reading.words, key=lambda word: -word.chances.major)[:_SHOWN]
    marks = [Mark(word.end, word.span) for word in worst if word.chances.major >= _WORD]
    whole = [Mark(stop, Span(0, len(row.texts.stops[stop].text))) for stop in (0, 1)]
    return [
        Finding(
            CHECKS,
            Category.MISTRANSLATION,
            grades.of(MEANING),
            "Source and translation, read together, seem to say different things.",
            tuple(sorted(marks)) or tuple(whole),
            (("chance", f"{reading.row.critical:.2f}"),),
            Locus.at(1, 2, ("The paraphrase model read the two texts; no engine was asked.",)),
            MEANING,
        )
    ]
