"""What `harness check` prints: what fails stands first, what is well is counted."""

import json
from datetime import date

from run_samples import drifts, finding, plain, run_of

from harness.core.values import Category, Finding, Run, Severity
from harness.gate.baseline import Accepted, Baseline, texts_of, with_output
from harness.gate.decision import decide
from harness.gate.policy import Policy
from harness.gate.verdict import Case, Verdict
from harness.metrics.surface import ChrF
from harness.report.formats.json import NAMED
from harness.report.verdict.as_json_and_junit import verdict_data
from harness.report.verdict.as_text import verdict_lines, verdict_markdown

TODAY = date(2026, 11, 22)


def judged(run: Run, before: Run) -> Verdict:
    baseline = Baseline()
    for row in drifts(before):
        output = Accepted(texts_of(row), "because", "2026-11-01", "argos")
        baseline = with_output(baseline, ("en:es:en", row.row_id), row, output)
    accepted = {row.row_id: (row,) for row in drifts(before)}
    return decide("boats", [Case(run, accepted)], baseline, Policy(), [ChrF()], TODAY)


def worse() -> Verdict:
    other = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(5)]
    words = finding(Category.WORD, Severity.MAJOR, message="“boats” came back as “ships”.")
    return judged(run_of(other, {1: [finding(), words], 3: [finding()]}), run_of(plain(5)))


def test_the_kind_that_grew_most_is_named_before_any_segment() -> None:
    lines = list(verdict_lines(worse()))
    assert lines[0].startswith("boats: drifted (3 changed, 2 worse)")
    assert lines[1].endswith("most first: number (2 new), other word (1 new)")
    assert "number (2 new), other word (1 new)" in "".join(verdict_markdown(worse()))
    kinds = verdict_data(worse())["kinds"]
    assert kinds == [
        {"category": "accuracy/mistranslation/number", "gained": 2, "lost": 0},
        {"category": "accuracy/mistranslation/word", "gained": 1, "lost": 0},
    ]


def test_detectors_that_found_nothing_are_counted_and_metrics_are_told() -> None:
    lines = list(verdict_lines(judged(run_of(plain(5)), run_of(plain(5)))))
    assert lines[0] == "boats: passed (5 accepted)"
    assert "  ok   1 detector found nothing new" in lines
    assert any("chrf: no drop" in line for line in lines)
    assert not any("most first" in line for line in lines)


def test_what_moved_is_said_and_fails_nothing() -> None:
    words = finding(Category.WORD, Severity.MAJOR, message="“boats” came back as “ships”.")
    other = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(20)]
    before = run_of(plain(20), {row: [words] for row in range(6)})
    verdict = judged(run_of(other, {row: [words] for row in range(10, 17)}), before)
    said = "not significant: other word (7 segments worse, 6 better)"
    assert f"  {said}" in list(verdict_lines(verdict))
    assert said.capitalize() in "".join(verdict_markdown(verdict))
    (move,) = verdict_data(verdict)["moves"]
    assert (move["segments_worse"], move["segments_better"]) == (7, 6)
    assert not any("worse:" in line for line in verdict_lines(verdict))


def test_minor_findings_that_are_let_pass_are_counted() -> None:
    other = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(5)]
    mild = [finding(Category.WORD, Severity.MINOR, (at, at + 1), f"said {at}") for at in (0, 2)]
    verdict = judged(run_of(other, {1: [*mild, finding()]}), run_of(plain(5)))
    (item,) = [each for each in verdict.items if each.failing]
    assert item.notes == ("minor: said 0", "minor: said 2"), "programs are told"
    lines = list(verdict_lines(verdict))
    assert "    (and 2 minor)" in lines
    assert not any("said" in line for line in lines)


def test_new_segments_are_counted_on_the_first_day_and_shown_later() -> None:
    first = list(verdict_lines(judged(run_of(plain(5)), run_of([]))))
    assert not any(line.startswith("  new: ") for line in first)
    assert "  nothing is accepted yet for 5 segments: harness accept SUITE --reason …" in first
    later = list(verdict_lines(judged(run_of(plain(5)), run_of(plain(4)))))
    assert sum(line.startswith("  new: a.en.txt, sentence 5") for line in later) == 1
    assert "  nothing is accepted yet for 1 segment: harness accept SUITE --reason …" in later


def test_findings_for_programs_are_those_of_the_runs_export() -> None:
    verdict = worse()
    failing = [each for item in verdict.items for each in item.failing]
    told = [each for item in verdict_data(verdict)["items"] for each in item["findings"]]
    assert [NAMED.decode(Finding, each) for each in json.loads(json.dumps(told))] == failing != []
