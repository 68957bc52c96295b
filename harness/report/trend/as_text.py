"""A trend in a terminal: the answer, then a line for each version."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from rich.cells import cell_len, set_cell_size

from harness.compare.trend import Counts, Course, Trend, Version
from harness.core.values import Category, Severity
from harness.report.shared import labels
from harness.report.trend import wording as say
from harness.writing.ink import PLAIN, Ink, Line, Piece, Tone, written

_KINDS = 8
_NARROWEST = 40


def trend_text(trend: Trend, width: int, ink: Ink = PLAIN) -> Iterator[str]:
    """Lines about every route, none wider than `width` columns (40 at the least)."""
    for place, course in enumerate(trend.courses):
        if place:
            yield "\n"
        for line in _lines(course, max(width, _NARROWEST)):
            yield written(line, ink, max(width, _NARROWEST)) + "\n"


def _lines(course: Course, width: int) -> Iterator[Line | str]:
    yield ((" → ".join(course.stops), Tone.HEAD),)
    yield from wrap(f"  {say.verdict(course)}", width, subsequent_indent="  ")
    yield from _table(course, width)
    yield from _kinds(course)
    for version in course.present:
        if version.changed:
            words = f"  {version.name}: {say.changed_words(version.changed)}"
            yield from wrap(words, width, subsequent_indent="    ")
        if version.other_text:
            yield f"  note: {version.name} is of another text, so its counts are of other rows"


def _table(course: Course, width: int) -> Iterator[Line]:
    """Counts by severity and hop, and as many scores as the width has room for."""
    hops = say.hops(course)
    gaps = ["not measured"] if any(version.unmeasured for version in course.present) else []
    heads = ["", "rows", "critical", "major", *gaps, *hops]
    heads += [card.title for card in course.metrics]
    rows = [_row(course, version, hops, gaps) for version in course.present]
    widths = [max(cell_len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    while len(widths) > len(heads) - len(course.metrics) and sum(widths) + 2 * len(widths) > width:
        widths.pop()
    tones = [None, None, Tone.CRITICAL, Tone.MAJOR, *(Tone.CRITICAL for _ in gaps)]
    for row in (heads, *rows):
        yield _joined(row, widths, [Tone.QUIET] * len(heads) if row is heads else tones)


def _joined(row: Sequence[str], widths: Sequence[int], tones: Sequence[Tone | None]) -> list[Piece]:
    """Cells in columns, the first to the left and the others to the right."""
    pieces: list[Piece] = [("  ", None)]
    for at, (cell, size) in enumerate(zip(row, widths, strict=False)):
        tone = tones[at] if at < len(tones) and cell != "0" else None
        text = cell.rjust(size) if at else set_cell_size(cell, size)
        pieces += [(text, tone), ("  ", None)]
    return pieces


def _row(course: Course, version: Version, hops: Sequence[str], gaps: Sequence[str]) -> list[str]:
    missing = [f"{version.unmeasured:,}" for _ in gaps]
    found = [f"{version.findings.of(each):,}" for each in (Severity.CRITICAL, Severity.MAJOR)]
    by_hop = [f"{version.by_hop.get(hop, Counts()).above_minor:,}" for hop in hops]
    scores = [
        labels.score_words(version.scores[card.name], card) if card.name in version.scores else "–"
        for card in course.metrics
    ]
    return [version.name, f"{version.rows:,}", *found, *missing, *by_hop, *scores]


def _kinds(course: Course) -> Iterator[Line | str]:
    """The most frequent kinds, each with its count in every version."""
    paths = say.kinds(course)
    shown = [(labels.category_words(Category(path)), path) for path in paths[:_KINDS]]
    widest = max((cell_len(name) for name, _ in shown), default=0)
    for name, path in shown:
        counts = " → ".join(
            f"{version.by_kind.get(path, Counts()).above_minor:,}" for version in course.present
        )
        yield f"  {set_cell_size(name, widest)}  {counts}"
    if len(paths) > _KINDS:
        yield f"  and {len(paths) - _KINDS} more kinds (-o trend.html shows them)"
