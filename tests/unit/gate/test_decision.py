from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from run_samples import drifts, finding, plain, run_of, spoilt

from harness.core.values import Category, ExitCode, Finding, MetricCard, Run, Severity, Signature
from harness.gate.baseline import Accepted, Baseline, makers_of, texts_of, with_output
from harness.gate.decision import decide
from harness.gate.policy import Allowance, Ignore, Policy, Term
from harness.gate.verdict import Case, Status, Verdict
from harness.metrics.surface import ChrF

TODAY = date(2026, 11, 22)
ROUTE = "en:es:en"
USUAL = Policy()


def judged(
    run: Run, before: Run | None = None, policy: Policy = USUAL, noise: Mapping | None = None
) -> Verdict:
    """`run` against what was accepted of `before`."""
    accepted = {row.row_id: (row,) for row in drifts(before)} if before else {}
    baseline = Baseline(noise={ROUTE: noise or {}})
    for row in drifts(before) if before else ():
        output = Accepted(texts_of(row), "because", "2026-11-01", "argos")
        baseline = with_output(baseline, (ROUTE, row.row_id), row, output)
    return decide("boats", [Case(run, accepted)], baseline, policy, [ChrF()], TODAY)


def other_words(rows: Sequence[tuple[str, str, str]], which: int) -> list[tuple[str, str, str]]:
    return [(s, o, b.replace("is about", "treats of") if n == which else b)
            for n, (s, o, b) in enumerate(rows)]  # fmt: skip


def test_an_accepted_output_passes_whatever_its_findings() -> None:
    run = run_of(plain(5), {1: [finding()]})
    verdict = judged(run, run)
    assert verdict.exit_code is ExitCode.PASSED
    assert len(verdict.of(Status.ACCEPTED)) == 5


def test_a_change_that_is_not_worse_passes_and_is_shown() -> None:
    verdict = judged(run_of(other_words(plain(5), 2)), run_of(plain(5)))
    assert verdict.exit_code is ExitCode.PASSED
    assert [item.position for item in verdict.of(Status.CHANGED)] == [2]


@pytest.mark.parametrize("severity", list(Severity))
def test_a_new_finding_fails_from_the_severity_on_that_the_policy_says(severity: Severity) -> None:
    run = run_of(other_words(plain(5), 2), {2: [finding(severity=severity)]})
    for fail_on in Severity:
        verdict = judged(run, run_of(plain(5)), Policy(fail_on=fail_on))
        assert (verdict.exit_code is ExitCode.DRIFTED) is (severity >= fail_on)


def test_a_finding_that_the_accepted_output_had_too_is_not_new() -> None:
    before = run_of(plain(5), {2: [finding()]})
    verdict = judged(run_of(other_words(plain(5), 2), {2: [finding()]}), before)
    assert verdict.exit_code is ExitCode.PASSED
    more = run_of(other_words(plain(5), 2), {2: [finding(), finding(Category.NEGATION)]})
    (item,) = judged(more, before).of(Status.WORSE)
    assert [f.category for f in item.failing] == [Category.NEGATION]


def test_without_a_baseline_every_finding_counts() -> None:
    verdict = judged(run_of(plain(5), {3: [finding()]}))
    assert len(verdict.of(Status.NEW)) == 4
    assert verdict.exit_code is ExitCode.DRIFTED
    (gate,) = [gate for gate in verdict.gates if gate.exit_code is not ExitCode.PASSED]
    assert (gate.name, "A number was lost." in gate.reason) == ("numbers", True)


def test_unmeasured_is_never_a_pass() -> None:
    run = run_of(plain(5), unmeasured=[1])
    assert judged(run, run_of(plain(5))).exit_code is ExitCode.NOT_MEASURED
    assert decide("s", [], Baseline(), Policy(), [], TODAY).exit_code is ExitCode.NOT_MEASURED


def test_allowances_cover_by_kind_severity_locus_and_count() -> None:
    found: dict[int, Sequence[Finding]] = {n: [finding()] for n in (0, 1, 2)}
    run = run_of(plain(5), found)

    def worse(allowance: Allowance) -> int:
        return len(judged(run, policy=Policy(allowed=(allowance,))).of(Status.WORSE))

    assert worse(Allowance("number")) == worse(Allowance("accuracy")) == 0
    assert worse(Allowance("accuracy/mistranslation", count=2)) == 1
    assert worse(Allowance("accuracy/omission")) == 3
    assert worse(Allowance("number", Severity.MAJOR)) == 3
    assert worse(Allowance("number", locus="forward")) == 3
    assert worse(Allowance("number", locus="unknown")) == 0


def test_exceptions_end() -> None:
    run = run_of(plain(5), {0: [finding()]})
    row = drifts(run)[0]

    def with_ignore(until: date, segment: str = row.row_id) -> Verdict:
        return judged(run, policy=Policy(ignores=(Ignore(segment, "known bug", until),)))

    assert with_ignore(TODAY).exit_code is ExitCode.PASSED
    assert with_ignore(TODAY, row.texts.source.text).exit_code is ExitCode.PASSED
    ended = with_ignore(date(2026, 11, 21))
    assert (ended.exit_code, "ended" in ended.stale[0]) == (ExitCode.DRIFTED, True)
    assert "matches nothing" in with_ignore(TODAY, "ffffffff").stale[0]


def test_terms_must_stay() -> None:
    verdict = judged(run_of(spoilt(plain(5), [1])), policy=Policy(terms=(Term("boats", "boats"),)))
    (item,) = verdict.of(Status.WORSE)
    assert (item.position, "must come through" in item.reasons[0]) == (1, True)
    pivot = Policy(terms=(Term("boats", "barcas", "es"),))
    assert len(judged(run_of(plain(5)), policy=pivot).of(Status.WORSE)) == 5


def test_a_drop_fails_only_if_significant_and_above_tolerance_and_noise() -> None:
    before, after = run_of(plain(60)), run_of(spoilt(plain(60), range(20)))

    def gate(policy: Policy = USUAL, noise: Mapping | None = None) -> ExitCode:
        gates = judged(after, before, policy, noise).gates
        return next(gate.exit_code for gate in gates if gate.name == "chrf")

    assert gate() is ExitCode.DRIFTED
    assert gate(Policy(drop={"chrf": 90})) is ExitCode.PASSED
    assert gate(noise={"chrf": 90}) is ExitCode.PASSED
    few = judged(run_of(spoilt(plain(60), [3])), before)
    assert next(g for g in few.gates if g.name == "chrf").exit_code is ExitCode.PASSED


def test_segments_that_no_text_has_any_more_are_listed() -> None:
    verdict = judged(run_of(plain(4)), run_of(plain(6)))
    assert len(verdict.unused) == 2


def test_kinds_stand_by_how_much_they_grew_not_by_how_often_they_occur() -> None:
    word = finding(Category.WORD, Severity.MAJOR)
    number = finding(Category.NUMBER, Severity.CRITICAL)
    elsewhere = finding(Category.WORD, Severity.MAJOR, at=(3, 4))
    before = run_of(plain(9), {row: [word] for row in range(6)})
    other = [(s, o, b.replace("is about", "treats of")) for s, o, b in plain(9)]
    after = run_of(
        other, {**{row: [elsewhere] for row in range(6)}, 6: [number], 7: [number, word]}
    )
    kinds = judged(after, before).kinds
    assert [(kind.category, kind.gained, kind.lost) for kind in kinds] == [
        (Category.NUMBER, 2, 0),
        (Category.WORD, 7, 6),
    ]


def test_kinds_leave_out_what_does_not_fail() -> None:
    run = run_of(plain(5), {0: [finding(severity=Severity.MINOR)], 1: [finding()]})
    assert judged(run, policy=Policy(allowed=(Allowance("number"),))).kinds == ()


def test_a_term_that_must_be_kept_fails_in_an_accepted_output_too() -> None:
    run = run_of(spoilt(plain(5), [1]))
    assert judged(run, run).exit_code is ExitCode.PASSED
    verdict = judged(run, run, Policy(terms=(Term("boats", "boats"),)))
    assert verdict.exit_code is ExitCode.DRIFTED
    (item,) = verdict.of(Status.WORSE)
    assert item.reasons == ("“boats” must come through as “boats”, and did not.",)
    assert item.accepted is item.row
    assert len(verdict.of(Status.ACCEPTED)) == 4


# ── judged by models of meaning ─────────────────────────────────────────────────────────────────


def scored(run: Run, variant: str) -> Run:
    """The run with an adequacy score."""
    score = Signature("adequacy", (("variant", variant),))
    card = MetricCard("adequacy", "Adequacy", score, 0, 1, True)
    return replace(run, identity=replace(run.identity, metrics=(*run.identity.metrics, card)))


@pytest.mark.parametrize("was_judged", [False, True])
def test_without_the_models_that_judged_what_was_accepted_nothing_is_compared(
    *, was_judged: bool
) -> None:
    run = run_of(plain(5))
    before = scored(run, "with a reader") if was_judged else run
    baseline = Baseline()
    for row in drifts(run):
        output = Accepted(texts_of(row), "because", "2026-11-01", makers_of(before))
        baseline = with_output(baseline, (ROUTE, row.row_id), row, output)
    accepted = {row.row_id: (row,) for row in drifts(run)}

    def verdict(now: Run) -> Verdict:
        return decide("boats", [Case(now, accepted)], baseline, USUAL, [ChrF()], TODAY)

    here = verdict(scored(run, "with a reader"))
    assert (here.exit_code, here.caveats) == (ExitCode.PASSED, ())
    gone = verdict(scored(run, "without a reader"))
    assert gone.exit_code is (ExitCode.NOT_MEASURED if was_judged else ExitCode.PASSED)
    assert ["No model of meaning judged a.en.txt" in caveat for caveat in gone.caveats] == [True]
    assert verdict(run).exit_code is ExitCode.PASSED  # the suite asks for other metrics
