"""What a user marked as reviewed in an HTML report, from the file that the report exports."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.core.errors import ConfigError, unreadable
from harness.core.values import MeasuredRow, Severity

SCHEMA = 1

_ReviewedRow = tuple[str, str]  # fingerprint of the run, identity of the row


@dataclass(frozen=True, slots=True)
class Review:
    """Reviewed findings, by run and row, each with the reason that the user gave (or none)."""

    findings: Mapping[_ReviewedRow, Mapping[str, str]]

    def reviewed(self, run: str, row: MeasuredRow) -> int:
        """How many of the row's findings were reviewed, in that very run."""
        known = self.findings.get((run, row.row_id), {})
        return sum(identity in known for identity in row.finding_ids())

    def reason(self, run: str, row: MeasuredRow) -> str | None:
        """Why the row may stay as it is: its reasons, joined. None unless it was reviewed.

        Minor findings, which reports fold, need no mark where the row has others.
        """
        known = self.findings.get((run, row.row_id), {})
        identities = row.finding_ids()
        needed = [
            identity
            for identity, finding in zip(identities, row.findings, strict=True)
            if finding.severity > Severity.MINOR
        ]
        if not identities or any(identity not in known for identity in needed or identities):
            return None
        reasons = dict.fromkeys(known[each].strip() for each in identities if each in known)
        return "; ".join(filter(None, reasons))


def read_review(path: Path) -> Review:
    """The marks in an exported file.

    Raises:
        ConfigError: it cannot be read, or is not what a report of this version exports.
    """
    try:
        data: Any = json.loads(path.read_text("utf-8"))
        if data["kind"] != "harness-review" or data["schema"] != SCHEMA:
            raise ValueError(f"{data['kind']} {data['schema']}")
        findings: dict[_ReviewedRow, dict[str, str]] = {}
        for mark in data["reviewed"]:
            if mark["reviewed"] is True:
                row = findings.setdefault((mark["run"], mark["row_id"]), {})
                row[mark["finding_id"]] = str(mark.get("reason") or "")
    except OSError as cause:
        raise unreadable(path, cause) from cause
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise ConfigError(
            f"{path}: not an export of the report ({type(cause).__name__}: {cause})",
            hint="export it again from an HTML report: More, Export reviewed",
        ) from cause
    return Review(findings)
