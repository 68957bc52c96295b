"""What moved and what grew: planted cases that pass, and the same with one more that fail."""

from collections.abc import Mapping, Sequence

import pytest
from run_samples import drifts, finding, plain, run_of

from harness.core.values import Category, ExitCode, Finding, Severity
from harness.gate.baseline import Accepted, Baseline, texts_of, with_output
from harness.gate.decision import decide
from harness.gate.policy import Allowance, Policy
from harness.gate.verdict import Case, Status, Verdict
from harness.metrics.surface import ChrF
from harness.run.provenance import today

ROUTE = "en:es:en"
WORD = finding(Category.WORD, Severity.MAJOR)
NAME = finding(Category.ENTITY, Severity.MAJOR)
MANY = 60
USUAL = Policy()

By = dict[int, Sequence[Finding]]


def judged(
    before: By,
    after: By,
    policy: Policy = USUAL,
    noise: Mapping = {},
    new: Sequence[int] = (),
) -> Verdict:
    """A model that says everything otherwise, with findings in other places; some rows are new."""
    old = run_of(plain(MANY), before)
    said = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(MANY)]
    baseline = Baseline(noise={ROUTE: noise})
    known = [row for row in drifts(old) if row.segments[0].position not in new]
    for row in known:
        output = Accepted(texts_of(row), "because", "2026-11-01", "argos")
        baseline = with_output(baseline, (ROUTE, row.row_id), row, output)
    case = Case(run_of(said, after), {row.row_id: (row,) for row in known})
    # Words of a metric are not the matter here: they drop, as planted, by far less than allowed.
    policy = Policy(**{**_fields(policy), "drop": {"chrf": 100, "findings": 100}})
    return decide("boats", [case], baseline, policy, [ChrF()], today())


def _fields(policy: Policy) -> dict:
    return {name: getattr(policy, name) for name in policy.__dataclass_fields__}


def rows(found: Finding, start: int, count: int) -> By:
    return {row: [found] for row in range(start, start + count)}


def passes(before: By, after: By, policy: Policy = USUAL, noise: Mapping = {}) -> bool:
    return judged(before, after, policy, noise).exit_code is ExitCode.PASSED


def test_findings_that_moved_pass_and_are_shown() -> None:
    verdict = judged(rows(WORD, 0, 10), rows(WORD, 30, 11))
    assert verdict.exit_code is ExitCode.PASSED
    (move,) = verdict.net_changes
    assert (move.category, move.worse, move.better, move.fails) == (Category.WORD, 11, 10, False)
    assert verdict.items[30].notes == (
        "not significant (11 segments worse, 10 better): A number was lost.",
    )
    assert verdict.items[30].status is Status.CHANGED


def test_one_critical_finding_fails_among_any_number_that_moved() -> None:
    verdict = judged(rows(WORD, 0, 20), {**rows(WORD, 30, 10), 50: [finding()]})
    assert verdict.exit_code is ExitCode.DRIFTED
    assert [item.position for item in verdict.of(Status.WORSE)] == [50]


@pytest.mark.parametrize(("worse", "fails"), [(17, False), (18, True)])
def test_growth_beyond_chance_fails(worse: int, fails: bool) -> None:
    # P(at least 17 of 26 | 1/2) = 0.084, P(at least 18 of 27) = 0.061, of 18 of 26 0.038.
    verdict = judged(rows(WORD, 0, 26 - worse), rows(WORD, 30, worse))
    assert (verdict.exit_code is ExitCode.DRIFTED) is fails
    assert len(verdict.of(Status.WORSE)) == (worse if fails else 0)


def test_where_hardly_anything_got_better_every_growth_counts() -> None:
    assert not passes({}, rows(WORD, 30, 1))
    assert not passes(rows(NAME, 0, 4), rows(WORD, 30, 1))
    assert passes(rows(NAME, 0, 5), rows(WORD, 30, 1))
    assert passes(rows(WORD, 0, 1), rows(WORD, 30, 1))  # it did not grow


def test_a_kind_of_its_own_needs_five_among_much_that_moves() -> None:
    before, after = rows(NAME, 0, 10), rows(NAME, 10, 10)
    assert passes(before, {**after, **rows(WORD, 30, 4)})
    assert not passes(before, {**after, **rows(WORD, 30, 5)})


def test_many_kinds_that_each_grow_a_little_fail_together() -> None:
    kinds = [Category.WORD, Category.TENSE, Category.MODALITY, Category.PRONOUN, Category.OMISSION]
    after: By = {}
    for number, kind in enumerate(kinds):
        after |= rows(finding(kind, Severity.MAJOR), 10 + 4 * number, 4)
    assert not passes(rows(NAME, 0, 6), after)
    assert passes(rows(NAME, 0, 16), after)


def test_the_engines_own_noise_is_let_pass_and_no_more() -> None:
    noise = {Category.WORD.value: 0.1}
    assert passes({}, rows(WORD, 30, 6), noise=noise)
    assert not passes({}, rows(WORD, 30, 7), noise=noise)
    assert not passes({}, rows(NAME, 30, 6), noise=noise)
    assert not passes({}, rows(finding(), 30, 1), noise={Category.NUMBER.value: 0.1})


def test_a_new_segment_has_nothing_that_its_findings_could_have_moved_from() -> None:
    before, after = rows(WORD, 0, 10), rows(WORD, 30, 10)
    verdict = judged(before, after, new=[30])
    assert [item.position for item in verdict.of(Status.WORSE)] == [30]
    assert verdict.net_changes


def test_a_suite_may_ask_that_every_finding_fails_alone() -> None:
    strict = Policy(fail_alone=Severity.MAJOR)
    assert len(judged(rows(WORD, 0, 10), rows(WORD, 30, 9), strict).of(Status.WORSE)) == 9


def test_what_moved_uses_up_no_allowance() -> None:
    policy = Policy(allowed=(Allowance(severity=Severity.CRITICAL, count=1),))
    assert passes(rows(WORD, 0, 10), {**rows(WORD, 30, 10), 50: [finding()]}, policy)


def test_a_finding_at_another_word_of_its_sentence_is_no_growth() -> None:
    elsewhere = finding(Category.WORD, Severity.MAJOR, at=(3, 4))
    assert passes(rows(WORD, 3, 1), rows(elsewhere, 3, 1))
    graver = finding(Category.WORD, Severity.CRITICAL)
    assert not passes(rows(WORD, 3, 1), rows(graver, 3, 1))
