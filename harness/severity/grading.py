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
    given = grades.grade(issues)
    read = by_readers.adjusted(bead, given, paraphrase_score)
    findings = _none_milder(given, read, grades)
    judged = by_likelihood.adjusted(bead, findings, paraphrase_score, likelihoods)
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
    graded_issues = graded(bead, issues, usual, paraphrase_score)
    return tuple(
        issue
        for issue, finding in zip(issues, graded_issues, strict=True)
        if not by_readers.unnoticed(bead, finding, paraphrase_score)
    )


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
