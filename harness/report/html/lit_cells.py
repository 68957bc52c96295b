"""Texts of a row cut down to where the words in question stand, with these words lit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from harness.core.values import BeadText, LocalText, MeasuredRow, Row, Span, Unmeasured
from harness.report.html.excerpts import excerpt
from harness.report.html.row_groups import source_of
from harness.report.html.text_runs import Highlight
from harness.report.html.view import Cell
from harness.report.shared import labels
from harness.report.shared.entries import Entry, entries

_LONGEST = 170  # code points of a text: three lines of a column


def source_cell(row: Row, leading: Entry | None) -> Cell:
    """The source of a row, around the words of `leading`, or of the first finding above minor."""
    spans = _spans(row, leading, 0)
    note = "nothing in the source: this was added"
    lit = tuple(_highlights(row, leading, 0))
    return _cell(labels.Column.SOURCE, source_of(row), lit, spans, note)


def untranslated_cell(row: Unmeasured) -> Cell:
    """The source of a unit that its file has no translation of: all of it is in question."""
    cell = source_cell(row, None)
    lit = (
        replace(each, findings=(1,), closing=(1,), severity=labels.UNMEASURED)
        for each in cell.pieces
    )
    return replace(cell, pieces=tuple(lit))


def translation_cell(row: Row, leading: Entry | None) -> Cell:
    """What the first hop of a row gave, in the same way."""
    column = labels.Column.HYPOTHESIS
    local = row.texts.stops[1] if isinstance(row, MeasuredRow) else row.texts[1]
    lit = tuple(_highlights(row, leading, 1))
    return _cell(column, local, lit, _spans(row, leading, 1), "no words")


def return_cell(row: Row, leading: Entry | None) -> Cell:
    """What came back of a row, in the same way."""
    column = labels.Column.BACK_TRANSLATION
    if isinstance(row, Unmeasured):
        language = row.texts[0].language if row.texts else "und"
        return Cell(column, language, labels.language_name(language), (), "not measured")
    last = len(row.texts.stops) - 1
    spans = _spans(row, leading, last)
    lit = tuple(_highlights(row, leading, last))
    return _cell(column, row.texts.back_translation, lit, spans, "nothing came back")


def _spans(row: Row, entry: Entry | None, stop: int) -> tuple[Span, ...]:
    """Where to look in the text of a stop: at the words, or where they would stand if they came."""
    if entry is None or isinstance(row, Unmeasured):
        return ()
    return entry.spans(stop) or _about(entry, row.texts, stop)


def _about(entry: Entry, texts: BeadText, stop: int) -> tuple[Span, ...]:
    """An empty place as far into the text as the words are in that of the other end."""
    length = len(texts.stops[stop].text)
    other = texts.stops[0 if stop else -1].text
    spans = entry.spans(0 if stop else len(texts.stops) - 1)
    if not spans or not other:
        return ()
    place = min(length, round(length * spans[0].start / len(other)))
    return (Span(place, place),)


def _cell(
    column: labels.Column,
    local: LocalText,
    lit: Sequence[Highlight],
    focus: Sequence[Span],
    note: str,
) -> Cell:
    here = focus[0] if focus else next((each.span for each in lit), Span(0, 0))
    if here.end > len(local.text):  # a faulty detector must not cost the user the report
        here = Span(0, 0)
    pieces = excerpt(local.text, lit, here, _LONGEST) if local.text else ()
    name = labels.language_name(local.language)
    return Cell(column, local.language, name, pieces, "" if local.text.strip() else note)


def _highlights(row: Row, leading: Entry | None, stop: int) -> Iterator[Highlight]:
    """The words of all that is above minor; those that the sentence speaks of are number 1."""
    if isinstance(row, MeasuredRow):
        for entry in entries(row.findings):
            for span in () if entry.is_minor else entry.spans(stop):
                yield Highlight(span, 1 if entry == leading else 2, entry.finding.severity)
