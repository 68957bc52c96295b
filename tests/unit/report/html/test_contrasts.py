"""Better and worse: by findings, worst first; scores decide nothing."""

from collections.abc import Sequence

from unit.report.report_samples import drift, finding, portuguese, run, spanish

from harness.core.values import Category, Run, Severity
from harness.report.html.page_view import RunPage
from harness.report.html.view import Cell, Contrast

TAGS = ("en", "es", "en")


def _run(severities: Sequence[Severity | None], chrf: float = 60.0) -> Run:
    rows = []
    for place, severity in enumerate(severities):
        stops = (f"Sentence {place}.", "x", f"Sentence {place}.")
        found = finding(stops, Category.NUMBER, severity, f"said {place}") if severity else None
        rows.append(drift(place, TAGS, stops, *([found] if found else []), chrf=chrf))
    return run("en:es:en", "argos", rows)


def _contrast(one: Run, other: Run) -> Contrast:
    (made,) = RunPage([one, other]).overview.contrasts
    return made


def test_a_row_is_better_by_its_findings_whatever_its_score() -> None:
    minor, major, critical = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
    before = _run([None, critical, major, None], chrf=90.0)
    after = _run([minor, major, None, None], chrf=10.0)
    made = _contrast(before, after)
    assert made.words == "better in 2 rows, worse in 0, as good in 2"
    assert [(row.position, row.change) for row in made.better] == [
        ("2", "1 critical → 1 major"),
        ("3", "1 major → no finding"),
    ]
    assert made.worse == (), "a minor finding more is no reason to call a row worse"


def test_what_could_not_be_measured_is_worse_than_a_major_finding() -> None:
    made = _contrast(portuguese(), spanish())
    (failed,) = [row for row in made.worse if row.position == "9"]
    assert failed.change == "no finding → not measured"
    assert "".join(piece.text for piece in failed.message).startswith("the model gave")


def test_one_run_has_nothing_to_be_compared_with() -> None:
    assert RunPage([spanish()]).overview.contrasts == ()


def test_a_run_against_itself_is_no_better() -> None:
    made = _contrast(spanish(), spanish())
    assert made.better == made.worse == ()
    assert made.chance == "By findings, no row is better or worse."


def test_few_rows_prove_nothing() -> None:
    critical = Severity.CRITICAL
    assert "cannot be ruled out" in _contrast(_run([critical] * 5), _run([None] * 5)).chance
    assert "unlikely to be chance" in _contrast(_run([critical] * 8), _run([None] * 8)).chance


def test_texts_of_both_runs_are_lit_where_the_worse_one_is_wrong() -> None:
    made = _contrast(portuguese(), spanish())
    (city,) = [row for row in made.worse if row.position == "1"]

    def lit(cell: Cell) -> list[str]:
        return [piece.text for piece in cell.pieces if 1 in piece.findings]

    assert lit(city.source) == ["120,000"]
    assert [(letter, lit(cell)) for letter, cell in city.returns] == [("A", []), ("B", ["12,000"])]


def test_a_row_that_failed_has_a_note_in_place_of_its_text() -> None:
    made = _contrast(portuguese(), spanish())
    (failed,) = [row for row in made.worse if row.position == "9"]
    assert failed.returns[-1][1].note == "not measured"
