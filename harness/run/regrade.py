"""A record graded anew, without an engine: other severities, and the score that hangs on them.

What was found, and the hops, stay as they are. Grading needs the kinds, the scores of the
paraphrase model and the likelihoods; the record has them all.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from harness import machine
from harness.bilingual.pair import NAME as TRANSLATION
from harness.core.errors import ConfigError
from harness.core.protocols import Scorer
from harness.core.values import Finding, Issue, MeasuredRow, Row, Run
from harness.run import assembly
from harness.run.measurement import with_adequacy
from harness.run.record import RecordWriter, read_run
from harness.run.totals import RunTally
from harness.scoring.adequacy import NAME as SCORE
from harness.scoring.adequacy import RecordedScore, as_recorded
from harness.severity.grades import Grades
from harness.severity.grading import graded, signature

GRADED_ANEW = "The findings are graded anew: which there are, and their hops, is as the run has it."


@dataclass(frozen=True, slots=True)
class Regrading:
    """How records are graded anew.

    `over_texts` names the detectors whose findings depend on more than their row: no score is
    made of these.
    """

    grades: Grades
    over_texts: Collection[str]


def regrading(severities: Mapping[str, str]) -> Regrading:
    """How records are graded anew with the detectors that are here; `severities` overrules.

    Raises: ConfigError: a kind that no detector reports, or no severity.
    """
    found_by, document_detectors = assembly.open_detectors(
        assembly.detector_names(), machine.site()
    )
    over_texts = {TRANSLATION, *(detector.signature.name for detector in document_detectors)}
    return Regrading(assembly.grades((*found_by, *document_detectors), severities), over_texts)


def regrade(run: Run, how: Regrading, path: Path) -> Run:
    """Grade every finding of a run, score every row anew, and record that as a run of its own.

    The identity is the run's but for the grading. The adequacy score stays as it is where it was
    made by weights that are not these any more; a caveat says so.

    Raises:
        ConfigError: a record from before findings had kinds.
        WriteError: `path` cannot be written.
    """
    if run.identity.grading is None:
        raise ConfigError(
            f"{run.identity.doc_id}: recorded by an earlier version, whose findings have no kinds",
            hint="make the run again with this version: what was translated is remembered",
        )
    card = next((card for card in run.identity.metrics if card.name == SCORE), None)
    scorer = as_recorded(card) if card else None
    caveats = [each for each in run.caveats if each != GRADED_ANEW]
    if card and scorer is None:
        caveats.append(f"{card.title} is of the earlier grades: its weights are not here any more.")
    tally = RunTally([RecordedScore(card)] if card else [])
    identity = replace(run.identity, grading=signature(how.grades))
    with RecordWriter(path) as record:
        record.header(identity, run.provenance, [*caveats, GRADED_ANEW], run.unseen)
        for row in _rows(run, how, scorer):
            record.row(row)
            tally.add(row)
        totals = tally.totals()
        record.finish(replace(totals, scores={**run.totals.scores, **totals.scores}))
    return read_run(path)


def _rows(run: Run, how: Regrading, scorer: Scorer | None) -> Iterator[Row]:
    for row in run.rows:
        yield _row(row, how, scorer) if isinstance(row, MeasuredRow) else row


def _row(row: MeasuredRow, how: Regrading, scorer: Scorer | None) -> MeasuredRow:
    over_texts = [each for each in row.findings if each.detector in how.over_texts]
    issues = [_issue(each) for each in row.findings if each.detector not in how.over_texts]
    own = graded(row.texts, issues, how.grades, row.reading, row.likelihoods)
    # As in a run: what only the whole text shows comes last, and is graded by the table alone.
    findings = (*own, *how.grades.grade(map(_issue, over_texts)))
    scores = row.scores
    if scorer is not None and SCORE in scores:
        known = {name: score for name, score in scores.items() if name != SCORE}
        (scores,) = with_adequacy(scorer, [row.texts], [known], [own], [row.reading])
    return replace(row, findings=findings, scores=scores)


def _issue(finding: Finding) -> Issue:
    return Issue(
        finding.kind,
        finding.category,
        finding.message,
        finding.marks,
        finding.evidence,
        finding.locus,
    )
