import dataclasses
import os
import signal
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from threading import Event, Thread

import pytest
from support import TableEngine, document

from harness.blame.hop_attribution import HopAttribution
from harness.core.errors import EngineContractError, EngineError
from harness.core.protocols import DocumentState
from harness.core.route_syntax import parse_route
from harness.core.values import (
    Alignment,
    Bead,
    BeadText,
    Category,
    Issue,
    LocalText,
    MeasuredRow,
    MetricCard,
    Outcome,
    Return,
    Score,
    Severity,
    Signature,
    Span,
    Translated,
    Unmeasured,
)
from harness.run.identity import WitnessRoute, identify
from harness.run.measurement import TOGETHER, difference
from harness.run.measures import MeasuringSet
from harness.run.round_trip import round_trip
from harness.run.totals import RunTally
from harness.run.translation import ASKED, TRAVELLING
from harness.segmenters.lines import OnePerLine


class WordsKept:
    """Share of the reference's words found again; adds up as (found, all)."""

    card = MetricCard("kept", "Words kept", Signature("kept"), 0.0, 1.0, higher_is_better=True)

    def measure(self, pairs: Sequence[tuple[str, str]]) -> list[Score]:
        counts = [(len(set(a.split()) & set(b.split())), len(set(a.split()))) for a, b in pairs]
        return [Score(found / of, (found, of)) for found, of in counts]

    def combine(self, statistics: Iterable[tuple[int, ...]]) -> float:
        found, of = map(sum, zip(*statistics, strict=True))
        return found / of


class Differs:
    """A finding for every bead that did not come home the same."""

    def __init__(self, name: str = "differs") -> None:
        self.signature = Signature(name)

    def detect(self, bead: BeadText) -> list[Issue]:
        if bead.source.text == bead.back_translation.text:
            return []
        return [Issue(f"{self.signature.name}.at-all", Category.MISTRANSLATION, "It differs.")]


INSTRUMENTS = MeasuringSet((WordsKept(),), (Differs(),))


def travel(text: str, *engines: TableEngine) -> list[object]:
    segmentation = OnePerLine().segment(document(text))
    return list(round_trip(segmentation, engines, INSTRUMENTS, lambda _: None))


def test_segments_travel_through_every_hop_and_come_home_in_order() -> None:
    out = TableEngine("en", "es", {"one dog": "un perro", "two cats": "dos gatos"})
    back = TableEngine("es", "en", {"un perro": "one dog", "dos gatos": "two dogs"})
    rows = travel("one dog\ntwo cats", out, back)
    assert [[t.text for t in row.texts.stops] for row in rows] == [
        ["one dog", "un perro", "one dog"],
        ["two cats", "dos gatos", "two dogs"],
    ]
    assert [[t.language for t in row.texts.stops] for row in rows] == [["en", "es", "en"]] * 2
    assert [row.scores["kept"].value for row in rows] == [1.0, 0.5]
    assert [len(row.findings) for row in rows] == [0, 1]


def test_a_segment_that_an_engine_cannot_translate_is_unmeasured_with_its_hop() -> None:
    out = TableEngine("en", "es", {"a": "x", "b": "y"})
    back = TableEngine("es", "en", {"x": "a"})
    kept, lost, never = travel("a\nb\nc", out, back)
    assert isinstance(kept, MeasuredRow)
    assert isinstance(lost, Unmeasured)
    assert (lost.hop, lost.segment.text, [t.text for t in lost.texts]) == (2, "b", ["b", "y"])
    assert isinstance(never, Unmeasured)
    assert (never.hop, never.reason) == (1, "not in the table")


def test_an_empty_translation_is_an_answer_and_needs_no_further_engine() -> None:
    out = TableEngine("en", "es", {"a": "  "})
    back = TableEngine("es", "en", {})
    (row,) = travel("a", out, back)
    assert isinstance(row, MeasuredRow)
    assert row.texts.back_translation.text == ""
    assert row.scores["kept"].value == 0.0
    assert back.asked == []


def test_a_line_break_inside_a_segment_is_a_space_to_the_engine() -> None:
    class Whole:
        signature = Signature("whole")

        def segment(self, doc):
            from harness.core.values import Segmentation

            return Segmentation(doc, ((Span(0, len(doc.text)),),), self.signature)

    out, back = TableEngine("en", "es", {"a b": "x"}), TableEngine("es", "en", {"x": "a b"})
    segmentation = Whole().segment(document("a\r\nb"))
    (row,) = round_trip(segmentation, [out, back], INSTRUMENTS, lambda _: None)
    assert out.asked == ["a b"]
    assert row.findings == ()
    assert row.segments[0].text == "a\r\nb"


def test_it_streams_block_by_block() -> None:
    lines = [f"line {n}" for n in range(12 * TRAVELLING)]
    same = {line: line for line in lines}
    out, back = TableEngine("en", "es", same), TableEngine("es", "en", same)
    told: list[int] = []
    rows = round_trip(
        OnePerLine().segment(document("\n".join(lines))), [out, back], INSTRUMENTS, told.append
    )
    next(rows)
    time.sleep(0.2)
    assert len(out.asked) < 10 * TRAVELLING  # the rest waits until it is wanted
    list(rows)
    assert sum(told) == len(lines)


def test_segments_of_like_length_are_asked_together_and_come_home_in_order() -> None:
    lines = ["word " * (n % 7 + 1) + str(n) for n in range(TRAVELLING + 50)]
    same = {line: line for line in lines}
    out, back = TableEngine("en", "es", same), TableEngine("es", "en", same)
    rows = travel("\n".join(lines), out, back)
    assert [row.texts.back_translation.text for row in rows] == lines
    first = [len(text) for text in out.asked[:TRAVELLING]]
    assert first == sorted(first)
    assert sorted(out.asked) == sorted(lines)


class Waiting(TableEngine):
    """Translates when it is let; says when it was asked."""

    def __init__(self, source: str, target: str, table: dict[str, str]) -> None:
        super().__init__(source, target, table)
        self.begun, self.let = Event(), Event()

    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        self.begun.set()
        assert self.let.wait(10)
        return list(super().translate(segments))


def test_the_next_hop_starts_while_the_one_before_it_runs() -> None:
    lines = [f"line {n}" for n in range(3 * TRAVELLING)]

    class Second(TableEngine):
        def translate(self, segments: Sequence[str]) -> list[Outcome]:
            if len(out.asked) == TRAVELLING:  # as many as travel together
                assert third_block.wait(10)
            return list(super().translate(segments))

    class First(TableEngine):
        def translate(self, segments: Sequence[str]) -> list[Outcome]:
            if len(self.asked) >= TRAVELLING:
                third_block.set()
            return list(super().translate(segments))

    third_block = Event()
    same = {line: line for line in lines}
    out, back = First("en", "es", same), Second("es", "en", same)
    assert len(travel("\n".join(lines), out, back)) == len(lines)


def test_whoever_leaves_waits_for_what_is_asked_and_nothing_more_is() -> None:
    lines = [f"line {n}" for n in range(12 * TRAVELLING)]
    same = {line: line for line in lines}
    out, back = TableEngine("en", "es", same), Waiting("es", "en", same)
    rows = round_trip(
        OnePerLine().segment(document("\n".join(lines))), [out, back], INSTRUMENTS, lambda _: None
    )
    Thread(target=_interrupt_once, args=(back,)).start()
    with closing(rows), pytest.raises(KeyboardInterrupt):
        next(rows)
    asked = len(back.asked)
    assert asked == ASKED  # it was answered, and so it could be remembered
    time.sleep(0.1)
    assert (len(out.asked) < 10 * TRAVELLING, len(back.asked)) == (True, asked)
    assert not [one for one in threading.enumerate() if one.name.startswith(("hop", "metrics"))]


def _interrupt_once(engine: Waiting) -> None:
    assert engine.begun.wait(10)
    os.kill(os.getpid(), signal.SIGINT)  # as Ctrl-C does
    time.sleep(0.2)
    engine.let.set()


def test_an_engine_that_breaks_down_takes_no_row_before_it_away() -> None:
    lines = [f"line {n}" for n in range(3 * TRAVELLING)]
    same = {line: line for line in lines}

    class Breaks(TableEngine):
        def translate(self, segments: Sequence[str]) -> list[Outcome]:
            if f"line {2 * TRAVELLING + 5}" in segments:
                raise EngineError("out of order")
            return list(super().translate(segments))

    rows = round_trip(
        OnePerLine().segment(document("\n".join(lines))),
        [Breaks("en", "es", same), TableEngine("es", "en", same)],
        INSTRUMENTS,
        lambda _: None,
    )
    assert [next(rows).texts.source.text for _ in range(2 * TRAVELLING)] == lines[: 2 * TRAVELLING]
    with pytest.raises(EngineError, match="out of order"):
        next(rows)


class Short(TableEngine):
    def translate(self, segments: Sequence[str]) -> list[Outcome]:
        return [Translated("x")]


def test_an_engine_that_answers_too_little_is_stopped() -> None:
    with pytest.raises(EngineContractError, match="asked for 2 outcomes, gave 1"):
        travel("a\nb", Short("en", "es", {}), TableEngine("es", "en", {}))


def test_totals_are_corpus_scores_and_counts() -> None:
    out = TableEngine("en", "es", {"a b c d": "x", "e": "y", "f": "z"})
    back = TableEngine("es", "en", {"x": "a b c d", "y": "no"})
    tally = RunTally(INSTRUMENTS.metrics)
    for row in travel("a b c d\ne\nf", out, back):
        tally.add(row)
    totals = tally.totals()
    assert (totals.rows, totals.measured, totals.unmeasured) == (3, 2, 1)
    assert totals.scores == {"kept": 4 / 5}  # not the mean of 1.0 and 0.0
    assert totals.findings == {"accuracy/mistranslation": {"major": 1}}
    assert totals.count(Severity.MAJOR) == 1


def test_nothing_measured_has_no_score() -> None:
    assert RunTally(INSTRUMENTS.metrics).totals().scores == {}


def test_an_identity_holds_no_path_and_no_time() -> None:
    segmentation = OnePerLine().segment(document("a"))
    route = parse_route("en:es@table:en@table")
    engines = [TableEngine("en", "es", {}), TableEngine("es", "en", {})]
    identity = identify(segmentation, route, engines, INSTRUMENTS)
    elsewhere = dataclasses.replace(document("a"), origin="/another/folder/text.txt")
    moved = OnePerLine().segment(elsewhere)
    assert identity == identify(moved, route, engines, INSTRUMENTS)


def test_a_difference_measures_aligned_passages_and_nulls() -> None:
    def align(source: Sequence[str], other: Sequence[str]) -> Alignment:
        assert (list(source), list(other)) == (["a", "b", "c"], ["a c", "d"])
        return Alignment(
            (
                Bead(Span(0, 2), Span(0, 1)),
                Bead(Span(2, 3), Span(1, 1)),
                Bead(Span(3, 3), Span(1, 2)),
            ),
            3,
            2,
        )

    left, right = (OnePerLine().segment(document(t)) for t in ("a\nb\nc", "a c\nd"))
    merged, dropped, added = difference(left, right, align, INSTRUMENTS)
    assert [t.text for t in merged.texts.stops] == ["a b", "a c"]
    assert [t.text for t in dropped.texts.stops] == ["c", ""]
    assert [t.text for t in added.texts.stops] == ["", "d"]
    assert added.segments == ()
    assert added.scores == {}
    assert dropped.scores["kept"].value == 0.0


def test_what_is_too_long_to_be_compared_leaves_the_rest_measured() -> None:
    def align(source: Sequence[str], other: Sequence[str]) -> Alignment:
        beads = [
            Bead(Span(0, 2), Span(0, 1)),
            Bead(Span(2, 3), Span(1, 2)),
            Bead(Span(3, 3), Span(2, 3)),
        ]
        return Alignment(tuple(beads), len(source), len(other))

    loop = "boat " * 2_001
    left, right = (OnePerLine().segment(document(t)) for t in ("a\nb\nc", f"{loop}\nd\n{loop}"))
    first, second, measured, added = difference(left, right, align, INSTRUMENTS)
    for row, text in ((first, "a"), (second, "b"), (added, loop.strip())):
        assert isinstance(row, Unmeasured)
        assert row.segment.text.strip() == text
        assert row.reason.startswith("the second text has 2,001 words and marks")
    assert isinstance(measured, MeasuredRow)
    assert measured.texts.back_translation.text == "d"


def test_a_moved_sentence_is_one_row_that_says_where_it_went() -> None:
    def align(source: Sequence[str], other: Sequence[str]) -> Alignment:
        beads = (
            Bead(Span(0, 1), Span(2, 3), moved=True),
            Bead(Span(1, 2), Span(0, 1)),
            Bead(Span(2, 3), Span(1, 2)),
        )
        return Alignment(beads, len(source), len(other))

    left, right = (OnePerLine().segment(document(t)) for t in ("a b\nc\nd", "c\nd\na"))
    moved, *others = difference(left, right, align, INSTRUMENTS)
    assert [t.text for t in moved.texts.stops] == ["a b", "a"]
    assert moved.scores["kept"].value < 1  # measured against its own counterpart, as any row
    assert moved.findings[-1].message == "Sentence 1 came back after sentence 3."
    assert moved.moved
    assert not any(row.moved or row.findings for row in others)


class Again:
    """A finding for every bead whose source was read before in the same text."""

    signature = Signature("again")

    def new_state(self) -> DocumentState:
        seen: set[str] = set()

        def told(drift: MeasuredRow) -> list[Issue]:
            known = drift.texts.source.text in seen
            seen.add(drift.texts.source.text)
            issue = Issue("again.said", Category.REPETITION, "It was there before.")
            return [issue] if known else []

        return told


def test_what_shows_only_over_a_whole_text_is_found_in_every_kind_of_run() -> None:
    measures = MeasuringSet((), (), document_detectors=(Again(),))
    text = "\n".join(["a", *map(str, range(TOGETHER)), "a"])  # the second one in another block
    table = {line: line for line in text.splitlines()}
    out, back = TableEngine("en", "es", table), TableEngine("es", "en", table)
    segmentation = OnePerLine().segment(document(text))

    def align(source: Sequence[str], other: Sequence[str]) -> Alignment:
        beads = tuple(Bead(Span(i, i + 1), Span(i, i + 1)) for i in range(len(source)))
        return Alignment(beads, len(source), len(other))

    for _ in range(2):  # every text is watched from its start
        travelled = round_trip(segmentation, [out, back], measures, lambda _: None)
        compared = difference(segmentation, segmentation, align, measures)
        for rows in (travelled, compared):
            *others, last = [row.findings for row in rows if isinstance(row, MeasuredRow)]
            assert [finding.detector for finding in last] == ["again"]
            assert not any(others)
    assert measures.signatures == (Again().signature,)  # so that the run's identity names it


def witnessed(text: str, *witnesses: WitnessRoute) -> list[MeasuredRow]:
    out = TableEngine("en", "es", {"one dog": "un perro", "two cats": "dos gatos"})
    back = TableEngine("es", "en", {"un perro": "one cat", "dos gatos": "two dogs"})
    measures = MeasuringSet((), (Differs(),), HopAttribution())
    segmentation = OnePerLine().segment(document(text))
    rows = list(round_trip(segmentation, [out, back], measures, lambda _: None, witnesses))
    identity = identify(segmentation, parse_route("en:es:en"), [out, back], measures, witnesses)
    assert [witness.name for witness in identity.witnesses] == [way.name for way in witnesses]
    return rows


def test_witnesses_bring_the_hypothesis_back_and_are_kept_in_the_row() -> None:
    knows_one = TableEngine("es", "en", {"un perro": "one dog"})
    first, second = witnessed("one dog\ntwo cats", WitnessRoute("es:en@x", (knows_one,)))
    assert first.returns == (Return("es:en@x", LocalText("en", "one dog")),)
    assert second.returns == (Return("es:en@x", None, "not in the table"),)
    assert [len(row.findings) for row in (first, second)] == [1, 1]


def test_a_witness_that_breaks_down_costs_no_row() -> None:
    class Broken(TableEngine):
        def translate(self, segments: Sequence[str]) -> list[Outcome]:
            raise EngineError("the program ended")

    (row,) = witnessed("one dog", WitnessRoute("es:en@x", (Broken("es", "en", {}),)))
    assert row.returns == (Return("es:en@x", None, "the program ended"),)
    assert row.findings[0].locus.name == "unknown"


def test_a_witness_may_travel_by_pivots() -> None:
    hops = (
        TableEngine("es", "pt", {"un perro": "um cão"}),
        TableEngine("pt", "en", {"um cão": "a"}),
    )
    (row,) = witnessed("one dog", WitnessRoute("es:pt@x:en@y", hops))
    assert row.returns == (Return("es:pt@x:en@y", LocalText("en", "a")),)


LINES = [f"line {n}" for n in range(60)]  # so many that the run shows how reliable a witness is
GOOD = {line.replace("line", "línea"): line for line in LINES}
BAD = GOOD | {"línea 7": "nothing"}


def locus(detector: str, back: dict[str, str], *witnesses: dict[str, str]) -> str:
    """What is put down for the one finding of a run that witnesses accompany."""
    out = TableEngine("en", "es", {line: line.replace("line", "línea") for line in LINES})
    measures = MeasuringSet((), (Differs(detector),), HopAttribution())
    rows = round_trip(
        OnePerLine().segment(document("\n".join(LINES))),
        [out, TableEngine("es", "en", back)],
        measures,
        lambda _: None,
        [
            WitnessRoute(f"es:en@w{n}", (TableEngine("es", "en", w),))
            for n, w in enumerate(witnesses)
        ],
    )
    (found,) = [finding for row in rows for finding in row.findings]
    return str(found.locus)


def test_a_fact_that_witnesses_bring_back_was_lost_on_the_way_back() -> None:
    assert locus("numbers", BAD, GOOD, GOOD) == "backward"
    assert locus("numbers", BAD, BAD, BAD) == "forward"
    assert locus("numbers", BAD, BAD, BAD, BAD) == "forward"


def test_witnesses_alone_clear_no_wording_for_they_may_have_reworded_the_fault() -> None:
    assert locus("content", BAD, GOOD, GOOD) == "unknown"
    assert locus("content", BAD, BAD, BAD) == "forward"


@pytest.mark.parametrize("detector", ["numbers", "content"])
@pytest.mark.parametrize("witnesses", [(GOOD,), (GOOD, BAD)])
def test_one_witness_without_the_fault_or_two_that_differ_convict_nobody(
    detector: str, witnesses: tuple[dict[str, str], ...]
) -> None:
    assert locus(detector, BAD, *witnesses) == "unknown"


@pytest.mark.parametrize("detector", ["numbers", "content"])
@pytest.mark.parametrize("witnesses", [1, 2, 3])
def test_what_every_return_lost_was_lost_on_the_way_out_however_many_there_are(
    detector: str, witnesses: int
) -> None:
    assert locus(detector, BAD, *[BAD] * witnesses) == "forward"
