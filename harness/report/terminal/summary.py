"""The end of a run in a terminal: what was measured, what was found, the worst of it.

What is minor is counted, and listed only if asked for. Text of documents and models passes
`strip_controls` first (`writing.ink`), so that it cannot move the cursor, set colours, or turn a
line round.
"""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from rich.cells import cell_len, chop_cells, set_cell_size

from harness.core.values import Category, Run, Severity, Span
from harness.report.html.row_groups import place_of
from harness.report.shared import labels
from harness.report.shared.entries import FOLDED
from harness.report.shared.run_titles import run_titles
from harness.report.shared.worst_findings import Worst, first_unmeasured, look_over
from harness.text.words.control_characters import strip_controls
from harness.writing.ink import PLAIN, Ink, Line, Piece, Tone, written

_WORST_SHOWN = 3
_NARROWEST = 40
_LONGEST_SAID = 400  # code points of a finding's sentence, of a plug-in's perhaps
_HANGING = "  "  # before the second line of a sentence and the next ones
_NOTHING = "  nothing was measured"
TONES = {
    Severity.CRITICAL: Tone.CRITICAL,
    Severity.MAJOR: Tone.MAJOR,
    Severity.MINOR: Tone.MINOR,
}


def summary(
    runs: Sequence[Run],
    *,
    width: int,
    minor: bool = False,
    ink: Ink = PLAIN,
    folder: Path | None = None,
) -> str:
    """One block of lines for each run, none wider than `width` columns (40 at the least).

    Wide characters count as two columns. What does not fit ends in `…`. `minor` lists minor
    findings, too, which are only counted otherwise. `folder` is where the runs are, to be named.
    """
    columns = max(width, _NARROWEST)
    titles = run_titles([run.identity for run in runs])
    blocks = (
        "\n".join(
            written(line, ink, columns)
            for line in _block(run, title, columns, minor=minor, folder=folder)
        )
        for run, title in zip(runs, titles, strict=True)
    )
    return "\n\n".join(blocks)


def _block(
    run: Run, title: str, width: int, *, minor: bool, folder: Path | None
) -> Iterator[Line | str]:
    totals = run.totals
    yield ((f"{run.identity.doc_id}  {title}", Tone.HEAD),)
    measured = f"  measured {totals.measured:,} of {labels.counted(totals.rows, 'row')}"
    missing = f", NOT MEASURED: {totals.unmeasured:,}" if totals.unmeasured else ""
    yield (measured, None), (missing, Tone.CRITICAL)
    for row in first_unmeasured(run, _WORST_SHOWN):
        place = f"{place_of(row)}, hop {row.hop}"
        yield from wrap(f"  {place}: {row.reason}", width, subsequent_indent="    ")
    for caveat in run.caveats:
        yield from wrap(f"  note: {caveat}", width, subsequent_indent="    ")
    yield from _scores(run)
    yield from _findings(run, minor=minor)
    look = look_over(run, _WORST_SHOWN, minor=minor)
    if totals.measured > look.steady:  # the answer, over the worst
        words = labels.verdict_words(totals, totals.rows, look.steady, "row")
        yield ("  ", None), (words, Tone.HEAD)
    for worst in look.worst:
        yield from _texts(worst, width, minor=minor)
    if look.more:
        told = f"  and {look.more:,} more"
        line = f"{told}: harness report {shlex.quote(str(folder))}"
        yield line if folder and cell_len(line) <= width else told


def _scores(run: Run) -> Iterator[Line]:
    cards = run.identity.metrics
    widest = max((cell_len(card.title) for card in cards), default=0)
    for card in cards:
        value = run.totals.scores.get(card.name)
        text = "not measured" if value is None else labels.score_words(value, card)
        word = "" if value is None else labels.band_word(card.name, value)
        scale = f"({labels.range_words(card)})"
        lead = f"  {set_cell_size(card.title, widest)}  {text:>7}  "
        yield (lead, None), (f"{word} " if word else "", Tone.HEAD), (scale, Tone.QUIET)


def _findings(run: Run, *, minor: bool) -> Iterator[Line | str]:
    """A small table, category by severity, the worst category first; what is not in it, counted."""
    folded = 0 if minor else run.totals.count(FOLDED)
    severities = [each for each in labels.WORST_FIRST if minor or each is not FOLDED]
    rows = [
        (
            labels.category_words(Category(path)),
            [counts.get(severity.value, 0) for severity in severities],
        )
        for path, counts in run.totals.findings.items()
    ]
    rows = [(name, counts) for name, counts in rows if any(counts)]
    if not rows:
        yield f"  {labels.severity_words(run.totals)}" if run.totals.measured else _NOTHING
    else:
        yield from _table(rows, severities, [run.totals.count(each) for each in severities])
    if run.totals.healed:
        yield ((f"  {labels.healed_count(run.totals.healed)}", Tone.QUIET),)
    if folded:
        yield ((f"  {labels.minor_words(folded)} (--all shows their kinds)", Tone.QUIET),)


def _table(
    rows: list[tuple[str, list[int]]], severities: Sequence[Severity], totals: list[int]
) -> Iterator[Line]:
    rows.sort(key=lambda row: ([-count for count in row[1]], row[0]))
    rows.append(("all findings", totals))
    widest = max(len(name) for name, _ in rows)
    heads = [(f"  {severity.value:>8}", TONES[severity]) for severity in severities]
    yield (f"  {'':{widest}}", None), *heads
    for name, counts in rows:
        cells = [
            (f"  {count or '·':>8}", TONES[severity] if count else Tone.QUIET)
            for count, severity in zip(counts, severities, strict=True)
        ]
        yield (f"  {name:{widest}}", None), *cells


def _texts(worst: Worst, width: int, *, minor: bool) -> Iterator[Line]:
    entry, finding = worst.entry, worst.finding
    tone = TONES[finding.severity]
    severity = finding.severity.value
    lead = f"  {severity}"
    first, *rest = _wrapped(f"{lead}, {worst.place}: {finding.message}", width)
    yield ("  ", None), (severity, tone), (first.removeprefix(lead), None)
    yield from (((line, None),) for line in rest)
    for other in entry.others(minor=minor):
        yield from (((line, None),) for line in _wrapped(f"    also: {other.message}", width))
    if worst.again:
        yield ((f"    {worst.again}", Tone.QUIET),)
    for stop, local in enumerate(worst.row.texts.stops):
        if local.text.strip():
            lead = f"    {local.language:>3}  "
            marks = entry.spans(stop)
            yield (lead, Tone.QUIET), *around(local.text, marks, tone, width - len(lead))


def _wrapped(said: str, width: int) -> list[str]:
    """What is said as lines of `width` columns: its verb is often its last word."""
    indent = " " * (len(said) - len(said.lstrip(" ")))
    words = strip_controls(said.strip(" "))
    if len(words) > _LONGEST_SAID:
        half = _LONGEST_SAID // 2
        words = f"{words[:half]} … {words[-half:]}"
    lines, room = [""], width - len(indent) - len(_HANGING)
    pieces = (piece for word in words.split(" ") for piece in chop_cells(word, room))
    for piece in pieces:
        longer = f"{lines[-1]} {piece}".strip(" ")
        if cell_len(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return [indent + lines[0], *(f"{indent}{_HANGING}{line}" for line in lines[1:])]


def around(text: str, marks: Sequence[Span], tone: Tone, width: int) -> Iterator[Piece]:
    """`text` from where its marked words will be in sight, if they would not be from its start."""
    at = 0
    if marks and cell_len(text[: marks[0].end]) >= width:
        start = max(0, marks[0].start - width // 3)
        space = text.find(" ", start, marks[0].start)
        at = space + 1 if space >= 0 else start
        yield "…", None
    for mark in sorted(marks):
        if mark.start >= at:
            yield text[at : mark.start], None
            yield mark.of(text), tone
            at = mark.end
    yield text[at:], None
