"""SARIF 2.1.0 (OASIS): findings as code hosts and editors take them up."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version

from harness.core.values import Category, Finding, MeasuredRow, Row, Run, Severity, Unmeasured
from harness.report.html.row_groups import position, unit_of
from harness.report.shared import labels
from harness.text.words.control_characters import strip_controls
from harness.writing.json import json_stream, json_text

Fields = dict[str, object]

_LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "warning", Severity.MINOR: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_UNMEASURED = "unmeasured"


class Sarif:
    """A SARIF run for each of ours, a result for each finding, one for what was not measured.

    Locations are logical (a sentence of the text), not physical: a record does not know where its
    text lies on disk. Fingerprints are the findings' ids, which survive edits elsewhere. Messages
    are plain text without controls, and all of it is ASCII: whatever a model said, no user can be
    led astray by its characters.
    """

    suffix = ".sarif"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        head: Fields = {"$schema": _SCHEMA, "version": "2.1.0"}
        yield from json_stream(head, "runs", map(_run, runs), ascii_only=True)
        yield "\n"


def _run(run: Run) -> Iterator[str]:
    head: Fields = {
        "tool": {
            "driver": {
                "name": "harness",
                "version": version("retranslation-harness"),
                "rules": [*map(_rule, sorted(run.totals.findings)), {"id": _UNMEASURED}],
            }
        },
        "automationDetails": {"id": labels.run_signature(run.identity)},
        "columnKind": "unicodeCodePoints",
        "properties": {
            "engines": [str(engine) for engine in run.identity.engines],
            "caveats": list(run.caveats),
        },
    }
    results = (
        (json_text(result, ascii_only=True),)
        for row in run.rows
        for result in _results(row, run.identity.doc_id)
    )
    return json_stream(head, "results", results, ascii_only=True)


def _rule(path: str) -> Fields:
    return {"id": path, "shortDescription": {"text": labels.category_words(Category(path))}}


def _results(row: Row, doc_id: str) -> Iterator[Fields]:
    unit = unit_of(row)
    place = f"sentence {position([[row]])}" + (f", unit {unit}" if unit else "")
    match row:
        case Unmeasured():
            text = f"{place}: hop {row.hop} failed: {row.reason}"
            identity = row.segment.segment_id
            yield _result(_UNMEASURED, "error", text, identity, (doc_id, place))
        case MeasuredRow():
            for finding, identity in zip(row.findings, row.finding_ids(), strict=True):
                yield _of(finding, identity, row, (doc_id, place))


def _of(finding: Finding, identity: str, row: MeasuredRow, where: tuple[str, str]) -> Fields:
    level = _LEVELS[finding.severity]
    made = _result(finding.category.value, level, finding.message, identity, where)
    made["properties"] = {
        "severity": finding.severity.value,
        "locus": str(finding.locus),
        "detector": finding.detector,
        "row": row.row_id,
        "texts": [[stop.language, stop.text] for stop in row.texts.stops],
    }
    return made


def _result(rule: str, level: str, text: str, identity: str, where: tuple[str, str]) -> Fields:
    doc_id, place = where
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": strip_controls(text) or rule},
        "locations": [
            {
                "logicalLocations": [
                    {"name": place, "fullyQualifiedName": f"{doc_id}/{place}", "kind": "text"}
                ]
            }
        ],
        "partialFingerprints": {"harnessFinding/v1": identity},
    }
