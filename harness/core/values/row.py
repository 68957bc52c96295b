"""One measured (or unmeasured) segment with all that is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from harness.core.fingerprint import fingerprint
from harness.core.one_line import one_line
from harness.core.values.alignment import BeadText
from harness.core.values.document import Segment
from harness.core.values.finding import Category, Finding, Issue, Severity
from harness.core.values.text import LocalText, Span
from harness.core.values.word_scores import StopLikelihood


@dataclass(frozen=True, slots=True)
class Score:
    """One metric's view of one bead.

    `statistics` are integers that add up over beads; the metric turns a sum of them into a score
    again, so that a run's score and every resample of it need no re-reading of text.
    """

    value: float  # on the metric's own scale
    statistics: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DriftChances:
    """How likely a reader of both texts complains. Each in [0, 1].

    `differs`: of any difference of meaning; `major`: of one by which who reads only the return is
    misinformed; `critical`: of one that reverses the message or makes it dangerously wrong.
    """

    differs: float
    major: float
    critical: float


@dataclass(frozen=True, slots=True)
class WordDrift:
    """Word-level estimate: how likely a reader complains of this word of one of two texts.

    `end` is 0 where the word is the source's, 1 where it is the return's; `span` is where it stands
    there; `chances` are how likely the reader complains.
    """

    end: int
    span: Span
    chances: DriftChances


@dataclass(frozen=True, slots=True)
class ParaphraseScore:
    """What the paraphrase model says of two texts; see `harness.models.paraphrase`.

    `same` is how likely it is that they say the same; `kinds` how likely each kind of change is, by
    the model's own names ("negation", "omission", …). All in [0, 1]. `row` is about the worst
    difference of the two, `words` about single words: those with a chance of a difference of less
    than one in twenty are left out. Older records have neither.
    """

    same: float
    kinds: Mapping[str, float]
    row: DriftChances | None = None
    words: tuple[WordDrift, ...] = ()


@dataclass(frozen=True, slots=True)
class Return:
    """What a witness made of the hypothesis: `text`, or None and the `reason` why there is none."""

    witness: str  # its name
    text: LocalText | None
    reason: str = ""  # why there is no text


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """All that is known of one bead: the row of every report.

    `segments` are the bead's source segments (none where something was added), `scores` go by the
    metric's name, `returns` are the witnesses', in the order of the run's identity. `facts_kept`
    says how many of the source's facts (numbers, dates, names, denials, copies) are still present
    at each stop; empty where they were not counted. `likelihoods` are those of the run's scorers,
    if it has any.
    `similarity_by_hop` says, on routes of more than two hops, by metric how like the source each
    hop's text is: None where the metric cannot compare the two languages. `reading` is what the
    paraphrase model takes source and back-translation for, if it was asked. `healed` are faults of
    pivots that the way back healed: no severity, score or gate counts them.
    """

    segments: tuple[Segment, ...]
    texts: BeadText  # one a stop of the route
    scores: Mapping[str, Score] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()  # in the order of the detectors
    returns: tuple[Return, ...] = ()
    facts_kept: tuple[int, ...] = ()
    similarity_by_hop: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    likelihoods: tuple[StopLikelihood, ...] = ()
    reading: ParaphraseScore | None = None  # what the paraphrase model takes the two ends for
    healed: tuple[Issue, ...] = ()

    @property
    def row_id(self) -> str:
        """Identity of the row: its first segment's, or that of the added text."""
        if self.segments:
            return self.segments[0].segment_id
        return fingerprint(["added", self.texts.back_translation.text])[:16]

    @property
    def severity(self) -> Severity | None:
        """The worst finding's, None where there is none."""
        return max((finding.severity for finding in self.findings), default=None)

    def __str__(self) -> str:
        """One line: the text, what came back, and the worst finding."""
        ends = (self.texts.source.text, self.texts.back_translation.text)
        away, home = (f"“{one_line(text)}”" if text else "nothing" for text in ends)
        if not self.findings:
            return f"{away} → {home}"
        worst = max(self.findings, key=lambda each: each.severity)
        more = f" (and {len(self.findings) - 1} more)" if len(self.findings) > 1 else ""
        return f"{away} → {home}: {worst}{more}"

    def before(self, by: str) -> "MeasuredRow":
        """The row with its findings as they were before `by` adjusted any."""
        return replace(self, findings=tuple(finding.before(by) for finding in self.findings))

    @property
    def moved(self) -> bool:
        """Whether it came back in another place, as one of its findings says."""
        return any(finding.category is Category.SENTENCE_ORDER for finding in self.findings)

    def finding_ids(self) -> tuple[str, ...]:
        """One short id a finding, in order; it survives edits elsewhere in the document."""
        return tuple(
            fingerprint(
                [
                    self.row_id,
                    finding.detector,
                    finding.category.value,
                    [[mark.stop, mark.span.start, mark.span.end] for mark in finding.marks],
                    [list(pair) for pair in finding.evidence],
                ]
            )[:12]
            for finding in self.findings
        )


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A segment that could not be carried through the route, and why. Never a pass.

    `texts` holds the source and what was reached before hop `hop` (counted from 1) failed.
    """

    segment: Segment  # what should have been measured
    texts: tuple[LocalText, ...]
    hop: int
    reason: str  # as the engine says

    def __post_init__(self) -> None:
        if self.hop < 1:
            raise ValueError(f"hops are counted from 1, not {self.hop}")

    def __str__(self) -> str:
        """One line: the text, and why nothing came back."""
        return f"“{one_line(self.segment.text)}” not measured: {one_line(self.reason, 300)}"


Row = MeasuredRow | Unmeasured
