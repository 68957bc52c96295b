"""Issues -> findings: the table first, then each adjuster in turn."""

from collections.abc import Iterable, Sequence

from harness.core.code import code_digest
from harness.core.values import BeadText, Finding, Issue, ParaphraseScore, Signature, StopLikelihood
from harness.severity import by_likelihood, by_readers
from harness.severity.grades import Grades


def graded(
    bead: BeadText,
    issues: Iterable[Issue],
    grades: Grades,
    paraphrase_score: ParaphraseScore | None = None,
    likelihoods: Sequence[StopLikelihood] = (),
) -> tuple[Finding, ...]:
    """The findings of a bead. Depends on nothing else: a record has all that it takes."""
    findings, features = _read(bead, issues, grades, paraphrase_score)
    judged = by_likelihood.adjusted(findings, paraphrase_score, features, likelihoods)
    return _none_milder(findings, judged, grades)


def noticed(
    bead: BeadText,
    issues: Sequence[Issue],
    usual: Grades,
    paraphrase_score: ParaphraseScore | None,
) -> tuple[Issue, ...]:
    """The issues without wording that is minor and that no reader would notice.

    Args:
        usual: the table without what a user says of it: what is found never depends on that.
    """
    findings, features = _read(bead, issues, usual, paraphrase_score)
    return tuple(
        issue
        for issue, finding, known in zip(issues, findings, features, strict=True)
        if not by_readers.unnoticed(finding, known)
    )


def _read(
    bead: BeadText,
    issues: Iterable[Issue],
    grades: Grades,
    paraphrase_score: ParaphraseScore | None,
) -> tuple[tuple[Finding, ...], Sequence[by_readers.Features | None]]:
    """The findings as table and paraphrase model grade them, and the features of each."""
    given = grades.grade(issues)
    features = by_readers.features_of(bead, given, paraphrase_score)
    read = by_readers.adjusted(given, paraphrase_score, features)
    return _none_milder(given, read, grades), features


def _none_milder(
    given: Sequence[Finding], changed: Sequence[Finding], grades: Grades
) -> tuple[Finding, ...]:
    """What a model makes of findings, unless that is milder and the finding a plain fact."""
    return tuple(
        one if other.severity < one.severity and grades.is_firm(one.kind) else other
        for one, other in zip(given, changed, strict=True)
    )


def signature(grades: Grades) -> Signature:
    """What severities depend on besides the issues, paraphrase scores and likelihoods."""
    bounds = ((by_readers.NAME, by_readers.bounds()), (by_likelihood.NAME, by_likelihood.BOUNDS))
    return Signature("grades", (("code", code_digest(__name__)), *grades.settings, *bounds))
