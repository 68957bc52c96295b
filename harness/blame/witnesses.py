"""Witness evidence: did other engines lose the same when they translated the hypothesis back?

A witness brings the forward hypothesis back by itself. What the main return lost and a witness
lost, too, was most likely not in the hypothesis any more; what a witness still has was in it.

Assumptions: engines fail independently of each other, and a witness can carry the content at all.
Both are only half true (hard sentences are hard for everyone), so that a witness is weighted by
what it adds to other evidence (`calibration`); and one that often loses what the others keep is
trusted less, by what this run shows.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from harness.blame.calibration import calibrated
from harness.blame.evidence import Evidence, hops_of
from harness.core.values import BeadText, Finding, Issue, LocalText, Return, Severity
from harness.text.data.language import language_data
from harness.text.facts.names import names_in
from harness.text.facts.negation import negations_in
from harness.text.facts.numbers import numbers_in

Detect = Callable[[BeadText], Sequence[Finding]]
Reported = Issue | Finding  # of a return: issues of the main one, findings of a witness's

_MOST = 0.9  # trust in one witness at best
_RESTORED = 0.1  # how often a witness has again what the hypothesis lost, by habit or by luck
# The same for faults of wording: a witness may word them so that no detector sees them any more.
_REWORDED = 0.3
_COIN = 0.5  # trust of evidence that tells nothing
_PRIOR = (1, 8)  # losses and chances that every witness starts with, before the run has shown any

# What a detector can find lost at all: only such segments count as chances to lose it.
_AT_RISK: Mapping[str, Callable[[LocalText], bool]] = {
    "numbers": lambda text: bool(numbers_in(text.text, language_data(text.language))),
    "negation": lambda text: bool(negations_in(text.text, language_data(text.language))),
    "names": lambda text: bool(names_in(text.text, language_data(text.language))),
}


@dataclass(frozen=True, slots=True)
class WitnessFindings:
    """One witness's return of a bead, and the findings in it."""

    witness: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Testimony:
    """Whether a witness has the `same` fault, and how often it should be right if it were alone.

    `facts`: the fault is one of facts (numbers, names, denials), not of wording. `lone`: no other
    witness translated this text.
    """

    witness: str
    facts: bool
    same: bool
    trust: float
    lone: bool

    @property
    def weights(self) -> str:
        """The table of weights that says what it adds to other evidence.

        Several witnesses share mistakes, so that each adds less than a single one.
        """
        return f"{'lone ' * self.lone}witness of {'facts' if self.facts else 'wording'}"

    @property
    def weight_name(self) -> str:
        """The name of its weight in that table."""
        return "same" if self.same else "without"


@dataclass(slots=True)
class Reliability:
    """Counts, over a run, how often each witness alone has a fault, by detector."""

    _alone: Counter[tuple[str, str]] = field(default_factory=Counter)
    _chances: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(
        self, bead: BeadText, issues: Sequence[Issue], answers: Sequence[WitnessFindings]
    ) -> None:
        """Count one bead: its own issues, and the findings in each witness's return."""
        for detector, at_risk in _AT_RISK.items():
            if at_risk(bead.source):
                self._chances.update((each.witness, detector) for each in answers)
        self._chances.update((each.witness, "") for each in answers)
        for each in answers:
            others: list[Sequence[Reported]] = [
                issues,
                *(other.findings for other in answers if other is not each),
            ]
            alone = {
                found.detector
                for found in each.findings
                if found.severity >= Severity.MAJOR
                and not any(has_fault(other, found) for other in others)
            }
            self._alone.update((each.witness, detector) for detector in alone)

    def losses(self, witness: str, detector: str) -> float:
        """The estimated share of chances at which `witness` alone has a fault of this kind."""
        known = detector if detector in _AT_RISK else ""
        lost, chances = _PRIOR
        return (self._alone[witness, detector] + lost) / (self._chances[witness, known] + chances)


def witness_findings(
    bead: BeadText, returns: Sequence[Return], detect: Detect
) -> list[WitnessFindings]:
    """The witnesses that answered with words at all, each with the findings in its return."""
    source, hypothesis = bead.stops[:2]
    return [
        WitnessFindings(each.witness, tuple(detect(BeadText((source, hypothesis, each.text)))))
        for each in returns
        if each.text is not None and each.text.text.strip()
    ]


def witness_evidence(
    bead: BeadText, finding: Issue, answers: Sequence[WitnessFindings], reliability: Reliability
) -> list[Evidence]:
    """The evidence of each witness on one finding of the main return."""
    hops = hops_of(bead)
    if hops < 2:
        return []
    clues = []
    every = list(testimonies(finding, answers, reliability))
    for testimony in every:
        trust = round(_added(testimony, every), 3)
        way = range(1, 2) if testimony.same else range(2, hops + 1)
        text = f"Witness {testimony.witness} translated the hypothesis back " + (
            "with the same error." if testimony.same else "without this error."
        )
        if trust > _COIN:
            clues.append(Evidence(f"witness {testimony.witness}", way, trust, text))
    return clues


def _added(testimony: Testimony, every: Sequence[Testimony]) -> float:
    """The trust that one testimony adds to other evidence.

    If all agree, never less than its share of what one of them would add alone: agreement never
    reduces trust.
    """
    added = calibrated(testimony.trust, testimony.weights, testimony.weight_name)
    if any(other.same != testimony.same for other in every):
        return added
    alone = replace(testimony, lone=True).weights
    return max(added, calibrated(testimony.trust, alone, testimony.weight_name, len(every)))


def testimonies(
    finding: Issue, answers: Sequence[WitnessFindings], reliability: Reliability
) -> Iterator[Testimony]:
    """What each witness shows of one finding, and how far to believe it if it were alone."""
    facts = finding.detector in _AT_RISK
    restored = _RESTORED if facts else _REWORDED
    for each in answers:
        losses = reliability.losses(each.witness, finding.detector)
        same = has_fault(each.findings, finding)
        right, wrong = (1 - restored, losses) if same else (1 - losses, restored)
        trust = min(right / (right + wrong), _MOST)
        yield Testimony(each.witness, facts, same, trust, lone=len(answers) == 1)


def has_fault(findings: Sequence[Reported], wanted: Reported) -> bool:
    """Whether one of `findings`, in another return, is the fault `wanted`.

    It speaks of the same words of the source; what came in from nowhere is the same if it is of
    the same kind.
    """
    return any(_same(found, wanted) for found in findings)


def _same(one: Reported, other: Reported) -> bool:
    if one.detector != other.detector:
        return False
    if ours := one.spans(0):
        return any(mine.overlaps(yours) for mine in ours for yours in other.spans(0))
    return not other.spans(0) and one.category is other.category
