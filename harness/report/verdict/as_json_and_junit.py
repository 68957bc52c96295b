"""A verdict for programs: JSON, and JUnit's XML.

Schema history: 1, the first; 2, findings as in the JSON of runs.
"""

from collections.abc import Iterator, Mapping

from harness.core.values import ExitCode, MeasuredRow
from harness.core.values.place import FilePlace
from harness.gate.verdict import Item, Status, Verdict
from harness.report.formats.json import NAMED
from harness.report.html.row_groups import first_words, place_of, shortened
from harness.report.verdict.as_text import difference_lines
from harness.writing.json import json_text
from harness.writing.junit import JunitCase, JunitOutcome, JunitSuite, junit

SCHEMA = 2


class VerdictJson:
    """The whole verdict on one line; see `verdict_data`."""

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:  # noqa: ARG002
        yield json_text(verdict_data(verdict)) + "\n"


class VerdictJunit:
    """JUnit's XML: a case for each segment and each gate."""

    def render(self, verdict: Verdict, file: str) -> Iterator[str]:  # noqa: ARG002
        return junit([JunitSuite(verdict.suite, lambda: _cases(verdict))])


def verdict_data(verdict: Verdict) -> dict[str, object]:
    """The whole verdict as plain data."""
    return {
        "schema": SCHEMA,
        "suite": verdict.suite,
        "exit_code": int(verdict.exit_code),
        "counts": {status.name.lower(): len(verdict.of(status)) for status in Status},
        "kinds": [
            {"category": kind.category.value, "gained": kind.gained, "lost": kind.lost}
            for kind in verdict.kinds
        ],
        "moves": [
            {
                "route": move.route,
                "category": move.category.value,
                "segments_worse": move.worse,
                "segments_better": move.better,
                "p": move.p,
            }
            for move in verdict.net_changes
        ],
        "engine_changes": [
            {
                "route": change.route,
                "hop": change.hop,
                "direction": change.direction,
                "settings": [
                    {"name": each.field, "before": each.baseline, "now": each.candidate}
                    for each in change.differences
                ],
            }
            for change in verdict.engine_changes
        ],
        "caveats": list(verdict.caveats),
        "items": [_item(item, verdict.places) for item in verdict.items],
        "gates": [
            {
                "route": gate.route,
                "name": gate.name,
                "passed": gate.exit_code is ExitCode.PASSED,
                "reason": gate.reason,
            }
            for gate in verdict.gates
        ],
        "unused": [{"route": route, "row_id": identity} for route, identity in verdict.unused],
        "stale": list(verdict.stale),
    }


def _item(item: Item, places: Mapping[str, FilePlace]) -> dict[str, object]:
    row = item.row
    texts = row.texts.stops if isinstance(row, MeasuredRow) else row.texts
    return {
        "route": item.key[0],
        "row_id": item.key[1],
        "document": item.document,
        "position": item.position,
        **_place(places.get(item.key[1])),
        "status": item.status.name.lower(),
        "reasons": list(item.reasons),
        "notes": list(item.notes),
        "texts": [text.text for text in texts],
        "findings": [NAMED.encode(finding) for finding in item.failing],
    }


def _place(place: FilePlace | None) -> dict[str, object]:
    """File and line, where somebody looked them up."""
    return {} if place is None else {"file": place.file, "line": place.line}


def _cases(verdict: Verdict) -> Iterator[JunitCase]:
    outcomes = {Status.WORSE: JunitOutcome.FAILURE, Status.UNMEASURED: JunitOutcome.ERROR}
    of_gates = {
        ExitCode.PASSED: JunitOutcome.PASSED,
        ExitCode.NOT_MEASURED: JunitOutcome.ERROR,
    }
    for item in verdict.items:
        outcome = outcomes.get(item.status, JunitOutcome.PASSED)
        message = "; ".join(item.reasons)
        text = "\n".join((*item.reasons, *difference_lines(item)))
        passed = outcome is JunitOutcome.PASSED
        yield JunitCase(
            _name(item),
            outcome,
            message=message,
            text="" if passed else text,
            group=f"{item.document} {item.key[0]}",
        )
    for gate in verdict.gates:
        outcome = of_gates.get(gate.exit_code, JunitOutcome.FAILURE)
        text = "" if outcome is JunitOutcome.PASSED else gate.reason
        yield JunitCase(gate.name, outcome, message=gate.reason, text=text, group=gate.route)


def _name(item: Item) -> str:
    """The sentence itself, so that people know it; its identity keeps the history of the case."""
    words = shortened(" ".join(first_words(item.row).text.split()))
    return f"{place_of(item.row)}: {words} [{item.key[1]}]"
