"""Issues -> findings: the table first, then each adjuster in turn."""

from collections.abc import Iterable, Sequence

from harness.core.code import code_digest
from harness.core.values import BeadText, Finding, Issue, Judgement, Reading, Signature
from harness.severity import adjudication, improbable
from harness.severity.grades import Grades


def graded(
    bead: BeadText,
    issues: Iterable[Issue],
    grades: Grades,
    reading: Reading | None = None,
    judgements: Sequence[Judgement] = (),
) -> tuple[Finding, ...]:
    """The findings of a bead. Depends on nothing else: a record has all that it takes."""
    findings = adjudication.adjusted(bead, grades.grade(issues), reading)
    return improbable.adjusted(bead, findings, judgements)


def signature(grades: Grades) -> Signature:
    """What severities depend on besides the issues, the proofreader and the judges."""
    bounds = ((each.NAME, each.BOUNDS) for each in (adjudication, improbable))
    return Signature("grades", (("code", code_digest(__name__)), *grades.settings, *bounds))
