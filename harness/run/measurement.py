"""Texts in, measured rows out: find, locate, grade, score. Each is done once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from harness.align.reordering import reordering_issues
from harness.blame.evidence import Evidence
from harness.blame.healed import healed_faults
from harness.blame.hop_attribution import BeadEvidence, BeadIssues, direct
from harness.blame.retention import facts_kept, similarity_by_hop
from harness.blame.witnesses import Reliability, witness_evidence, witness_findings
from harness.core import interruption
from harness.core.protocols import Detector, DocumentState, Metric, ParaphraseModel, Scorer
from harness.core.stages import stage
from harness.core.values import (
    Alignment,
    Bead,
    BeadText,
    Finding,
    Issue,
    LocalText,
    MeasuredRow,
    ParaphraseScore,
    Return,
    Row,
    Score,
    Segment,
    Segmentation,
    Severity,
    StopLikelihood,
    Unmeasured,
)
from harness.models.likelihood import RunLikelihood
from harness.run.measures import MeasuringSet
from harness.severity import grading, own_issues
from harness.severity.by_likelihood import NAME as BY_LIKELIHOOD
from harness.severity.grades import Grades
from harness.text.data.language import language_data, same_language
from harness.text.pairs.measurable import first_beyond_limits
from harness.text.pairs.one_writing import in_one_writing, in_other_writing

# Beads that are measured together: texts of one length share a batch. The encoder takes 8.3 s for
# 512 beads with 64, 7.7 s with 128, 7.3 s with 256 or all of them.
TOGETHER = 256
# The same where witnesses are heard: they are judged by the blocks before, so it must not change.
BLOCK = 32
# Of one detector in one bead, from the start of the text: whoever has read so many needs no more,
# and each is looked for in all words.
_MOST_ISSUES = 250
AlignTexts = Callable[[Sequence[str], Sequence[str]], Alignment]
SegmentedBead = tuple[tuple[Segment, ...], BeadText]  # a bead's source segments, and its words


def difference(
    source: Segmentation, other: Segmentation, align: AlignTexts, measures: MeasuringSet
) -> Iterator[Row]:
    """Two texts in one language: aligned, and every bead measured as if `other` came back.

    A moved bead's row says where it went, after the findings in its words. Of a bead that is too
    long to be compared, every segment is an unmeasured row.
    """
    segments, others = source.segments(), other.segments()
    alignment = align([s.text for s in segments], [s.text for s in others])
    reordered = reordering_issues(alignment)
    document_states = measures.document_states()
    waiting = iter(alignment)
    while beads := list(islice(waiting, TOGETHER)):
        prepared = [_segmented_bead(bead, segments, others, source) for bead in beads]
        measured = iter(measure([each for each in prepared if isinstance(each, tuple)], measures))
        for bead, each in zip(beads, prepared, strict=True):
            if isinstance(each, list):
                yield from each
                continue
            row = with_document_findings(next(measured), document_states, measures.grades)
            where = [reordered[bead]] if bead in reordered else []
            found = (*row.findings, *measures.grades.grade(where))
            yield replace(row, findings=found)


def with_document_findings(
    row: MeasuredRow, document_states: Sequence[DocumentState], grades: Grades
) -> MeasuredRow:
    """The row, with the findings that only the rows before it make visible."""
    found = grades.grade(issue for state in document_states for issue in state(row))
    return replace(row, findings=(*row.findings, *found)) if found else row


def _segmented_bead(
    bead: Bead, segments: Sequence[Segment], others: Sequence[Segment], source: Segmentation
) -> SegmentedBead | list[Unmeasured]:
    """A bead's source segments and its words, or why none of its segments is measured."""
    language = source.document.language
    left = segments[bead.source.start : bead.source.end]
    right = others[bead.target.start : bead.target.end]
    one, other = (
        LocalText(language, " ".join(one_line(s) for s in side)) for side in (left, right)
    )
    if why := first_beyond_limits({"the first text": one, "the second text": other}):
        return [
            Unmeasured(each, (LocalText(language, one_line(each)),), 1, why)
            for each in left or right
        ]
    return tuple(left), BeadText((one, other))


def measure(
    beads: Sequence[SegmentedBead],
    measures: MeasuringSet,
    returned: Sequence[Sequence[Return]] = (),
    reliability: Reliability | None = None,
    *,
    likelihood: RunLikelihood | None = None,
) -> list[MeasuredRow]:
    """Scores and findings of beads, in order. Text without a source gets findings, no scores.

    Four steps, each taken once: find what changed, locate the hop, grade how bad it is, score.
    `scored` and `judged` are its two halves, for whoever lets them work side by side.

    Args:
        returned: for each witness its returns, one for each bead.
        reliability: what is known of the witnesses; these beads are added to it.
        likelihood: scores every word; the scores are kept in the rows, and adjust severities of
            wording. `measures.attribution` asks for its own.
    """
    return judged(scored(beads, measures), measures, returned, reliability, likelihood=likelihood)


@dataclass(frozen=True, slots=True)
class ScoredBeads:
    """Beads with what metrics and the paraphrase model say of them, before anything is found."""

    beads: Sequence[SegmentedBead]
    scores: Sequence[Mapping[str, Score]]
    paraphrase_scores: Sequence[ParaphraseScore | None]
    similarity_by_hop: Sequence[Mapping[str, tuple[float | None, ...]]]


def scored(beads: Sequence[SegmentedBead], measures: MeasuringSet) -> ScoredBeads:
    """What metrics and the paraphrase model say of beads. Needs nothing of `judged`."""
    texts = [bead for _, bead in beads]
    scores = _scores(texts, measures.metrics)
    return ScoredBeads(
        beads,
        scores,
        _paraphrase_scores(texts, measures.paraphrase_model),
        similarity_by_hop(texts, measures.metrics, scores),
    )


def judged(
    known: ScoredBeads,
    measures: MeasuringSet,
    returned: Sequence[Sequence[Return]] = (),
    reliability: Reliability | None = None,
    *,
    likelihood: RunLikelihood | None = None,
) -> list[MeasuredRow]:
    """The rows of beads that have their metrics' scores: found, located, graded. See `measure`."""
    beads, scores, paraphrase_scores = known.beads, known.scores, known.paraphrase_scores
    texts = [bead for _, bead in beads]
    returns = list(zip(*returned, strict=True)) or [()] * len(beads)
    with stage("detectors"):
        read = _read(texts, paraphrase_scores, measures)
    found = [(each.bead, each.issues) for each in read]
    with stage("likelihoods"):
        all_likelihoods = _likelihoods(found, likelihood)
    with stage("grading"):
        # Whatever a user says of severities: grading anew locates nothing anew.
        by_table = measures.grades.without_overrules()
        usual = _graded(found, by_table, paraphrase_scores, all_likelihoods)
    with stage("attribution"):
        located = _located(
            read,
            returns,
            measures,
            reliability or Reliability(),
            [[finding.severity for finding in findings] for findings in usual],
            likelihoods=all_likelihoods,
        )
    with stage("grading"):
        findings = usual
        if measures.grades.overruled:
            findings = _graded(found, measures.grades, paraphrase_scores, all_likelihoods)
        findings = [
            tuple(map(_at_its_hop, of_bead, issues))
            for of_bead, issues in zip(findings, located, strict=True)
        ]
    if measures.scorer is not None:
        with stage("adequacy"):
            scores = with_adequacy(measures.scorer, texts, scores, findings, paraphrase_scores)
    return [
        MeasuredRow(
            segments,
            bead,
            all_scores,
            each,
            tuple(given),
            of_texts.facts_kept,
            course,
            stop_likelihoods,
            paraphrase_score,
            of_texts.healed,
        )
        for (
            segments,
            bead,
        ), of_texts, all_scores, each, given, stop_likelihoods, course, paraphrase_score in zip(
            beads,
            read,
            scores,
            findings,
            returns,
            all_likelihoods,
            known.similarity_by_hop,
            paraphrase_scores,
            strict=True,
        )
    ]


@dataclass(frozen=True, slots=True)
class _ReadBead:
    """What the texts of a bead tell by themselves.

    Read together while the bead's words, numbers and names are at hand: `text` remembers those of a
    few texts only, and a block has hundreds.
    """

    bead: BeadText
    issues: tuple[Issue, ...]  # the detectors', then those of the paraphrase model
    told: BeadEvidence  # of each issue's hop; none where nobody asks for hops
    facts_kept: tuple[int, ...]
    healed: tuple[Issue, ...]


def _read(
    texts: Sequence[BeadText],
    paraphrase_scores: Sequence[ParaphraseScore | None],
    measures: MeasuringSet,
) -> list[_ReadBead]:
    """What changed in each bead, and what its texts tell of that."""
    usual = measures.grades.without_overrules()
    read = []
    for bead, paraphrase_score in zip(texts, paraphrase_scores, strict=True):
        interruption.check()
        issues = _issues(bead, measures.detectors)
        issues += tuple(own_issues.own_issues(bead, issues, paraphrase_score, usual))
        issues = grading.noticed(bead, issues, usual, paraphrase_score)
        with stage("attribution"):
            told = [direct(bead, each) for each in issues] if measures.attribution else []
            kept = facts_kept(bead) if bead.pivots else ()
            read.append(_ReadBead(bead, issues, told, kept, healed_faults(bead)))
    return read


def _likelihoods(
    found: Sequence[BeadIssues], likelihood: RunLikelihood | None
) -> list[tuple[StopLikelihood, ...]]:
    """The likelihoods of the beads in which something changed: of others nothing is asked."""
    changed = [place for place, (_, issues) in enumerate(found) if issues]
    answers: list[tuple[StopLikelihood, ...]] = [()] * len(found)
    if likelihood is not None:
        beads = [found[place][0] for place in changed]
        for place, answer in zip(changed, likelihood.score(beads), strict=True):
            answers[place] = answer
    return answers


def _graded(
    found: Sequence[BeadIssues],
    grades: Grades,
    paraphrase_scores: Sequence[ParaphraseScore | None],
    likelihoods: Sequence[Sequence[StopLikelihood]],
) -> list[tuple[Finding, ...]]:
    return [
        grading.graded(bead, issues, grades, same, stops)
        for (bead, issues), same, stops in zip(found, paraphrase_scores, likelihoods, strict=True)
    ]


def _at_its_hop(finding: Finding, issue: Issue) -> Finding:
    """No severity depends on the hop, so that findings are graded before they are located."""
    return replace(finding, locus=issue.locus)


def _located(
    read: Sequence[_ReadBead],
    returns: Sequence[Sequence[Return]],
    measures: MeasuringSet,
    reliability: Reliability,
    severities: Sequence[Sequence[Severity]],
    *,
    likelihoods: Sequence[Sequence[StopLikelihood]],
) -> list[tuple[Issue, ...]]:
    """The issues of each bead with the hops that caused them."""
    if measures.attribution is None:
        return [each.issues for each in read]
    found = [(each.bead, each.issues) for each in read]
    told = [each.told for each in read]
    witnessed = _witness_evidence(found, returns, measures, reliability) if any(returns) else ()
    return measures.attribution.attribute(found, witnessed, severities, likelihoods, told)


def _witness_evidence(
    found: Sequence[BeadIssues],
    returns: Sequence[Sequence[Return]],
    measures: MeasuringSet,
    reliability: Reliability,
) -> list[list[list[Evidence]]]:
    """What the witnesses say of every issue."""

    def detect(text: BeadText) -> tuple[Finding, ...]:
        return measures.grades.grade(_issues(text, measures.detectors))

    changes = [
        witness_findings(bead, given, detect) if given else []
        for (bead, _), given in zip(found, returns, strict=True)
    ]
    for (bead, issues), each in zip(found, changes, strict=True):
        reliability.add(bead, issues, each)
    return [
        [witness_evidence(bead, issue, each, reliability) for issue in issues]
        for (bead, issues), each in zip(found, changes, strict=True)
    ]


def _scores(texts: Sequence[BeadText], metrics: Sequence[Metric]) -> list[dict[str, Score]]:
    scores: list[dict[str, Score]] = [{} for _ in texts]
    scored = [index for index, bead in enumerate(texts) if bead.source.text.strip()]
    pairs = [(texts[index].source.text, texts[index].back_translation.text) for index in scored]
    for metric in metrics:
        with stage(f"metric {metric.card.name}"):
            measured = metric.measure(pairs)
        for index, score in zip(scored, measured, strict=True):
            scores[index][metric.card.name] = score
    return scores


def _paraphrase_scores(
    texts: Sequence[BeadText], model: ParaphraseModel | None
) -> list[ParaphraseScore | None]:
    """The model's score of each bead; None where a side has no words, or without a model.

    Equal values are shown to it in one writing: it takes "9,000 million" for another number than
    "9 billion", and detectors know better. So are they None where nothing else differs.
    """
    paraphrase_scores: list[ParaphraseScore | None] = [None] * len(texts)
    if model is None:
        return paraphrase_scores
    pairs = [(bead.source.text, _in_one_writing(bead)) for bead in texts]
    places = [i for i, (a, b) in enumerate(pairs) if a.strip() and b.strip() and a != b]
    languages = [texts[place].source.language for place in places]
    read = model.read([pairs[place] for place in places], languages)
    for place, paraphrase_score in zip(places, read, strict=True):
        paraphrase_scores[place] = _placed(paraphrase_score, pairs[place][1], texts[place])
    return paraphrase_scores


def _placed(score: ParaphraseScore, shown: str, bead: BeadText) -> ParaphraseScore:
    """The score with its words where they stand in the return as it is, not as it was shown."""
    real = bead.back_translation.text
    if shown == real:
        return score
    words = []
    for word in score.words:
        span = in_other_writing(word.span, shown, real) if word.end else word.span
        if span is not None:
            words.append(replace(word, span=span))
    return replace(score, words=tuple(words))


def _in_one_writing(bead: BeadText) -> str:
    source, back = bead.source, bead.back_translation
    if source.text == back.text or not same_language(source.language, back.language):
        return back.text
    return in_one_writing(source.text, back.text, language_data(source.language))


def with_adequacy(
    scorer: Scorer,
    texts: Sequence[BeadText],
    scores: Sequence[Mapping[str, Score]],
    findings: Sequence[Sequence[Finding]],
    paraphrase_scores: Sequence[ParaphraseScore | None],
) -> list[dict[str, Score]]:
    """The scores of every bead that has a source, with the scorer's own before them.

    No score depends on likelihoods: findings count as they were graded before these.
    """
    made = []
    for bead, known, found, paraphrase_score in zip(
        texts, scores, findings, paraphrase_scores, strict=True
    ):
        before = [finding.before(BY_LIKELIHOOD) for finding in found]
        own = (
            scorer.score(bead, known, before, paraphrase_score)
            if bead.source.text.strip()
            else None
        )
        made.append({scorer.card.name: own, **known} if own else dict(known))
    return made


def _issues(texts: BeadText, detectors: Sequence[Detector]) -> tuple[Issue, ...]:
    return tuple(
        issue for detector in detectors for issue in islice(detector.detect(texts), _MOST_ISSUES)
    )


def one_line(segment: Segment) -> str:
    """A segment as engines get it: a line break inside a sentence is a space."""
    return " ".join(segment.text.splitlines())
