"""Offline re-translation and diff harness for machine translation.

The names below are the public interface; everything else may change. What reads a recorded run
needs no engine:

    import harness

    for row in harness.read_run(path).rows:
        if isinstance(row, harness.Drift):
            for finding in row.findings:
                print(finding.severity.value, finding.message)
"""

from importlib import import_module
from typing import TYPE_CHECKING

from harness.core.errors import HarnessError
from harness.core.routes import parse_route
from harness.core.values import (
    Category,
    Drift,
    ExitCode,
    Finding,
    Route,
    Run,
    Severity,
    Unmeasured,
)

if TYPE_CHECKING:
    from harness.plans import RunPlan
    from harness.records import find_records, read_run
    from harness.runs import carry_out

__version__ = "0.1.0"

__all__ = [
    "Category",
    "Drift",
    "ExitCode",
    "Finding",
    "HarnessError",
    "Route",
    "Run",
    "RunPlan",
    "Severity",
    "Unmeasured",
    "carry_out",
    "find_records",
    "parse_route",
    "read_run",
]

# Loaded when first asked for, so that `harness --help` need not wait for them.
_LATE = {
    "RunPlan": "harness.plans",
    "carry_out": "harness.runs",
    "find_records": "harness.records",
    "read_run": "harness.records",
}


def __getattr__(name: str) -> object:
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
