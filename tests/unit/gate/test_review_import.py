"""The file of marks that a report exports: read as it is, refused when it is not."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from unit.report.report_samples import spanish

from harness.core.errors import ConfigError
from harness.core.values import MeasuredRow, Severity
from harness.gate.review_import import read_review


def _file(path: Path, marks: list[dict[str, Any]], **changed: Any) -> Path:
    data = {"kind": "harness-review", "schema": 1, "reviewed": marks, **changed}
    path.write_text(json.dumps(data), "utf-8")
    return path


def _mark(row: MeasuredRow, number: int, **changed: Any) -> dict[str, Any]:
    identity = row.finding_ids()[number]
    return {"run": "r", "row_id": row.row_id, "finding_id": identity, "reviewed": True, **changed}


def _row() -> MeasuredRow:
    return next(r for r in spanish().rows if isinstance(r, MeasuredRow) and len(r.findings) == 2)


def test_a_row_is_reviewed_when_all_its_findings_are(tmp_path: Path) -> None:
    row = _row()
    half = read_review(_file(tmp_path / "r.json", [_mark(row, 0, reason="so be it")]))
    assert (half.reason("r", row), half.reviewed("r", row)) == (None, 1)
    whole = read_review(_file(tmp_path / "r.json", [_mark(row, 0, reason="a "), _mark(row, 1)]))
    assert (whole.reason("r", row), whole.reviewed("r", row)) == ("a", 2)
    assert whole.reason("another run", row) is None


def test_minor_findings_need_no_mark_beside_others(tmp_path: Path) -> None:
    row = _row()
    first, second = row.findings
    mild = replace(second, severity=Severity.MINOR)
    mixed = replace(row, findings=(first, mild))
    marked = read_review(_file(tmp_path / "r.json", [_mark(mixed, 0, reason="a")]))
    assert marked.reason("r", mixed) == "a"
    unmarked = read_review(_file(tmp_path / "r.json", [_mark(mixed, 1, reason="b")]))
    assert unmarked.reason("r", mixed) is None
    alone = replace(row, findings=(replace(first, severity=Severity.MINOR), mild))
    assert marked.reason("r", alone) is None, "where all is minor, all of it is needed"


def test_a_mark_taken_back_counts_no_more(tmp_path: Path) -> None:
    row = _row()
    marks = [_mark(row, 0), _mark(row, 1, reviewed=False)]
    assert read_review(_file(tmp_path / "r.json", marks)).reason("r", row) is None


@pytest.mark.parametrize(
    "content", ["[]", "{}", "x", "null", '{"kind":"harness-review","schema":2,"reviewed":[]}']
)
def test_what_no_report_exported_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigError, match="not an export of the report"):
        read_review(path)


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"r\.json"):
        read_review(tmp_path / "r.json")
