"""Issues -> findings: the table first, then each adjuster in turn."""

from collections.abc import Iterable, Sequence

from harness.core.code import code_digest
from harness.core.values import BeadText, Finding, Issue, ParaphraseScore, Signature, StopLikelihood
from harness.severity import by_likelihood, by_paraphrase
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
    read = by_paraphrase.adjusted(bead, given, paraphrase_score)
    findings = [_not_milder(one, other, grades) for one, other in zip(given, read, strict=True)]
    return by_likelihood.adjusted(bead, findings, likelihoods)


def _not_milder(given: Finding, read: Finding, grades: Grades) -> Finding:
    """What a model makes of a finding, unless that is milder and the finding a plain fact."""
    return given if read.severity < given.severity and grades.is_firm(given.kind) else read


def signature(grades: Grades) -> Signature:
    """What severities depend on besides the issues, paraphrase scores and likelihoods."""
    bounds = ((each.NAME, each.BOUNDS) for each in (by_paraphrase, by_likelihood))
    return Signature("grades", (("code", code_digest(__name__)), *grades.settings, *bounds))
