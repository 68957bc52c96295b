"""A comparison in a terminal: outcome, unlike settings, tests, findings, sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import wrap

from rich.cells import cell_len, set_cell_size

from harness.compare.results import Comparison, ComparisonOutcome, RowChange
from harness.report.comparison import wording as say
from harness.report.html.row_groups import place_of
from harness.report.products import View
from harness.report.shared import labels
from harness.report.terminal.summary import TONES, around
from harness.text.words.control_characters import strip_controls
from harness.writing.ink import Line, Tone, fitted, written

_NARROWEST = 60
_KINDS = 10
_TONES = {ComparisonOutcome.WORSE: Tone.CRITICAL, ComparisonOutcome.BETTER: Tone.GOOD}


class ComparisonTerminal:
    """One block of lines for each candidate, with empty lines between them."""

    def render(self, comparisons: Sequence[Comparison], view: View) -> Iterator[str]:
        columns = max(view.width, _NARROWEST)
        for place, comparison in enumerate(comparisons):
            if place:
                yield "\n"
            for line in _block(comparison, replace(view, width=columns)):
                yield written(line, view.ink) + "\n"


def _block(comparison: Comparison, view: View) -> Iterator[Line | str]:
    """What got worse comes first; counts, tests and how the runs differ follow."""
    tone = _TONES.get(comparison.change, Tone.HEAD)
    yield (
        (say.outcome_words(comparison), tone),
        (f" (baseline: {comparison.baseline})", None),
    )
    yield f"  {say.counts_words(comparison)}"
    for caveat in comparison.caveats:
        yield from wrap(f"  note: {caveat}", view.width, subsequent_indent="    ")
    for row in comparison.unmeasured[: view.sentences]:
        reasons = " / ".join(filter(None, (row.baseline, row.candidate)))
        yield from wrap(
            f"  not measured: {row.source} ({reasons})", view.width, subsequent_indent="    "
        )
    for change in (ComparisonOutcome.WORSE, ComparisonOutcome.BETTER):
        yield from _sentences(comparison.of(change), change, view)
    yield from _findings(comparison, minor=view.minor)
    yield from _metrics(comparison)
    yield from _making(comparison, view)
    yield from _details(comparison, view)


def _making(comparison: Comparison, view: View) -> Iterator[Line | str]:
    shown, more = say.making(comparison.differences, everything=view.minor)
    if not shown:
        return
    yield (("  what differs in the making:", Tone.HEAD),)
    for difference in shown:
        line = f"    {say.signature_words(difference)}"
        yield from wrap(line, view.width, subsequent_indent="      ")
    if more:
        yield ((f"    and {labels.counted(more, 'more setting')} (--all lists them)", Tone.QUIET),)


def _details(comparison: Comparison, view: View) -> Iterator[Line | str]:
    """Parts of the material and phrases written more often, where they are asked for."""
    if view.minor:
        yield from _buckets(comparison)
        yield from _ngrams(comparison)
    elif any(each.difference for each in comparison.buckets) or comparison.ngrams:
        words = "  --all shows the runs by length, finding and word frequency, and their phrases"
        yield ((words, Tone.QUIET),)


def _table(rows: Sequence[tuple[str, ...]], head: tuple[str, ...]) -> Iterator[str]:
    """Columns as wide as they need, the first to the left and the others to the right."""
    widths = [max(cell_len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        cells = (
            set_cell_size(cell, size) if not column else cell.rjust(size)
            for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        )
        yield "  " + "  ".join(cells).rstrip()


def _metrics(comparison: Comparison) -> Iterator[str]:
    rows = [
        (
            say.metric_title(metric),
            labels.score_words(metric.result.baseline, metric.card),
            labels.score_words(metric.result.candidate, metric.card),
            say.difference_words(metric),
            f"{metric.wins}/{metric.ties}/{metric.losses}",
            say.significance_words(metric),
        )
        for metric in comparison.metrics
    ]
    if rows:
        head = ("", "baseline", "candidate", "difference (95 %)", "win/tie/loss", "")
        yield from _table(rows, head)


def _findings(comparison: Comparison, *, minor: bool) -> Iterator[Line | str]:
    changes, folded = say.changed_findings(comparison, minor=minor)
    more = 0 if minor else max(len(changes) - _KINDS, 0)
    # Without `--all` the kinds that changed most, the most severe of them first.
    most = sorted(changes, key=lambda c: -abs(c.gained - c.lost) * (1 + c.severity.rank))
    shown = set(map(id, most[: len(changes) - more]))
    changes = tuple(each for each in changes if id(each) in shown)
    rows = [
        (
            f"{change.severity.value}: {labels.category_words(change.category)}, {change.locus}",
            str(change.gained),
            str(change.lost),
            str(change.kept),
        )
        for change in changes
    ]
    if folded:
        gained, lost, kept = map(str, folded)
        rows.append((say.MINOR_CHANGES, gained, lost, kept))
    if rows:
        yield from _table(rows, ("findings", "gained", "lost", "kept"))
    if more:
        yield ((f"  and {more} more kinds (--all lists them)", Tone.QUIET),)


def _buckets(comparison: Comparison) -> Iterator[str]:
    rows = [
        (
            f"{bucket.group}: {bucket.name}",
            f"{bucket.size:,}",
            bucket.measure,
            f"{bucket.baseline:.4g}",
            f"{bucket.candidate:.4g}",
            f"{bucket.difference:+.3g}",
        )
        for bucket in comparison.buckets
        if bucket.difference
    ]
    if rows:
        head = ("where", "size", "measure", "baseline", "candidate", "difference")
        yield from _table(rows, head)


def _ngrams(comparison: Comparison) -> Iterator[str]:
    for stop, language in list(enumerate(comparison.stops))[1:]:
        here = [found for found in comparison.ngrams if found.stop == stop]
        for more, name in ((True, comparison.candidate), (False, comparison.baseline)):
            phrases = [
                f"“{found.words}” {found.candidate} against {found.baseline}"
                for found in here
                if (found.candidate > found.baseline) is more
            ]
            if phrases:
                yield f"  {name} writes more often (stop {stop}, {language}): {', '.join(phrases)}"


def _sentences(
    rows: Sequence[RowChange], change: ComparisonOutcome, view: View
) -> Iterator[Line | str]:
    """Rows that changed so, one for each fault; what got better in a line, unless all is wanted."""
    groups = say.by_fault(rows)[: view.sentences]
    if not groups:
        return
    told = sum(map(len, groups))
    shown = f", {told} of {len(rows)} (--show N shows more)" if told < len(rows) else ""
    yield ((f"  {change.value}{shown}:", _TONES.get(change, Tone.HEAD)),)
    for lead, *alike in groups:
        place = f"{lead.pair.document}, {place_of(lead.pair.baseline)}"
        words = f"{place}: {say.row_lead(lead, minor=view.minor)}"
        yield from wrap(
            strip_controls(words), view.width, initial_indent="    ", subsequent_indent="      "
        )
        if alike:
            yield ((f"      {say.again_words(alike)}", Tone.QUIET),)
        if change is ComparisonOutcome.WORSE or view.minor:
            yield from _texts(lead, view.width)


def _texts(row: RowChange, width: int) -> Iterator[Line]:
    """Source, before and after, each from where the words in question are in sight."""
    before, after = row.pair.baseline.texts, row.pair.candidate.texts
    found = max((*row.gained, *row.lost), key=lambda each: each.severity, default=None)
    last = len(after.stops) - 1
    sides = (
        ("source", row.pair.source, found.spans(0) if found else ()),
        ("before", before.back_translation.text, ()),
        ("after", after.back_translation.text, found.spans(last) if found in row.gained else ()),
    )
    tone = TONES[found.severity] if found else Tone.HEAD
    for name, text, spans in sides:
        lead = f"      {name:6}  "
        pieces = around(text, spans, tone, width - len(lead))
        yield fitted([(lead, Tone.QUIET), *pieces], width)
