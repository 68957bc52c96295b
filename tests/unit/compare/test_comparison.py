from dataclasses import replace

import pytest
from run_samples import drifts, finding, plain, run_of, spoilt

from harness.compare.comparison import ComparisonSettings, ComparisonSide, References, compare
from harness.compare.results import Comparison, ComparisonOutcome
from harness.core.errors import ComparisonError
from harness.core.values import Category, Finding, Run, Severity, Signature
from harness.metrics.surface import BLEU, ChrF
from harness.report.comparison.as_json import comparison_data
from harness.report.formats.json import NAMED

QUICK = ComparisonSettings((ChrF(),), trials=200)


def compared(baseline: Run, candidate: Run, settings: ComparisonSettings = QUICK) -> Comparison:
    (made,) = compare(
        ComparisonSide("old", (baseline,)), [ComparisonSide("new", (candidate,))], settings
    )
    return made


def test_a_run_compared_with_itself_is_the_same() -> None:
    run = run_of(plain(30), {3: [finding()]})
    made = compared(run, run)
    assert made.change is ComparisonOutcome.SAME
    assert (made.pairs, made.identical, made.rows, made.ngrams) == (30, 30, (), ())
    assert all(metric.p == 1 and metric.ties == 30 for metric in made.metrics)
    assert [(change.gained, change.lost, change.kept) for change in made.findings] == [(0, 0, 1)]


def test_worse_sentences_are_significant_and_listed_worst_first() -> None:
    spoiled = {n: [finding()] for n in (4, 7)}
    made = compared(run_of(plain(60)), run_of(spoilt(plain(60), range(2, 20)), spoiled))
    chrf = next(metric for metric in made.metrics if metric.card.name == "chrf")
    assert made.change is chrf.change is ComparisonOutcome.WORSE
    assert chrf.result.high < 0
    assert (chrf.wins, chrf.ties, chrf.losses) == (0, 42, 18)
    assert [row.pair.position for row in made.rows[:2]] == [4, 7]
    assert len(made.of(ComparisonOutcome.WORSE)) == 18


def test_one_bad_sentence_in_many_is_shown_but_not_called_a_worse_system() -> None:
    made = compared(run_of(plain(60)), run_of(spoilt(plain(60), [5]), {5: [finding()]}))
    assert made.change is ComparisonOutcome.OTHER
    assert [row.pair.position for row in made.of(ComparisonOutcome.WORSE)] == [5]
    assert any("too small" in caveat or "so few" in caveat for caveat in made.caveats)


def test_findings_are_matched_by_kind_severity_and_source_words() -> None:
    before = {
        0: [finding(at=(0, 4)), finding(Category.ENTITY)],
        1: [finding(severity=Severity.MAJOR)],
    }
    after = {
        0: [finding(at=(0, 4), message="Said otherwise."), finding(at=(5, 6))],
        1: [finding()],
    }
    made = compared(run_of(plain(30), before), run_of(plain(30), after))
    counts = {
        (change.category.name, change.severity.value): (change.gained, change.lost, change.kept)
        for change in made.findings
    }
    assert counts == {
        ("NUMBER", "critical"): (2, 0, 1),
        ("NUMBER", "major"): (0, 1, 0),
        ("ENTITY", "critical"): (0, 1, 0),
    }


def test_every_setting_that_differs_is_named() -> None:
    made = compared(run_of(plain(5)), run_of(plain(5), beam="1"))
    said = [(d.part, d.field, d.baseline, d.candidate) for d in made.differences]
    assert said == [
        ("engine 1 (en→es)", "beam", "4", "1"),
        ("engine 2 (es→en)", "beam", "4", "1"),
    ]


def test_rows_are_paired_by_identity_not_by_position() -> None:
    rows = plain(10)
    edited = [("New first line.", "Nueva.", "New first line."), *rows[:4], *rows[5:]]
    with pytest.raises(ComparisonError, match="another text"):
        compared(run_of(rows), run_of(edited))
    made = compared(run_of(rows), run_of(edited), replace(QUICK, common=True))
    assert (made.pairs, made.identical, made.only_baseline, made.only_candidate) == (9, 9, 1, 1)


def test_what_would_be_a_guess_is_refused() -> None:
    run = run_of(plain(5))
    card = replace(run.identity.metrics[0], signature=replace(ChrF().card.signature, fields=()))
    with pytest.raises(ComparisonError, match="two ways"):
        compared(run, replace(run, identity=replace(run.identity, metrics=(card,))))
    with pytest.raises(ComparisonError, match="two runs of"):
        compare(ComparisonSide("old", (run, replace(run))), [ComparisonSide("new", (run,))], QUICK)
    with pytest.raises(ComparisonError, match="no segment"):
        compared(run, run_of(plain(5), doc="b.en.txt"), replace(QUICK, common=True))


def test_unmeasured_segments_are_left_out_and_said() -> None:
    made = compared(run_of(plain(40)), run_of(plain(40), unmeasured=[3]))
    assert made.pairs == 39
    assert [(row.baseline, row.candidate) for row in made.unmeasured] == [(None, "too long")]


def test_findings_of_another_detector_version_do_not_come_and_go() -> None:
    before, after = run_of(plain(5)), run_of(plain(5), {0: [finding()]})
    newer = replace(after.identity.detectors[0], fields=(("version", "2"),))
    made = compared(before, replace(after, identity=replace(after.identity, detectors=(newer,))))
    assert made.findings == ()
    assert any("numbers" in caveat for caveat in made.caveats)


def test_what_likelihoods_raised_counts_only_between_runs_with_the_same_scorers() -> None:
    minor = finding(Category.WORD, Severity.MINOR)
    raised = minor.adjusted("likelihood", Severity.MAJOR, "improbable")
    run = run_of(plain(5), {0: [minor]})
    scored = run_of(plain(5), {0: [raised]})
    scorers = (Signature("judge", (("direction", "es→en"),)),)
    scored = replace(scored, identity=replace(scored.identity, likelihood_scorers=scorers))
    apart, together = compared(run, scored), compared(scored, scored)
    assert any("different likelihood scorers" in caveat for caveat in apart.caveats)
    assert not any("likelihood" in caveat for caveat in together.caveats)
    for made, severity in ((apart, Severity.MINOR), (together, Severity.MAJOR)):
        (change,) = made.findings
        assert (change.severity, change.gained, change.lost, change.kept) == (severity, 0, 0, 1)


def test_p_is_corrected_over_all_candidates() -> None:
    base, worse = run_of(plain(40)), run_of(spoilt(plain(40), range(7)))
    (alone,) = compare(ComparisonSide("old", (base,)), [ComparisonSide("new", (worse,))], QUICK)
    both = compare(
        ComparisonSide("old", (base,)), [ComparisonSide(name, (worse,)) for name in "ab"], QUICK
    )
    assert [each.metrics[1].p for each in both] > [alone.metrics[1].p] * 2
    assert both[0].metrics[1].result == alone.metrics[1].result


def test_repeated_sentences_count_once_and_many_documents_as_wholes() -> None:
    (same,) = {
        metric.result.clusters for metric in compared(run_of(twice()), run_of(twice())).metrics
    }
    assert same == 5
    many = [run_of(plain(3), doc=f"{n}.en.txt") for n in range(20)]
    sides = ComparisonSide("old", tuple(many)), [ComparisonSide("new", tuple(many))]
    (made,) = compare(*sides, QUICK)
    assert {metric.result.clusters for metric in made.metrics} == {20}


def twice() -> list[tuple[str, str, str]]:
    return [row for row in plain(5) for _ in range(2)]


def test_references_judge_the_hypothesis() -> None:
    rows = plain(40)
    run = run_of(rows)
    wrong = [(source, "Nada que ver.", back) for source, _, back in rows]
    texts = {row.row_id: out for row, (_, out, _) in zip(run.rows, rows, strict=True)}
    settings = replace(QUICK, references=References(1, texts, (ChrF(), BLEU())))
    made = compared(run, run_of(wrong), settings)
    against = {m.card.name: m for m in made.metrics if m.against == "reference"}
    assert against["bleu"].result.baseline == pytest.approx(100)
    assert against["bleu"].change is against["chrf"].change is ComparisonOutcome.WORSE
    assert made.identical == 0


def test_what_one_run_writes_too_often_is_found() -> None:
    loop = [(s, o + " amara amara amara", b + " amara amara") for s, o, b in plain(20)]
    made = compared(run_of(plain(20)), run_of(loop))
    assert {found.stop for found in made.ngrams if "amara" in found.words} == {1, 2}
    assert all(found.candidate > found.baseline for found in made.ngrams)


def test_buckets_show_where_it_differs() -> None:
    made = compared(run_of(plain(20)), run_of(spoilt(plain(20), [1, 2])))
    lengths = [bucket for bucket in made.buckets if bucket.group == "length"]
    assert [(bucket.name, bucket.size) for bucket in lengths] == [("1–5 words", 20)]
    assert lengths[0].difference < 0
    rare = next(bucket for bucket in made.buckets if bucket.name == "20 times or more")
    assert (rare.baseline, rare.candidate) == (100, 90)


def test_round_trips_of_different_models_are_doubted_unless_there_are_references() -> None:
    one = run_of(plain(30))

    def out_by(*fields: tuple[str, str]) -> Run:
        engines = Signature("argos", fields), one.identity.engines[1]
        return replace(one, identity=replace(one.identity, engines=engines))

    def doubts(first: Run, second: Run, settings: ComparisonSettings = QUICK) -> bool:
        made = compared(first, second, settings)
        return any("more literal" in caveat for caveat in made.caveats)

    small, large = out_by(("model", "abc")), out_by(("model", "def"))
    assert doubts(small, large)
    assert not doubts(small, out_by(("model", "abc"), ("beam", "1")))
    wanted = {row.row_id: "Barcos." for row in drifts(one)}
    assert not doubts(small, large, replace(QUICK, references=References(1, wanted, (ChrF(),))))


def test_findings_for_programs_are_those_of_the_runs_export() -> None:
    made = compared(run_of(plain(9)), run_of(plain(9), {4: [finding()]}))
    (row,), (told,) = made.rows, comparison_data(made)["rows"]
    assert [NAMED.decode(Finding, each) for each in told["gained"]] == list(row.gained) != []
    assert told["lost"] == []


def test_runs_that_are_graded_by_other_tables_say_so() -> None:
    run = run_of(plain(5))
    other = replace(run, identity=replace(run.identity, grading=Signature("grades")))
    assert any("graded" in caveat for caveat in compared(run, other).caveats)
    assert not any("graded" in caveat for caveat in compared(other, other).caveats)
    (difference,) = (d for d in compared(run, other).differences if d.part == "grading")
    assert (difference.field, difference.candidate) == ("name", "grades")
