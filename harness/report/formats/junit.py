"""JUnit XML, which every continuous integration shows: a suite a run, a test case a row."""

from collections.abc import Iterator, Sequence

from harness.core.values import Finding, MeasuredRow, Row, Run, Severity, Unmeasured
from harness.report.html.row_groups import first_words, position, row_id, shortened
from harness.report.shared import labels
from harness.writing.junit import JunitCase, JunitOutcome, JunitSuite, junit

_FAILS_FROM = Severity.MAJOR
_UNMEASURED = "unmeasured"


class Junit:
    """A row fails from a major finding on; what could not be measured is an error, never a pass.

    Minor findings stand in the output of a passing case. Times are not given: a record has none
    that would be the same tomorrow.
    """

    suffix = ".xml"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        return junit(map(_suite, runs))


def _suite(run: Run) -> JunitSuite:
    identity = run.identity
    facts = [("signature", labels.run_signature(identity))]
    facts += [("engine", str(engine)) for engine in identity.engines]
    facts += [("caveat", caveat) for caveat in run.caveats]
    name = f"{identity.doc_id}, {labels.run_title(identity)}"
    return JunitSuite(name, lambda: map(_case, run.rows), tuple(facts))


def _case(row: Row) -> JunitCase:
    where = position([[row]])
    words = shortened(" ".join(first_words(row).text.split()))
    # The row's identity keeps a case's history when sentences before it come or go.
    name = f"{where}: {words} [{row_id(row)}]"
    if isinstance(row, Unmeasured):
        return JunitCase(
            name, JunitOutcome.ERROR, _UNMEASURED, f"hop {row.hop} failed: {row.reason}"
        )
    if grave := _failing(row):
        worst = max(grave, key=lambda finding: finding.severity)
        return JunitCase(
            name, JunitOutcome.FAILURE, worst.category.value, worst.message, _in_full(row)
        )
    return JunitCase(name, text=_in_full(row) if row.findings else "")


def _failing(row: MeasuredRow) -> list[Finding]:
    return [finding for finding in row.findings if finding.severity >= _FAILS_FROM]


def _in_full(row: MeasuredRow) -> str:
    findings = (
        f"{each.severity.value}, {labels.category_words(each.category)}: {each.message}"
        f" ({labels.locus_words(each.locus)}) [{identity}]"
        for each, identity in zip(row.findings, row.finding_ids(), strict=True)
    )
    texts = (f"{stop.language}: {stop.text}" for stop in row.texts.stops)
    return "\n".join([*findings, "", *texts])
