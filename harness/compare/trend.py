"""Runs of the same texts over many versions -> what each version has, route by route."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from harness.compare.comparison import ComparisonSide
from harness.compare.identities import differences
from harness.compare.results import SignatureDifference
from harness.core.errors import ComparisonError
from harness.core.values import MeasuredRow, MetricCard, Run, Severity

_FEWEST = 2
_TEXT = "text"  # the part of an identity that says what was translated


@dataclass(frozen=True, slots=True)
class Counts:
    """Findings by severity."""

    by_severity: Mapping[Severity, int] = field(default_factory=dict)

    def of(self, *severities: Severity) -> int:
        """How many there are of these severities."""
        return sum(self.by_severity.get(each, 0) for each in severities)

    @property
    def above_minor(self) -> int:
        """Those that people are shown."""
        return self.of(Severity.CRITICAL, Severity.MAJOR)


@dataclass(frozen=True, slots=True)
class Version:
    """What one version made of the texts over one route.

    `scores` are by the metric's name, of all texts together: the mean of theirs, weighed by rows,
    where there are several. `changed` is what differs in the making from the version before;
    `other_text` whether the text does, so that counts are of other sentences.
    """

    name: str
    started: str
    rows: int
    unmeasured: int
    findings: Counts
    by_kind: Mapping[str, Counts]
    by_hop: Mapping[str, Counts]
    scores: Mapping[str, float]
    changed: tuple[SignatureDifference, ...] = ()
    other_text: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """One route through all versions; None where a version has no run of it."""

    stops: tuple[str, ...]
    versions: tuple[Version | None, ...]
    metrics: tuple[MetricCard, ...]

    @property
    def present(self) -> tuple[Version, ...]:
        """The versions that have a run of the route."""
        return tuple(each for each in self.versions if each is not None)


@dataclass(frozen=True, slots=True)
class Trend:
    """All routes of all versions, in the order in which they were named."""

    names: tuple[str, ...]
    documents: tuple[str, ...]
    courses: tuple[Course, ...]


def trend(sides: Sequence[ComparisonSide]) -> Trend:
    """What became of the texts, version after version.

    Raises:
        ComparisonError: there are fewer than two versions, or one of them has no run.
    """
    if len(sides) < _FEWEST:
        raise ComparisonError("a trend needs two versions or more", hint="name their run folders")
    for side in sides:
        if not side.runs:
            raise ComparisonError(f"{side.name} holds no run", hint="name a folder of records")
    routes = dict.fromkeys(run.identity.route.stops for side in sides for run in side.runs)
    documents = dict.fromkeys(run.identity.doc_id for side in sides for run in side.runs)
    return Trend(
        names=tuple(side.name for side in sides),
        documents=tuple(documents),
        courses=tuple(_course(stops, sides) for stops in routes),
    )


def _course(stops: tuple[str, ...], sides: Sequence[ComparisonSide]) -> Course:
    versions: list[Version | None] = []
    before: Sequence[Run] = ()
    cards: dict[str, MetricCard] = {}
    for side in sides:
        runs = [run for run in side.runs if run.identity.route.stops == stops]
        versions.append(_version(side.name, runs, before) if runs else None)
        before = runs or before
        cards |= {card.name: card for run in runs for card in run.identity.metrics}
    return Course(stops, tuple(versions), tuple(cards.values()))


def _version(name: str, runs: Sequence[Run], before: Sequence[Run]) -> Version:
    kinds: dict[str, Counter[Severity]] = {}
    hops: dict[str, Counter[Severity]] = {}
    for run in runs:
        for row in run.rows:
            for finding in row.findings if isinstance(row, MeasuredRow) else ():
                kinds.setdefault(finding.category.value, Counter())[finding.severity] += 1
                hops.setdefault(str(finding.locus), Counter())[finding.severity] += 1
    every: Counter[Severity] = sum(kinds.values(), Counter())
    unlike = list(_unlike(runs, before))
    return Version(
        name=name,
        started=min(str(run.provenance.get("started", "")) for run in runs),
        rows=sum(run.totals.rows for run in runs),
        unmeasured=sum(run.totals.unmeasured for run in runs),
        findings=Counts(every),
        by_kind={path: Counts(counts) for path, counts in sorted(kinds.items())},
        by_hop={hop: Counts(counts) for hop, counts in hops.items()},
        scores=dict(_scores(runs)),
        changed=tuple(dict.fromkeys(each for each in unlike if each.part != _TEXT)),
        other_text=any(each.part == _TEXT for each in unlike),
    )


def _unlike(runs: Sequence[Run], before: Sequence[Run]) -> Iterator[SignatureDifference]:
    """What differs from the version before, text by text; a text that it lacks differs, too."""
    known = {run.identity.doc_id: run.identity for run in before}
    for run in runs:
        identity = run.identity
        if identity.doc_id in known:
            yield from differences(known[identity.doc_id], identity)
        elif known:
            yield SignatureDifference(_TEXT, "name", None, identity.doc_id)


def _scores(runs: Sequence[Run]) -> Iterator[tuple[str, float]]:
    names = dict.fromkeys(name for run in runs for name in run.totals.scores)
    for name in names:
        weighed = [
            (run.totals.scores[name], run.totals.measured)
            for run in runs
            if name in run.totals.scores and run.totals.measured
        ]
        rows = sum(measured for _, measured in weighed)
        if rows:
            yield name, sum(score * measured for score, measured in weighed) / rows
