"""A record that the last version of schema 1 wrote is read, with the names of today."""

from pathlib import Path

import pytest

from harness.compare.comparison import ComparisonSettings, ComparisonSide, compare
from harness.core import record_schema_1
from harness.core.errors import RecordError
from harness.core.values import MeasuredRow, Run
from harness.run.assembly import compared
from harness.run.record import RecordWriter, read_run
from harness.run.reuse import ReusableRows

OLD = Path(__file__).parents[2] / "golden/records/schema-1.jsonl"


def test_an_old_record_is_read_with_the_names_of_today() -> None:
    run = read_run(OLD)
    identity = run.identity
    assert [card.name for card in identity.metrics] == ["adequacy", "similarity", "chrf", "ter"]
    assert [card.signature.name for card in identity.metrics][:2] == ["adequacy", "similarity"]
    assert identity.attribution is not None
    assert len(identity.likelihood_scorers) == 4
    assert run.provenance
    assert set(run.totals.scores) == {"adequacy", "similarity", "chrf", "ter"}
    rows = [row for row in run.rows if isinstance(row, MeasuredRow)]
    assert len(rows) == run.totals.measured == 3
    for row in rows:
        assert list(row.scores) == ["adequacy", "similarity", "chrf", "ter"]
        assert len(row.facts_kept) == 5
        assert len(row.similarity_by_hop["similarity"]) == 4
        assert row.likelihoods
        assert row.returns


def test_parts_that_grade_have_the_names_of_today() -> None:
    run = read_run(OLD)
    assert "paraphrase-model" in {signature.name for signature in run.identity.detectors}
    findings = [each for row in run.rows if isinstance(row, MeasuredRow) for each in row.findings]
    adjusted = {each.by for finding in findings for each in finding.adjustments}
    assert adjusted == {"paraphrase-model"}


def test_findings_of_the_paraphrase_model_are_its_own_under_its_name_of_today() -> None:
    old = {
        "detector": "proofreader",
        "kind": "proofreader.negation",
        "adjustments": [{"by": "judges", "was": "minor", "became": "major", "why": "improbable"}],
    }
    (new,) = record_schema_1.row({"findings": [old]})["findings"]
    assert (new["detector"], new["kind"]) == ("paraphrase-model", "paraphrase-model.negation")
    assert [each["by"] for each in new["adjustments"]] == ["likelihood"]
    assert [each["by"] for each in old["adjustments"]] == ["judges"]


def test_an_old_record_that_was_changed_is_refused(tmp_path: Path) -> None:
    changed = tmp_path / "changed.jsonl"
    changed.write_text(OLD.read_text("utf-8").replace("boats", "goats", 1), "utf-8")
    with pytest.raises(RecordError, match="not as it was written"):
        read_run(changed)


def test_an_identity_that_was_changed_is_refused(tmp_path: Path) -> None:
    changed = tmp_path / "changed.jsonl"
    changed.write_text(OLD.read_text("utf-8").replace('"package","1.0"', '"package","1.1"', 1))
    with pytest.raises(RecordError, match="fingerprint"):
        read_run(changed)


def written_anew(run: Run, path: Path) -> Run:
    """The same run as today's version records it."""
    with RecordWriter(path) as writer:
        writer.header(run.identity, run.provenance, run.caveats)
        for row in run.rows:
            writer.row(row)
        writer.finish(run.totals)
    return read_run(path)


def test_an_old_record_compares_with_a_new_one_by_all_its_measures(tmp_path: Path) -> None:
    old = read_run(OLD)
    new = written_anew(old, tmp_path / "new.jsonl")
    assert new.identity == old.identity
    assert tuple(new.rows) == tuple(old.rows)
    cards = [*old.identity.metrics, *new.identity.metrics]
    sides = [ComparisonSide(name, (run,)) for name, run in (("old", old), ("new", new))]
    (found,) = compare(sides[0], sides[1:], ComparisonSettings(metrics=tuple(compared(cards, ()))))
    measures = ["findings", "adequacy", "similarity", "chrf", "ter"]
    assert [change.card.name for change in found.metrics] == measures
    assert not found.differences
    assert found.identical == found.pairs


def test_rows_of_an_old_record_are_found_by_their_words() -> None:
    (first, *_) = read_run(OLD).rows
    assert isinstance(first, MeasuredRow)
    rows = ReusableRows(OLD, ())
    assert rows(first.texts) == first
    rows.close()
