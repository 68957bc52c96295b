"""What is taken into a baseline: which rows, for what reason, and what has no use there."""

from dataclasses import replace

import pytest
from run_samples import plain, run_of, spoilt

from harness.core.errors import ConfigError
from harness.core.values import Category, Finding, Mark, Run, Severity, Span
from harness.gate.acceptance import (
    Filters,
    candidates,
    first_change,
    half_reviewed,
    is_foreign,
    trim,
    with_candidates,
)
from harness.gate.baseline import Accepted, Baseline, rows_by_key, texts_of, with_outputs
from harness.gate.review_import import Review

ROWS = plain(4)


def all_accepted(run: Run) -> Baseline:
    return with_candidates(Baseline(), candidates([run], Baseline()), "all", "2026-11-22")


def taken(
    run: Run, baseline: Baseline, filters: Filters, review: Review | None = None
) -> list[int]:
    return [each.row.segments[0].position for each in candidates([run], baseline, filters, review)]


def test_what_reads_as_accepted_is_no_candidate() -> None:
    run = run_of(ROWS)
    assert taken(run, Baseline(), Filters()) == [0, 1, 2, 3]
    assert taken(run, all_accepted(run), Filters()) == []
    assert taken(run_of(spoilt(ROWS, [2])), all_accepted(run), Filters()) == [2]


def test_filters_let_pass_what_all_of_them_name() -> None:
    finding = Finding("numbers", Category.NUMBER, Severity.MAJOR, "gone", (Mark(0, Span(0, 4)),))
    run = run_of(ROWS, findings={1: [finding]})
    (_, second) = list(rows_by_key(run))[1]
    assert taken(run, Baseline(), Filters(kinds=["number"])) == [1]
    assert taken(run, Baseline(), Filters(kinds=["accuracy"])) == [1]
    assert taken(run, Baseline(), Filters(kinds=["omission"])) == []
    assert taken(run, Baseline(), Filters(rows=[second.row_id[:8]])) == [1]
    assert taken(run, Baseline(), Filters(documents=["nowhere.txt"])) == []
    assert taken(run, Baseline(), Filters(rows=[second.row_id], kinds=["omission"])) == []


def test_the_first_change_is_that_from_the_nearest_output() -> None:
    ((_, row), *_) = rows_by_key(run_of(ROWS))
    out, back = texts_of(row)
    assert first_change(row, []) == 1
    assert first_change(row, [("other", back)]) == 1
    assert first_change(row, [("other", back), (out, "other")]) == 2
    assert taken(run_of(spoilt(ROWS, [2])), all_accepted(run_of(ROWS)), Filters(hop=2)) == [2]
    assert taken(run_of(spoilt(ROWS, [2])), all_accepted(run_of(ROWS)), Filters(hop=1)) == []


def test_nothing_is_accepted_without_a_reason() -> None:
    run = run_of(ROWS)
    with pytest.raises(ConfigError, match="no reason given"):
        with_candidates(Baseline(), candidates([run], Baseline()), "  ", "2026-11-22")
    own = [replace(each, reason="read") for each in candidates([run], Baseline())]
    made = with_candidates(Baseline(), own, "", "2026-11-22", "gold")
    outputs = {output for entry in made.entries.values() for output in entry.outputs}
    assert {(each.reason, each.kind, each.on) for each in outputs} == {
        ("read", "gold", "2026-11-22")
    }


def test_one_output_is_kept_once_and_others_beside_it() -> None:
    key = ("en:es:en", "a")
    one, other = (Accepted((text,), "why", "", "") for text in ("one", "other"))
    made = with_outputs(Baseline(), [(key, "d", "s", one), (key, "d", "s", one)])
    assert made.outputs(key) == (one,)
    assert with_outputs(made, [(key, "d", "s", other)]).outputs(key) == (one, other)
    assert with_outputs(made, []) == made


def test_what_no_run_has_is_taken_out() -> None:
    before = all_accepted(run_of(ROWS))
    changed = spoilt(ROWS, [1])
    both = with_candidates(before, candidates([run_of(changed)], before), "too", "2026-11-22")
    made = trim(both, [run_of(changed[:3])])
    assert len(made.segments) == 1
    assert made.outputs == 1
    assert len(made.baseline.entries) == 3
    assert trim(made.baseline, [run_of(changed[:3])]).baseline == made.baseline


def test_a_review_lets_pass_only_what_was_reviewed_whole() -> None:
    findings = [
        Finding("numbers", Category.NUMBER, Severity.MAJOR, word, (Mark(0, Span(0, at)),))
        for at, word in ((4, "one"), (5, "two"))
    ]
    run = run_of(ROWS, findings={0: findings, 1: findings})
    first, second = (row for _, row in list(rows_by_key(run))[:2])
    print_ = run.identity.fingerprint
    whole = {(print_, first.row_id): dict.fromkeys(first.finding_ids(), "fine")}
    half = {(print_, second.row_id): {second.finding_ids()[0]: "fine"}}
    review = Review({**whole, **half})
    assert taken(run, Baseline(), Filters(), review) == [0]
    assert [(row.row_id, seen) for row, seen in half_reviewed(review, [run])] == [
        (second.row_id, 1)
    ]
    assert not is_foreign(review, [run])
    assert is_foreign(review, [run_of(ROWS, doc="other")])
    assert not is_foreign(Review({}), [run])
