"""Gates over whole routes: one for each detector of a text, one for each metric of a route."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from harness.compare.comparison import changes_over
from harness.compare.finding_changes import PENALTY
from harness.compare.results import ComparisonOutcome, MetricChange, RowPair
from harness.core.protocols import Combiner
from harness.core.values import ExitCode, MeasuredRow
from harness.gate.baseline import Baseline, lacks_judges, texts_of, was_judged
from harness.gate.policy import Policy
from harness.gate.verdict import Case, Gate, Item
from harness.statistics.decisions import holm


def detector_gates(case: Case, items: Sequence[Item]) -> Iterator[Gate]:
    """One gate a detector, so that each detector passes or fails under its own name."""
    mine = [
        finding
        for item in items
        if item.key[0] == case.route and item.document == case.run.identity.doc_id
        for finding in item.failing
    ]
    for detector in case.run.identity.detectors:
        found = [finding for finding in mine if finding.detector == detector.name]
        worst = max(found, key=lambda finding: finding.severity, default=None)
        yield Gate(
            f"{case.run.identity.doc_id} {case.route}",
            detector.name,
            ExitCode.DRIFTED if found else ExitCode.PASSED,
            f"{len(found)} not accepted, such as: {worst.message}" if worst else "nothing new",
        )


def unjudged(case: Case) -> Iterator[str]:
    """Says so where a suite is to be judged by the models of meaning and they are not here."""
    if lacks_judges(case.run):
        yield (
            f"No model of meaning judged {case.run.identity.doc_id}: what only they see is not"
            " found, here and in the accepted outputs."
        )


def judging_gates(case: Case, baseline: Baseline) -> Iterator[Gate]:
    """One that is not measured where models judged what was accepted, and are not here now."""
    if not lacks_judges(case.run):
        return
    keys = ((case.route, row_id) for row_id in case.accepted)
    judged = sum(any(was_judged(each) for each in baseline.outputs(key)) for key in keys)
    if judged:
        yield Gate(
            f"{case.run.identity.doc_id} {case.route}",
            "judging models",
            ExitCode.NOT_MEASURED,
            f"{judged} accepted outputs were judged by models of meaning that are not installed"
            " here: not compared",
        )


def coverage_gates(case: Case, policy: Policy) -> Iterator[Gate]:
    """One that is not measured where the policy asks to see all, and something is not looked at."""
    if policy.fail_on_unseen and case.run.unseen:
        yield Gate(
            f"{case.run.identity.doc_id} {case.route}",
            "coverage",
            ExitCode.NOT_MEASURED,
            f"not looked at in this language: {', '.join(case.run.unseen)}",
        )


def metric_gates(
    cases: Sequence[Case], baseline: Baseline, policy: Policy, metrics: Sequence[Combiner]
) -> list[Gate]:
    """One gate for each route and metric, over all texts of the suite."""
    tested: list[tuple[str, MetricChange]] = []
    for route in dict.fromkeys(case.route for case in cases):
        pairs = [pair for case in cases if case.route == route for pair in _pairs(case)]
        tested.extend((route, change) for change in changes_over(pairs, metrics))
    corrected = holm([change.result.p for _, change in tested])
    return [
        _metric_gate(route, replace(change, p=p), baseline.noise.get(route, {}), policy)
        for (route, change), p in zip(tested, corrected, strict=True)
    ]


def _pairs(case: Case) -> Iterator[RowPair]:
    """Each row beside what was expected of it: itself where it is accepted as it is."""
    for row in case.run.rows:
        if isinstance(row, MeasuredRow) and row.segments:
            accepted = case.accepted.get(row.row_id, ())
            if accepted:
                same = any(texts_of(row) == texts_of(other) for other in accepted)
                yield RowPair(row.segments[0].doc_id, row if same else accepted[0], row)


def _no_drop(change: MetricChange) -> str:
    """The two values, what they count, and which way is better, so that no name needs a manual."""
    values = f"{change.result.candidate:.4g} against {change.result.baseline:.4g}{_unit(change)}"
    if not change.card.higher_is_better:
        return f"not worse ({values}, less is better)"
    return f"no drop ({values}, more is better)"


def _unit(change: MetricChange) -> str:
    """What the number counts, where the name of the metric alone does not tell."""
    return " weighted findings per segment" if change.card == PENALTY else ""


def _metric_gate(
    route: str, change: MetricChange, noise: Mapping[str, float], policy: Policy
) -> Gate:
    name = change.card.name
    sign = 1 if change.card.higher_is_better else -1
    drop = -sign * change.result.difference
    floor = max(policy.drop.get(name, 0.0), noise.get(name, 0.0))
    significant = change.p < policy.alpha and change.change is not ComparisonOutcome.BETTER
    fires = significant and drop > floor
    p = f"p = {change.p:.3f}"
    if drop <= 0:
        reason = _no_drop(change)
    elif fires:
        reason = f"worse by {drop:.4g}{_unit(change)} ({p}); {floor:.4g} is acceptable"
    elif not significant:
        reason = f"worse by {drop:.4g}{_unit(change)}, not significant ({p})"
    else:
        reason = f"worse by {drop:.4g}{_unit(change)} ({p}), within the acceptable {floor:.4g}"
    return Gate(route, name, ExitCode.DRIFTED if fires else ExitCode.PASSED, reason, change)
