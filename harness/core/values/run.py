"""Runs: identity, totals, rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from harness.core.fingerprint import Plain, fingerprint
from harness.core.values.finding import Severity
from harness.core.values.route import Route
from harness.core.values.row import Row, Unmeasured
from harness.core.values.signature import Signature


@dataclass(frozen=True, slots=True)
class MetricCard:
    """What users must know of a metric to understand its numbers without its code.

    A scale without an end has an infinite one.
    """

    name: str  # as users ask for it
    title: str  # as users know it
    signature: Signature  # its settings
    lowest: float  # end of the scale
    highest: float  # end of the scale
    higher_is_better: bool  # else lower is
    across_languages: bool = False  # compares texts of two languages, too

    @property
    def digits(self) -> int:
        """How many are shown after the point: one where the scale runs from 0 far upwards."""
        return 1 if self.lowest == 0 and self.highest > 1 else 3


@dataclass(frozen=True, slots=True)
class Witness:
    """Another way back from the hypothesis: its languages and engines as in a route, `es:en@x`."""

    name: str  # the way itself
    engines: tuple[Signature, ...]  # one a hop


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """Everything that can change a run's results; hashed. Time, host and paths never are."""

    doc_id: str  # name of the text
    text_digest: str  # fingerprint of the text
    route: Route  # all hops
    segmenter: Signature  # what cut the text
    engines: tuple[Signature, ...]  # one a hop
    metrics: tuple[MetricCard, ...]  # what scored
    detectors: tuple[Signature, ...]  # what looked for findings
    attribution: Signature | None = None  # None: loci were not looked for
    witnesses: tuple[Witness, ...] = ()  # other ways back
    likelihood_scorers: tuple[Signature, ...] = ()  # models asked how probable the words are
    grading: Signature | None = None  # how severities came about; None in records of before

    def __str__(self) -> str:
        """One line: what was carried, which way, by which engines."""
        engines = ", ".join(engine.name for engine in self.engines)
        return f"{self.doc_id} {self.route.languages} by {engines}, run {self.fingerprint[:12]}"

    @property
    def language(self) -> str:
        return self.route.language

    @property
    def fingerprint(self) -> str:
        parts: dict[str, Plain] = {
            "doc_id": self.doc_id,
            "text": self.text_digest,
            "route": str(self.route),
            "segmenter": self.segmenter.identity,
            "engines": [engine.identity for engine in self.engines],
            "metrics": [metric.signature.identity for metric in self.metrics],
            "detectors": [detector.identity for detector in self.detectors],
        }
        if self.attribution is not None:  # absent from records of before
            parts["blame"] = self.attribution.identity
        if self.witnesses:
            parts["witnesses"] = [
                [witness.name, *(engine.identity for engine in witness.engines)]
                for witness in self.witnesses
            ]
        if self.likelihood_scorers:
            parts["judges"] = [scorer.identity for scorer in self.likelihood_scorers]
        if self.grading is not None:
            parts["grading"] = self.grading.identity
        return fingerprint(parts)


@dataclass(frozen=True, slots=True)
class RunTotals:
    """What the footer of a run record knows: counts and whole-run scores."""

    rows: int  # all
    measured: int  # rows of kind measured
    unmeasured: int  # rows of kind unmeasured
    findings: Mapping[str, Mapping[str, int]]  # category path -> severity -> count
    scores: Mapping[str, float]  # of the whole run, by the metric's name
    healed: int = 0  # faults of pivots that the way back healed

    def count(self, severity: Severity) -> int:
        return sum(counts.get(severity.value, 0) for counts in self.findings.values())


# When, where and with what a run was made; of no effect on its results: time, host, versions.
Provenance = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Run:
    """One text carried over one route, and what became of it.

    `rows` stand in order of the text and can be iterated again and again; they may be read from
    disk each time, so that a book needs no more memory than a page. `caveats` are sentences that a
    user must see before any score ("Similarity was not measured: …"). `unseen` are the subjects
    that no detector could look for in this language ("denials"); a caveat says so, too.
    """

    identity: RunIdentity
    provenance: Provenance
    caveats: tuple[str, ...]
    totals: RunTotals
    rows: Iterable[Row]
    unseen: tuple[str, ...] = ()

    @property
    def unmeasured(self) -> frozenset[str]:
        """The identities of the segments that were not measured. Goes through all rows."""
        return frozenset(row.segment.segment_id for row in self.rows if isinstance(row, Unmeasured))


class ExitCode(IntEnum):
    """How every command ends."""

    PASSED = 0
    DRIFTED = 1
    USAGE = 2  # Click's own code for a wrong command line
    NOT_MEASURED = 3
