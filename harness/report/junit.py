"""JUnit XML, which every continuous integration shows: a suite a run, a test case a row."""

from collections.abc import Iterator, Sequence

from harness.core.values import Drift, Finding, Row, Run, Severity, Unmeasured
from harness.report import wording
from harness.report.groups import first_words, position, row_id, shortened
from harness.report.xml_text import attribute, content

_FAILS_FROM = Severity.MAJOR


class Junit:
    """A row fails from a major finding on; what could not be measured is an error, never a pass.

    Minor findings stand in the output of a passing case. Times are not given: a record tells none
    that would be the same tomorrow.
    """

    suffix = ".xml"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="harness">\n'
        for run in runs:
            yield from _suite(run)
        yield "</testsuites>\n"


def _suite(run: Run) -> Iterator[str]:
    identity, totals = run.identity, run.totals
    name = f"{identity.doc_id}, {wording.run_title(identity)}"
    failed = sum(bool(_grave(row)) for row in run.rows)
    yield (
        f'<testsuite name={attribute(name)} tests="{totals.rows}" failures="{failed}"'
        f' errors="{totals.unmeasured}" skipped="0">\n<properties>\n'
    )
    facts = [("signature", wording.run_signature(identity))]
    facts += [("engine", str(engine)) for engine in identity.engines]
    facts += [("caveat", caveat) for caveat in run.caveats]
    for key, value in facts:
        yield f"<property name={attribute(key)} value={attribute(value)}/>\n"
    yield "</properties>\n"
    for row in run.rows:
        yield from _case(row, name)
    yield "</testsuite>\n"


def _case(row: Row, suite: str) -> Iterator[str]:
    where = position([[row]])
    words = shortened(" ".join(first_words(row).text.split()))
    # The row's identity keeps a case's history when sentences before it come or go.
    name = f"{where}: {words} [{row_id(row)}]"
    yield f"<testcase classname={attribute(suite)} name={attribute(name)}>"
    match row:
        case Unmeasured():
            said = f"hop {row.hop} failed: {row.reason}"
            yield f'<error type="unmeasured" message={attribute(said)}/>'
        case Drift() if grave := _grave(row):
            worst = max(grave, key=lambda finding: finding.severity)
            yield f"<failure type={attribute(worst.category.value)} message="
            yield f"{attribute(worst.message)}>{content(_in_full(row))}</failure>"
        case Drift() if row.findings:
            yield f"<system-out>{content(_in_full(row))}</system-out>"
    yield "</testcase>\n"


def _grave(row: Row) -> list[Finding]:
    if isinstance(row, Unmeasured):
        return []
    return [finding for finding in row.findings if finding.severity >= _FAILS_FROM]


def _in_full(row: Drift) -> str:
    findings = (
        f"{each.severity.value}, {wording.category_words(each.category)}: {each.message}"
        f" ({wording.locus_words(each.locus)}) [{identity}]"
        for each, identity in zip(row.findings, row.finding_ids(), strict=True)
    )
    texts = (f"{stop.language}: {stop.text}" for stop in row.texts.stops)
    return "\n".join([*findings, "", *texts])
