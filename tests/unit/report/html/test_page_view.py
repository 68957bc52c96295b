"""What the page says, before it looks like anything."""

from dataclasses import replace

import pytest
from unit.report.report_samples import (
    CITY,
    MARY,
    MEAT,
    MEDICINE,
    arabic,
    drift,
    empty,
    failed,
    finding,
    portuguese,
    run,
    spanish,
)

from harness.core.errors import ComparisonError
from harness.core.values import (
    Category,
    LocalText,
    Locus,
    MeasuredRow,
    Return,
    Run,
    Severity,
    Signature,
)
from harness.report.html.page_view import RunPage
from harness.report.html.view import Block, Cell


def _text(cell: Cell) -> str:
    return "".join(piece.text for piece in cell.pieces)


def _struck(cell: Cell) -> list[str]:
    return [piece.text.strip() for piece in cell.pieces if piece.kind in {"deleted", "replaced"}]


def _block(facts: RunPage, position: str) -> Block:
    return next(block for block in facts.blocks() if block.position == position)


def test_every_text_of_every_row_is_there_as_it_was() -> None:
    for each in (spanish(), portuguese(), arabic()):
        lines = [line for block in RunPage([each]).blocks() for line in block.lines]
        sources = [block.source for block in RunPage([each]).blocks()]
        for row, line, source in zip(each.rows, lines, sources, strict=True):
            if isinstance(row, MeasuredRow):
                assert source is not None
                assert line.back_translation is not None
                shown = [source, *line.hypotheses, line.back_translation]
                assert [_text(cell) for cell in shown] == [stop.text for stop in row.texts.stops]
                assert [cell.language for cell in shown] == [s.language for s in row.texts.stops]


def test_lost_words_are_struck_on_the_source_and_new_ones_on_the_return() -> None:
    block = _block(RunPage([spanish()]), "1")
    assert block.source is not None
    assert "120,000" in _struck(block.source)
    back = block.lines[0].back_translation
    assert back is not None
    assert "12,000" in _struck(back)


def test_a_finding_is_lit_in_every_column_where_it_has_words() -> None:
    block = _block(RunPage([arabic()]), "1")
    (line,) = block.lines
    number = next(each for each in line.findings if each.category == "number")
    assert block.source is not None
    assert line.back_translation is not None
    lit = [
        "".join(piece.text for piece in cell.pieces if number.number in piece.findings)
        for cell in (block.source, *line.hypotheses, line.back_translation)
    ]
    assert lit == ["12", "12", "12", "21"]


def test_findings_are_numbered_from_the_worst() -> None:
    (line,) = _block(RunPage([spanish()]), "2").lines
    assert [(each.number, each.severity) for each in (*line.findings, *line.minor)] == [
        (1, "critical"),
        (2, "minor"),
    ]
    assert (len(line.findings), line.folded) == (1, "and 1 minor")


def test_findings_about_the_same_words_share_a_number_and_each_keeps_its_anchor() -> None:
    stops = ("It is cold and wet.", "x", "It is warm and wet.")
    cold = [(0, "cold"), (2, "warm")]
    found = [
        finding(stops, Category.WORD, Severity.MINOR, "other word", cold),
        finding(stops, Category.WORD, Severity.MINOR, "elsewhere", [(0, "wet")]),
        finding(stops, Category.ANTONYM, Severity.CRITICAL, "opposite", [(0, "cold")]),
    ]
    row = drift(0, ("en", "es", "en"), stops, *found)
    (block,) = RunPage([run("en:es:en", "argos", [row])]).blocks()
    (line,) = block.lines
    (lead,), (minor,) = line.findings, line.minor
    assert ("".join(p.text for p in lead.message), lead.number) == ("opposite", 1)
    assert [(other.number, other.severity) for other in lead.also] == [(1, "minor")]
    assert (minor.number, line.folded) == (2, "and 1 minor")
    ids = row.finding_ids()
    assert [each.anchor for each in (lead, *lead.also, minor)] == [
        f"finding-{ids[at]}" for at in (2, 0, 1)
    ]
    assert line.back_translation is not None
    lit = [piece.text for piece in line.back_translation.pieces if 1 in piece.findings]
    assert lit == ["warm"], "its evidence marks what it has no words for"


def test_rows_with_nothing_above_minor_are_unremarkable_in_the_overview() -> None:
    overview = RunPage([spanish()]).overview
    (card,) = overview.cards
    (minor,) = [block for block in RunPage([spanish()]).blocks() if block.worst == "minor"]
    shown = {tick.anchor for tick in card.strip.ticks} | {row.anchor for row in overview.worst}
    assert minor.anchor not in shown
    assert "minor" not in card.strip.alternative
    assert [fact.words for fact in card.categories if fact.folded] == ["untranslated"]


def test_runs_that_share_a_source_show_it_once_with_letters_where_they_differ() -> None:
    block = _block(RunPage([spanish(), portuguese()]), "1")
    assert block.source is not None
    assert [line.run for line in block.lines] == ["A", "B"]
    assert all(line.source is None for line in block.lines)
    lost_by_one = [piece.text for piece in block.source.pieces if piece.runs == ("A",)]
    assert lost_by_one == ["120,000", "350,000"]


def test_numbers_of_findings_go_on_over_the_runs_of_a_block() -> None:
    block = _block(RunPage([spanish(), portuguese()]), "2")
    numbers = [e.number for line in block.lines for e in (*line.findings, *line.minor)]
    assert numbers == [1, 2, 3]


def test_rows_joined_by_one_run_stand_with_the_single_rows_of_the_other() -> None:
    block = _block(RunPage([spanish(), portuguese()]), "3–4")
    assert block.source is None
    shown = [(line.run, _text(line.source)) for line in block.lines if line.source]
    assert shown == [("A", MEAT), ("A", MARY), ("B", f"{MEAT} {MARY}")]


def test_additions_and_omissions_say_so() -> None:
    facts = RunPage([spanish()])
    added, omitted = _block(facts, "+"), _block(facts, "7")
    assert added.source is not None
    assert "added" in added.source.note
    assert omitted.lines[0].back_translation is not None
    assert omitted.lines[0].back_translation.note == "nothing came back"
    assert omitted.lines[0].hypotheses[0].note == "no words"


def test_a_failed_row_keeps_what_was_reached_and_says_why() -> None:
    (line,) = _block(RunPage([spanish()]), "9").lines
    assert line.worst == "unmeasured"
    assert line.back_translation is None
    assert [_text(cell) for cell in line.hypotheses] == ["Una frase se rompió."]
    assert line.failure_hop == 2
    assert "".join(piece.text for piece in line.failure).startswith("the model gave <no> answer")


def test_anchors_are_unique_and_the_same_each_time() -> None:
    twice = finding(("a", "b", "a"), Category.NUMBER, Severity.MAJOR, "x", [(0, "a")])
    row = drift(0, ("en", "es", "en"), ("a", "b", "a"), twice, twice)
    added = replace(row, segments=())
    facts = RunPage([run("en:es:en", "argos", [row, added, added]), run("en:es:en", "b", [row])])
    blocks = list(facts.blocks())
    anchors = [block.anchor for block in blocks]
    anchors += [
        each.anchor
        for block in blocks
        for line in block.lines
        for entry in (*line.findings, *line.minor)
        for each in (entry, *entry.also)
    ]
    assert len(set(anchors)) == len(anchors) == 3 + 8
    assert list(facts.blocks()) == blocks


def test_links_of_the_head_lead_to_rows() -> None:
    for runs in ([spanish()], [spanish(), portuguese()], [arabic()]):
        facts = RunPage(runs)
        anchors = {block.anchor for block in facts.blocks()}
        ticks = [tick for card in facts.overview.cards for tick in card.strip.ticks]
        assert ticks
        assert {tick.anchor for tick in ticks} <= anchors
        assert {entry.anchor for entry in facts.overview.worst} <= anchors


def test_worst_first_puts_critical_before_unmeasured_before_major() -> None:
    blocks = sorted(RunPage([spanish()]).blocks(), key=lambda block: block.rank)
    assert [block.rank for block in blocks] == list(range(1, 11))
    order = [block.worst for block in blocks]
    assert order == ["critical"] * 4 + ["unmeasured"] + ["major"] * 3 + ["minor", "clean"]
    assert blocks[0].position == "1", "two critical findings are worse than one"
    assert [entry.position for entry in RunPage([spanish()]).overview.worst] == [
        block.position for block in blocks if block.worst not in ("clean", "minor")
    ]


def test_the_table_puts_the_runs_side_by_side() -> None:
    table = {row.title: row.values for row in RunPage([spanish(), portuguese()]).overview.table}
    assert table["not measured"] == ("1", "0")
    assert table["critical"] == ("5", "1")
    assert table["number"] == ("4", "0")
    assert table["negation"] == ("0", "1")
    assert table["chrF"] == ("61.3", "75.0")


def test_nothing_measured_is_not_a_pass() -> None:
    (card,) = RunPage([failed()]).overview.cards
    assert card.summary.startswith("Nothing could be measured")
    assert card.unmeasured == "2 sentences of 2 could not be measured (100 %)"
    assert [metric.value for metric in card.metrics] == ["not measured", "not measured"]
    assert [block.worst for block in RunPage([failed()]).blocks()] == ["unmeasured"] * 2


def test_an_empty_text_has_no_rows() -> None:
    facts = RunPage([empty()])
    assert list(facts.blocks()) == []
    assert facts.overview.cards[0].strip.length == 0


def test_marks_beyond_the_text_do_not_cost_the_report() -> None:
    stops = (CITY, "", MEDICINE)
    bad = finding(stops, Category.NUMBER, Severity.MAJOR, "x", [(0, "ten years.")])
    shorter = drift(0, ("en", "es", "en"), ("Short.", "", MEDICINE), bad)
    (block,) = RunPage([run("en:es:en", "argos", [shorter])]).blocks()
    assert block.source is not None
    assert _text(block.source) == "Short."


def test_runs_that_do_not_belong_together_are_refused() -> None:
    first, second = spanish(), portuguese()
    other_text = replace(second, identity=replace(second.identity, text_digest="b" * 64))
    other_cut = replace(second, identity=replace(second.identity, segmenter=Signature("lines")))
    with pytest.raises(ComparisonError, match="another text"):
        RunPage([first, other_text])
    with pytest.raises(ComparisonError, match="rows do not correspond"):
        RunPage([first, other_cut])
    with pytest.raises(ComparisonError, match="no run"):
        RunPage([])


def test_letters_do_not_run_out() -> None:
    cards = RunPage([empty()] * 27).overview.cards
    assert [cards[index].run for index in (0, 25, 26)] == ["A", "Z", "27"]


def _with_witnesses() -> Run:
    """The Arabic run, two witnesses, and how many facts stood at each stop."""
    whole = arabic()
    first, second = whole.rows
    assert isinstance(first, MeasuredRow)
    assert isinstance(second, MeasuredRow)
    returns = (
        Return("apertium", LocalText("ar", "لم يسافر أحمد.")),
        Return("other", None, "too long"),
    )
    blamed = replace(
        first.findings[0], locus=Locus.at(2, 3, ("“لم” still stands at hop 1.",), confidence=0.9)
    )
    rows = (
        replace(first, returns=returns, facts_kept=(3, 3, 2, 1), findings=(blamed,)),
        replace(second, facts_kept=(1, 1, 1, 1)),
    )
    return replace(whole, rows=rows)


def test_witnesses_say_what_they_brought_back_or_why_nothing() -> None:
    (line,) = _block(RunPage([_with_witnesses()]), "1").lines
    apertium, other = line.returns
    assert (apertium.witness, other.witness) == ("apertium", "other")
    assert apertium.text is not None
    assert _text(apertium.text) == "لم يسافر أحمد."
    assert other.text is None
    assert "".join(piece.text for piece in other.reason) == "too long"


def test_the_retention_of_a_run_adds_up_its_rows() -> None:
    (card,) = RunPage([_with_witnesses()]).overview.cards
    assert [(stop.language, stop.words) for stop in card.retention] == [
        ("ar", "4 of 4 (100 %)"),
        ("en", "4 of 4 (100 %)"),
        ("zh", "3 of 4 (75 %)"),
        ("ar", "2 of 4 (50 %)"),
    ]
    assert [(stop.change, stop.blamed) for stop in card.retention] == [
        ("", ""),
        ("", ""),
        ("1 lost", "negation 1"),
        ("1 lost", ""),
    ]
    (without,) = RunPage([arabic()]).overview.cards
    assert (without.retention, without.river) == ((), None)


def test_a_finding_says_its_hop_and_what_speaks_for_it() -> None:
    facts = RunPage([_with_witnesses()])
    (found,) = _block(facts, "1").lines[0].findings
    evidence = [(name, "".join(piece.text for piece in value)) for name, value in found.evidence]
    assert found.locus == "hop 2, 90 % sure"
    assert evidence[-1] == ("", "“لم” still stands at hop 1.")
    assert facts.overview.cards[0].loci == ("hop 2",)


def test_evidence_does_not_say_again_what_the_sentence_says() -> None:
    stops = ("Ana saw 75 boats.", "x", "Ana saw 57 boats.")
    said = replace(
        finding(stops, Category.NUMBER, Severity.MAJOR, "“75” came back as “57”.", [(0, "75")]),
        evidence=(("source", "75"), ("back_translation", "57"), ("value_of_source", "75.0")),
    )
    page = RunPage([run("en:es:en", "argos", [drift(0, ("en", "es", "en"), stops, said)])])
    (found,) = _block(page, "1").lines[0].findings
    assert [name for name, _ in found.evidence] == ["value-of-source"]


def test_hops_stand_in_the_order_of_the_route_and_the_unknown_last() -> None:
    (card,) = RunPage([spanish()]).overview.cards
    assert card.loci == ("forward", "backward", "hop not known")
