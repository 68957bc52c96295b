"""The only place that joins the parts into a run: segments through engines, then measured.

It receives built objects and knows protocols, never names. It streams: a block of segments goes
through every hop, is measured and handed on before the next block starts, so that memory stays
flat as texts grow.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import add

from harness.align.moves import move_findings
from harness.blame.clues import Clue
from harness.blame.curve import alive, courses
from harness.blame.judges import Judges
from harness.blame.verdicts import Blame, Found
from harness.blame.witnesses import Reliability, heard_from, statements
from harness.core.errors import EngineContractError, EngineError
from harness.core.protocols import (
    Combiner,
    Detector,
    Engine,
    HopEngine,
    Metric,
    PairReader,
    Scorer,
    TextDetector,
    UnitEngine,
    Watch,
)
from harness.core.values import (
    Alignment,
    Bead,
    BeadText,
    Drift,
    Finding,
    Issue,
    LocalText,
    Outcome,
    Reading,
    Return,
    Route,
    Row,
    RunIdentity,
    RunTotals,
    Score,
    Segment,
    Segmentation,
    Signature,
    Translated,
    Unmeasured,
    Untranslatable,
    Witness,
)
from harness.severity import adjudication, grading
from harness.severity.grades import Grades, usual_grades
from harness.severity.improbable import NAME as JUDGES

# Segments that travel together: few enough that progress shows and a killed run loses little work.
# On two cores argos makes 136 sentences a second with 32, and 151 with all of them at once.
BLOCK = 32

Progress = Callable[[int], None]  # told how many segments have come home since the last call
Aligner = Callable[[Sequence[str], Sequence[str]], Alignment]
Known = Callable[[BeadText], Drift | None]  # what the same instruments made of these words before
Bundle = tuple[tuple[Segment, ...], BeadText]  # a bead's source segments, and its words


@dataclass(frozen=True, slots=True)
class Instruments:
    """What a bead is measured with. Without `blame` every finding's locus stays unknown."""

    metrics: tuple[Metric, ...]
    detectors: tuple[Detector, ...]
    blame: Blame | None = None
    scorer: Scorer | None = None  # sees what the others have said
    reader: PairReader | None = None
    text_detectors: tuple[TextDetector, ...] = ()
    grades: Grades = field(default_factory=usual_grades)

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Of everything that has a say in what is found."""
        found_by = (
            *(detector.signature for detector in self.detectors),
            *(detector.signature for detector in self.text_detectors),
        )
        if self.reader is None:
            return found_by
        reader = self.reader.signature  # raises issues of its own, by these bounds
        bounds = ("bounds", adjudication.BOUNDS)
        return (*found_by, Signature(reader.name, (*reader.fields, bounds)))

    @property
    def over_texts(self) -> frozenset[str]:
        """Names of those whose findings depend on more than the words of their row."""
        return frozenset(detector.signature.name for detector in self.text_detectors)

    def watches(self) -> tuple[Watch, ...]:
        """Watches over one text, from its start."""
        return tuple(detector.watch() for detector in self.text_detectors)

    @property
    def scoring(self) -> tuple[Metric | Scorer, ...]:
        """Everything that gives a bead a score, in the order in which it is shown."""
        return self.metrics if self.scorer is None else (self.scorer, *self.metrics)


@dataclass(frozen=True, slots=True)
class WayBack:
    """A witness: its name, and the engines that lead from the route's first stop home."""

    name: str
    engines: tuple[Engine, ...]


@dataclass(frozen=True, slots=True)
class Passenger:
    """A segment on its way, with what became of it at every stop so far."""

    segment: Segment
    texts: tuple[LocalText, ...]
    lost: str | None = None  # why; None while it travels

    @property
    def speaks(self) -> bool:
        """It travels, and has words for an engine."""
        return self.lost is None and bool(self.texts[-1].text.strip())

    def carried(self, outcome: Outcome, language: str) -> "Passenger":
        """The passenger after one more hop."""
        match outcome:
            case Translated(text=text, unknown=unknown):
                return Passenger(self.segment, (*self.texts, LocalText(language, text, unknown)))
            case Untranslatable(reason=reason):
                return Passenger(self.segment, self.texts, reason)


def identify(
    segmentation: Segmentation,
    route: Route,
    engines: Sequence[HopEngine],
    instruments: Instruments,
    witnesses: Sequence[WayBack] = (),
    *,
    judges: Judges | None = None,
) -> RunIdentity:
    """Everything that can change the results of a run, known before it starts."""
    return RunIdentity(
        doc_id=segmentation.document.doc_id,
        text_digest=segmentation.document.text_digest,
        route=route,
        segmenter=segmentation.signature,
        engines=tuple(engine.signature for engine in engines),
        metrics=tuple(each.card for each in instruments.scoring),
        detectors=instruments.signatures,
        blame=instruments.blame.signature if instruments.blame else None,
        witnesses=tuple(
            Witness(way.name, tuple(engine.signature for engine in way.engines))
            for way in witnesses
        ),
        judges=judges.signatures if judges else (),
        grading=grading.signature(instruments.grades),
    )


def round_trip(  # noqa: PLR0913  (who travels, how, measured with what, and three that may be absent)
    segmentation: Segmentation,
    engines: Sequence[HopEngine],
    instruments: Instruments,
    progress: Progress,
    witnesses: Sequence[WayBack] = (),
    *,
    judges: Judges | None = None,
    known: Known | None = None,
) -> Iterator[Row]:
    """Carry every segment through `engines`, one a hop, and measure what comes home, in order.

    Witnesses bring back what the first hop made of each segment; their failures are told in the
    rows and fail nothing. How reliable they are is estimated from the segments so far. Judges say
    how probable the words at each stop are. Beads that are `known` are not measured again; with
    witnesses nothing can be.

    Raises:
        EngineError: an engine or a judge failed as a whole. A single segment's failure is an
            Unmeasured row.
    """
    waiting = iter(segmentation.segments())
    reliability = Reliability()
    watches = instruments.watches()
    while block := list(islice(waiting, BLOCK)):
        passengers = [
            Passenger(segment, (LocalText(segmentation.document.language, _one_line(segment)),))
            for segment in block
        ]
        for engine in engines:
            passengers = _hop(passengers, engine)
        home = [passenger for passenger in passengers if passenger.lost is None]
        bundles = [((passenger.segment,), BeadText(passenger.texts)) for passenger in home]
        before = [known(bead) if known and not witnesses else None for _, bead in bundles]
        fresh = iter(
            measure(
                [bundle for bundle, row in zip(bundles, before, strict=True) if row is None],
                instruments,
                [_brought_back(home, way) for way in witnesses],
                reliability,
                judges=judges,
            )
        )
        drifts = [
            next(fresh) if row is None else replace(row, segments=segments)
            for (segments, _), row in zip(bundles, before, strict=True)
        ]
        watched = [_watched(drift, watches, instruments.grades) for drift in drifts]
        yield from _rows(passengers, watched)
        progress(len(block))


def difference(
    source: Segmentation, other: Segmentation, align: Aligner, instruments: Instruments
) -> Iterator[Drift]:
    """Two texts in one language: aligned, and every bead measured as if `other` had come home.

    A moved bead's row says where it went, after the findings in its words.
    """
    segments, others = source.segments(), other.segments()
    alignment = align([s.text for s in segments], [s.text for s in others])
    moves = move_findings(alignment)
    watches = instruments.watches()
    waiting = iter(alignment)
    while beads := list(islice(waiting, BLOCK)):
        bundles = [_bundle(bead, segments, others, source) for bead in beads]
        for bead, measured in zip(beads, measure(bundles, instruments), strict=True):
            drift = _watched(measured, watches, instruments.grades)
            where = [moves[bead]] if bead in moves else []
            found = (*drift.findings, *instruments.grades.grade(where))
            yield replace(drift, findings=found)


def _watched(drift: Drift, watches: Sequence[Watch], grades: Grades) -> Drift:
    """The row with what it shows beside those before it."""
    found = grades.grade(issue for watch in watches for issue in watch(drift))
    return replace(drift, findings=(*drift.findings, *found)) if found else drift


def _bundle(
    bead: Bead, segments: Sequence[Segment], others: Sequence[Segment], source: Segmentation
) -> Bundle:
    language = source.document.language
    left = segments[bead.source.start : bead.source.end]
    right = others[bead.target.start : bead.target.end]
    texts = (LocalText(language, " ".join(_one_line(s) for s in side)) for side in (left, right))
    return tuple(left), BeadText(tuple(texts))


def measure(
    beads: Sequence[Bundle],
    instruments: Instruments,
    returned: Sequence[Sequence[Return]] = (),
    reliability: Reliability | None = None,
    *,
    judges: Judges | None = None,
) -> list[Drift]:
    """Scores and findings of beads, in order. Text without a source gets findings, no scores.

    Four steps, each taken once: find what changed, locate the hop, grade how bad it is, score.

    Args:
        returned: for each witness its returns, one for each bead.
        reliability: what is known of the witnesses; these beads are added to it.
        judges: their judgements are kept, and weigh wording; `instruments.blame` asks them itself.
    """
    texts = [bead for _, bead in beads]
    scores = _scores(texts, instruments.metrics)
    readings = _readings(texts, instruments.reader)
    returns = list(zip(*returned, strict=True)) or [()] * len(beads)
    judged = judges.judge(texts) if judges else [()] * len(texts)
    found = _found(texts, readings, instruments)
    located = _located(found, returns, instruments, reliability or Reliability())
    findings = [
        grading.graded(bead, issues, instruments.grades, reading, judgements)
        for bead, issues, reading, judgements in zip(texts, located, readings, judged, strict=True)
    ]
    if instruments.scorer is not None:
        scores = with_score(instruments.scorer, texts, scores, findings, readings)
    along = courses(texts, instruments.metrics, scores)
    return [
        Drift(
            segments,
            bead,
            scored,
            each,
            tuple(given),
            alive(bead) if bead.pivots else (),
            course,
            judgements,
            reading,
        )
        for (segments, bead), scored, each, given, judgements, course, reading in zip(
            beads, scores, findings, returns, judged, along, readings, strict=True
        )
    ]


def _found(
    texts: Sequence[BeadText], readings: Sequence[Reading | None], instruments: Instruments
) -> list[Found]:
    """What changed in each bead: the detectors' issues, and the reader's own after them."""
    found: list[Found] = []
    for bead, reading in zip(texts, readings, strict=True):
        issues = _issues(bead, instruments.detectors)
        own = adjudication.own_issue(bead, issues, reading, instruments.grades)
        found.append((bead, (*issues, own) if own else issues))
    return found


def _located(
    found: Sequence[Found],
    returns: Sequence[Sequence[Return]],
    instruments: Instruments,
    reliability: Reliability,
) -> list[tuple[Issue, ...]]:
    """The issues of each bead with the hops that they are put down to."""
    if instruments.blame is None:
        return [tuple(issues) for _, issues in found]
    return instruments.blame.settle(found, _told(found, returns, instruments, reliability))


def _told(
    found: Sequence[Found],
    returns: Sequence[Sequence[Return]],
    instruments: Instruments,
    reliability: Reliability,
) -> list[list[list[Clue]]]:
    """What the witnesses say of every issue."""

    def detect(text: BeadText) -> tuple[Finding, ...]:
        return instruments.grades.grade(_issues(text, instruments.detectors))

    heard = [
        heard_from(bead, given, detect) if given else []
        for (bead, _), given in zip(found, returns, strict=True)
    ]
    for (bead, issues), each in zip(found, heard, strict=True):
        reliability.add(bead, issues, each)
    return [
        [statements(bead, issue, each, reliability) for issue in issues]
        for (bead, issues), each in zip(found, heard, strict=True)
    ]


def _scores(texts: Sequence[BeadText], metrics: Sequence[Metric]) -> list[dict[str, Score]]:
    scores: list[dict[str, Score]] = [{} for _ in texts]
    scored = [index for index, bead in enumerate(texts) if bead.source.text.strip()]
    pairs = [(texts[index].source.text, texts[index].back_translation.text) for index in scored]
    for metric in metrics:
        for index, score in zip(scored, metric.measure(pairs), strict=True):
            scores[index][metric.card.name] = score
    return scores


def _readings(texts: Sequence[BeadText], reader: PairReader | None) -> list[Reading | None]:
    """What a reader takes each bead for; None where a side has no words, or nobody reads."""
    readings: list[Reading | None] = [None] * len(texts)
    if reader is None:
        return readings
    pairs = [(bead.source.text, bead.back_translation.text) for bead in texts]
    places = [i for i, (a, b) in enumerate(pairs) if a.strip() and b.strip() and a != b]
    for place, reading in zip(places, reader.read([pairs[i] for i in places]), strict=True):
        readings[place] = reading
    return readings


def with_score(
    scorer: Scorer,
    texts: Sequence[BeadText],
    scores: Sequence[Mapping[str, Score]],
    findings: Sequence[Sequence[Finding]],
    readings: Sequence[Reading | None],
) -> list[dict[str, Score]]:
    """The scores of every bead that has a source, with the scorer's own before them.

    No score hangs on judges: findings count as they were graded before these were heard.
    """
    made = []
    for bead, known, found, reading in zip(texts, scores, findings, readings, strict=True):
        unjudged = [finding.before(JUDGES) for finding in found]
        own = scorer.score(bead, known, unjudged, reading) if bead.source.text.strip() else None
        made.append({scorer.card.name: own, **known} if own else dict(known))
    return made


def _issues(texts: BeadText, detectors: Sequence[Detector]) -> tuple[Issue, ...]:
    return tuple(issue for detector in detectors for issue in detector.detect(texts))


@dataclass(slots=True)
class Tally:
    """Adds rows up to the totals of a run, without keeping them."""

    metrics: Sequence[Combiner]
    _rows: int = 0
    _unmeasured: int = 0
    _findings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _statistics: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Count one row."""
        self._rows += 1
        match row:
            case Unmeasured():
                self._unmeasured += 1
            case Drift():
                for finding in row.findings:
                    self._findings[finding.category.value][finding.severity.value] += 1
                for name, score in row.scores.items():
                    known = self._statistics.get(name, (0,) * len(score.statistics))
                    self._statistics[name] = tuple(map(add, known, score.statistics))

    def totals(self) -> RunTotals:
        """What has been added so far. A metric that measured no bead has no score."""
        return RunTotals(
            rows=self._rows,
            measured=self._rows - self._unmeasured,
            unmeasured=self._unmeasured,
            findings={name: dict(counts) for name, counts in sorted(self._findings.items())},
            scores=self._scores(),
        )

    def _scores(self) -> Mapping[str, float]:
        return {
            metric.card.name: metric.combine([self._statistics[metric.card.name]])
            for metric in self.metrics
            if metric.card.name in self._statistics
        }


def _hop(passengers: Sequence[Passenger], engine: HopEngine) -> list[Passenger]:
    """Everybody one stop further. Who was lost stays lost; an empty text needs no engine."""
    travelling = [passenger for passenger in passengers if passenger.speaks]
    answers = _answers(travelling, engine) if travelling else ()
    if len(answers) != len(travelling):
        raise EngineContractError(
            f"{engine.signature.name} was asked for {len(travelling)} outcomes, gave {len(answers)}"
        )
    outcomes = iter(answers)
    language = engine.direction.target
    moved = []
    for passenger in passengers:
        if passenger.lost is not None:
            moved.append(passenger)
        else:
            outcome = next(outcomes) if passenger.speaks else Translated("")
            moved.append(passenger.carried(outcome, language))
    return moved


def _answers(travelling: Sequence[Passenger], engine: HopEngine) -> Sequence[Outcome]:
    if isinstance(engine, UnitEngine):
        return engine.translate_units([passenger.segment for passenger in travelling])
    return engine.translate([passenger.texts[-1].text for passenger in travelling])


def _rows(passengers: Sequence[Passenger], drifts: Sequence[Drift]) -> Iterator[Row]:
    """One row for every passenger, in order: measured if it came home."""
    measured = iter(drifts)
    for passenger in passengers:
        if passenger.lost is None:
            yield next(measured)
        else:
            yield Unmeasured(
                passenger.segment, passenger.texts, len(passenger.texts), passenger.lost
            )


def _brought_back(home: Sequence[Passenger], way: WayBack) -> list[Return]:
    """What one witness makes of every hypothesis."""
    carried = [Passenger(passenger.segment, passenger.texts[1:2]) for passenger in home]
    try:
        for engine in way.engines:
            carried = _hop(carried, engine)
    except EngineError as failure:
        return [Return(way.name, None, str(failure)) for _ in home]
    return [
        Return(way.name, each.texts[-1] if each.lost is None else None, each.lost or "")
        for each in carried
    ]


def _one_line(segment: Segment) -> str:
    """A segment as engines get it: a line break inside a sentence is a space."""
    return " ".join(segment.text.splitlines())
