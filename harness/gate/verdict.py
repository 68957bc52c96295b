"""What a verdict holds: every segment, every gate, and why. Plain values for reporters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from harness.compare.results import MetricChange
from harness.core.one_line import one_line
from harness.core.values import ExitCode, Finding, MeasuredRow, Row, Run, Segment
from harness.core.values.place import FilePlace
from harness.gate.baseline import OutputKey
from harness.gate.engine_changes import EngineChange
from harness.gate.finding_growth import FindingGrowth
from harness.gate.net_change import NetChange


class Status(Enum):
    """How a segment stands to its baseline."""

    ACCEPTED = "accepted"  # reads as an accepted output does
    CHANGED = "changed"  # reads otherwise, and is not worse, or not significantly
    NEW = "new"  # nothing is accepted for it yet, and nothing is wrong with it
    WORSE = "worse"
    UNMEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Case:
    """One run, and the accepted outputs of its rows, measured as the run was.

    `accepted` goes by row identity. A row that reads as an accepted output stands for itself.
    """

    run: Run
    accepted: Mapping[str, tuple[MeasuredRow, ...]]

    @property
    def route(self) -> str:
        """The languages of the route: what the baseline is keyed by."""
        return self.run.identity.route.languages


@dataclass(frozen=True, slots=True)
class Item:
    """One segment with its status. `reasons` are why it fails, `notes` what was let pass."""

    key: OutputKey
    row: Row
    status: Status
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    failing: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()  # what it had as accepted, and has no more
    accepted: MeasuredRow | None = None  # the accepted output that it was compared with

    def __str__(self) -> str:
        """One line: the status, the row, and why it fails."""
        why = f" [{'; '.join(self.reasons)}]" if self.reasons else ""
        return f"{self.status.value}: {self.row}{why}"

    @property
    def document(self) -> str:
        return segment_of(self.row).doc_id

    @property
    def position(self) -> int:
        return segment_of(self.row).position


@dataclass(frozen=True, slots=True)
class Gate:
    """One rule over a whole route: a metric's drop, or the findings of one detector."""

    route: str
    name: str
    exit_code: ExitCode
    reason: str
    metric: MetricChange | None = None

    def __str__(self) -> str:
        """One line: the rule, and what became of it."""
        end = "passed" if self.exit_code is ExitCode.PASSED else "failed"
        return f"{self.route} {self.name}: {end}: {one_line(self.reason, 300)}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a suite."""

    suite: str
    items: tuple[Item, ...]
    gates: tuple[Gate, ...]
    kinds: tuple[FindingGrowth, ...]  # of findings that fail, the most grown first
    # kinds in which segments got worse, but not significantly: they do not fail
    net_changes: tuple[NetChange, ...]
    caveats: tuple[str, ...]
    unused: tuple[OutputKey, ...]  # baseline entries that no run has a segment for
    stale: tuple[str, ...]  # exceptions that ended or match nothing, in words
    # engines that are not what they were when rows that read otherwise now were accepted
    engine_changes: tuple[EngineChange, ...] = ()
    # where segments stand in their files, by identity; empty where nobody looked
    places: Mapping[str, FilePlace] = field(default_factory=dict)
    # the run folder of each text, to be named in hints; empty where nobody said
    folders: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> ExitCode:
        """What could not be measured outweighs what drifted: the rest is not known."""
        unmeasured = any(item.status is Status.UNMEASURED for item in self.items) or any(
            gate.exit_code is ExitCode.NOT_MEASURED for gate in self.gates
        )
        if unmeasured or not self.items:
            return ExitCode.NOT_MEASURED
        drifted = any(item.status is Status.WORSE for item in self.items) or any(
            gate.exit_code is not ExitCode.PASSED for gate in self.gates
        )
        return ExitCode.DRIFTED if drifted else ExitCode.PASSED

    def of(self, status: Status) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.status is status)


def segment_of(row: Row) -> Segment:
    """The first segment of a row."""
    return row.segments[0] if isinstance(row, MeasuredRow) else row.segment
