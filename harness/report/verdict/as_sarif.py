"""A verdict as SARIF 2.1.0: what fails, at its line of the corpus."""

from collections.abc import Iterator

from harness.core.values import ExitCode, MeasuredRow
from harness.core.values.place import FilePlace
from harness.gate.verdict import Gate, Item, Status, Verdict
from harness.report.formats.sarif import (
    METRIC,
    TERM,
    UNMEASURED,
    Fields,
    document,
    location,
    of_finding,
    result,
    sarif_run,
)
from harness.report.html.row_groups import place_of


class VerdictSarif:
    """A result for each finding that fails, and for each segment that was not measured.

    Whole gates (a metric that fell) have no line: they stand at the suite's file.
    """

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:
        results = [*_of_items(verdict), *_of_gates(verdict, file)]
        rules = sorted({str(each["ruleId"]) for each in results})
        caveats: Fields = {"caveats": list(verdict.caveats)}
        yield from document([sarif_run(rules, results, f"harness/{verdict.suite}", caveats)])


def _of_items(verdict: Verdict) -> Iterator[Fields]:
    for item in (*verdict.of(Status.UNMEASURED), *verdict.of(Status.WORSE)):
        place = verdict.places.get(item.key[1])
        yield from _of_item(item, location(place_of(item.row), item.document, place))


def _of_item(item: Item, where: Fields) -> Iterator[Fields]:
    row = item.row
    if not isinstance(row, MeasuredRow):
        yield result(UNMEASURED, "error", "; ".join(item.reasons), "/".join(item.key), where)
        return
    ids = dict(zip(row.findings, row.finding_ids(), strict=True))
    for number, finding in enumerate(item.failing):
        known = ids.get(finding, f"{row.row_id}/{number}")
        yield of_finding(finding, f"{item.key[0]}/{known}", row, where)
    said = {finding.message for finding in item.failing}
    for reason in item.reasons:
        if reason not in said:
            yield result(TERM, "error", reason, f"{'/'.join(item.key)}/{reason}", where)


def _of_gates(verdict: Verdict, file: str) -> Iterator[Fields]:
    """Gates that fail by themselves: those of detectors repeat what their segments say."""
    for gate in verdict.gates:
        alone = gate.metric is not None or gate.exit_code is ExitCode.NOT_MEASURED
        if gate.exit_code is not ExitCode.PASSED and alone:
            yield _of_gate(gate, file)


def _of_gate(gate: Gate, file: str) -> Fields:
    where = location(gate.name, gate.route, FilePlace(file, 1, 1))
    name = UNMEASURED if gate.exit_code is ExitCode.NOT_MEASURED else METRIC
    text = f"{gate.route}, {gate.name}: {gate.reason}"
    return result(name, "error", text, f"{gate.route}/{gate.name}", where)
