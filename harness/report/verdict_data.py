"""A verdict for programs: JSON, and JUnit's XML. Schema history: 1, the first."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from harness.core.values import Drift, ExitCode
from harness.gate.verdict import Item, Status, Verdict
from harness.report.verdict_text import difference_lines, place
from harness.text.visible import strip_controls

SCHEMA = 1


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
            for move in verdict.moves
        ],
        "caveats": list(verdict.caveats),
        "items": [_item(item) for item in verdict.items],
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


def _item(item: Item) -> dict[str, object]:
    row = item.row
    texts = row.texts.stops if isinstance(row, Drift) else row.texts
    return {
        "route": item.key[0],
        "row_id": item.key[1],
        "document": item.document,
        "position": item.position,
        "status": item.status.name.lower(),
        "reasons": list(item.reasons),
        "notes": list(item.notes),
        "texts": [text.text for text in texts],
        "findings": [
            {"category": f.category.value, "severity": f.severity.value, "locus": str(f.locus)}
            for f in item.failing
        ],
    }


def junit(verdict: Verdict) -> str:
    """JUnit's XML: a case for each segment and each gate."""
    suite = Element("testsuite", name=verdict.suite)
    counts = {"tests": 0, "failures": 0, "errors": 0}
    for name, kind, message, text in _cases(verdict):
        counts["tests"] += 1
        case = SubElement(suite, "testcase", classname=verdict.suite, name=_clean(name))
        if kind:
            counts["failures" if kind == "failure" else "errors"] += 1
            SubElement(case, kind, message=_clean(message)).text = _clean(text)
    for count, number in counts.items():
        suite.set(count, str(number))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suite, "unicode") + "\n"


def _cases(verdict: Verdict) -> Iterator[tuple[str, str, str, str]]:
    """Name, "failure", "error" or nothing, one line, and more."""
    kinds = {Status.WORSE: "failure", Status.UNMEASURED: "error"}
    for item in verdict.items:
        text = "\n".join((*item.reasons, *difference_lines(item)))
        yield place(item), kinds.get(item.status, ""), "; ".join(item.reasons), text
    for gate in verdict.gates:
        kind = "" if gate.exit_code is ExitCode.PASSED else "failure"
        yield f"{gate.route}, {gate.name}", kind, gate.reason, gate.reason


def _clean(text: str) -> str:
    """Without what XML cannot hold: controls, and halves of characters."""
    shown = "\n".join(strip_controls(line) for line in text.split("\n"))
    return "".join(
        c
        for c in shown
        if c in "\t\n" or (" " <= c <= "\ud7ff") or (c >= "\ue000" and c not in "\ufffe\uffff")
    )
