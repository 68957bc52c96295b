"""One unit of a file with all that a review knows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from harness.core.one_line import one_line
from harness.core.values import (
    Finding,
    LocalText,
    MeasuredRow,
    Severity,
    TargetState,
    Unit,
)
from harness.review.decisions import NOTHING, Decision

REVIEW = "review"  # who adjusts severities here


class UnitState(Enum):
    """How far a unit has come, as its file says. Only what is done counts in a verdict."""

    DONE = "translated"
    FUZZY = "fuzzy"  # made for an earlier or a similar text
    DRAFT = "draft"
    EMPTY = "empty"
    PROTECTED = "not to be translated"

    @property
    def counts(self) -> bool:
        """Whether findings in such units are held against the file."""
        return self is UnitState.DONE


_UNFINISHED = {TargetState.FUZZY: UnitState.FUZZY, TargetState.DRAFT: UnitState.DRAFT}


def state_of(unit: Unit) -> UnitState:
    """The state of a unit whose target is in the language that is asked for."""
    if not unit.translate:
        return UnitState.PROTECTED
    if unit.target is None:
        return UnitState.EMPTY
    return _UNFINISHED.get(unit.target.state, UnitState.DONE)


def is_locked(unit: Unit) -> bool:
    """Whether nobody may change its translation, as its file says."""
    return ("state", "locked") in unit.notes


@dataclass(frozen=True, slots=True)
class ReviewedUnit:
    """A unit with its row: `row` is None where there is no translation, or it did not come home.

    `failure` says why a translation did not come home, `decision` is what people wrote. Findings
    are the row's, graded by the review: what the way back made, or nothing confirms, is minor.
    """

    unit: Unit
    state: UnitState
    row: MeasuredRow | None = None
    failure: str = ""
    decision: Decision = NOTHING

    def __str__(self) -> str:
        """One line: the unit, its state, its text and what is held against the translation."""
        found = "; ".join(map(str, self.of_translation)) or self.failure
        told = f": {found}" if found else ""
        return (
            f"{one_line(self.unit.unit_id)}, {self.state.value}: “{one_line(self.unit.text)}”{told}"
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.row.findings if self.row else ()

    @property
    def of_translation(self) -> tuple[Finding, ...]:
        """What is held against the translation."""
        return tuple(each for each in self.findings if not of_way_back(each))

    @property
    def of_way_back(self) -> tuple[Finding, ...]:
        """What the way back made, or nothing confirms: kept apart."""
        return tuple(each for each in self.findings if of_way_back(each))

    @property
    def severity(self) -> Severity | None:
        """The worst that is held against the translation."""
        return max((each.severity for each in self.of_translation), default=None)

    @property
    def needs_a_look(self) -> bool:
        """Whether something above minor is held against it that no person has accepted."""
        bad = self.severity is not None and self.severity > Severity.MINOR
        return bad and not self.is_accepted

    @property
    def is_accepted(self) -> bool:
        """Whether people accepted this very translation."""
        target = self.unit.target
        return target is not None and self.decision.accepts(self.unit.text, target.text)

    @property
    def back_translation(self) -> LocalText | None:
        """The translation brought home; None without an engine."""
        stops = self.row.texts.stops if self.row else ()
        return stops[-1] if len(stops) > 2 else None

    @property
    def returns(self) -> Sequence[tuple[str, str]]:
        """What each witness made of the translation, by its name."""
        given = self.row.returns if self.row else ()
        return [(each.witness, each.text.text) for each in given if each.text is not None]


def of_way_back(finding: Finding) -> bool:
    """Whether a finding is not held against the translation."""
    return any(each.by == REVIEW for each in finding.adjustments)
