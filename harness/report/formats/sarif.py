"""SARIF 2.1.0 (OASIS): findings as code hosts and editors take them up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from urllib.parse import quote

from harness.core.values import Category, Finding, MeasuredRow, Row, Run, Severity, Unmeasured
from harness.core.values.place import FilePlace
from harness.report.html.row_groups import position, segments_of, unit_of
from harness.report.shared import labels
from harness.text.words.control_characters import strip_controls
from harness.writing.json import json_stream, json_text

Fields = dict[str, object]

LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "warning", Severity.MINOR: "note"}
UNMEASURED, METRIC, TERM = "unmeasured", "metric", "term"
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_WORDS = {UNMEASURED: "not measured", METRIC: "a metric fell", TERM: "a term that must be kept"}
_FINDING = "Something changed in meaning on the way out and back; see what is found in the docs."
_HELP = {
    UNMEASURED: "A segment that could not be translated or measured: never a pass.",
    METRIC: "Over the whole text a metric is worse than accepted, by more than chance.",
    TERM: "The suite's policy says that this term must be kept, and it was not.",
}


@dataclass(frozen=True, slots=True)
class Sarif:
    """A SARIF run for each of ours, a result for each finding, one for what was not measured.

    Locations are logical (a sentence of the text), and physical where it is known in which file and
    line the text stands: code hosts show only those. Fingerprints are the findings' ids, which
    survive edits elsewhere. Messages are plain text without controls, and all of it is ASCII:
    whatever a model said, no user can be led astray by its characters.
    """

    places: Mapping[str, FilePlace] = field(default_factory=dict)  # by a segment's identity

    suffix = ".sarif"

    def located(self, places: Mapping[str, FilePlace]) -> "Sarif":
        """The same reporter, which knows where segments stand in their files."""
        return Sarif(places)

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        yield from document(_run(run, self.places) for run in runs)


def document(runs: Iterable[Iterator[str]]) -> Iterator[str]:
    """A whole log of runs, piece by piece."""
    head: Fields = {"$schema": _SCHEMA, "version": "2.1.0"}
    yield from json_stream(head, "runs", runs, ascii_only=True)
    yield "\n"


def sarif_run(
    rules: Iterable[str], results: Iterable[Fields], identity: str, properties: Fields
) -> Iterator[str]:
    """One run: what reports, and what it reports.

    Args:
        rules: what results name, in this order; `rule` says what each means.
        identity: of runs that replace each other on a code host.
    """
    head: Fields = {
        "tool": {
            "driver": {
                "name": "harness",
                "version": version("retranslation-harness"),
                "rules": [*map(rule, rules)],
            }
        },
        "automationDetails": {"id": identity},
        "columnKind": "unicodeCodePoints",
        "properties": properties,
    }
    pieces = ((json_text(result, ascii_only=True),) for result in results)
    return json_stream(head, "results", pieces, ascii_only=True)


def rule(path: str) -> Fields:
    """What a code host shows of a rule: it wants all three texts."""
    words = _WORDS.get(path) or labels.category_words(Category(path))
    help_text = _HELP.get(path, _FINDING)
    return {
        "id": path,
        "shortDescription": {"text": words},
        "fullDescription": {"text": f"{words}. {help_text}"},
        "help": {"text": help_text},
    }


def location(name: str, doc_id: str, place: FilePlace | None) -> Fields:
    """A sentence of a text, with its lines in a file where they are known."""
    made: Fields = {}
    if place is not None:
        made["physicalLocation"] = {
            "artifactLocation": {"uri": quote(place.file)},
            "region": {"startLine": place.line, "endLine": place.last},
        }
    whole = f"{doc_id}/{name}"
    made["logicalLocations"] = [{"name": name, "fullyQualifiedName": whole, "kind": "text"}]
    return made


def result(name: str, level: str, text: str, identity: str, where: Fields) -> Fields:
    """One result of the rule `name`; `identity` tells it from others, run after run."""
    return {
        "ruleId": name,
        "level": level,
        "message": {"text": strip_controls(text) or name},
        "locations": [where],
        "partialFingerprints": {"harnessFinding/v1": identity},
    }


def _run(run: Run, places: Mapping[str, FilePlace]) -> Iterator[str]:
    properties: Fields = {
        "engines": [str(engine) for engine in run.identity.engines],
        "caveats": list(run.caveats),
    }
    results = (each for row in run.rows for each in _results(row, run.identity.doc_id, places))
    rules = (*sorted(run.totals.findings), UNMEASURED)
    return sarif_run(rules, results, labels.run_signature(run.identity), properties)


def _results(row: Row, doc_id: str, places: Mapping[str, FilePlace]) -> Iterator[Fields]:
    unit = unit_of(row)
    name = f"sentence {position([[row]])}" + (f", unit {unit}" if unit else "")
    found = (places[each.segment_id] for each in segments_of(row) if each.segment_id in places)
    where = location(name, doc_id, next(found, None))
    match row:
        case Unmeasured():
            text = f"{name}: hop {row.hop} failed: {row.reason}"
            yield result(UNMEASURED, "error", text, row.segment.segment_id, where)
        case MeasuredRow():
            for finding, identity in zip(row.findings, row.finding_ids(), strict=True):
                yield of_finding(finding, identity, row, where)


def of_finding(finding: Finding, identity: str, row: MeasuredRow, where: Fields) -> Fields:
    """The result for a finding, with the texts that it is about."""
    level = LEVELS[finding.severity]
    made = result(finding.category.value, level, finding.message, identity, where)
    made["properties"] = {
        "severity": finding.severity.value,
        "locus": str(finding.locus),
        "detector": finding.detector,
        "row": row.row_id,
        "texts": [[stop.language, stop.text] for stop in row.texts.stops],
    }
    return made
