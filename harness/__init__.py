"""Offline re-translation and diff harness for machine translation.

The names below are the public interface; everything else may change. What authors of plug-ins need
stands in `harness.plugin`.

    import harness

    run = harness.round_trip("She did not sign the contract.", route="en:es:en")
    for row in run:
        if isinstance(row, harness.MeasuredRow):
            for finding in row.findings:
                print(finding.severity.value, finding.message)

`round_trip` carries a text out and back, `diff` compares two texts, `compare` two runs; `check`
runs a suite and gives a verdict; `read_run` reads a record and, like `compare`, needs no engine.
`import harness` loads none of the libraries that these need: they come with the first call.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.api import check, compare, diff, read_run, review_translations, round_trip
    from harness.compare.results import Comparison
    from harness.core.errors import HarnessError
    from harness.core.route_syntax import parse_route
    from harness.core.values import (
        Category,
        ExitCode,
        Finding,
        MeasuredRow,
        Route,
        Run,
        Severity,
        Unmeasured,
    )
    from harness.gate.verdict import Verdict
    from harness.results import CheckResult, ComparedRuns, Difference, RoundTrip
    from harness.review.review import Review
    from harness.run.plan import RunPlan
    from harness.run.record import find_records
    from harness.run.runner import run_plan
    from harness.settings import RunSettings

__version__ = "0.2.0"

__all__ = [
    "Category",
    "CheckResult",
    "ComparedRuns",
    "Comparison",
    "Difference",
    "ExitCode",
    "Finding",
    "HarnessError",
    "MeasuredRow",
    "Review",
    "RoundTrip",
    "Route",
    "Run",
    "RunPlan",
    "RunSettings",
    "Severity",
    "Unmeasured",
    "Verdict",
    "check",
    "compare",
    "diff",
    "find_records",
    "parse_route",
    "read_run",
    "review_translations",
    "round_trip",
    "run_plan",
]

# Loaded when first asked for: the program listens to signals before it loads anything else, and
# `harness --help` need not wait for what it does not need.
_LATE = {
    "Category": "harness.core.values",
    "ExitCode": "harness.core.values",
    "Finding": "harness.core.values",
    "HarnessError": "harness.core.errors",
    "MeasuredRow": "harness.core.values",
    "Route": "harness.core.values",
    "Run": "harness.core.values",
    "Severity": "harness.core.values",
    "Unmeasured": "harness.core.values",
    "parse_route": "harness.core.route_syntax",
    "Comparison": "harness.compare.results",
    "CheckResult": "harness.results",
    "ComparedRuns": "harness.results",
    "Difference": "harness.results",
    "RoundTrip": "harness.results",
    "RunPlan": "harness.run.plan",
    "RunSettings": "harness.settings",
    "Verdict": "harness.gate.verdict",
    "run_plan": "harness.run.runner",
    "check": "harness.api",
    "diff": "harness.api",
    "find_records": "harness.run.record",
    "read_run": "harness.api",
    "review_translations": "harness.api",
    "Review": "harness.review.review",
    "round_trip": "harness.api",
}


def __getattr__(name: str) -> object:
    if name == "compare":
        return import_module("harness.compare")  # which can be called
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
