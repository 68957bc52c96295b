"""Runs of a suite, its baseline and its policy -> a verdict with a reason for everything.

Findings decide, not bytes: an output that changed and is not worse passes, and is shown. A critical
finding that was not accepted fails by itself; the others fail by kind, where significantly more
segments got worse in it than better (`harness.gate.net_change`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from harness.compare.finding_changes import split
from harness.compare.results import RowPair
from harness.core.protocols import Combiner
from harness.core.values import Category, Finding, MeasuredRow, Row, Unmeasured
from harness.gate.baseline import Baseline, OutputKey, texts_of
from harness.gate.engine_changes import engine_changes
from harness.gate.finding_growth import finding_growth
from harness.gate.net_change import NetChange, net_changes
from harness.gate.policy import Allowance, Ignore, Policy, under
from harness.gate.route_gates import (
    coverage_gates,
    detector_gates,
    judging_gates,
    metric_gates,
    unjudged,
)
from harness.gate.verdict import Case, Item, Status, Verdict

NetChanges = Mapping[tuple[str, Category], NetChange]


def decide(  # noqa: PLR0917  (a suite's name, its runs, its rules, and the day)
    suite: str,
    cases: Sequence[Case],
    baseline: Baseline,
    policy: Policy,
    metrics: Sequence[Combiner],
    today: date,
) -> Verdict:
    """The verdict on all runs of a suite. Pure: equal arguments give equal verdicts."""
    ignores = tuple(each for each in policy.ignores if today <= each.until)
    ended = [each for each in policy.ignores if today > each.until]
    decision = _Decision(replace(policy, ignores=ignores))
    drafts = [decision.draft(case, row) for case in cases for row in _rows(case)]
    changes = _net_changes(drafts, baseline, policy)
    items = [decision.item(draft, changes) for draft in drafts]
    gates = [gate for case in cases for gate in detector_gates(case, items)]
    gates += [gate for case in cases for gate in judging_gates(case, baseline)]
    gates += [gate for case in cases for gate in coverage_gates(case, policy)]
    seen = {item.key for item in items}
    otherwise = [each.key for each in items if each.status in (Status.WORSE, Status.CHANGED)]
    return Verdict(
        suite=suite,
        items=tuple(items),
        gates=(*gates, *metric_gates(cases, baseline, policy, metrics)),
        kinds=finding_growth(((item.failing, item.gone) for item in items), policy.fail_on),
        net_changes=tuple(
            sorted((each for each in changes.values() if not each.fails), key=_order)
        ),
        caveats=tuple(
            dict.fromkeys(each for case in cases for each in (*case.run.caveats, *unjudged(case)))
        ),
        unused=tuple(key for key in baseline.entries if key not in seen),
        stale=tuple(
            [
                f"the exception for {_abbreviated(each.segment)} ended on {each.until}"
                for each in ended
            ]
            + [
                f"the exception for {_abbreviated(each.segment)} matches nothing"
                for each in ignores
                if each not in decision.used
            ]
        ),
        engine_changes=engine_changes((case.run for case in cases), baseline, otherwise),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """One row beside the accepted output that it is least worse than, before it is decided."""

    key: OutputKey
    row: Row
    nearest: MeasuredRow | None = None
    gained: tuple[Finding, ...] = ()  # beyond the nearest, exceptions left out
    gone: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def _rows(case: Case) -> Iterator[Row]:
    """Every row of the case that comes from the source."""
    return (row for row in case.run.rows if isinstance(row, Unmeasured) or row.segments)


def _net_changes(drafts: Sequence[_Draft], baseline: Baseline, policy: Policy) -> NetChanges:
    """Net changes over the segments that have an accepted output; new segments are left out."""
    gained_and_gone = (
        (draft.key[0], (_failing(draft.gained, policy), _failing(draft.gone, policy)))
        for draft in drafts
        if draft.nearest is not None
    )
    segments = Counter(draft.key[0] for draft in drafts)
    return net_changes(gained_and_gone, baseline.noise, segments, policy.alpha)


def _failing(findings: Sequence[Finding], policy: Policy) -> list[Finding]:
    return [finding for finding in findings if finding.severity >= policy.fail_on]


def _order(change: NetChange) -> tuple[int, str, str]:
    return -change.worse, change.category.value, change.route


class _Decision:
    """Applies a policy row by row; counts how much of each limited allowance is used up."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._spent: Counter[Allowance] = Counter()
        self.used: set[Ignore] = set()

    def draft(self, case: Case, row: Row) -> _Draft:
        """What a row has beyond the nearest accepted output, and has no more."""
        if isinstance(row, Unmeasured):
            return _Draft((case.route, row.segment.segment_id), row)
        key, accepted = (case.route, row.row_id), case.accepted.get(row.row_id, ())
        if any(texts_of(row) == texts_of(other) for other in accepted):
            return _Draft(key, row, nearest=row)
        nearest, gained, gone = self._against(row, accepted)
        kept, notes = [], []
        for finding in gained:
            if ignored := self._ignored(row, finding):
                notes.append(f"ignored until {ignored.until} ({ignored.reason}): {finding.message}")
            else:
                kept.append(finding)
        return _Draft(key, row, nearest, tuple(kept), gone, tuple(notes))

    def item(self, draft: _Draft, changes: NetChanges) -> Item:
        """The row decided, now that all rows are known."""
        key, row, nearest = draft.key, draft.row, draft.nearest
        if isinstance(row, Unmeasured):
            why = f"hop {row.hop} could not be measured: {row.reason}"
            return Item(key, row, Status.UNMEASURED, (why,))
        lost = [loss for term in self._policy.terms for loss in term.losses(row)]
        if nearest is row:  # a term is kept whatever was accepted
            status = Status.WORSE if lost else Status.ACCEPTED
            return Item(key, row, status, tuple(lost), accepted=row)
        failing, notes = self._weighed(draft, changes)
        reasons = [*(finding.message for finding in failing), *lost]
        passed = Status.CHANGED if nearest else Status.NEW
        status = Status.WORSE if reasons else passed
        return Item(
            key, row, status, tuple(reasons), (*draft.notes, *notes), failing, draft.gone, nearest
        )

    def _against(
        self, row: MeasuredRow, accepted: tuple[MeasuredRow, ...]
    ) -> tuple[MeasuredRow | None, tuple[Finding, ...], tuple[Finding, ...]]:
        """The accepted output that the row is least worse than, what came and what went."""
        if not accepted:
            return None, row.findings, ()
        parts = [(other, *_unmatched(row, other)) for other in accepted]
        return min(parts, key=lambda part: self._weight(part[1]))

    def _weight(self, findings: Sequence[Finding]) -> tuple[int, int]:
        return len(_failing(findings, self._policy)), len(findings)

    def _weighed(self, draft: _Draft, changes: NetChanges) -> tuple[tuple[Finding, ...], list[str]]:
        """The findings that fail the row, the gravest first, and notes on those let pass."""
        failing, notes = [], []
        for finding in draft.gained:
            if finding.severity < self._policy.fail_on:
                notes.append(f"{finding.severity.value}: {finding.message}")
            elif excuse := self._excuse(draft, finding, changes):
                notes.append(f"{excuse}: {finding.message}")
            elif self._allowed(finding):
                notes.append(f"allowed: {finding.message}")
            else:
                failing.append(finding)
        return tuple(sorted(failing, key=lambda finding: -finding.severity.rank)), notes

    def _excuse(self, draft: _Draft, finding: Finding, changes: NetChanges) -> str | None:
        """Why a finding that is not critical need not fail a row; a new segment has no excuse."""
        if draft.nearest is None or finding.severity >= self._policy.fail_alone:
            return None
        change = changes.get((draft.key[0], finding.category))
        if change is None:
            return "balanced by a finding that disappeared in the same segment"
        if change.fails:
            return None
        return f"not significant ({change.worse} segments worse, {change.better} better)"

    def _ignored(self, row: MeasuredRow, finding: Finding) -> Ignore | None:
        for each in self._policy.ignores:
            if each.names(row) and under(finding.category, each.category):
                self.used.add(each)
                return each
        return None

    def _allowed(self, finding: Finding) -> bool:
        for each in self._policy.allowed:
            if each.covers(finding) and (each.count is None or self._spent[each] < each.count):
                self._spent[each] += 1
                return True
        return False


def _unmatched(
    row: MeasuredRow, other: MeasuredRow
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What a row has beyond an accepted output, and what that had beyond it."""
    gained, gone, _ = split(RowPair(row.segments[0].doc_id, other, row))
    return gained, gone


def _abbreviated(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
