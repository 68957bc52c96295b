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
from harness.text.words.control_characters import strip_controls

_NARROWEST = 60


class ComparisonTerminal:
    """One block of lines for each candidate, with empty lines between them."""

    def render(self, comparisons: Sequence[Comparison], view: View) -> Iterator[str]:
        columns = max(view.width, _NARROWEST)
        for place, comparison in enumerate(comparisons):
            if place:
                yield "\n"
            for line in _block(comparison, replace(view, width=columns)):
                yield strip_controls(line) + "\n"


def _block(comparison: Comparison, view: View) -> Iterator[str]:
    width, sentences = view.width, view.sentences
    yield f"{say.outcome_words(comparison)} (baseline: {comparison.baseline})"
    yield f"  {say.counts_words(comparison)}"
    for caveat in comparison.caveats:
        yield from wrap(f"  note: {caveat}", width, subsequent_indent="    ")
    for row in comparison.unmeasured[:sentences]:
        reasons = " / ".join(filter(None, (row.baseline, row.candidate)))
        yield from wrap(
            f"  not measured: {row.source} ({reasons})", width, subsequent_indent="    "
        )
    if comparison.differences:
        yield "  what differs in the making:"
        for difference in comparison.differences:
            line = f"    {say.signature_words(difference)}"
            yield from wrap(line, width, subsequent_indent="      ")
    yield from _metrics(comparison)
    yield from _findings(comparison, minor=view.minor)
    yield from _buckets(comparison)
    yield from _ngrams(comparison)
    for change in (ComparisonOutcome.WORSE, ComparisonOutcome.BETTER):
        yield from _sentences(comparison.of(change), change, view)


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


def _findings(comparison: Comparison, *, minor: bool) -> Iterator[str]:
    changes, folded = say.changed_findings(comparison, minor=minor)
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


def _sentences(rows: Sequence[RowChange], change: ComparisonOutcome, view: View) -> Iterator[str]:
    width, count = view.width, view.sentences
    if not rows or not count:
        return
    shown = f", {count} of {len(rows)}" if len(rows) > count else ""
    yield f"  {change.value}{shown}:"
    for row in rows[:count]:
        place = strip_controls(place_of(row.pair.baseline))
        yield from wrap(
            f"  {row.pair.document}, {place}: {say.row_words(row, minor=view.minor)}",
            width,
            initial_indent="  ",
            subsequent_indent="      ",
        )
        texts = (
            ("source", row.pair.source),
            ("before", row.pair.baseline.texts.back_translation.text),
            ("after", row.pair.candidate.texts.back_translation.text),
        )
        for name, text in texts:
            line = f"      {name:6}  {strip_controls(text)}"
            fits = cell_len(line) <= width
            yield line if fits else set_cell_size(line, width - 1).rstrip() + "…"
