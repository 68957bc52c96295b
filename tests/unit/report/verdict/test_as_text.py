"""What `harness check` prints: what fails stands first, what is well is counted."""

import json
import re
from dataclasses import replace
from datetime import date

from run_samples import drifts, finding, plain, run_of

from harness.core.values import Category, Finding, Locus, Run, Severity
from harness.gate.baseline import (
    Accepted,
    Baseline,
    makers_of,
    settings_of_engines,
    texts_of,
    with_engines,
    with_output,
)
from harness.gate.decision import decide
from harness.gate.policy import Policy
from harness.gate.verdict import Case, Verdict
from harness.metrics.surface import ChrF
from harness.report.formats.json import NAMED
from harness.report.verdict.as_json_and_junit import verdict_data
from harness.report.verdict.as_text import VerdictTerminal, verdict_lines, verdict_markdown
from harness.writing.ink import Ink
from harness.writing.markdown import quoted

TODAY = date(2026, 11, 22)


def accepted_of(before: Run) -> Baseline:
    baseline = Baseline()
    for row in drifts(before):
        output = Accepted(texts_of(row), "because", "2026-11-01", makers_of(before))
        baseline = with_output(baseline, ("en:es:en", row.row_id), row, output)
    return baseline


def judged(run: Run, before: Run) -> Verdict:
    baseline = accepted_of(before)
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
    assert any(
        re.search(r"chrf: no drop \(.* against .*, more is better\)", each) for each in lines
    )
    words = "findings: not worse (0 against 0 weighted findings per segment, less is better)"
    assert any(words in line for line in lines)
    assert not any("most first" in line for line in lines)


def test_what_findings_are_counted_in_is_said_where_they_are_more() -> None:
    lines = list(verdict_lines(worse()))
    words = r"findings: worse by [0-9.]+ weighted findings per segment[ ,]"
    assert any(re.search(words, line) for line in lines)


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
    assert "  and 2 minor (harness report RUNS --all shows them)" in lines
    assert not any("said" in line for line in lines)
    known = replace(verdict, folders={"a.en.txt": "my runs/boats/a.en"})
    place = (lines := list(verdict_lines(known))).index("  and 2 minor:")
    assert lines[place + 1] == "    harness report 'my runs/boats/a.en' --all"


def test_the_commands_that_are_offered_name_the_suite() -> None:
    first = judged(run_of(plain(5)), run_of([]))
    said = "".join(VerdictTerminal().render(first, "my boats.harness.toml"))
    assert "5 segments: harness accept 'my boats.harness.toml' --reason …\n" in said
    fewer = replace(first, unused=(("en:es:en", "gone"),))
    said = "".join(VerdictTerminal().render(fewer, "boats.harness.toml"))
    assert "no text has any more: harness accept boats.harness.toml --trim\n" in said


def test_new_segments_are_counted_on_the_first_day_and_shown_later() -> None:
    first = list(verdict_lines(judged(run_of(plain(5)), run_of([]))))
    assert not any(line.startswith("  new: ") for line in first)
    assert "  nothing is accepted yet for 5 segments: harness accept SUITE --reason …" in first
    later = list(verdict_lines(judged(run_of(plain(5)), run_of(plain(4)))))
    assert sum(line.startswith("  new: a.en.txt, sentence 5") for line in later) == 1
    assert "  nothing is accepted yet for 1 segment: harness accept SUITE --reason …" in later


def test_the_first_check_has_rows_to_look_at_and_calls_none_worse() -> None:
    verdict = judged(
        run_of(plain(5), {1: [finding()], 3: [finding(at=(4, 9), message="Lost, too.")]}),
        run_of([]),
    )
    lines = list(verdict_lines(verdict))
    assert lines[0] == "boats: nothing accepted yet: 2 rows to look at, 3 fine"
    assert lines[1] == "  what was found, most first: number (2 new)"
    assert [line for line in lines if "worse" in line or "drifted" in line] == []
    assert sum(line.startswith("  to look at: a.en.txt, sentence ") for line in lines) == 2
    page = "".join(verdict_markdown(verdict))
    assert "### To look at: 2" in page
    assert verdict.exit_code == 1, "it still fails: nobody has said that it is right"


def test_a_new_row_beside_accepted_ones_is_to_be_looked_at_and_not_worse() -> None:
    words = finding(Category.WORD, Severity.MAJOR, message="“boats” came back as “ships”.")
    other = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(6)]
    verdict = judged(run_of(other, {1: [finding()], 5: [words]}), run_of(plain(5)))
    lines = list(verdict_lines(verdict))
    assert lines[0] == "boats: drifted (4 changed, 1 to look at, 1 worse)"


def test_a_difference_says_what_it_is_a_difference_from() -> None:
    first = list(verdict_lines(judged(run_of(plain(5), {1: [finding()]}), run_of([]))))
    assert any(line.startswith("    en against the source  ") for line in first)
    later = list(verdict_lines(worse()))
    assert any(line.startswith("    en against accepted  ") for line in later)
    assert not any("against the source" in line for line in later)


def test_a_reason_names_severity_and_hop() -> None:
    found = replace(finding(), locus=Locus.at(1, 2, (), 0.9))
    lines = list(verdict_lines(judged(run_of(plain(2), {1: [found]}), run_of([]))))
    assert "    critical: A number was lost. (forward)" in lines


def test_rows_with_one_fault_are_shown_once_with_their_places() -> None:
    lines = list(
        verdict_lines(judged(run_of(plain(9), {at: [finding()] for at in range(9)}), run_of([])))
    )
    shown = [line for line in lines if line.startswith("  to look at: ")]
    assert len(shown) == 1, "the first word of every sentence is the same"
    assert "    the same in 8 more rows: sentence 2, sentence 3, sentence 4, sentence 5, …" in lines


def test_colours_change_no_word() -> None:
    for verdict in (worse(), judged(run_of(plain(5)), run_of(plain(5)))):
        plain_text, coloured = (
            "".join(VerdictTerminal().inked(Ink(on)).render(verdict, "x")) for on in (False, True)
        )
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain_text
        assert coloured != plain_text


def test_what_changed_in_the_making_is_named() -> None:
    before = run_of(plain(5))
    other = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(5)]
    now = run_of(other, {1: [finding()]}, beam="1")
    baseline = with_engines(accepted_of(before), settings_of_engines(before))
    rows = {row.row_id: (row,) for row in drifts(before)}
    verdict = decide("boats", [Case(now, rows)], baseline, Policy(), [ChrF()], TODAY)
    said = "since it was accepted: en:es:en, hop 1 (en→es): beam 4 → 1"
    assert f"  {said}" in list(verdict_lines(verdict))
    assert quoted("hop 1 (en→es): beam 4 → 1") in "".join(verdict_markdown(verdict))
    first, _ = verdict_data(verdict)["engine_changes"]
    assert (first["hop"], first["direction"]) == (1, "en→es")
    assert first["settings"] == [{"name": "beam", "before": "4", "now": "1"}]


def test_findings_for_programs_are_those_of_the_runs_export() -> None:
    verdict = worse()
    failing = [each for item in verdict.items for each in item.failing]
    told = [each for item in verdict_data(verdict)["items"] for each in item["findings"]]
    assert [NAMED.decode(Finding, each) for each in json.loads(json.dumps(told))] == failing != []
