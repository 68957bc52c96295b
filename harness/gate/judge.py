"""Runs of a suite, its baseline and its policy -> a verdict with a reason for everything.

The gate is on meaning, not on bytes: an output that changed and is not worse passes, and is shown.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from harness.compare.comparison import changes_over
from harness.compare.findings import split
from harness.compare.values import Change, MetricChange, Pair
from harness.core.protocols import Metric
from harness.core.values import Drift, ExitCode, Finding, Row, Run, Segment, Unmeasured
from harness.gate.baseline import Baseline, Key, texts_of
from harness.gate.kinds import KindChange, kinds_changed
from harness.gate.policy import Allowance, Ignore, Policy, under
from harness.statistics.decisions import holm


class Status(Enum):
    """How a segment stands to its baseline."""

    ACCEPTED = "accepted"  # reads as an accepted output does
    CHANGED = "changed"  # reads otherwise, and is not worse
    NEW = "new"  # nothing is accepted for it yet, and nothing is wrong with it
    WORSE = "worse"
    UNMEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Case:
    """One run, and the accepted outputs of its rows, measured as the run was.

    `accepted` goes by row identity. A row that reads as an accepted output stands for itself.
    """

    run: Run
    accepted: Mapping[str, tuple[Drift, ...]]

    @property
    def route(self) -> str:
        """The languages of the route: what the baseline is keyed by."""
        return ":".join(self.run.identity.route.stops)


@dataclass(frozen=True, slots=True)
class Item:
    """One segment, judged. `reasons` say why it fails, `notes` what was let pass."""

    key: Key
    row: Row
    status: Status
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    failing: tuple[Finding, ...] = ()
    accepted: Drift | None = None  # the accepted output that it was held against

    @property
    def document(self) -> str:
        return _segment(self.row).doc_id

    @property
    def position(self) -> int:
        return _segment(self.row).position


@dataclass(frozen=True, slots=True)
class Gate:
    """One rule over a whole route: a metric's drop, or the findings of one detector."""

    route: str
    name: str
    exit_code: ExitCode
    reason: str
    metric: MetricChange | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a suite."""

    suite: str
    items: tuple[Item, ...]
    gates: tuple[Gate, ...]
    kinds: tuple[KindChange, ...]  # of findings that fail, the most grown first
    caveats: tuple[str, ...]
    unused: tuple[Key, ...]  # baseline entries that no run has a segment for
    stale: tuple[str, ...]  # exceptions that ended or match nothing, in words

    @property
    def exit_code(self) -> ExitCode:
        """What could not be measured outweighs what drifted: the rest is not known."""
        if any(item.status is Status.UNMEASURED for item in self.items) or not self.items:
            return ExitCode.NOT_MEASURED
        drifted = any(item.status is Status.WORSE for item in self.items) or any(
            gate.exit_code is not ExitCode.PASSED for gate in self.gates
        )
        return ExitCode.DRIFTED if drifted else ExitCode.PASSED

    def of(self, status: Status) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.status is status)


def judge(  # noqa: PLR0917  (a suite's name, its facts, its rules, and the day)
    suite: str,
    cases: Sequence[Case],
    baseline: Baseline,
    policy: Policy,
    metrics: Sequence[Metric],
    today: date,
) -> Verdict:
    """Judge all runs of a suite. Pure: the same facts give the same verdict on the same day."""
    ignores = tuple(each for each in policy.ignores if today <= each.until)
    ended = [each for each in policy.ignores if today > each.until]
    bench = _Bench(replace(policy, ignores=ignores))
    items = [item for case in cases for item in bench.items(case)]
    gates = [gate for case in cases for gate in _detector_gates(case, items)]
    seen = {item.key for item in items}
    return Verdict(
        suite=suite,
        items=tuple(items),
        gates=(*gates, *_metric_gates(cases, baseline, policy, metrics)),
        kinds=kinds_changed(map(_change, items), policy.fail_on),
        caveats=tuple(dict.fromkeys(caveat for case in cases for caveat in case.run.caveats)),
        unused=tuple(key for key in baseline.entries if key not in seen),
        stale=tuple(
            [f"the exception for {_short(each.segment)} ended on {each.until}" for each in ended]
            + [
                f"the exception for {_short(each.segment)} matches nothing"
                for each in ignores
                if each not in bench.used
            ]
        ),
    )


class _Bench:
    """Applies a policy row by row; counts how much of each limited allowance is used up."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._spent: Counter[Allowance] = Counter()
        self.used: set[Ignore] = set()

    def items(self, case: Case) -> Iterator[Item]:
        """Every row of the case that comes from the source."""
        for row in case.run.rows:
            if isinstance(row, Unmeasured):
                key = case.route, row.segment.segment_id
                why = f"hop {row.hop} could not be measured: {row.reason}"
                yield Item(key, row, Status.UNMEASURED, (why,))
            elif row.segments:
                yield self._item((case.route, row.row_id), row, case.accepted.get(row.row_id, ()))

    def _item(self, key: Key, row: Drift, accepted: tuple[Drift, ...]) -> Item:
        if any(texts_of(row) == texts_of(other) for other in accepted):
            return Item(key, row, Status.ACCEPTED, accepted=row)
        nearest, gained = self._gained(row, accepted)
        failing, notes = self._weighed(row, gained)
        failing.sort(key=lambda finding: -finding.severity.rank)
        reasons = [finding.message for finding in failing]
        for term in self._policy.terms:
            if term.lost(row):
                reasons.append(f"“{term.source}” must come through as “{term.kept}”, and did not.")
        passed = Status.CHANGED if accepted else Status.NEW
        status = Status.WORSE if reasons else passed
        return Item(key, row, status, tuple(reasons), tuple(notes), tuple(failing), nearest)

    def _gained(
        self, row: Drift, accepted: tuple[Drift, ...]
    ) -> tuple[Drift | None, tuple[Finding, ...]]:
        """The accepted output that the row is least worse than, and what it has beyond that."""
        everything = frozenset(finding.detector for finding in row.findings)
        best: tuple[Drift | None, tuple[Finding, ...]] = (None, row.findings)
        for other in accepted:
            gained = split(Pair(_document(row), other, row), everything)[0]
            if best[0] is None or self._weight(gained) < self._weight(best[1]):
                best = other, gained
        return best

    def _weight(self, findings: Sequence[Finding]) -> tuple[int, int]:
        grave = [f for f in findings if f.severity >= self._policy.fail_on]
        return len(grave), len(findings)

    def _weighed(self, row: Drift, gained: Sequence[Finding]) -> tuple[list[Finding], list[str]]:
        """The findings that fail the row, and notes on those that were let pass."""
        failing, notes = [], []
        for finding in gained:
            if finding.severity < self._policy.fail_on:
                notes.append(f"{finding.severity.value}: {finding.message}")
            elif ignored := self._ignored(row, finding):
                notes.append(f"ignored until {ignored.until} ({ignored.reason}): {finding.message}")
            elif self._allowed(finding):
                notes.append(f"allowed: {finding.message}")
            else:
                failing.append(finding)
        return failing, notes

    def _ignored(self, row: Drift, finding: Finding) -> Ignore | None:
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


def _change(item: Item) -> tuple[Sequence[Finding], Sequence[Finding]]:
    """The findings that fail a segment, and those that it had as accepted and has no more."""
    if item.accepted is None or not isinstance(item.row, Drift):
        return item.failing, ()
    everything = frozenset(finding.detector for finding in item.accepted.findings)
    lost = split(Pair(item.document, item.accepted, item.row), everything)[1]
    return item.failing, lost


def _document(row: Drift) -> str:
    """The document that a row belongs to."""
    return row.segments[0].doc_id


def _segment(row: Row) -> Segment:
    return row.segments[0] if isinstance(row, Drift) else row.segment


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


# ── gates over whole routes ─────────────────────────────────────────────────────────────────────


def _detector_gates(case: Case, items: Sequence[Item]) -> Iterator[Gate]:
    """One gate a detector, so that a kind of drift can be watched by its name."""
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


def _metric_gates(
    cases: Sequence[Case], baseline: Baseline, policy: Policy, metrics: Sequence[Metric]
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


def _pairs(case: Case) -> Iterator[Pair]:
    """Each row beside what was expected of it: itself where it is accepted as it is."""
    for row in case.run.rows:
        if isinstance(row, Drift) and row.segments:
            accepted = case.accepted.get(row.row_id, ())
            if accepted:
                same = any(texts_of(row) == texts_of(other) for other in accepted)
                yield Pair(_document(row), row if same else accepted[0], row)


def _metric_gate(
    route: str, change: MetricChange, noise: Mapping[str, float], policy: Policy
) -> Gate:
    name = change.card.name
    sign = 1 if change.card.higher_is_better else -1
    drop = -sign * change.result.difference
    floor = max(policy.drop.get(name, 0.0), noise.get(name, 0.0))
    significant = change.p < policy.alpha and change.change is not Change.BETTER
    fires = significant and drop > floor
    p = f"p = {change.p:.3f}"
    if drop <= 0:
        reason = f"no drop ({change.result.candidate:.4g} against {change.result.baseline:.4g})"
    elif fires:
        reason = f"worse by {drop:.4g} ({p}); {floor:.4g} is acceptable"
    elif not significant:
        reason = f"worse by {drop:.4g}, no more than chance ({p})"
    else:
        reason = f"worse by {drop:.4g} ({p}), within the acceptable {floor:.4g}"
    return Gate(route, name, ExitCode.DRIFTED if fires else ExitCode.PASSED, reason, change)
