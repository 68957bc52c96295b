"""The rows that matter: one for each fault, with its count, its texts, and words lit in them."""

from collections.abc import Sequence

from unit.report.report_samples import drift, failed, finding, portuguese, run, spanish

from harness.core.values import Category, MeasuredRow, Run, Severity
from harness.report.html.page_view import RunPage
from harness.report.html.view import Cell, WorstRow

TAGS = ("en", "es", "en")
MAJOR, CRITICAL = Severity.MAJOR, Severity.CRITICAL


def _pronoun(place: int, severity: Severity = MAJOR) -> MeasuredRow:
    stops = (f"Boat {place}: she sailed.", "x", f"Boat {place}: he sailed.")
    words = [(0, "she"), (2, "he")]
    said = "“she” came back as “he”."
    return drift(place, TAGS, stops, finding(stops, Category.PRONOUN, severity, said, words))


def _number(place: int, severity: Severity) -> MeasuredRow:
    stops = (f"It cost {place} euros.", "x", f"It cost {place + 1} euros.")
    words = [(0, str(place)), (2, str(place + 1))]
    found = finding(stops, Category.NUMBER, severity, f"“{place}” changed.", words)
    return drift(place, TAGS, stops, found)


def _run(rows: Sequence[MeasuredRow]) -> Run:
    return run("en:es:en", "argos", rows)


def _worst(*runs: Run) -> tuple[WorstRow, ...]:
    return RunPage(runs).overview.worst


def _lit(cell: Cell) -> list[str]:
    return [piece.text for piece in cell.pieces if piece.findings]


def test_the_same_fault_in_many_rows_is_one_with_its_count_and_examples() -> None:
    rows = [_pronoun(place) if place % 2 else _number(place, MAJOR) for place in range(94)]
    first, second, *_ = _worst(_run(rows))
    assert (first.category, first.rows, first.position) == ("pronoun", 47, "2")
    assert [position for _, position in first.others] == ["4", "6", "8", "10"]
    assert (second.category, second.rows, second.others) == ("number", 1, ())


def test_the_worst_come_before_the_most_frequent() -> None:
    rows = [*(_pronoun(place) for place in range(20)), _number(20, CRITICAL)]
    assert [entry.category for entry in _worst(_run(rows))] == ["number", "pronoun"]


def test_one_fault_is_shown_by_its_worst_instance() -> None:
    rows = [_pronoun(0), _pronoun(1, CRITICAL), _pronoun(2)]
    (only,) = _worst(_run(rows))
    assert (only.worst, only.position, only.rows) == ("critical", "2", 3)
    assert [position for _, position in only.others] == ["1", "3"]


def test_a_fault_that_comes_late_is_not_hidden_by_many_that_came_early() -> None:
    rows = [_number(place, MAJOR) for place in range(30)]
    rows += [_pronoun(place) for place in range(30, 33)]
    first, *others = _worst(_run(rows))
    assert (first.category, first.rows) == ("pronoun", 3)
    assert len(others) == 9


def test_of_equally_bad_findings_a_fact_leads_and_not_another_word() -> None:
    stops = ("Old boats cost 7 euros.", "x", "Aged boats cost 8 euros.")
    word = finding(stops, Category.WORD, CRITICAL, "word", [(0, "Old"), (2, "Aged")])
    number = finding(stops, Category.NUMBER, CRITICAL, "number", [(0, "7"), (2, "8")])
    (only,) = _worst(_run([drift(0, TAGS, stops, word, number)]))
    assert only.category == "number"
    mild = finding(stops, Category.NUMBER, MAJOR, "number", [(0, "7"), (2, "8")])
    (only,) = _worst(_run([drift(0, TAGS, stops, word, mild)]))
    assert only.category == "other word", "severity comes first"


def test_words_are_lit_on_both_sides() -> None:
    (only,) = _worst(_run([_pronoun(0)]))
    ((letter, back),) = only.returns
    assert (letter, _lit(only.source), _lit(back)) == ("A", ["she"], ["he"])


def test_runs_stand_beside_each_other_each_with_its_own_words() -> None:
    clean = _run([drift(0, TAGS, ("Boat 0: she sailed.", "x", "Boat 0: she went."))])
    (only,) = _worst(clean, _run([_pronoun(0)]))
    assert only.run == "B"
    assert [(letter, _lit(cell)) for letter, cell in only.returns] == [("A", []), ("B", ["he"])]


def test_of_many_runs_only_the_one_with_the_fault_is_shown() -> None:
    (only,) = _worst(
        *[_run([drift(0, TAGS, ("Boat 0: she sailed.", "x", "y"))])] * 3, _run([_pronoun(0)])
    )
    assert [letter for letter, _ in only.returns] == ["D"]


def test_what_could_not_be_measured_for_one_reason_is_one() -> None:
    (only,) = _worst(failed())
    assert (only.worst, only.rows) == ("unmeasured", 2)
    assert [cell.note for _, cell in only.returns] == ["not measured"]


def test_samples_have_a_source_and_a_return_in_every_entry() -> None:
    for runs in ([spanish()], [spanish(), portuguese()]):
        entries = _worst(*runs)
        assert entries
        for entry in entries:
            assert entry.source.pieces or entry.source.note
            assert entry.returns


def test_a_review_shows_the_translation_beside_the_source() -> None:
    stops = ("It cost 15 euros.", "Costó 51 euros.", "It cost 51 euros.")
    words = [(0, "15"), (1, "51")]
    found = finding(stops, Category.NUMBER, CRITICAL, "“15” is “51”.", words)
    row = drift(0, ("en", "es", "en"), stops, found)
    page = RunPage([run("en:es@file:en@argos", "argos", [row])]).overview
    (only,) = page.worst
    assert only.translation is not None
    assert (_lit(only.source), _lit(only.translation)) == (["15"], ["51"])
    assert (page.kind, page.columns[1]) == ("Review of translations", "Translation")
    assert page.cards[0].verdict == "1 of 1 unit needs a look: 1 critical finding."
    assert "brought home by argos" in page.cards[0].engine_names


def test_a_round_trip_shows_no_translation_among_the_worst() -> None:
    assert [row.translation for row in _worst(_run([_pronoun(0)]))] == [None]


def test_a_unit_without_a_translation_is_lit_whole_in_a_review() -> None:
    rows = failed().rows
    (first, *_) = _worst(run("en:es@file:en@argos", "argos", tuple(rows), scores={}))
    assert (first.category, _lit(first.source)) == ("no translation", ["First."])
    (usual, *_) = _worst(failed())
    assert (usual.category, _lit(usual.source)) == ("hop 1 failed", [])
