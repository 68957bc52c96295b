"""Explaining a finding shows its words at every stop, and nothing that could drive a terminal."""

from dataclasses import replace
from types import SimpleNamespace

from unit.report.report_samples import drift, run
from unit.report.report_samples import finding as said

from harness.core.values import (
    BeadText,
    Category,
    Finding,
    LocalText,
    Mark,
    MeasuredRow,
    Segment,
    Severity,
    Span,
    StopLikelihood,
    WordScore,
    WordScores,
)
from harness.report.terminal.explanation import (
    ExplainedFinding,
    _likelihoods,
    _marked,
    explained,
    find,
    worst,
)

ROWS = tuple(
    MeasuredRow(
        (Segment(f"row-{n}", "doc", n, f"Sentence {n}."),),
        BeadText(
            (
                LocalText("en", f"It has 75 {thing}."),
                LocalText("es", f"Tiene 57 {thing}."),
                LocalText("en", f"It has 57 {thing}.\x1b[2J"),
            )
        ),
        {},
        (
            Finding(
                "numbers",
                Category.NUMBER,
                Severity.CRITICAL,
                "“75” came back as “57”.",
                (Mark(0, Span(7, 9)), Mark(2, Span(7, 9))),
                (("source", "75"), ("place", str(n))),
            ),
        ),
    )
    for n, thing in enumerate(("aircraft", "ships", "cars"))
)
RUN = SimpleNamespace(rows=ROWS)


def test_a_finding_is_found_by_the_start_of_its_id_with_its_neighbours() -> None:
    (wanted,) = ROWS[1].finding_ids()
    (known,) = find(RUN, wanted[:8])
    assert known.row is ROWS[1]
    assert (known.before, known.after) == (ROWS[0], ROWS[2])
    assert find(RUN, "row-1") == [known]
    assert find(RUN, wanted[:3]) == []


def test_the_first_and_the_last_row_have_one_neighbour() -> None:
    (first,) = find(RUN, "row-0")
    (last,) = find(RUN, "row-2")
    assert first.before is None
    assert last.after is None


def test_words_are_marked_where_they_stand_and_controls_do_not_pass() -> None:
    (wanted,) = ROWS[0].finding_ids()
    known = ExplainedFinding(wanted, ROWS[0].findings[0], ROWS[0], None, None)
    assert _marked(known, 0) == "It has ‹75› aircraft."
    assert _marked(known, 1) == "Tiene 57 aircraft."
    assert "\x1b" not in _marked(known, 2)


def test_likelihoods_show_the_words_of_the_finding_alone() -> None:
    words = (WordScore(Span(3, 6), -0.3), WordScore(Span(7, 9), -8.25))
    row = replace(
        ROWS[0],
        likelihoods=(
            StopLikelihood(1, 0, WordScores(words, -0.9)),
            StopLikelihood(1, 2, WordScores(words, -0.4)),
            StopLikelihood(0, 1, WordScores(words, -0.2)),  # no mark of the finding stands there
            StopLikelihood(2, 1, WordScores((), -0.2)),
        ),
    )
    known = ExplainedFinding("", row.findings[0], row, None, None)
    assert _likelihoods(known) == [
        "the source given the es of hop 1: “75” -8.25 (whole text: -0.90 for each piece)",
        "the back-translation given the es of hop 1: “57” -8.25 (whole text: -0.40 for each piece)",
    ]
    assert _likelihoods(ExplainedFinding("", ROWS[0].findings[0], ROWS[0], None, None)) == []


def test_a_scored_word_cannot_drive_a_terminal() -> None:
    row = replace(
        ROWS[0],
        texts=BeadText((LocalText("en", "It \x1b[2J has."), *ROWS[0].texts.stops[1:])),
        findings=(replace(ROWS[0].findings[0], marks=(Mark(0, Span(3, 7)),)),),
        likelihoods=(StopLikelihood(1, 0, WordScores((WordScore(Span(3, 7), -1.0),), -0.9)),),
    )
    (line,) = _likelihoods(ExplainedFinding("", row.findings[0], row, None, None))
    assert "\x1b" not in line


STOPS = ("It is cold and wet today.", "x", "It is warm and damp now.")
OPPOSITE = said(STOPS, Category.ANTONYM, Severity.CRITICAL, "opposite", [(0, "cold"), (2, "warm")])
SAME = said(STOPS, Category.WORD, Severity.MINOR, "same words", [(0, "cold")])
WET = said(STOPS, Category.WORD, Severity.MAJOR, "wet", [(0, "wet"), (2, "damp")])
NOW = said(STOPS, Category.WORD, Severity.MINOR, "now", [(0, "today"), (2, "now")])
TAGS = ("en", "es", "en")


def _about(*findings: Finding, wanted: int = 0, minor: bool = False) -> list[str]:
    row = drift(0, TAGS, STOPS, *findings)
    made = run("en:es:en", "argos", [row])
    (known,) = find(made, row.finding_ids()[wanted])
    return list(explained(made, known, None, minor=minor))


def _under(title: str, lines: list[str]) -> list[str]:
    """The lines of a section, without ids; none where it is not there."""
    if title not in lines:
        return []
    rest = lines[lines.index(title) + 1 :]
    section = rest[: rest.index("")] if "" in rest else rest
    return [line.strip().partition(" [")[0] for line in section]


def test_findings_about_the_same_words_stand_apart_from_others_which_are_folded_if_minor() -> None:
    lines = _about(OPPOSITE, SAME, WET, NOW)
    assert _under("Findings about the same words", lines) == ["minor: same words"]
    others = "Other findings of this row"
    assert _under(others, lines) == ["major: wet", "and 1 minor (--all lists them)"]
    unfolded = _about(OPPOSITE, SAME, WET, NOW, minor=True)
    assert _under(others, unfolded) == ["major: wet", "minor: now"]
    assert _under(others, _about(OPPOSITE, NOW)) == ["1 minor (--all lists them)"]
    assert _under(others, _about(OPPOSITE, SAME)) == []


def test_a_row_is_explained_by_what_is_above_minor_where_it_has_such() -> None:
    row = drift(0, TAGS, STOPS, OPPOSITE, SAME, WET, NOW)
    mild = drift(1, TAGS, STOPS, SAME, NOW)
    made = run("en:es:en", "argos", [row, mild])
    assert [known.finding for known in find(made, row.row_id)] == [OPPOSITE, WET]
    assert len(find(made, row.row_id, minor=True)) == 4
    assert [known.finding for known in find(made, mild.row_id)] == [SAME, NOW]


def test_the_worst_finding_may_be_minor_where_there_is_no_other() -> None:
    mild = run("en:es:en", "argos", [drift(1, TAGS, STOPS, NOW)])
    assert [known.finding for known in worst(mild)] == [NOW]
    assert worst(run("en:es:en", "argos", [drift(1, TAGS, STOPS)])) == []


def test_a_sentence_is_found_by_the_number_that_people_are_shown() -> None:
    for wanted in ("2", "sentence 2"):
        (known,) = find(RUN, wanted)  # type: ignore[arg-type]
        assert known.row is ROWS[1]
    assert find(RUN, "4") == []  # type: ignore[arg-type]


def test_minor_findings_of_a_sentence_come_only_when_asked_for() -> None:
    minor = replace(ROWS[0].findings[0], severity=Severity.MINOR)
    two = replace(ROWS[0], findings=(*ROWS[0].findings, minor))
    made = SimpleNamespace(rows=(two,))
    assert len(find(made, "1")) == 1  # type: ignore[arg-type]
    assert len(find(made, "1", minor=True)) == 2  # type: ignore[arg-type]


def test_a_sentence_of_a_long_text_is_found_where_no_id_starts_so() -> None:
    far = replace(ROWS[0], segments=(replace(ROWS[0].segments[0], position=1233),))
    (known,) = find(SimpleNamespace(rows=(ROWS[1], far)), "1234")  # type: ignore[arg-type]
    assert known.row is far
