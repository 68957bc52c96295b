"""All that the runs know as one JSON document, for programs.

Schema history
1   2026-11   the first: runs, each with identity, circumstances, caveats, totals, rows

Unlike a run record, which is for this package, it names what a program wants to read: source,
hypotheses, back-translation, and the words of every mark beside its place.
"""

import math
from collections.abc import Iterator, Sequence

from harness.core.values import (
    Drift,
    Finding,
    LocalText,
    Mark,
    MetricCard,
    Row,
    Run,
    RunTotals,
    Segment,
    Signature,
    Unmeasured,
)
from harness.writing.json import json_stream, json_text

SCHEMA = 1

Fields = dict[str, object]


class Json:
    """One document for one run or several. Written row by row, one row a line.

    A number that is not finite, such as the top of an unbounded scale, is null. Lone surrogates,
    which no UTF-8 file can hold, are written as escapes.
    """

    suffix = ".json"

    def render(self, runs: Sequence[Run]) -> Iterator[str]:
        yield from json_stream({"schema": SCHEMA}, "runs", map(_run, runs))
        yield "\n"


def _run(run: Run) -> Iterator[str]:
    head: Fields = {
        "fingerprint": run.identity.fingerprint,
        "identity": _identity(run),
        "circumstances": dict(run.circumstances),
        "caveats": list(run.caveats),
        "totals": _totals(run.totals),
    }
    return json_stream(head, "rows", ((json_text(_row(row)),) for row in run.rows))


def _identity(run: Run) -> Fields:
    identity = run.identity
    return {
        "doc_id": identity.doc_id,
        "language": identity.language,
        "text_digest": identity.text_digest,
        "route": str(identity.route),
        "segmenter": _signature(identity.segmenter),
        "engines": [
            {"direction": [leg.direction.source, leg.direction.target], **_signature(engine)}
            for leg, engine in zip(identity.route.legs, identity.engines, strict=True)
        ],
        "metrics": [_metric(card) for card in identity.metrics],
        "detectors": [_signature(detector) for detector in identity.detectors],
    }


def _signature(signature: Signature) -> Fields:
    return {"name": signature.name, "settings": dict(signature.fields)}


def _metric(card: MetricCard) -> Fields:
    return {
        "name": card.name,
        "title": card.title,
        "signature": _signature(card.signature),
        "lowest": _finite(card.lowest),
        "highest": _finite(card.highest),
        "higher_is_better": card.higher_is_better,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _totals(totals: RunTotals) -> Fields:
    return {
        "rows": totals.rows,
        "measured": totals.measured,
        "unmeasured": totals.unmeasured,
        "findings": {path: dict(counts) for path, counts in totals.findings.items()},
        "scores": {name: _finite(value) for name, value in totals.scores.items()},
    }


def _row(row: Row) -> Fields:
    match row:
        case Drift():
            return _drift(row)
        case Unmeasured():
            return _unmeasured(row)


def _drift(row: Drift) -> Fields:
    return {
        "kind": "drift",
        "row_id": row.row_id,
        "segments": [_segment(segment) for segment in row.segments],
        "source": _text(row.texts.source),
        "hypotheses": [_text(text) for text in row.texts.pivots],
        "back_translation": _text(row.texts.back_translation),
        "moved": row.moved,
        "scores": {name: _finite(score.value) for name, score in row.scores.items()},
        "findings": [
            _finding(finding, identity, row)
            for finding, identity in zip(row.findings, row.finding_ids(), strict=True)
        ],
    }


def _unmeasured(row: Unmeasured) -> Fields:
    return {
        "kind": "unmeasured",
        "row_id": row.segment.segment_id,
        "segments": [_segment(row.segment)],
        "reached": [_text(text) for text in row.texts],
        "failed_hop": row.hop,
        "reason": row.reason,
    }


def _segment(segment: Segment) -> Fields:
    return {
        "segment_id": segment.segment_id,
        "doc_id": segment.doc_id,
        "position": segment.position,
        "text": segment.text,
    }


def _text(text: LocalText) -> Fields:
    return {"language": text.language, "text": text.text}


def _finding(finding: Finding, identity: str, row: Drift) -> Fields:
    return {
        "id": identity,
        "detector": finding.detector,
        "category": finding.category.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "locus": {
            "name": finding.locus.name,
            "hop": finding.locus.hop,
            "evidence": list(finding.locus.evidence),
            "confidence": finding.locus.confidence,
        },
        "marks": [_mark(mark, row) for mark in finding.marks],
        "evidence": [{"name": name, "value": value} for name, value in finding.evidence],
    }


def _mark(mark: Mark, row: Drift) -> Fields:
    stops = row.texts.stops
    return {
        "stop": mark.stop,
        "start": mark.span.start,
        "end": mark.span.end,
        # A faulty detector must not cost the reader the report.
        "words": mark.span.of(stops[mark.stop].text) if mark.stop < len(stops) else None,
    }
