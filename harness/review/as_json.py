"""A review for programs: everything, as one object."""

from dataclasses import asdict
from typing import Any

from harness.core.record_lines import RECORD
from harness.core.values import Finding, Severity
from harness.review.as_text import verdict
from harness.review.review import Review
from harness.review.units import ReviewedUnit, is_locked, of_way_back


def as_data(review: Review) -> dict[str, Any]:
    """The review as JSON can hold it; `schema` is raised when a key changes its meaning."""
    return {
        "schema": 1,
        "file": review.document.origin,
        "source_language": review.document.language,
        "target_language": review.target_language,
        "verdict": verdict(review),
        "to_look_at": len(review.to_look_at),
        "severities": {each.value: review.count(each) for each in sorted(Severity, reverse=True)},
        "units": {state.value: count for state, count in review.states.items()},
        "accepted": len(review.accepted),
        "not_measured": len(review.unmeasured),
        "judges": [{"what": what, "signature": str(each)} for what, each in review.judges],
        "caveats": list(review.caveats),
        "rows": [_row(each) for each in review.units],
    }


def _row(each: ReviewedUnit) -> dict[str, Any]:
    unit, target = each.unit, each.unit.target
    home = each.back_translation
    return {
        "unit_id": unit.unit_id,
        "line": unit.line,
        "context": [list(pair) for pair in unit.context],
        "state": each.state.value,
        "locked": is_locked(unit),
        "source": unit.text,
        "translation": target.text if target else None,
        "back_translation": home.text if home else None,
        "witnesses": dict(each.returns),
        "severity": each.severity.value if each.severity else None,
        "reason_not_measured": each.failure or None,
        "decision": None if each.decision.is_empty else asdict(each.decision),
        "findings": [_finding(finding) for finding in each.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "of": "way back" if of_way_back(finding) else "translation",
        **RECORD.encode(finding),
    }
