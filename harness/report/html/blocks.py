"""Groups of rows -> blocks: texts cut into pieces, findings numbered beside their words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from harness.core.values import Finding, LocalText, MeasuredRow, MetricCard, Row, Unmeasured
from harness.report.html.linked_words import RunLinks
from harness.report.html.row_groups import (
    RowAnchors,
    position,
    row_id,
    segment_count,
    source_of,
    unit_of,
    worst_of,
)
from harness.report.html.text_runs import Edit, Highlight, TextRun, cut, plain
from harness.report.html.view import Block, Cell, FindingFact, Line, ReturnFact, ScoreFact
from harness.report.html.view_source import Subject
from harness.report.shared import labels
from harness.report.shared.entries import Entry, grouped, is_minor
from harness.text.data.language import language_data, same_language
from harness.text.pairs.word_diff import DiffKind, DiffOp, word_diff


@dataclass(frozen=True, slots=True)
class _Numbered:
    """An entry with its number in the block and an anchor for each of its findings."""

    entry: Entry
    number: int
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _BlockEntry:
    """A row on its way into a block: whose it is, its findings, how its return differs."""

    subject: Subject
    letter: str
    row: Row
    numbered: tuple[_Numbered, ...]
    changes: tuple[DiffOp, ...]
    links: RunLinks

    def edits(self, side: labels.Column) -> Iterator[Edit]:
        """What changed on the side of the source, or on that of the back-translation."""
        for change in self.changes:
            span = change.source if side is labels.Column.SOURCE else change.target
            if len(span) and change.kind is not DiffKind.EQUAL:
                yield Edit(span, change.kind, self.letter, change.move)

    def highlights(self, stop: int) -> Iterator[Highlight]:
        """The words of all entries at one stop of the route, and those that stand for them."""
        for numbered in self.numbered:
            entry, number = numbered.entry, numbered.number
            spans = entry.spans(stop)
            for span in spans:
                yield Highlight(span, number, entry.finding.severity)
            if not spans and isinstance(self.row, MeasuredRow):
                for span in self.links.spans(self.row, entry.finding, stop):
                    yield Highlight(span, number, entry.finding.severity, linked=True)


class BlockBuilder:
    """Makes blocks one after the other; anchors are unique over all of them."""

    def __init__(self, subjects: Sequence[Subject], letters: Sequence[str]) -> None:
        links = [RunLinks(subject.rows) for subject in subjects]
        self._subjects = tuple(zip(subjects, letters, links, strict=True))
        self._anchors = RowAnchors()

    def block(self, rows: Sequence[Sequence[Row]], place: int, rank: int) -> Block:
        """One group of rows, ready to be shown. Ask in order of the text."""
        anchor = self._anchors.block(rows)
        entries = self._entries(rows)
        shared = len({source_of(entry.row) for entry in entries}) == 1
        lines = tuple(_line(entry, shared=shared) for entry in entries)
        return Block(
            anchor=anchor,
            place=place,
            position=position(rows),
            rank=rank,
            worst=worst_of(entry.row for entry in entries),
            source=_source(entries) if shared else None,
            lines=lines,
            differs=_difference(rows),
            runs=tuple(
                (
                    letter,
                    subject.title,
                    tuple(line for line in lines if line.run == letter),
                )
                for subject, letter, _ in self._subjects
            ),
            unit=plain(unit_of(next(row for of_run in rows for row in of_run))),
        )

    def _entries(self, rows: Sequence[Sequence[Row]]) -> list[_BlockEntry]:
        made: list[_BlockEntry] = []
        number = 0
        for (subject, letter, links), of_run in zip(self._subjects, rows, strict=True):
            for row in of_run:
                numbered = self._numbered(row, number)
                number += len(numbered)
                made.append(_BlockEntry(subject, letter, row, numbered, _changes(row), links))
        return made

    def _numbered(self, row: Row, before: int) -> tuple[_Numbered, ...]:
        if isinstance(row, Unmeasured):
            return ()
        found, identities = row.findings, row.finding_ids()
        return tuple(
            _Numbered(
                Entry(found[first], tuple(found[other] for other in others)),
                number,
                tuple(self._anchors.finding(identities[at]) for at in (first, *others)),
            )
            for number, (first, *others) in enumerate(grouped(found), start=before + 1)
        )


def _difference(rows: Sequence[Sequence[Row]]) -> str:
    """What the runs do not have in common here: `findings`, `minor`, `text`, or nothing."""
    for minor, name in ((False, "findings"), (True, "minor")):
        if len({tuple(_found_in(row, minor=minor) for row in of_run) for of_run in rows}) > 1:
            return name
    returns = {
        tuple(row.texts.back_translation.text for row in of_run if isinstance(row, MeasuredRow))
        for of_run in rows
    }
    return "text" if len(returns) > 1 else ""


def _found_in(row: Row, *, minor: bool) -> tuple[object, ...]:
    """What was found in a row, without its words: two runs may word one fault differently."""
    if isinstance(row, Unmeasured):
        return (labels.UNMEASURED,)
    found = (each for each in row.findings if minor or not is_minor(each))
    return tuple(sorted((each.category.value, each.severity.rank) for each in found))


def _changes(row: Row) -> tuple[DiffOp, ...]:
    if isinstance(row, Unmeasured):
        return ()
    source, back = row.texts.source, row.texts.back_translation
    if source.text == back.text or not same_language(source.language, back.language):
        return ()
    return word_diff(source.text, back.text, language_data(source.language))


def _source(entries: Sequence[_BlockEntry]) -> Cell:
    """The source of one row, or of several that share it: all their edits in one text."""
    local = source_of(entries[0].row)
    edits = [edit for entry in entries for edit in entry.edits(labels.Column.SOURCE)]
    highlights = [mark for entry in entries for mark in entry.highlights(0)]
    # A run that gave no text was not compared: it has no say in what all runs agree on.
    compared = [entry.letter for entry in entries if isinstance(entry.row, MeasuredRow)]
    added = not any(segment_count(entry.row) for entry in entries)
    note = "nothing in the source: this was added" if added else "no words"
    return _cell(labels.Column.SOURCE, local, cut(local.text, edits, highlights, compared), note)


def _line(entry: _BlockEntry, *, shared: bool) -> Line:
    row = entry.row
    facts = [_finding_fact(numbered, entry) for numbered in entry.numbered]
    shown = sum(not numbered.entry.is_minor for numbered in entry.numbered)
    line = Line(
        run=entry.letter,
        run_title=entry.subject.title,
        row_id=row_id(row),
        worst=worst_of([row]),
        source=None if shared else _source([entry]),
        hypotheses=(),
        back_translation=None,
        failure=(),
        failure_hop=0,
        scores=(),
        findings=tuple(facts[:shown]),
        minor=tuple(facts[shown:]),
        folded=labels.minor_words(len(facts) - shown, "and" if shown else ""),
    )
    match row:
        case Unmeasured():
            return replace(
                line,
                hypotheses=tuple(_reached(row)),
                failure=plain(row.reason),
                failure_hop=row.hop,
            )
        case MeasuredRow():
            return replace(
                line,
                hypotheses=tuple(_hypotheses(row, entry)),
                back_translation=_back_translation(row, entry),
                returns=tuple(_returns(row)),
                healed=tuple(plain(labels.healed_words(issue)) for issue in row.healed),
                moved=row.moved,
                scores=tuple(_scores(row, entry.subject.metrics)),
            )


def _cell(
    column: labels.Column, local: LocalText, pieces: tuple[TextRun, ...], note: str = ""
) -> Cell:
    name = labels.language_name(local.language)
    return Cell(column, local.language, name, pieces, note if not local.text.strip() else "")


def _hypotheses(row: MeasuredRow, entry: _BlockEntry) -> Iterator[Cell]:
    for stop, local in enumerate(row.texts.pivots, start=1):
        pieces = cut(local.text, (), tuple(entry.highlights(stop)))
        yield _cell(labels.Column.HYPOTHESIS, local, pieces, "no words")


def _back_translation(row: MeasuredRow, entry: _BlockEntry) -> Cell:
    column, local = labels.Column.BACK_TRANSLATION, row.texts.back_translation
    highlights = tuple(entry.highlights(len(row.texts.stops) - 1))
    pieces = cut(local.text, tuple(entry.edits(column)), highlights, [entry.letter])
    return _cell(column, local, pieces, "nothing came back")


def _returns(row: MeasuredRow) -> Iterator[ReturnFact]:
    """What the witnesses brought back, each with its own differences from the source."""
    source = row.texts.source
    for back in row.returns:
        cell = None
        if back.text is not None:
            changes = word_diff(source.text, back.text.text, language_data(source.language))
            edits = [
                Edit(change.target, change.kind, "", change.move)
                for change in changes
                if len(change.target) and change.kind is not DiffKind.EQUAL
            ]
            pieces = cut(back.text.text, edits, (), [""])
            cell = _cell(labels.Column.BACK_TRANSLATION, back.text, pieces, "nothing came back")
        yield ReturnFact(back.witness, cell, plain(back.reason))


def _reached(row: Unmeasured) -> Iterator[Cell]:
    """What the hops before the failed one gave."""
    for local in row.texts[1:]:
        yield _cell(labels.Column.HYPOTHESIS, local, plain(local.text), "no words")


def _finding_fact(numbered: _Numbered, entry: _BlockEntry) -> FindingFact:
    lead, *also = (
        _fact(finding, anchor, numbered.number, entry)
        for finding, anchor in zip(numbered.entry.findings, numbered.anchors, strict=True)
    )
    return replace(lead, also=tuple(also))


def _fact(finding: Finding, anchor: str, number: int, entry: _BlockEntry) -> FindingFact:
    locus = finding.locus
    # Two texts without a route between them have no hop that could be at fault.
    has_hops = isinstance(entry.row, MeasuredRow) and bool(entry.row.texts.pivots)
    return FindingFact(
        anchor=anchor,
        number=number,
        run=entry.letter,
        severity=finding.severity.value,
        category=labels.category_words(finding.category),
        category_path=finding.category.value,
        message=plain(finding.message),
        locus=labels.locus_words(locus, locus.confidence) if has_hops else "",
        locus_key=str(locus),
        detector=finding.detector,
        evidence=tuple((name, plain(value)) for name, value in _evidence(finding)),
    )


def _evidence(finding: Finding) -> Iterator[tuple[str, str]]:
    """What speaks for the finding beyond what its sentence says, then what speaks for its hop."""
    for name, value in finding.evidence:
        if value not in finding.message:
            yield name.replace("_", "-"), value
    for each in finding.adjustments:
        yield "severity", f"{each.was.value} → {each.became.value} by {each.by}: {each.why}"
    for sentence in finding.locus.evidence:
        yield "", sentence


def _scores(row: MeasuredRow, cards: Iterable[MetricCard]) -> Iterator[ScoreFact]:
    for card in cards:
        score = row.scores.get(card.name)
        if score is not None:
            text = labels.score_words(score.value, card)
            word = labels.band_word(card.name, score.value)
            yield ScoreFact(card.name, card.title, text, f"{score.value:.6g}", word)
