"""A suite carried out over transcripts: incremental, and judged against its baseline."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from support import TableEngine

from harness.core import record_lines
from harness.core.errors import ConfigError, EngineUnavailable
from harness.core.values import (
    Direction,
    ExitCode,
    MeasuredRow,
    Run,
    Severity,
    Signature,
    Span,
    Translated,
    WordScore,
    WordScores,
)
from harness.engines.transcript import write_transcript
from harness.gate.baseline import (
    NOISE,
    Accepted,
    read_baseline,
    rows_by_key,
    texts_of,
    with_output,
    write_baseline,
)
from harness.gate.suite_file import Suite, read_suite
from harness.gate.verdict import Status
from harness.run import assembly
from harness.run.suite import (
    SuiteContext,
    check_suite,
    decide_runs,
    measured_cases,
    noise_of,
    recorded_metrics,
    repetitions,
    run_suite,
    with_noise,
    with_options,
)

LINES = [f"Boat {n} is late." for n in range(40)]


@contextmanager
def silent(*_: object) -> Iterator:
    yield lambda _: None


def context(folder: Path) -> SuiteContext:
    return SuiteContext(date(2026, 11, 22), {}, folder / "memory.sqlite", silent)


def suite_in(folder: Path, lines: list[str], beam: str = "4", drop: str = "") -> Suite:
    """A suite whose engine says everything again; `drop` is left out on the way back."""
    (folder / "boats.en.txt").write_text("\n".join(lines) + "\n")
    for name, way in (("out", ("en", "es")), ("back", ("es", "en"))):
        said = [
            (line, Translated(line.replace(drop, "") if name == "back" else line)) for line in lines
        ]
        engine = Signature("recorded", (("beam", beam),))
        write_transcript(folder / f"{name}.jsonl", engine, Direction(*way), said)
    path = folder / "boats.harness.toml"
    path.write_text(
        'routes = ["en:es:en"]\nmetrics = ["chrf"]\ndetectors = ["numbers"]\n'
        'packs = ["out.jsonl", "back.jsonl"]\n'
        '[[corpus]]\nfile = "boats.en.txt"\nsegmenter = "lines"\n'
    )
    return read_suite(path)


def accept_all(suite: Suite, folder: Path) -> None:
    baseline = read_baseline(suite.baseline)
    for run in run_suite(suite, context(folder)):
        for key, row in rows_by_key(run):
            baseline = with_output(baseline, key, row, Accepted(texts_of(row), "all", "", ""))
    write_baseline(suite.baseline, baseline)


def test_an_unchanged_suite_passes_and_measures_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite = suite_in(tmp_path, LINES)
    accept_all(suite, tmp_path)
    monkeypatch.setattr("harness.run.suite.measure", lambda *_: pytest.fail("measured"))
    monkeypatch.setattr("harness.run.runner.carried", lambda *_: pytest.fail("translated"))
    verdict, _ = check_suite(suite, context(tmp_path))
    assert verdict.exit_code is ExitCode.PASSED
    assert len(verdict.of(Status.ACCEPTED)) == 40


def test_an_unchanged_suite_reads_each_row_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite = suite_in(tmp_path, LINES)
    accept_all(suite, tmp_path)
    read = []
    decode = record_lines.decode_row
    monkeypatch.setattr(
        record_lines, "decode_row", lambda item: read.append(item["kind"]) or decode(item)
    )
    check_suite(suite, context(tmp_path))
    assert read.count("measured") == len(LINES)


def test_one_changed_line_is_one_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = TableEngine("en", "es", {}), TableEngine("es", "en", {})
    for engine in table:
        engine.table = {line: line for line in [*LINES, "Boat 99 is late."]}
    monkeypatch.setattr(assembly, "open_route", lambda route, *_, **__: (route, table))
    monkeypatch.setattr(assembly, "check_packs", lambda *_: None)
    suite = suite_in(tmp_path, LINES)
    accept_all(suite, tmp_path)
    for engine in table:
        engine.asked.clear()
    changed = [*LINES[:7], "Boat 99 is late.", *LINES[8:]]
    verdict, _ = check_suite(suite_in(tmp_path, changed), context(tmp_path))
    asked = [text for engine in table for text in engine.asked]
    assert asked == ["Boat 99 is late."] * 2
    assert (len(verdict.of(Status.NEW)), len(verdict.of(Status.ACCEPTED))) == (1, 39)
    assert len(verdict.unused) == 1


def test_numbers_that_one_engine_loses_fail_by_name(tmp_path: Path) -> None:
    suite = suite_in(tmp_path, LINES)
    accept_all(suite, tmp_path)
    verdict, _ = check_suite(suite_in(tmp_path, LINES, "1", drop="Boat 7 "), context(tmp_path))
    assert verdict.exit_code is ExitCode.DRIFTED
    (item,) = verdict.of(Status.WORSE)
    assert [finding.detector for finding in item.failing] == ["numbers"]
    failed = [gate.name for gate in verdict.gates if gate.exit_code is not ExitCode.PASSED]
    assert failed == ["numbers"]


def test_what_the_text_makes_of_a_sentence_is_no_change_of_the_sentence(tmp_path: Path) -> None:
    lines = [f"In hut {n} lives Mirela Dobre still." for n in range(6)]
    suite = suite_in(tmp_path, lines, drop=" still")
    file = tmp_path / "boats.harness.toml"
    file.write_text(file.read_text().replace('["numbers"]', '["names"]'))
    suite = read_suite(file)
    accept_all(suite, tmp_path)
    back = tmp_path / "back.jsonl"
    said = [
        (line, Translated(line.replace("Dobre", "Dover") if "5" in line else line))
        for line in lines
    ]
    write_transcript(back, Signature("recorded", (("beam", "5"),)), Direction("es", "en"), said)
    runs = run_suite(suite, context(tmp_path))
    memory = tmp_path / "memory.sqlite"
    (case,) = measured_cases(runs, read_baseline(suite.baseline), suite, memory)
    *_, row = case.run.rows
    (accepted,) = case.accepted[row.row_id]
    told = [each for each in row.findings if each.detector == "naming"]
    assert len(told) == 1
    assert [each for each in accepted.findings if each.detector == "naming"] == told


def test_noise_is_measured_stored_and_let_pass(tmp_path: Path) -> None:
    suite = suite_in(tmp_path, LINES)
    accept_all(suite, tmp_path)
    first = run_suite(suite, context(tmp_path))
    kept = [replace(run, rows=tuple(run.rows)) for run in first]  # the folder is used again
    other = run_suite(suite_in(tmp_path, LINES, "1", drop="Boat 7 "), context(tmp_path))
    (repeat,) = noise_of(kept, other, "beam 1", recorded_metrics(kept))
    assert (repeat.changed, repeat.segments, repeat.differences["findings"] > 0) == (1, 40, True)
    assert repeat.kinds == {"accuracy/omission": 1 / 40}
    known = read_baseline(suite.baseline)
    assert with_noise(known, other, [], [other], "") == known  # not what is not accepted
    made = with_noise(known, kept, [repeat], [other], "2026-11-22")
    write_baseline(suite.baseline, made)
    assert read_baseline(suite.baseline).noise["en:es:en"]["accuracy/omission"] == 0.025
    kinds = [
        o.kind for entry in read_baseline(suite.baseline).entries.values() for o in entry.outputs
    ]
    assert kinds.count(NOISE) == 1
    assert decide_runs(suite, other, context(tmp_path)).exit_code is ExitCode.PASSED


def test_a_suite_that_names_no_metrics_is_judged_by_the_usual_ones(tmp_path: Path) -> None:
    suite = suite_in(tmp_path, LINES[:3])
    usual = suite.path.read_text().replace('metrics = ["chrf"]\n', "")
    suite.path.write_text(usual)
    suite = read_suite(suite.path)
    accept_all(suite, tmp_path)
    changed = suite_in(tmp_path, LINES[:3], "1", drop="late")
    changed.path.write_text(usual)
    verdict, _ = check_suite(read_suite(changed.path), context(tmp_path))
    names = [gate.name for gate in verdict.gates if gate.metric]
    assert names == ["findings", "adequacy", "chrf", "ter"]
    adequacy = next(gate.metric for gate in verdict.gates if gate.name == "adequacy")
    assert adequacy.result.baseline == 1
    assert adequacy.result.candidate < 1


class Unmoved:
    """A judge that finds every text equally probable."""

    direction = Direction("es", "en")
    signature = Signature("unmoved", ())

    def score(self, pairs: list[tuple[str, str]]) -> list[WordScores]:
        return [WordScores((), -1.0) for _ in pairs]

    def close(self) -> None:
        """Nothing to close."""


def test_a_suite_is_judged_when_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "open_likelihood_scorers", lambda *_: ((Unmoved(),), ()))
    suite = suite_in(tmp_path, [f"It is {number}." for number in (3, 5)], drop="5")
    assert not _judged(suite, tmp_path)
    suite.path.write_text("likelihood = true\n" + suite.path.read_text())
    assert _judged(read_suite(suite.path), tmp_path)


class Strict(Unmoved):
    """A judge that finds each word next to impossible."""

    signature = Signature("strict", ())

    def score(self, pairs: list[tuple[str, str]]) -> list[WordScores]:
        return [WordScores((WordScore(Span(0, len(scored)), -30.0),), -9.0) for _, scored in pairs]


@pytest.mark.parametrize("gone", [False, True])
def test_accepted_outputs_are_heard_by_the_same_judges_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, gone: bool
) -> None:
    """Else a word that was lost before, too, would be lost anew for the judge's sake alone."""
    monkeypatch.setattr(assembly, "open_likelihood_scorers", lambda *_: ((Strict(),), ()))
    lines = [f"The ticket costs 8 euros in {town}." for town in ("Rome", "Paris")]
    plain = suite_in(tmp_path, lines, drop="euros ")
    told = 'detectors = ["content"]\njudge = true'
    plain.path.write_text(plain.path.read_text().replace('detectors = ["numbers"]', told))
    suite = read_suite(plain.path)
    accept_all(suite, tmp_path)
    written = suite.path.read_text()
    suite_in(tmp_path, lines, drop="euros in ", beam="1")
    suite.path.write_text(written)
    (run,) = run_suite(suite, context(tmp_path))
    if gone:
        monkeypatch.setattr(assembly, "open_likelihood_scorers", _nobody)
    (case,) = measured_cases([run], read_baseline(suite.baseline), suite, tmp_path / "m.sqlite")
    rows = [row for row in case.run.rows if isinstance(row, MeasuredRow)]
    heard = [
        {finding.before("likelihood") != finding for finding in row.findings}
        for row in (*rows, *(drift for row in rows for drift in case.accepted[row.row_id]))
    ]
    assert heard == [{not gone}] * 4


def _nobody(*_: object) -> NoReturn:
    raise EngineUnavailable("no engine here can score")


def _judged(suite: Suite, folder: Path) -> bool:
    (run,) = run_suite(suite, context(folder))
    rows = [row for row in run.rows if isinstance(row, MeasuredRow)]
    assert all(row.findings for row in rows if row.likelihoods), "nothing changed there"
    return any(row.likelihoods for row in rows)


def test_repetitions_vary_one_thing_at_a_time_and_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite = suite_in(tmp_path, LINES[:3])
    suite = with_options(suite, {"argos": {"beam": "2"}})
    asked = []

    def carried(suite: Suite, context: SuiteContext) -> list:
        asked.append((suite.settings.options, suite.runs, context.memory))
        assert all(corpus.settings.options == suite.settings.options for corpus in suite.corpora)
        return []

    monkeypatch.setattr("harness.run.suite.run_suite", carried)
    first, repeated = repetitions(suite, [{"argos": {"batch": "single"}}], context(tmp_path))
    assert (first, repeated) == ([], [[], []])
    assert [options for options, _, _ in asked] == [
        {"argos": {"beam": "2"}},
        {"argos": {"beam": "2"}},
        {"argos": {"beam": "2", "batch": "single"}},
    ]
    assert len({(runs, memory) for _, runs, memory in asked}) == 3
    assert not any(runs.exists() for _, runs, _ in asked)


def test_a_suite_overrules_how_bad_findings_are(tmp_path: Path) -> None:
    suite = suite_in(tmp_path, LINES, drop="7")
    (usual,) = run_suite(suite, context(tmp_path))
    before = severities(usual)
    with suite.path.open("a") as stream:
        stream.write('[severity]\nnumbers = "minor"\n')
    (mine,) = run_suite(read_suite(suite.path), context(tmp_path))
    assert Severity.CRITICAL in before
    assert severities(mine) == [Severity.MINOR for _ in before]
    assert usual.identity.grading != mine.identity.grading
    with suite.path.open("a") as stream:
        stream.write('"numbers.lots" = "minor"\n')
    with pytest.raises(ConfigError, match=r"boats\.harness\.toml:\d+: .*numbers\.lots") as slip:
        read_suite(suite.path)
    assert "numbers.lost" in slip.value.hint


def severities(run: Run) -> list[Severity]:
    rows = (row for row in run.rows if isinstance(row, MeasuredRow))
    return [finding.severity for row in rows for finding in row.findings]
