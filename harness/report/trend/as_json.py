"""A trend as plain data for programs."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from harness.compare.trend import Counts, Course, Trend, Version
from harness.writing.json import json_text

SCHEMA = 1

Fields = dict[str, object]


def trend_json(trend: Trend) -> Iterator[str]:
    """One object with every route and version; what is not finite is null."""
    data: Fields = {
        "schema": SCHEMA,
        "kind": "harness-trend",
        "versions": list(trend.names),
        "documents": list(trend.documents),
        "routes": [_course(course) for course in trend.courses],
    }
    yield json_text(data) + "\n"


def _course(course: Course) -> Fields:
    return {
        "stops": list(course.stops),
        "metrics": [card.name for card in course.metrics],
        "versions": [None if each is None else _version(each) for each in course.versions],
    }


def _version(version: Version) -> Fields:
    return {
        "name": version.name,
        "started": version.started,
        "rows": version.rows,
        "unmeasured": version.unmeasured,
        "findings": _counts(version.findings),
        "by_kind": _each(version.by_kind),
        "by_hop": _each(version.by_hop),
        "scores": {
            name: score if math.isfinite(score) else None for name, score in version.scores.items()
        },
        "changed": [asdict(each) for each in version.changed],
        "other_text": version.other_text,
    }


def _each(counts: Mapping[str, Counts]) -> Fields:
    return {name: _counts(each) for name, each in counts.items()}


def _counts(counts: Counts) -> Fields:
    return {severity.value: count for severity, count in counts.by_severity.items()}
