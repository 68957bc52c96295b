"""The end of a run in a terminal: what was measured, what was found, the worst of it.

What is minor is counted, and listed only if asked for.
Plain text without colours. Text of documents and models passes `strip_controls` first, so that it
cannot move the cursor, set colours, or turn a line round.
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from rich.cells import cell_len, set_cell_size

from harness.core.values import Category, Run, Severity, Span
from harness.report.html.row_groups import place_of
from harness.report.shared import labels
from harness.report.shared.entries import FOLDED
from harness.report.shared.worst_findings import Worst, first_unmeasured, worst_findings
from harness.text.words.control_characters import strip_controls

_WORST_SHOWN = 3
_NARROWEST = 40
_NOTHING = "  nothing was measured"


def summary(runs: Sequence[Run], *, width: int, minor: bool = False) -> str:
    """One block of lines for each run, none wider than `width` columns (40 at the least).

    Wide characters count as two columns. What does not fit ends in `…`. `minor` lists minor
    findings, too, which are only counted otherwise.
    """
    columns = max(width, _NARROWEST)
    blocks = (
        "\n".join(_fit(line, columns) for line in _block(run, columns, minor=minor)) for run in runs
    )
    return "\n\n".join(blocks)


def _block(run: Run, width: int, *, minor: bool) -> Iterator[str]:
    identity, totals = run.identity, run.totals
    engines = labels.engine_names(identity.engines)
    yield f"{identity.doc_id}  {labels.route_words(identity.route)}  ({engines})"
    measured = f"  measured {totals.measured:,} of {labels.counted(totals.rows, 'row')}"
    yield measured + (f", NOT MEASURED: {totals.unmeasured:,}" if totals.unmeasured else "")
    for row in first_unmeasured(run, _WORST_SHOWN):
        place = f"{place_of(row)}, hop {row.hop}"
        yield from wrap(f"  {place}: {row.reason}", width, subsequent_indent="    ")
    for caveat in run.caveats:
        yield from wrap(f"  note: {caveat}", width, subsequent_indent="    ")
    yield from _scores(run)
    yield from _findings(run, minor=minor)
    for worst in worst_findings(run, _WORST_SHOWN, minor=minor):
        yield from _texts(worst, width, minor=minor)


def _scores(run: Run) -> Iterator[str]:
    cards = run.identity.metrics
    widest = max((cell_len(card.title) for card in cards), default=0)
    for card in cards:
        value = run.totals.scores.get(card.name)
        text = "not measured" if value is None else labels.score_words(value, card)
        word = "" if value is None else labels.band_word(card.name, value)
        scale = f"{word} ({labels.range_words(card)})".strip()
        yield f"  {set_cell_size(card.title, widest)}  {text:>7}  {scale}"


def _findings(run: Run, *, minor: bool) -> Iterator[str]:
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
    if folded:
        yield f"  {labels.minor_words(folded)} (--all shows their kinds)"


def _table(
    rows: list[tuple[str, list[int]]], severities: Sequence[Severity], totals: list[int]
) -> Iterator[str]:
    rows.sort(key=lambda row: ([-count for count in row[1]], row[0]))
    rows.append(("all findings", totals))
    widest = max(len(name) for name, _ in rows)
    yield f"  {'':{widest}}" + "".join(f"  {severity.value:>8}" for severity in severities)
    for name, counts in rows:
        cells = "".join(f"  {count or '·':>8}" for count in counts)
        yield f"  {name:{widest}}{cells}"


def _texts(worst: Worst, width: int, *, minor: bool) -> Iterator[str]:
    entry, finding = worst.entry, worst.finding
    yield f"  {finding.severity.value}, {worst.place}: {finding.message}"
    for other in entry.others(minor=minor):
        yield f"    also: {other.message}"
    for stop, local in enumerate(worst.row.texts.stops):
        if local.text.strip():
            lead = f"    {local.language:>3}  "
            marks = entry.spans(stop)
            yield lead + _around(local.text, marks[0] if marks else None, width - len(lead))


def _around(text: str, mark: Span | None, width: int) -> str:
    """`text` from where its marked words will be in sight, if they would not be from its start."""
    if mark is None or cell_len(text[: mark.end]) < width:
        return text
    start = max(0, mark.start - width // 3)
    space = text.find(" ", start, mark.start)
    return "…" + text[space + 1 if space >= 0 else start :]


def _fit(line: str, width: int) -> str:
    """`line` without controls and its own indent kept, cut at `width` columns."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    plain = indent + strip_controls(line).strip(" ")
    if cell_len(plain) <= width:
        return plain
    return set_cell_size(plain, width - 1).rstrip(" ") + "…"
