"""The scorecard of real drift counts what readers labelled, and nothing else."""

import importlib
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from program import ROOT

from harness.core.values import Category, Finding, Mark, MeasuredRow, Score, Severity, Span

ROW = {
    "route": "en:es:en",
    "lang": "en",
    "genre": "news",
    "row": "major",
    "source": "The old hostages left the old house.",
    "pivot": "Los viejos refugiados dejaron la casa.",
    "return": "The aged refugees left the house.",
    "differences": [
        {"kind": "word", "severity": "major", "source": "hostages", "return": "refugees"},
        {"kind": "omission", "severity": "minor", "source": "old house", "return": ""},
        {"kind": "fluency", "severity": "minor", "source": "", "return": "aged"},
    ],
}


@pytest.fixture
def drift(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts/benchmarks"))
    return importlib.import_module("natural_drift")


def finding(severity: Severity, *words: tuple[int, str]) -> Finding:
    texts = (ROW["source"], ROW["pivot"], ROW["return"])
    marks = []
    for stop, word in words:
        start = str(texts[stop]).index(word)
        marks.append(Mark(stop, Span(start, start + len(word))))
    return Finding("content", Category.WORD, severity, "Another word.", tuple(marks))


def read(drift: ModuleType, *findings: Finding, score: float = 0.5, **row: Any) -> Any:
    labelled = ROW | row
    bead = importlib.import_module("natural_rows").bead_of(labelled)
    return drift.Read(labelled, MeasuredRow((), bead, {"adequacy": Score(score, (1, 1))}, findings))


def test_a_difference_has_the_worst_finding_on_its_words(drift: ModuleType) -> None:
    minor = finding(Severity.MINOR, (0, "hostages"))
    major = finding(Severity.MAJOR, (2, "refugees"))
    (word, lost) = drift.differences(read(drift, minor, major))
    assert (word.kind, word.level, word.touched) == ("word", 2, 2)
    assert (lost.kind, lost.level, lost.touched) == ("omission", 1, 0)


def test_a_finding_has_the_worst_difference_that_it_touches(drift: ModuleType) -> None:
    rows = importlib.import_module("natural_rows")
    bead = rows.bead_of(ROW)
    assert rows.level_of(ROW, bead, finding(Severity.MINOR, (0, "hostages left the old"))) == 2
    assert rows.level_of(ROW, bead, finding(Severity.MINOR, (0, "house"))) == 1
    assert rows.level_of(ROW, bead, finding(Severity.MAJOR, (2, "aged"))) == 0, "fluency"
    assert rows.level_of(ROW, bead, finding(Severity.MAJOR, (1, "viejos"))) == 0, "a pivot's word"


def test_alarms_count_rows(drift: ModuleType) -> None:
    heavy = finding(Severity.MAJOR, (0, "hostages"))
    group = [
        read(drift, heavy),
        read(drift, heavy, row="none", differences=[]),
        read(drift, finding(Severity.MINOR, (0, "hostages"))),
    ]
    assert drift.alarm(group, drift.MAJOR) == ("0.500", "0.500")
    assert drift.alarm(group, drift.CRITICAL) == ("–", "–")


def test_a_score_that_ranks_as_readers_do_has_an_auc_of_1(drift: ModuleType) -> None:
    assert drift.auc([0.9, 0.8], [0.1]) == "1.000"
    assert drift.auc([0.5], [0.5]) == "0.500"
    assert drift.auc([0.1], [0.9, 0.8]) == "0.000"
    assert drift.auc([], [0.3]) == "–"


def test_the_page_has_a_line_for_each_kind_and_group(drift: ModuleType) -> None:
    heavy = finding(Severity.MAJOR, (0, "hostages"))
    group = [read(drift, heavy, score=0.2)] * drift.FEWEST
    options = SimpleNamespace(rows=ROOT / "test.jsonl", packs="none")
    page = "\n".join(drift.lines(group, options))
    assert "| word | 20 | 1.000 | 1.000 |" in page
    assert "| en | 20 | 1.000, 1.000 |" in page
    assert "| 0.2 to 0.3 | 20 | 0.20 | 0.000 |" in page
