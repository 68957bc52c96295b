"""A record graded anew: the same grades change nothing, others change severities and the score."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support import TableEngine, document
from typer.testing import CliRunner

from harness import plugins
from harness.cli import app
from harness.core.errors import ConfigError
from harness.core.route_syntax import parse_route
from harness.core.values import (
    Category,
    DriftChances,
    Issue,
    MeasuredRow,
    ParaphraseScore,
    Run,
    Severity,
    Signature,
)
from harness.detectors.name_consistency import NameConsistency
from harness.detectors.names import Names
from harness.detectors.numbers import Numbers
from harness.run.identity import identify
from harness.run.measures import MeasuringSet
from harness.run.record import RecordWriter, read_run
from harness.run.regrade import GRADED_ANEW, Regrading, regrade
from harness.run.round_trip import round_trip
from harness.run.totals import RunTally
from harness.scoring.adequacy import NAME, Adequacy
from harness.severity.grades import usual_grades

LINES = {
    "Mirela Dobre sold 75 boats.": "Mirela Dover sold 57 boats.",
    "Then Dobre paid the man.": "Then Dobrev paid the man.",
    "It rained.": "It rained.",
}


class Reads:
    """Takes all texts for the same, all but surely, with differences that readers notice."""

    signature = Signature("proofreader", (("taught", "here"),))

    def read(self, pairs: list[tuple[str, str]], languages: list[str]) -> list[ParaphraseScore]:
        row = DriftChances(0.95, 0.4, 0.0)
        return [ParaphraseScore(0.9, {"omission": 0.5}, row) for _ in pairs]


class Wordy:
    """A finding about wording, major, wherever something differs."""

    signature = Signature("content")

    def detect(self, bead: object) -> list[Issue]:
        same = bead.source.text == bead.back_translation.text
        return [] if same else [Issue("content.lost.plain", Category.OMISSION, "A word.")]


INSTRUMENTS = MeasuringSet(
    metrics=(),
    detectors=(Names(), Numbers(), Wordy()),
    scorer=Adequacy(paraphrase_model=Reads.signature),
    paraphrase_model=Reads(),
    document_detectors=(NameConsistency(),),
)
USUAL = Regrading(usual_grades(), INSTRUMENTS.over_texts)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return recorded(INSTRUMENTS, tmp_path / "1-en-es-en.jsonl")


def recorded(measures: MeasuringSet, path: Path) -> Run:
    out = TableEngine("en", "es", {line: line for line in LINES})
    back = TableEngine("es", "en", LINES)
    text = "\n".join(LINES)
    cut = plugins.segmenter("lines").segment(document(text))
    identity = identify(cut, parse_route("en:es:en"), (out, back), measures)
    tally = RunTally(measures.scoring)
    with RecordWriter(path) as record:
        record.header(identity, {"host": "here"}, ("A caveat.",))
        for row in round_trip(cut, (out, back), measures, lambda _: None):
            record.row(row)
            tally.add(row)
        record.finish(tally.totals())
    return read_run(path)


def found(run: Run) -> dict[str, list[Severity]]:
    severities: dict[str, list[Severity]] = {}
    for row in run.rows:
        assert isinstance(row, MeasuredRow)
        for finding in row.findings:
            severities.setdefault(finding.kind, []).append(finding.severity)
    return severities


def test_the_same_grades_change_nothing_but_a_caveat(run: Run, tmp_path: Path) -> None:
    made = regrade(run, USUAL, tmp_path / "again.jsonl")
    assert list(made.rows) == list(run.rows)
    assert (made.identity, made.totals) == (run.identity, run.totals)
    assert made.caveats == (*run.caveats, GRADED_ANEW)
    twice = regrade(made, USUAL, tmp_path / "twice.jsonl")
    assert twice.caveats == made.caveats
    # The run has what this test is about: adjusted findings, and some that only a text shows.
    assert found(run)["content.lost.plain"] == [Severity.MINOR, Severity.MINOR]
    assert "naming.two-forms" in found(run)


def test_other_grades_have_an_identity_and_a_score_of_their_own(run: Run, tmp_path: Path) -> None:
    strict = usual_grades().overruled_by({"numbers": "minor"})
    made = regrade(run, Regrading(strict, USUAL.over_texts), tmp_path / "strict.jsonl")
    assert found(run)["numbers.changed"] == [Severity.CRITICAL]
    assert found(made) == {**found(run), "numbers.changed": [Severity.MINOR]}
    assert made.identity != run.identity
    assert made.identity.fingerprint != run.identity.fingerprint
    assert replace(made.identity, grading=run.identity.grading) == run.identity
    assert made.totals.count(Severity.CRITICAL) == 0
    assert made.totals.scores[NAME] >= run.totals.scores[NAME]
    ids = [[row.finding_ids() for row in each.rows] for each in (run, made)]
    assert ids[0] == ids[1]
    back = regrade(made, USUAL, tmp_path / "back.jsonl")
    assert (list(back.rows), back.identity) == (list(run.rows), run.identity)


def test_what_only_a_text_shows_is_graded_and_counts_in_no_score(run: Run, tmp_path: Path) -> None:
    strict = usual_grades().overruled_by({"naming": "critical"})
    made = regrade(run, Regrading(strict, USUAL.over_texts), tmp_path / "strict.jsonl")
    assert found(made)["naming.two-forms"] == [Severity.CRITICAL]
    assert made.totals.scores == run.totals.scores


class Retells:
    """A detector of whole texts that reports wording, which the model adjusts in beads."""

    signature = Wordy.signature

    def new_state(self) -> Callable[[MeasuredRow], list[Issue]]:
        return lambda row: Wordy().detect(row.texts)


def test_what_only_a_text_shows_is_graded_as_in_the_run(tmp_path: Path) -> None:
    measures = replace(INSTRUMENTS, detectors=(Numbers(),), document_detectors=(Retells(),))
    run = recorded(measures, tmp_path / "1-en-es-en.jsonl")
    assert found(run)["content.lost.plain"] == [Severity.MAJOR, Severity.MAJOR]
    made = regrade(run, Regrading(usual_grades(), measures.over_texts), tmp_path / "again.jsonl")
    assert list(made.rows) == list(run.rows)


def test_a_score_of_other_weights_stays_and_says_so(run: Run, tmp_path: Path) -> None:
    (card,) = run.identity.metrics
    other = replace(card, signature=Signature(NAME, (("variant", "another"), ("weights", "?"))))
    older = replace(run, identity=replace(run.identity, metrics=(other,)))
    strict = usual_grades().overruled_by({"numbers": "minor"})
    made = regrade(older, Regrading(strict, USUAL.over_texts), tmp_path / "older.jsonl")
    assert made.totals.scores == run.totals.scores
    assert any("weights" in caveat for caveat in made.caveats)


def test_a_record_without_kinds_is_refused_with_a_remedy(run: Run, tmp_path: Path) -> None:
    older = replace(run, identity=replace(run.identity, grading=None))
    with pytest.raises(ConfigError, match="earlier version") as caught:
        regrade(older, USUAL, tmp_path / "older.jsonl")
    assert "again" in caught.value.hint
    assert not list(tmp_path.glob("older*"))


def test_the_command_grades_a_folder_and_says_what_moved(run: Run, tmp_path: Path) -> None:
    (tmp_path / "grades.toml").write_text('numbers = "minor"\n')
    asked = ["regrade", str(tmp_path), "-o", str(tmp_path / "new")]
    made = CliRunner().invoke(app, [*asked, "--grades", str(tmp_path / "grades.toml")])
    assert made.exit_code == 0, made.output
    assert "1 → 0 critical" in made.output
    found_anew = found(read_run(tmp_path / "new" / "1-en-es-en.jsonl"))
    assert found_anew["numbers.changed"] == [Severity.MINOR]
    again = CliRunner().invoke(app, asked)
    assert isinstance(again.exception, ConfigError)
    assert CliRunner().invoke(app, [*asked, "--force"]).exit_code == 0
    onto_itself = CliRunner().invoke(app, ["regrade", str(tmp_path), "-o", str(tmp_path)])
    assert "the run itself" in str(onto_itself.exception)
